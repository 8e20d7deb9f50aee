import assert from 'node:assert/strict'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { seededChance } from '../support/ledger-seed.ts'
import { requirement } from '../support/requirements.ts'
import {
  pickPort,
  type ServerProcess,
  signInAdministrator,
  startServerProcess,
  statusOf,
} from '../support/server-process.ts'
import { type ExternalPostgres, startExternalPostgres } from '../support/server-process-postgres.ts'

const postgresql = requirement('postgresql')
const CLIENTS = 60
const LOAD_MS = 5000
const CONTROL_MS = 500
/** Of each answer of PostgreSQL, a round trip. */
const SLOW_MS = 300
/** Longer than a check of health waits. */
const VERY_SLOW_MS = 900
/** The time a request has, and some for a machine that is busy. */
const ACCEPTED_MS_MAX = 11_000
/** A place in the pool is waited for 1 s, after what the request had asked for before, in a few round trips. */
const REFUSED_MS_MAX = 6000
const RECOVERY_MS_MAX = 10_000
/** A statement is ended after 5 s. */
const STATEMENT_MS_MAX = 7000

interface Answer {
  readonly status: number
  readonly tookMs: number
  readonly isProblem: boolean
  readonly retryAfter: string | null
}

/** What is wrong with the answers under load, a sentence each. */
function faultsOf(answers: readonly Answer[]): string[] {
  const isRefused = ({ status }: Answer): boolean => status === 503 || status === 504
  const refused = answers.filter(isRefused)
  const accepted = answers.filter((answer) => !isRefused(answer))
  const slowest = (some: readonly Answer[]) => Math.max(0, ...some.map(({ tookMs }) => tookMs))
  return [
    ...(accepted.length === 0 ? ['nothing was accepted'] : []),
    ...(refused.length === 0 ? ['nothing was refused'] : []),
    ...accepted.flatMap(({ status }) => (status < 300 ? [] : [`answered ${status}`])),
    ...refused.flatMap(({ isProblem, retryAfter, status }) =>
      isProblem && (status === 504 || retryAfter !== null) ? [] : [`${status} without what to do`],
    ),
    ...(slowest(accepted) > ACCEPTED_MS_MAX ? [`accepted and answered after ${slowest(accepted)} ms`] : []),
    ...(slowest(refused) > REFUSED_MS_MAX ? [`refused after ${slowest(refused)} ms`] : []),
  ]
}

/** Clients that ask again as soon as they are answered, for a while. */
async function load(ask: () => Promise<Answer>, forMs: number): Promise<Answer[]> {
  const endMs = performance.now() + forMs
  const each = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const answers: Answer[] = []
      while (performance.now() < endMs) answers.push(await ask())
      return answers
    }),
  )
  return each.flat()
}

function tell(t: TestContext, answers: readonly Answer[]): void {
  const counts = Map.groupBy(answers, ({ status }) => status)
  for (const [status, some] of counts)
    t.diagnostic(
      `${some.length} answered ${status}, the slowest after ${Math.max(...some.map(({ tookMs }) => tookMs))} ms`,
    )
}

describe('a server whose PostgreSQL is slow', { skip: postgresql.skip }, () => {
  let dataDir = ''
  let postgres: ExternalPostgres
  let proxy: FaultProxy
  let server: ServerProcess
  let http: HttpClient
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-slow-')))
    postgres = await startExternalPostgres(postgresql.path ?? '')
    proxy = await startFaultProxy(postgres.url)
    server = await startServerProcess({ dataDir, port: await pickPort(), databaseUrl: proxy.url })
    http = createHttpClient(server.url, { authorization: `Bearer ${await signInAdministrator(server.url)}` })
  })
  after(async () => {
    server.signal('SIGTERM')
    await server.ended
    await proxy.close()
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const write = () => http.post('/api/playlists', { title: 'Slow' })
  const read = () => http.get('/api/artist/applications')

  async function answered(send: () => ReturnType<HttpClient['get']>): Promise<Answer> {
    const startedMs = performance.now()
    const { status, headers } = await send()
    const tookMs = Math.round(performance.now() - startedMs)
    const isProblem = /^application\/problem\+json/.test(headers.get('content-type') ?? '')
    return { status, tookMs, isProblem, retryAfter: headers.get('retry-after') }
  }

  async function recovers(t: TestContext): Promise<void> {
    const startedMs = performance.now()
    const isWell = async () =>
      (await statusOf(server.url, '/readyz')) === 200 &&
      (await Promise.all(Array.from({ length: 20 }, write))).every(({ status }) => status === 201)
    while (!(await isWell())) {
      assert.ok(performance.now() - startedMs < RECOVERY_MS_MAX, 'it does not recover by itself')
      await sleep(100)
    }
    t.diagnostic(`well again after ${Math.round(performance.now() - startedMs)} ms`)
    assert.ok(!server.hasEnded(), server.output())
  }

  test('answers some within their time and refuses the rest soon, lives, and recovers by itself', async (t) => {
    const chance = seededChance()
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    proxy.delay(SLOW_MS)
    const lives: number[] = []
    const watch = (async () => {
      for (let turn = 0; turn < LOAD_MS / 1000; turn += 1) {
        lives.push(await statusOf(server.url, '/livez', 1000))
        await sleep(900)
      }
    })()
    const answers = await load(() => answered(chance.next() < 0.5 ? write : read), LOAD_MS)
    await watch
    proxy.delay(0)
    tell(t, answers)
    assert.deepEqual(faultsOf(answers), [])
    assert.deepEqual(new Set(lives), new Set([200]))
    await recovers(t)
  })

  test('says in its readiness that PostgreSQL does not answer in time, and when it does again', async (t) => {
    proxy.delay(VERY_SLOW_MS)
    try {
      await sleep(1100)
      assert.equal(await statusOf(server.url, '/readyz'), 503)
      assert.equal(await statusOf(server.url, '/livez', 1000), 200)
    } finally {
      proxy.delay(0)
    }
    await recovers(t)
  })

  test('ends a statement that takes too long and answers with a problem', async (t) => {
    const owner = new pg.Client({ connectionString: postgres.url })
    await owner.connect()
    t.after(() => owner.end())
    await owner.query(`CREATE FUNCTION public.linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(30); RETURN NEW; END $$;
      CREATE TRIGGER linger BEFORE INSERT ON music.playlist FOR EACH ROW EXECUTE FUNCTION public.linger()`)
    const answers = await Promise.all([write, write, write].map(answered))
    tell(t, answers)
    for (const { status, tookMs, isProblem } of answers) {
      assert.ok((status === 503 || status === 504) && isProblem, `answered ${status}`)
      assert.ok(tookMs < STATEMENT_MS_MAX, `answered after ${tookMs} ms`)
    }
    await owner.query('DROP TRIGGER linger ON music.playlist')
    const { rows } = await owner.query("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
    assert.equal(rows.length, 0, 'a statement nobody waits for runs on')
    await recovers(t)
  })

  test('of 200 who want its connections at once, all held, answers each in time, and says how many wait', async (t) => {
    const owner = new pg.Client({ connectionString: postgres.url })
    await owner.connect()
    t.after(() => owner.end())
    await owner.query(`CREATE OR REPLACE FUNCTION public.linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$;
      CREATE TRIGGER linger BEFORE INSERT ON music.playlist FOR EACH ROW EXECUTE FUNCTION public.linger()`)
    const each = Array.from({ length: 200 }, () => answered(write))
    let waiting = 0
    const watch = setInterval(async () => {
      const text = String((await createHttpClient(server.url).get('/metrics')).body)
      const [, value] = /^db_client_connection_pending_requests(?:\{[^}]*\})? (\d+)/m.exec(text) ?? []
      waiting = Math.max(waiting, Number(value ?? Number.NaN))
    }, 200)
    const answers = await Promise.all(each)
    clearInterval(watch)
    await owner.query('DROP TRIGGER linger ON music.playlist')
    tell(t, answers)
    t.diagnostic(`${waiting} waited at most`)
    assert.deepEqual(faultsOf(answers), [])
    assert.ok(waiting > 0, `the metric says ${waiting}`)
    await recovers(t)
  })

  test('is told from one that keeps everybody waiting for a connection: the same look finds it', async (t) => {
    const pool = new pg.Pool({ connectionString: proxy.url, max: 8 })
    t.after(() => pool.end())
    proxy.delay(SLOW_MS)
    const answers = await load(async () => {
      const startedMs = performance.now()
      const client = await pool.connect()
      await client.query('SELECT 1')
      client.release()
      return { status: 200, tookMs: Math.round(performance.now() - startedMs), isProblem: false, retryAfter: null }
    }, CONTROL_MS)
    proxy.delay(0)
    assert.match(faultsOf(answers).join('\n'), /nothing was refused/)
  })
})
