import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../support/cookie-client.ts'
import { tokenIn } from '../../support/mailbox.ts'
import { startServer } from '../../support/server.ts'

const server = await startServer()
const setupToken = await server.setupToken()
const password = 'a quiet harbour at dawn'
const email = 'victim@mail.example'
const stolen = 'a stolen harbour at dusk'
const visitor = cookieClient(server.url)

await visitor.post('/api/auth/register', { email, password, name: 'Victim' })
await visitor.post('/api/auth/verify', { token: tokenIn(await server.mailbox(), email, 'identity.verify') })
await visitor.post('/api/auth/register', { email: 'pending@mail.example', password, name: 'Pending' })
const session = (await visitor.post('/api/auth/login', { email, password, transport: 'bearer' })).body
await visitor.post('/api/auth/forgot-password', { email })
const mails = await server.mailbox()
const secrets = {
  access: session.accessToken as string,
  refresh: session.refreshToken as string,
  verify: tokenIn(mails, 'pending@mail.example', 'identity.verify'),
  reset: tokenIn(mails, email, 'identity.reset'),
  setup: setupToken,
}

const status = async (path: string, body: object): Promise<number> =>
  (await cookieClient(server.url).post(path, body)).status

/** Every door that a value could open, by the status it answers. */
async function doors(value: string): Promise<Record<string, number>> {
  const asCookie = cookieClient(server.url)
  for (const name of ['plinth_at', 'plinth_rt']) asCookie.jar.set(name, encodeURIComponent(value))
  const header = /^[\x21-\x7e]+$/.test(value) ? value : encodeURIComponent(value)
  const answers = {
    bearer: cookieClient(server.url)
      .get('/api/auth/me', { authorization: `Bearer ${header.slice(0, 4000)}` })
      .then((answer) => answer.status),
    cookie: asCookie.get('/api/auth/me').then((answer) => answer.status),
    refresh: status('/api/auth/refresh', { refreshToken: value }),
    verify: status('/api/auth/verify', { token: value }),
    reset: status('/api/auth/reset-password', { token: value, password: stolen }),
    setup: status('/api/auth/setup', { token: value, email: 'thief@mail.example', password: stolen, name: 'Thief' }),
  }
  return Object.fromEntries(
    await Promise.all(Object.entries(answers).map(async ([door, answer]) => [door, await answer] as const)),
  )
}

describe('values in the wrong place', () => {
  after(() => server.stop())

  const only: Record<keyof typeof secrets, readonly string[]> = {
    access: ['bearer', 'cookie'],
    refresh: ['refresh'],
    verify: ['verify'],
    reset: ['reset'],
    setup: ['setup'],
  }

  test('what the database holds opens no door', async () => {
    const values = await dump()
    assert.ok(values.size > 40, `${values.size} values in the dump`)
    for (const secret of Object.values(secrets)) assert.equal(values.has(secret), false)
    for (const value of values) {
      for (const [door, answered] of Object.entries(await doors(value))) {
        assert.ok(answered >= 400 && answered < 500, `${value} at ${door}: ${answered}`)
      }
    }
  })

  test('a secret of one purpose opens only its own door', async () => {
    for (const [name, value] of Object.entries(secrets)) {
      const answers = Object.entries(await doors(value)).filter(([, answered]) => answered < 400)
      const opened = answers.map(([door]) => door)
      assert.deepEqual(opened, only[name as keyof typeof secrets], name)
    }
  })
})

/** Nothing shorter could be a secret. */
const SECRET_MIN = 12

/** Every value of every column of every table, as text, hex and base64url for bytes, and each text inside JSON. */
async function dump(): Promise<Set<string>> {
  const { db } = server.app
  const tables = await db.raw<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pgboss')`,
  )
  const values = new Set<string>()
  for (const { name } of tables) {
    for (const row of await db.raw(`SELECT * FROM ${name}`))
      for (const value of Object.values(row)) collect(value, values)
  }
  for (const row of await db.raw('SELECT data FROM pgboss.job')) collect(row.data, values)
  return values
}

function collect(value: unknown, values: Set<string>): void {
  if (Buffer.isBuffer(value))
    for (const encoding of ['hex', 'base64', 'base64url'] as const) values.add(value.toString(encoding))
  else if (typeof value === 'string' && value.length >= SECRET_MIN) values.add(value)
  else if (typeof value === 'object' && value !== null && !(value instanceof Date))
    for (const inner of Object.values(value)) collect(inner, values)
}
