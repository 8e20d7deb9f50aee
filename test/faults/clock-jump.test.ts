import assert from 'node:assert/strict'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { requirement } from '../support/requirements.ts'
import { administrator, pickPort, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { type ExternalPostgres, startExternalPostgres } from '../support/server-process-postgres.ts'

const faketime = requirement('faketime')
const postgresql = requirement('postgresql')
const DAY_SECONDS = 86_400
const SETTLED_MS_MAX = 20_000
/** Node writes the same Date for a second. */
const DATE_KEPT_MS = 1100

/** The server's clock alone jumps: PostgreSQL keeps its own, as on another machine, and durations are counted by a clock nobody sets. */
describe('a server whose clock jumps', { skip: faketime.skip || postgresql.skip }, () => {
  let dataDir = ''
  let postgres: ExternalPostgres
  let server: ServerProcess
  let database: pg.Client
  const offset = () => join(dataDir, 'offset')
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-clock-')))
    await writeFile(offset(), '+0')
    postgres = await startExternalPostgres(postgresql.path ?? '')
    const environment = {
      LD_PRELOAD: faketime.path ?? '',
      FAKETIME_TIMESTAMP_FILE: offset(),
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }
    server = await startServerProcess({ dataDir, port: await pickPort(), databaseUrl: postgres.url, environment })
    database = new pg.Client({ connectionString: postgres.url })
    await database.connect()
  })
  after(async () => {
    await database.end()
    server.signal('SIGTERM')
    await server.ended
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const jumpBy = (seconds: number) => writeFile(offset(), `${seconds >= 0 ? '+' : ''}${seconds}`)
  async function signIn(): Promise<HttpClient> {
    const { status, body } = await createHttpClient(server.url).post('/api/auth/login', {
      ...administrator,
      transport: 'bearer',
    })
    assert.equal(status, 200, JSON.stringify(body))
    return createHttpClient(server.url, { authorization: `Bearer ${body.accessToken}` })
  }
  /** The moment the server writes on its answers, seconds from ours. */
  const offBySeconds = async (): Promise<number> => {
    const { headers } = await createHttpClient(server.url).get('/livez')
    return Math.round((Date.parse(headers.get('date') ?? '') - Date.now()) / 1000)
  }
  /** A mail goes out by a job that is enqueued at this time of ours and claimed at PostgreSQL's. */
  async function assertJobRuns(email: string): Promise<void> {
    const { status } = await createHttpClient(server.url).post('/api/auth/register', {
      email,
      password: 'a quiet harbour at dawn',
      name: 'New',
    })
    assert.equal(status, 202)
    const startedMs = performance.now()
    for (;;) {
      const { rows } = await database.query('SELECT state FROM kernel.mail ORDER BY created_at DESC')
      const { rows: all } = await database.query("SELECT id FROM kernel.mail WHERE state <> 'sent'")
      if (rows.length > 0 && all.length === 0) return
      assert.ok(performance.now() - startedMs < SETTLED_MS_MAX, `a mail waits: ${JSON.stringify(rows)}`)
      await sleep(50)
    }
  }

  test('three days back and 400 ahead answers, runs its jobs, revives no session and makes no id twice', async () => {
    const ended = await signIn()
    assert.equal((await ended.get('/api/auth/me')).status, 200)
    assert.equal((await ended.post('/api/auth/logout')).status, 204)
    const created: string[] = []
    const jumps = { 'as it is': 0, 'three days back': -3 * DAY_SECONDS, '400 days ahead': 400 * DAY_SECONDS, back: 0 }
    for (const [what, seconds] of Object.entries(jumps)) {
      await jumpBy(seconds)
      await sleep(DATE_KEPT_MS)
      const off = await offBySeconds()
      assert.ok(Math.abs(off - seconds) < 5, `the clock is ${off} s off, not ${seconds}`)
      assert.equal((await ended.get('/api/auth/me')).status, 401, `a session that was ended: ${what}`)
      const here = await signIn()
      const { status, body } = await here.post('/api/playlists', { title: what })
      assert.equal(status, 201, `${what}: ${JSON.stringify(body)}`)
      created.push(body.id)
      await assertJobRuns(`${what.replaceAll(' ', '-')}@example.org`)
    }
    assert.deepEqual(created, [...new Set(created)].sort(), 'ids of one process keep their order')
    assert.ok(!server.hasEnded(), server.output())
  })
})
