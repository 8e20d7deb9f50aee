import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Problem } from '../../kernel/problem.ts'
import { assertStrong } from './password-rules.ts'

const context = ['ada.lovelace@mail.example', 'Ada Lovelace', 'Plinth']

function reason(password: string): string | undefined {
  try {
    assertStrong(password, context)
    return undefined
  } catch (error) {
    assert.ok(error instanceof Problem)
    assert.deepEqual([error.code, error.status], ['identity/weak-password', 422])
    return error.errors?.[0]?.code
  }
}

describe('passwords to be set', () => {
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
    { password: 'correct horse battery staple', reason: undefined },
    { password: 'lovelace wrote the first program', reason: undefined },
    { password: 'p7Qz-91kd', reason: undefined },
    { password: 'eine lange Parole', reason: undefined },
    { password: '密码是一个很长的句子', reason: undefined },
  ]
  for (const { password, reason: expected } of cases) {
    test(`${password} is ${expected === undefined ? 'accepted' : `refused as ${expected}`}`, () => {
      assert.equal(reason(password), expected)
    })
  }

  test('every listed password of eight characters or more is refused', () => {
    const listed = readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
    const long = listed.filter((password) => password.length >= 8)
    assert.ok(long.length >= 3000)
    assert.deepEqual(
      long.filter((password) => reason(password) === undefined),
      [],
    )
  })
})
