import { systemOrigin } from '../db/actor.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Schedule } from './job.ts'
import type { JobMetrics } from './job-metrics.ts'
import { compileTicks, type Ticks } from './ticks.ts'

export interface SchedulesOptions {
  readonly db: Db
  readonly log: Logger
  readonly metrics: JobMetrics
}

const LOOK_MS = 5000
/** For so long what nobody was there for is made up for, once. */
const MADE_UP_MS_MAX = 7 * 86_400_000

/** Where a schedule has come to. One that is new, or whose times have changed, begins now. */
const BEGIN = `INSERT INTO kernel.schedule AS known (name, times)
  SELECT name, times FROM unnest($1::text[], $2::text[]) AS declared (name, times) ORDER BY name
  ON CONFLICT (name) DO UPDATE SET times = excluded.times, ticked_at = now() WHERE known.times <> excluded.times`
const REACHED = `SELECT name, (extract(epoch FROM ticked_at) * 1000)::float8 AS "tickedMs",
  (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs" FROM kernel.schedule WHERE name = ANY($1)`
const TAKE = `UPDATE kernel.schedule SET ticked_at = to_timestamp($2::float8 / 1000)
  WHERE name = $1 AND ticked_at < to_timestamp($2::float8 / 1000) RETURNING name`

/**
 * Enqueues what is due by the clock of the database, which all processes share: a tick is taken by moving its schedule's row past it, in
 * the transaction that enqueues, so each makes one job however many look. Returns what ends it.
 */
export function startSchedules(options: SchedulesOptions, schedules: readonly Schedule[]): () => Promise<void> {
  const { db, log, metrics } = options
  const plans = new Map(schedules.map((schedule) => [schedule.name, planOf(schedule)]))
  const names = [...plans.keys()]
  let timer: NodeJS.Timeout | undefined
  let begun = false
  /** Until when the time after a tick has been looked at, by schedule and tick. */
  let looked: ReadonlyMap<string, number> = new Map()
  let away = false
  let ended = false

  async function look(): Promise<void> {
    if (!begun) await db.raw(BEGIN, [names, schedules.map(({ cron, zone }) => `${cron} ${zone}`)])
    begun = true
    const reached = await db.raw<{ name: string; tickedMs: number; nowMs: number }>(REACHED, [names])
    const nothingDue = new Map<string, number>()
    for (const { name, tickedMs, nowMs } of reached) {
      const plan = plans.get(name)
      const place = `${name} ${tickedMs}`
      const fromMs = Math.max(looked.get(place) ?? tickedMs, nowMs - MADE_UP_MS_MAX)
      const tickMs = plan?.ticks.latest(fromMs, nowMs) ?? null
      if (tickMs === null) nothingDue.set(place, nowMs)
      else if (plan !== undefined) await takeOrTell(plan.schedule, tickMs)
    }
    looked = nothingDue
  }

  /** One that cannot be taken keeps no other waiting, and is tried again at the next look. */
  async function takeOrTell(schedule: Schedule, tickMs: number): Promise<void> {
    try {
      await take(db, schedule, tickMs)
    } catch (error) {
      metrics.engineFault('error')
      log.error({ err: error, schedule: schedule.name }, 'a schedule could not be kept')
    }
  }

  async function run(): Promise<void> {
    try {
      await look()
      away = false
    } catch (error) {
      if (!away) log.warn({ err: error }, 'schedules cannot be looked at')
      away = true
    }
    if (!ended) timer = setTimeout(start, LOOK_MS).unref()
  }

  let looking: Promise<void> = Promise.resolve()
  function start(): void {
    looking = run()
  }
  start()
  return async () => {
    ended = true
    clearTimeout(timer)
    await looking
  }
}

interface Plan {
  readonly schedule: Schedule
  readonly ticks: Ticks
}

function planOf(schedule: Schedule): Plan {
  return { schedule, ticks: compileTicks(schedule.cron, schedule.zone) }
}

async function take(db: Db, { name, job, data }: Schedule, tickMs: number): Promise<void> {
  await db.transaction(systemOrigin('schedule', `schedule:${name}`), async (tx) => {
    const taken = await tx.raw(TAKE, [name, tickMs])
    if (taken.length > 0) await tx.enqueue({ queue: job.name, data, options: { key: `schedule:${name}` } })
  })
}
