import assert from 'node:assert/strict'
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { compareLedger, openLedger } from '../support/ledger.ts'
import { seededChance } from '../support/ledger-seed.ts'
import { startWriters } from '../support/ledger-writers.ts'
import { requirement } from '../support/requirements.ts'
import {
  administrator,
  pickPort,
  type ServerProcess,
  signInAdministrator,
  spawnServerProcess,
  startServerProcess,
  statusOf,
} from '../support/server-process.ts'
import { type ExternalPostgres, startExternalPostgres } from '../support/server-process-postgres.ts'

const postgresql = requirement('postgresql')
const CRASHES = 3
/** Answers between two crashes. */
const LOAD = 50
const LOAD_MS_MAX = 30_000
const UNREADY_MS_MAX = 3000
/** A statement without answer is given up after 6 s. */
const ANSWER_MS_MAX = 7000
const RECOVERY_MS_MAX = 10_000
const BACKENDS_ENDED = 60
const BETWEEN_ENDS_MS = 50
/** Both known by one name, as they are to whoever signs in at one and goes on at the other. */
const SHARED = { PUBLIC_URL: 'http://localhost:3000' }
const FLAG = 'away'
const TARGETING = `/api/flags/${FLAG}/environments/development`
const EVALUATE = `/ofrep/v1/evaluate/flags/${FLAG}`
const START_MS_MAX = 30_000
const TARGETED = { offVariant: 'off', prerequisites: [], rules: [], fallthrough: { variant: 'on' } }
/** Changes of the flag of which the middle one counts. */
const CHANGES = 3
/** Less than a process without notices takes to look by itself. */
const NOTICE_MS_MAX = 500
const WATCH_MS_MAX = 1500
const LISTENERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'plinth-bus'"
/** One of those that are in a transaction or, when there is none, of all. */
const END_ONE_BACKEND = `
  SELECT pg_terminate_backend(pid) AS ended FROM (
    SELECT pid, row_number() OVER (ORDER BY xact_start IS NULL, pid) AS place,
      count(*) FILTER (WHERE xact_start IS NOT NULL) OVER () AS busy, count(*) OVER () AS every
    FROM pg_stat_activity WHERE application_name LIKE 'plinth-%') AS open
  WHERE place = 1 + floor($1::float8 * CASE WHEN busy > 0 THEN busy ELSE every END)`

describe('a server whose PostgreSQL is away', { skip: postgresql.skip }, () => {
  let dataDir = ''
  let postgres: ExternalPostgres
  let server: ServerProcess
  let http: HttpClient
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-away-')))
    postgres = await startExternalPostgres(postgresql.path ?? '')
    server = await startServerProcess({
      ...{ dataDir, port: await pickPort(), databaseUrl: postgres.url, environment: SHARED },
    })
    http = createHttpClient(server.url, { authorization: `Bearer ${await signInAdministrator(server.url)}` })
  })
  after(async () => {
    server.signal('SIGTERM')
    await server.ended
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  async function query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const database = new pg.Client({ connectionString: postgres.url })
    await database.connect()
    try {
      return (await database.query<Row>(text)).rows
    } finally {
      await database.end()
    }
  }
  const write = () => http.post('/api/playlists', { title: 'Away' })
  const read = () => http.get('/api/artist/applications')

  test('that hangs: it lives, is not ready, answers each request soon with a problem, and recovers by itself', async (t) => {
    const connected = await Promise.all(Array.from({ length: 16 }, write))
    assert.ok(connected.every(({ status }) => status === 201))
    postgres.freeze()
    try {
      t.diagnostic(`not ready after ${await msUntil(async () => (await statusOf(server.url, '/readyz')) === 503)} ms`)
      const answers = await Promise.all([write, read, write, read, write, read].map(timed))
      assert.equal(await statusOf(server.url, '/livez', 1000), 200)
      for (const { status, type, tookMs } of answers) {
        t.diagnostic(`${status} after ${tookMs} ms`)
        assert.ok(status === 503 || status === 504, `answered ${status}`)
        assert.match(type, /^application\/problem\+json/)
        assert.ok(tookMs < ANSWER_MS_MAX, `answered after ${tookMs} ms`)
      }
    } finally {
      postgres.thaw()
    }
    const recoveredMs = await msUntil(async () => (await write()).status === 201, RECOVERY_MS_MAX)
    t.diagnostic(`writes again after ${recoveredMs} ms`)
    assert.equal(await statusOf(server.url, '/readyz'), 200)
  })

  test('that crashes under load: it lives, writes again within 10 s, and has lost nothing', async (t) => {
    const path = join(dataDir, 'ledger')
    const ledger = await openLedger(path)
    const writers = await startWriters(server.url, ledger, 8)
    for (let crash = 1; crash <= CRASHES; crash += 1) {
      const loaded = writers.counts.acknowledged + LOAD
      await msUntil(async () => writers.counts.acknowledged > loaded, LOAD_MS_MAX)
      await postgres.crashAndRestart()
      const before = writers.counts.acknowledged
      const recoveredMs = await msUntil(async () => writers.counts.acknowledged > before, RECOVERY_MS_MAX)
      t.diagnostic(`writes again ${recoveredMs} ms after the restart`)
      assert.ok(!server.hasEnded(), server.output())
    }
    await writers.stop()
    await ledger.close()
    const { acknowledged, retried, replayed, failed } = writers.counts
    t.diagnostic(`${acknowledged} acknowledged, ${retried} retries, ${replayed} answered from the first run's record`)
    assert.deepEqual(failed, [])
    assert.ok(retried > 0, 'no write was under way at a crash')
    const database = new pg.Client({ connectionString: postgres.url })
    await database.connect()
    try {
      assert.deepEqual((await compareLedger(path, database)).findings, [])
    } finally {
      await database.end()
    }
  })

  test('that ends the connections of the server one after the other under load: every write is answered, nothing is lost', async (t) => {
    const chance = seededChance()
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    const path = join(dataDir, 'ledger')
    const ledger = await openLedger(path)
    const writers = await startWriters(server.url, ledger, 8)
    const database = new pg.Client({ connectionString: postgres.url })
    await database.connect()
    let ended = 0
    try {
      for (; ended < BACKENDS_ENDED; ended += 1) {
        const { rows } = await database.query<{ ended: boolean }>(END_ONE_BACKEND, [chance.next()])
        assert.equal(rows[0]?.ended, true, 'no connection of the server was there')
        await sleep(BETWEEN_ENDS_MS)
      }
    } finally {
      await writers.stop()
      await ledger.close()
    }
    const { acknowledged, retried, replayed, failed } = writers.counts
    t.diagnostic(`${ended} ended, ${acknowledged} acknowledged, ${retried} retries, ${replayed} replayed`)
    assert.deepEqual(failed, [])
    assert.ok(retried > 0, 'no write was under way when its connection was ended')
    assert.ok(!server.hasEnded(), server.output())
    assert.deepEqual((await compareLedger(path, database)).findings, [])
    await database.end()
  })

  describe('and another process on the same PostgreSQL', () => {
    let proxy: FaultProxy
    let other: ServerProcess
    let reader: HttpClient
    let port = 0
    before(async () => {
      proxy = await startFaultProxy(postgres.url)
      port = await pickPort()
      other = await startServerProcess({ dataDir, port, databaseUrl: proxy.url, environment: SHARED })
      reader = createHttpClient(other.url)
      assert.equal(
        (await http.post('/api/flags', { key: FLAG, title: 'Away', type: 'boolean', isPublic: true })).status,
        201,
      )
    })
    after(async () => {
      other.signal('SIGTERM')
      await other.ended
      await proxy.close()
    })

    const served = async () => (await reader.post(EVALUATE, {})).body.value
    const listeners = async () => (await query<{ count: string }>(LISTENERS))[0]?.count

    /** How long some changes took from their answer to their effect in the other process, the middle one. */
    async function changedWithin(msMax: number): Promise<number> {
      const took: number[] = []
      for (let change = 0; change < CHANGES; change += 1) {
        const { version, enabled } = (await http.get(TARGETING)).body
        const wanted = { ...TARGETED, enabled: !enabled }
        assert.equal((await http.put(TARGETING, { version, targeting: wanted })).status, 200)
        took.push(await msUntil(async () => (await served()) === wanted.enabled, RECOVERY_MS_MAX))
      }
      const middle = took.sort((a, b) => a - b)[Math.floor(CHANGES / 2)] ?? 0
      assert.ok(middle < msMax, `${took.join(', ')} ms`)
      return middle
    }

    test('hears of a changed flag at once, without its bus within 1.5 s, and at once again when that is back', async (t) => {
      t.diagnostic(`effect after ${await changedWithin(NOTICE_MS_MAX)} ms`)
      proxy.sever(/plinth-bus/)
      await msUntil(async () => (await listeners()) === '1')
      t.diagnostic(`effect without the bus after ${await changedWithin(WATCH_MS_MAX)} ms`)
      assert.equal(await statusOf(other.url, '/readyz'), 200)
      proxy.sever(null)
      await msUntil(async () => (await listeners()) === '2', RECOVERY_MS_MAX)
      t.diagnostic(`effect with the bus back after ${await changedWithin(NOTICE_MS_MAX)} ms`)
    })

    test('that starts while PostgreSQL is away lives, serves the flags it kept, and is whole when that is back', async (t) => {
      const kept = join(dataDir, 'flags', 'development.json')
      await msUntil(async () => (await readFile(kept, 'utf8')).includes(`"${FLAG}"`), RECOVERY_MS_MAX)
      const before = await reader.post(EVALUATE, {})
      other.signal('SIGTERM')
      await other.ended
      await postgres.leave()
      other = spawnServerProcess({ dataDir, port, databaseUrl: postgres.url, environment: SHARED })
      try {
        t.diagnostic(
          `lives after ${await msUntil(async () => (await statusOf(other.url, '/livez')) === 200, START_MS_MAX)} ms`,
        )
        assert.equal(await statusOf(other.url, '/readyz'), 503)
        const { status, body } = await reader.post(EVALUATE, {})
        assert.deepEqual([status, body], [200, before.body])
        const all = await reader.post('/ofrep/v1/evaluate/flags', {})
        assert.ok(all.body.flags.some(({ key }: { key: string }) => key === FLAG))
        for (const refused of [
          await createHttpClient(other.url, { authorization: 'Bearer somebody' }).post(EVALUATE, {}),
          await reader.post('/api/auth/login', { ...administrator, transport: 'bearer' }),
          await reader.get('/api/flags'),
        ])
          assert.deepEqual([refused.status, refused.body.code], [503, 'database/unavailable'])
        assert.ok(!other.hasEnded(), other.output())
        await msUntil(async () => /the database cannot be reached; it is tried again/.test(other.output()))
      } finally {
        await postgres.comeBack()
      }
      const readyMs = await msUntil(async () => (await statusOf(other.url, '/readyz')) === 200, START_MS_MAX)
      t.diagnostic(`ready ${readyMs} ms after PostgreSQL`)
      assert.ok((await signInAdministrator(other.url)).length > 0)
      await msUntil(async () => (await http.get(TARGETING)).status === 200, RECOVERY_MS_MAX)
      t.diagnostic(`effect of a change after ${await changedWithin(NOTICE_MS_MAX)} ms`)
    })
  })
})

async function timed(send: () => ReturnType<HttpClient['get']>) {
  const startedMs = performance.now()
  const { status, headers } = await send()
  return { status, type: headers.get('content-type') ?? '', tookMs: Math.round(performance.now() - startedMs) }
}

/** How long it took; fails when it took longer than `msMax`. */
async function msUntil(holds: () => Promise<boolean>, msMax = UNREADY_MS_MAX): Promise<number> {
  const startedMs = performance.now()
  while (!(await holds())) {
    assert.ok(performance.now() - startedMs < msMax, `not within ${msMax} ms`)
    await sleep(20)
  }
  return Math.round(performance.now() - startedMs)
}
