import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { TOTP } from 'otpauth'
import { testOrigin } from '../../../test/support/database.ts'
import {
  BEHIND_PROXY,
  codeTo,
  furtherSession,
  newPhone,
  type Somebody,
  somebody,
  trailOf,
  withToken,
  wrongCode,
} from '../../../test/support/factors.ts'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import { startServer } from '../../../test/support/server.ts'
import { createAuthenticator } from '../../audit-auth/authenticator.ts'

const server = await startServer({ environment: BEHIND_PROXY })
const { db } = server.app
const ORIGIN = 'http://localhost:3000'

/** What the row of a client's session says of its level. */
async function levelOf(http: HttpClient) {
  const { session } = (await http.get('/api/auth/me')).body
  const rows = await db.raw('SELECT aal, amr, authenticated_at FROM identity.session WHERE id = $1', [session.id])
  return rows[0] as { aal: number; amr: string[]; authenticated_at: Date }
}
const aalOf = async (http: HttpClient) => (await http.get('/api/auth/me')).body.session.aal

async function startTotp(http: HttpClient) {
  const { id, secret } = (await http.post('/api/auth/mfa/totp', {})).body
  const code = new TOTP({ secret }).generate()
  return {
    id,
    code,
    confirm: (by: HttpClient, given = code) => by.post(`/api/auth/mfa/totp/${id}/confirm`, { code: given }),
  }
}

async function enrolTotp({ http }: Somebody) {
  const { confirm } = await startTotp(http)
  return confirm(http)
}

async function enrolEmail({ http, email }: Somebody) {
  const { id } = (await http.post('/api/auth/mfa/email', {})).body
  return http.post(`/api/auth/mfa/email/${id}/confirm`, { code: await codeTo(server, email) })
}

async function enrolSms({ http }: Somebody) {
  const phone = newPhone()
  const { id } = (await http.post('/api/auth/mfa/sms', { phone })).body
  return http.post(`/api/auth/mfa/sms/${id}/confirm`, { code: await codeTo(server, phone) })
}

async function enrolPasskey({ http }: Somebody) {
  const { body: options } = await http.post('/api/auth/mfa/passkeys/options', {})
  const credential = createAuthenticator({ origin: ORIGIN }).create(options)
  return http.post('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
}

describe('the session that sets up a first factor', () => {
  after(() => server.stop())

  const ways: [string, typeof enrolTotp, string][] = [
    ['an authenticator', enrolTotp, 'otp'],
    ['codes by mail', enrolEmail, 'otp'],
    ['a phone', enrolSms, 'sms'],
    ['a passkey', enrolPasskey, 'hwk'],
  ]
  for (const [name, enrol, amr] of ways) {
    test(`counts as one of two factors by ${name}; no other does, and none is fresher`, async () => {
      const person = await somebody(server)
      const elsewhere = await furtherSession(server, person)
      const before = [await levelOf(person.http), await levelOf(elsewhere)]
      assert.deepEqual(
        before.map(({ aal }) => aal),
        [1, 1],
      )
      const answer = await enrol(person)
      assert.ok(answer.status < 300, JSON.stringify(answer.body))
      assert.deepEqual(await levelOf(person.http), { ...before[0], aal: 2, amr: ['pwd', amr, 'mfa'] })
      assert.deepEqual(await levelOf(elsewhere), before[1])
      assert.deepEqual([await aalOf(person.http), await aalOf(elsewhere)], [2, 1])
      assert.equal((await trailOf(server, person.id)).filter((one) => one === 'identity.session.raised').length, 1)
      assert.equal((await person.http.post('/api/auth/mfa/backup-codes')).status, 201)
      assert.equal((await elsewhere.post('/api/auth/mfa/backup-codes')).status, 403)
    })
  }

  test('stays as it was by a wrong code', async () => {
    const person = await somebody(server)
    const { confirm, code } = await startTotp(person.http)
    assert.equal((await confirm(person.http, wrongCode(code, 7))).status, 422)
    assert.equal(await aalOf(person.http), 1)
  })

  test('by a mailed link is not raised by codes to the same mailbox, but by an authenticator', async () => {
    const byLink = async (person: Somebody) => {
      await person.anonymous.post('/api/auth/magic-link', { email: person.email })
      const mail = (await server.mailbox()).findLast(({ to }) => to.address === person.email)
      const token = /token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1]
      const redeemed = await person.anonymous.post('/api/auth/magic-link/redeem', { token, transport: 'bearer' })
      return { ...person, http: withToken(server, person, redeemed) }
    }
    const [ada, eve] = [await byLink(await somebody(server)), await byLink(await somebody(server))]
    assert.equal((await enrolEmail(ada)).status, 200)
    assert.equal((await enrolTotp(eve)).status, 200)
    assert.deepEqual([await aalOf(ada.http), await aalOf(eve.http)], [1, 2])
  })

  test('is not one in another name: what its person began stays unconfirmed', async () => {
    const admin = await server.people.signedIn('administrator')
    const person = await somebody(server)
    const { confirm } = await startTotp(person.http)
    const body = { reason: 'ticket 4711', transport: 'bearer' }
    const { accessToken } = (await admin.http.post(`/api/users/${person.id}/impersonate`, body)).body
    const http = createHttpClient(server.url, { authorization: `Bearer ${accessToken}` })
    assert.equal((await http.get('/api/auth/me')).body.session.impersonatorId, admin.id)
    const refused = await confirm(http)
    assert.deepEqual([refused.status, refused.body.code], [403, 'http/not-by-delegates'])
    assert.equal(await aalOf(http), 1)
    assert.deepEqual((await person.http.get('/api/auth/mfa')).body.methods, [])
  })

  test('neither adds nor removes one when it ends while that is on its way', async () => {
    const person = await somebody(server)
    const { confirm } = await startTotp(person.http)
    assert.equal((await whileEnding(person, () => confirm(person.http))).status, 401)
    const http = await furtherSession(server, person)
    assert.deepEqual((await http.get('/api/auth/mfa')).body.methods, [])
    const { id, confirm: confirmOther } = await startTotp(http)
    assert.equal((await confirmOther(http)).status, 200)
    assert.equal((await whileEnding(person, () => http.delete(`/api/auth/mfa/totp/${id}`))).status, 401)
    const left = await db.raw('SELECT id FROM factors.totp WHERE user_id = $1', [person.id])
    assert.deepEqual(left, [{ id }])
  })

  test('of two first factors confirmed at once takes one, and is raised once', async () => {
    const person = await somebody(server)
    const { confirm } = await startTotp(person.http)
    const mailed = (await person.http.post('/api/auth/mfa/email', {})).body
    const code = await codeTo(server, person.email)
    const answers = await Promise.all([
      confirm(person.http),
      person.http.post(`/api/auth/mfa/email/${mailed.id}/confirm`, { code }),
    ])
    // The second was let in at the level of the password: once there is a factor, that is too low.
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 403])
    assert.equal((await trailOf(server, person.id)).filter((one) => one === 'identity.session.raised').length, 1)
  })
})

/** Does something while a transaction that ends the person's sessions is open, and commits that once the other waits. */
async function whileEnding<Result>({ id }: Somebody, act: () => Promise<Result>): Promise<Result> {
  const [ended, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const ending = db.transaction(testOrigin, async (tx) => {
    await tx.raw(
      "UPDATE identity.session SET revoked_at = now(), revoked_reason = 'revoked' WHERE user_id = $1 AND revoked_at IS NULL",
      [id],
    )
    ended.resolve()
    await release.promise
  })
  await ended.promise
  const result = act()
  await Promise.race([blocked(), result])
  release.resolve()
  await ending
  return result
}

/** Until somebody waits for a lock. */
async function blocked(): Promise<void> {
  for (;;) {
    const [row] = await db.raw<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    if ((row?.waiting ?? 0) > 0) return
  }
}
