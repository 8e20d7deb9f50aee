import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { asBearer, challengeOf, signInWithTotp, trustingPerson, withTotp } from '../../../test/support/totp.ts'

const stack = await startIdentity()
const code = (answer: { status: number; body: { code?: string } | null }) => [answer.status, answer.body?.code]

describe('backup codes', () => {
  after(() => stack.close())

  test('each signs in once, written in any case with spaces or dashes', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const [first = '', second = ''] = app.backupCodes ?? []
    const spend = async (backup: string) =>
      cookieClient(stack.url).post('/api/auth/2fa/backup/verify', {
        challenge: await challengeOf(stack.url, person),
        code: backup,
      })
    const written = first.toLowerCase().replace(/(.{5})/g, '$1- ')
    const seen = watch(stack)
    assert.equal((await spend(written)).status, 200)
    assert.ok(seen().audit.includes('factors.backup-code.used'))
    assert.deepEqual(code(await spend(first)), [401, 'identity/second-factor-wrong'])
    assert.equal((await spend(second)).status, 200)
  })

  test('made anew end the former ones; only a fresh session that proved a factor makes them', async () => {
    const person = await addPerson(stack)
    const { app, accessToken } = await withTotp(stack.url, person)
    const weak = await asBearer(stack.url, accessToken)('POST', '/api/auth/mfa/backup-codes', {})
    assert.deepEqual(code(weak), [403, 'http/assurance-too-low'])
    const strong = asBearer(stack.url, await signInWithTotp(stack.url, person, app.code()))
    const seen = watch(stack)
    const issued = await strong('POST', '/api/auth/mfa/backup-codes', {})
    assert.equal(issued.status, 201)
    assert.equal(issued.body.codes.length, 10)
    assert.deepEqual(seen(), { audit: ['factors.backup-codes.issued'], events: [], letters: ['factors.backup-codes'] })
    assert.ok([404, 405].includes((await strong('GET', '/api/auth/mfa/backup-codes')).status))
    const challenge = await challengeOf(stack.url, person)
    const old = await cookieClient(stack.url).post('/api/auth/2fa/backup/verify', {
      challenge,
      code: app.backupCodes?.[0],
    })
    assert.deepEqual(code(old), [401, 'identity/second-factor-wrong'])
    const next = { challenge, code: issued.body.codes[9] }
    assert.equal((await cookieClient(stack.url).post('/api/auth/2fa/backup/verify', next)).status, 200)
  })

  test('are for people with a factor only', async () => {
    const { accessToken } = await signInByBearer(stack.url, await addPerson(stack))
    const refused = await asBearer(stack.url, accessToken)('POST', '/api/auth/mfa/backup-codes', {})
    assert.deepEqual(code(refused), [409, 'factors/none-enrolled'])
  })

  test('are erased with everything else of a person, of which only what is harmless is exported', async () => {
    const { person, app } = await trustingPerson(stack)
    const exported = await stack.factors.exportPerson?.(person.userId)
    assert.deepEqual(Object.keys(exported as object).sort(), [
      ...['backupCodesLeft', 'emails', 'passkeys', 'phones', 'totp', 'trustedDevices'],
    ])
    assert.ok(!JSON.stringify(exported).includes(app.secret))
    await stack.database.db.transaction(testOrigin, async (tx) => stack.factors.erasePerson?.(tx, person.userId))
    assert.equal(await stack.factors.exportPerson?.(person.userId), null)
    for (const table of ['person', 'attempt', 'totp', 'backup_code', 'device', 'send_count'])
      assert.deepEqual(
        await stack.database.db.raw(`SELECT 1 FROM factors.${table} WHERE user_id = $1`, [person.userId]),
        [],
        table,
      )
  })

  test('end with everything else when the factors of a person are revoked', async () => {
    const person = await addPerson(stack)
    await withTotp(stack.url, person)
    await stack.database.db.transaction(testOrigin, (tx) =>
      stack.factors.revokeSince(tx, { userId: person.userId, since: new Date(0), reason: 'handed-over' }),
    )
    await signInByBearer(stack.url, person)
  })
})
