import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import pino from 'pino'
import { Problem } from '../../kernel/problem.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import { assertStrong } from './password-rules.ts'
import { createStrengthMeter, type StrengthMeter } from './password-strength.ts'

const context = ['ada.lovelace@mail.example', 'Ada Lovelace', 'Plinth']

const meter = createStrengthMeter(pino({ level: 'silent' }) as unknown as Logger, {
  ...{ timeoutMs: 20_000, hangMs: 30_000, waitMs: 60_000 },
})

async function reason(password: string, judge: Pick<StrengthMeter, 'estimate'> = meter): Promise<string | undefined> {
  try {
    await assertStrong(judge, password, context)
    return undefined
  } catch (error) {
    assert.ok(error instanceof Problem)
    assert.deepEqual([error.code, error.status], ['identity/weak-password', 422])
    return error.errors?.[0]?.code
  }
}

describe('passwords to be set', () => {
  after(() => meter.stop())

  const cases: { password: string; reason: string | undefined }[] = [
    { password: 'Password1!', reason: 'common' },
    { password: 'P@ssw0rd', reason: 'common' },
    { password: 'QWERTYUIOP', reason: 'common' },
    { password: 'sunshine2024', reason: 'common' },
    { password: '1qaz2wsx', reason: 'common' },
    { password: 'aaaaaaaaaaaa', reason: 'repetitive' },
    { password: 'abababababab', reason: 'repetitive' },
    { password: '0123456789', reason: 'repetitive' },
    { password: 'hgfedcba', reason: 'repetitive' },
    { password: 'ada.lovelace', reason: 'context' },
    { password: 'Lovelace99', reason: 'context' },
    { password: 'plinth-2026', reason: 'context' },
    { password: 'letmeinletmein', reason: 'guessable' },
    { password: 'iloveyouforever', reason: 'guessable' },
    { password: '30.12.1987', reason: 'guessable' },
    { password: 'correct horse battery staple', reason: undefined },
    { password: 'lovelace wrote the first program', reason: undefined },
    { password: 'p7Qz-91kd', reason: undefined },
    { password: 'eine lange Parole', reason: undefined },
    { password: '密码是一个很长的句子', reason: undefined },
  ]
  for (const { password, reason: expected } of cases) {
    test(`${password} is ${expected === undefined ? 'accepted' : `refused as ${expected}`}`, async () => {
      assert.equal(await reason(password), expected)
    })
  }

  test('every listed password of eight characters or more is refused before its strength is estimated', async () => {
    const unasked = { estimate: () => assert.fail('the estimate was asked for') }
    const listed = readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
    const long = listed.filter((password) => password.length >= 8)
    assert.ok(long.length >= 3000)
    for (const password of long) assert.notEqual(await reason(password, unasked), undefined, password)
  })

  test('the name of the own address twice is refused, dots and all, though no piece of it is a word', async () => {
    const silent = { estimate: async () => null }
    const judged = assertStrong(silent, 'ad.7k2.ad.7k2.', ['ad.7k2@example.org'])
    await assert.rejects(judged, { code: 'identity/weak-password' })
  })

  test('an estimate that does not come leaves the decision to the other rules', async () => {
    const silent = { estimate: async () => null }
    assert.equal(await reason('letmeinletmein', silent), undefined)
    assert.equal(await reason('Password1!', silent), 'common')
  })
})
