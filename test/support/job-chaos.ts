import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../../server/kernel/db/migrations.ts'
import { enqueue } from '../../server/kernel/jobs/job.ts'
import { type JobProcess, startCarried } from '../../server/kernel/jobs/jobs.test-support.ts'
import { counted } from './job-worker.ts'
import type { Chance } from './ledger-seed.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { requirement } from './requirements.ts'
import { type ExternalPostgres, startExternalPostgres } from './server-process-postgres.ts'

/** What has become of the jobs that were ordered: each note is ordered once. */
interface Reckoning {
  readonly ordered: number
  readonly missing: readonly number[]
  readonly doubled: readonly number[]
}

interface Chaos {
  readonly jobs: number
  readonly chance: Chance
  readonly carrier: 'pg-boss' | 'BullMQ'
  /** Whether effects are recorded under their job. */
  readonly careful: boolean
}

interface ChaosResult extends Reckoning {
  readonly kills: number
  readonly crashes: number
  readonly redisLosses: number
}

const LIFE_MS = 2000
const BATCH = 50
/** Jobs of lost workers are freed after 22 s, those that lost a second one up to 30 s later. */
const CALM_MS_MAX = 200_000
const ORDER_MS_MAX = 600_000

/** Orders and works off `jobs` while the worker is killed every 2 s, and PostgreSQL and Redis now and then; then leaves one in peace until all is done. */
export async function runChaos(chaos: Chaos): Promise<ChaosResult> {
  const postgres = await startExternalPostgres(requirement('postgresql').path ?? '')
  const redis = chaos.carrier === 'BullMQ' ? await startRedis() : null
  let sender: JobProcess | null = null
  let worker: ChildProcess | null = null
  try {
    const migrations = new URL('../../server/kernel/migrations/', import.meta.url)
    await migrate(postgres.url, [{ name: 'kernel', migrations }])
    const job = counted(chaos)
    sender = await startCarried({ url: postgres.url }, 'enqueue-only', { jobs: [job] })
    await sender.db.raw('CREATE TABLE public.effect (note integer NOT NULL)')
    await sender.db.raw('CREATE TABLE public.ordered (note integer PRIMARY KEY)')
    const counts = { kills: 0, crashes: 0, redisLosses: 0 }
    const first = Math.floor(3 * chaos.chance.next())
    let ordering = true
    const ordered = order(sender, chaos).finally(() => {
      ordering = false
    })
    while (ordering || (await progress(sender)) < 0.9) {
      worker = await startWorker(postgres, redis, chaos)
      await sleep(LIFE_MS * (0.8 + 0.4 * chaos.chance.next()))
      await kill(worker)
      counts.kills += 1
      const strike = (counts.kills + first) % 3
      if (strike === 0) {
        await postgres.crashAndRestart()
        counts.crashes += 1
      } else if (strike === 1 && redis !== null) {
        await redis.restart()
        counts.redisLosses += 1
      }
    }
    await ordered
    worker = await startWorker(postgres, redis, chaos)
    await settled(sender)
    return { ...(await reckon(sender)), ...counts }
  } finally {
    if (worker !== null) await kill(worker)
    await sender?.stop()
    await redis?.stop()
    await postgres.stop()
  }
}

/** A batch whose answer was lost is sent again: its notes are primary keys of the same transaction. */
async function order(sender: JobProcess, { jobs, ...kind }: Chaos): Promise<void> {
  const job = counted(kind)
  const startedMs = performance.now()
  for (let from = 0; from < jobs; ) {
    const notes = Array.from({ length: Math.min(BATCH, jobs - from) }, (_, index) => from + index)
    try {
      await sender.transaction(async (tx) => {
        const sql = 'INSERT INTO public.ordered SELECT unnest($1::int[]) ON CONFLICT DO NOTHING RETURNING note'
        const fresh = await tx.raw<{ note: number }>(sql, [notes])
        for (const { note } of fresh) await enqueue(tx, job, { note })
      })
      from += notes.length
    } catch (error) {
      if (performance.now() - startedMs > ORDER_MS_MAX) throw error
      await sleep(100)
    }
  }
}

/** The part of what is ordered that has taken effect; 0 while the database is away. */
async function progress({ db }: JobProcess): Promise<number> {
  try {
    const [row] = await db.raw<{ part: number }>(
      `SELECT (SELECT count(DISTINCT note) FROM public.effect)::float8 / GREATEST(1, (SELECT count(*) FROM public.ordered)) AS part`,
    )
    return row?.part ?? 0
  } catch {
    // It was bounced a moment ago.
    return 0
  }
}

/** Until no job is left to run, or too long. */
async function settled(sender: JobProcess): Promise<void> {
  const startedMs = performance.now()
  while (performance.now() - startedMs < CALM_MS_MAX) {
    const [row] = await sender.db.raw<{ n: number }>(
      "SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'demo.counted' AND state < 'completed'",
    )
    if (row?.n === 0) return
    await sleep(200)
  }
}

async function reckon({ db }: JobProcess): Promise<Reckoning> {
  const [total] = await db.raw<{ n: number }>('SELECT count(*)::int AS n FROM public.ordered')
  const missing = await db.raw<{ note: number }>(
    'SELECT note FROM public.ordered EXCEPT SELECT note FROM public.effect ORDER BY note',
  )
  const doubled = await db.raw<{ note: number }>(
    'SELECT note FROM public.effect GROUP BY note HAVING count(*) > 1 ORDER BY note',
  )
  return { ordered: total?.n ?? 0, missing: missing.map(({ note }) => note), doubled: doubled.map(({ note }) => note) }
}

/** Resolves when it has begun to work, or ended because the database was not there yet: the next one is started then. */
async function startWorker(postgres: ExternalPostgres, redis: TestRedis | null, chaos: Chaos): Promise<ChildProcess> {
  const script = `${import.meta.dirname}/job-worker.ts`
  const given = [postgres.url, chaos.careful ? 'careful' : 'careless', ...(redis === null ? [] : [redis.url])]
  const child = spawn(process.execPath, ['--no-warnings', script, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
