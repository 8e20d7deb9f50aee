import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testDatabase } from '../../../test/support/database.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { secret } from '../../kernel/config/secret.ts'
import { auditKey, auditSink } from './index.ts'
import { createRefusals } from './refusals.ts'

interface Refused {
  readonly id: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly ip: string | null
  readonly details: { readonly count: number; readonly operations: readonly string[]; readonly sources: string }
}

const canary = `canary${randomBytes(26).toString('hex').slice(0, 37)}`
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
const form = (values: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(values).toString(),
})

/** Each way to present a credential that is no good: what it is called in the trail, where, and the answer. */
const DOORS: readonly {
  readonly credential: string
  readonly operation: string
  readonly status: number
  readonly ask: (server: TestServer) => Promise<{ readonly status: number }>
}[] = [
  {
    ...{ credential: 'access-token', operation: 'auth.me', status: 401 },
    ask: ({ people }) => people.anonymous().get('/api/auth/me', bearer(canary)),
  },
  {
    ...{ credential: 'access-token', operation: 'auth.listSessions', status: 401 },
    ask: ({ people }) => people.anonymous().get('/api/auth/sessions', { cookie: `plinth_at=${canary}` }),
  },
  {
    ...{ credential: 'access-token', operation: 'files.get', status: 404 },
    ask: ({ people }) => people.anonymous().get('/api/files/0199aaaa-0000-7000-8000-000000000000', bearer(canary)),
  },
  {
    ...{ credential: 'api-key', operation: 'auth.me', status: 401 },
    ask: ({ people }) => people.anonymous().get('/api/auth/me', bearer(`plk_${'0'.repeat(32)}_${canary}`)),
  },
  {
    ...{ credential: 'refresh-token', operation: 'auth.refresh', status: 401 },
    ask: ({ people }) => people.anonymous().post('/api/auth/refresh', { refreshToken: canary }),
  },
  {
    ...{ credential: 'csrf-token', operation: 'auth.forgotPassword', status: 403 },
    ask: async ({ url }) => {
      const visitor = cookieClient(url)
      await visitor.csrf()
      return visitor.post('/api/auth/forgot-password', { email: 'a@mail.example' }, { 'x-csrf-token': canary })
    },
  },
  {
    ...{ credential: 'origin', operation: 'auth.forgotPassword', status: 403 },
    ask: ({ people }) =>
      people
        .anonymous()
        .post('/api/auth/forgot-password', { email: 'a@mail.example' }, { origin: `https://${canary}.example` }),
  },
  {
    ...{ credential: 'link', operation: 'auth.verify', status: 400 },
    ask: ({ people }) => people.anonymous().post('/api/auth/verify', { token: canary }),
  },
  {
    ...{ credential: 'challenge', operation: 'auth.mfaVerify', status: 401 },
    ask: ({ people }) =>
      people.anonymous().post('/api/auth/mfa/verify', { challenge: canary, method: 'totp', code: '123456' }),
  },
  {
    ...{ credential: 'invitation', operation: 'organisations.peekInvitation', status: 410 },
    ask: ({ people }) => people.anonymous().post('/api/invitations/peek', { token: canary }),
  },
  {
    ...{ credential: 'application', operation: 'provider.token', status: 401 },
    ask: ({ people }) =>
      people
        .anonymous()
        .send('/oidc/token', form({ grant_type: 'authorization_code', code: canary, client_id: canary })),
  },
  {
    ...{ credential: 'application-token', operation: 'provider.userinfo', status: 401 },
    ask: ({ people }) => people.anonymous().get('/oidc/me', bearer(canary)),
  },
]

describe('refused credentials in the trail', () => {
  let server: TestServer
  let administrator: Person
  before(async () => {
    server = await startServer({ environment: { TRUSTED_PROXIES: '127.0.0.1/32' } })
    administrator = await server.people.signedIn('administrator')
  })
  after(() => server.stop())

  const known = new Set<string>()

  /** What the administrator's page shows newly; asked until as many were counted, for a request is over after its answer. */
  async function refused(count: number): Promise<Refused[]> {
    const untilMs = Date.now() + 20_000
    for (;;) {
      await server.app.units.audit.writeRefusals()
      const { body } = await administrator.http.get('/api/audit?action=security.credential&limit=100')
      const items = (body.items as Refused[]).filter(({ id }) => !known.has(id))
      const counted = items.reduce((sum, { details }) => sum + details.count, 0)
      if (counted < count && Date.now() < untilMs) continue
      for (const { id } of items) known.add(id)
      return items
    }
  }

  for (const { credential, operation, status, ask } of DOORS)
    test(`a record tells of what is no good at ${operation}: ${credential}`, async () => {
      assert.equal((await ask(server)).status, status)
      const records = await refused(1)
      assert.deepEqual(
        records.map(({ subject, details: { count, operations } }) => ({ subject, count, operations })),
        [{ subject: { kind: 'credential', id: credential }, count: 1, operations: [operation] }],
      )
      assert.equal(records[0]?.ip, '127.0.0.1')
    })

  test('nothing that was presented is in the trail', async () => {
    const [{ written }] = (await server.app.db.raw('SELECT json_agg(record)::text AS written FROM audit.record')) as [
      { written: string },
    ]
    const shown = await administrator.http.get('/api/audit?limit=100')
    assert.ok(written.includes('security.credential.refused'))
    assert.equal(`${written}${JSON.stringify(shown.body)}`.includes('canary'), false)
  })

  test('a request without any credential, and a good one, leave none', async () => {
    assert.equal((await server.people.anonymous().get('/api/auth/me')).status, 401)
    assert.equal((await server.people.anonymous().post('/api/auth/refresh', {})).status, 401)
    assert.equal((await administrator.http.get('/api/auth/me')).status, 200)
    await server.people.anonymous().get('/api/auth/me', bearer(canary))
    const records = await refused(1)
    assert.deepEqual(
      records.map(({ details }) => details.count),
      [1],
    )
  })

  test('a flood of one source is one record with its count', async () => {
    const flood = Array.from({ length: 300 }, () => server.people.anonymous().get('/api/auth/me', bearer(canary)))
    await Promise.all(flood)
    const records = await refused(300)
    assert.equal(
      records.reduce((sum, { details }) => sum + details.count, 0),
      300,
    )
    // One, save where the minute's writing fell among the answers.
    assert.ok(records.length <= 5, `${records.length} records`)
  })

  test('a flood of many sources is 11 records of a minute', async () => {
    const askFrom = (at: number) => ({ ...bearer(canary), 'x-forwarded-for': `198.51.${at >> 7}.${at & 127}` })
    await Promise.all(
      Array.from({ length: 300 }, (_, at) => server.people.anonymous().get('/api/auth/me', askFrom(at))),
    )
    const records = await refused(300)
    assert.equal(
      records.reduce((sum, { details }) => sum + details.count, 0),
      300,
    )
    const shared = records.filter(({ details }) => details.sources === 'several')
    assert.ok(shared.length >= 1)
    assert.ok(shared.every(({ ip }) => ip === null))
    assert.ok(records.length <= 55, `${records.length} records`)
  })
})

describe('the bound of refused credentials', () => {
  const silent = { warn() {} } as never
  const refusal = (at: number) => ({
    ...{ credential: 'api-key', operation: 'auth.me', requestId: 'r', userAgent: undefined },
    ip: `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
  })
  const source = { name: 'audit', migrations: new URL('./migrations/', import.meta.url) }
  const key = auditKey(secret('a master secret for tests only, long enough'))

  test('a million of ten thousand sources in twenty minutes are 120 records that count all', async (t) => {
    const { db, close } = await testDatabase({ sources: [source], sinks: { audit: auditSink(key) } })
    t.after(close)
    const refusals = createRefusals(db, silent)
    for (let minute = 0; minute < 20; minute += 1) {
      for (let at = 0; at < 50_000; at += 1) refusals.note(refusal(at % 10_000))
      await refusals.write()
    }
    const [found] = await db.raw(
      "SELECT count(*)::int AS records, sum((details->>'count')::int)::int AS counted FROM audit.record",
    )
    assert.deepEqual(found, { records: 120, counted: 1_000_000 })
  })

  test('what the database did not take is counted again, within the bound', async (t) => {
    const { db, close } = await testDatabase({ sources: [source], sinks: { audit: auditSink(key) } })
    t.after(close)
    const refusals = createRefusals(db, silent)
    await db.raw('ALTER TABLE audit.record RENAME TO away')
    for (let minute = 0; minute < 3; minute += 1) {
      for (let at = 0; at < 1000; at += 1) refusals.note(refusal(at))
      await assert.rejects(refusals.write())
    }
    await db.raw('ALTER TABLE audit.away RENAME TO record')
    await refusals.write()
    const [found] = await db.raw(
      "SELECT count(*)::int AS records, sum((details->>'count')::int)::int AS counted FROM audit.record",
    )
    assert.equal((found as { counted: number }).counted, 3000)
    assert.ok((found as { records: number }).records <= 41)
  })
})
