import { nowMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { Schedule } from './job.ts'
import { compileTicks } from './ticks.ts'

/** Work by the clock, as declared. */
export interface ScheduleOverview {
  readonly name: string
  readonly queue: string
  readonly cron: string
  readonly zone: string
  /** The last tick that made a job; null before the first. */
  readonly lastTickAt: Date | null
  /** Null where there is none within 400 days. */
  readonly nextTickAt: Date | null
}

const MINUTE_MS = 60_000
const REACHED = 'SELECT name, ticked_at AS "tickedAt" FROM kernel.schedule WHERE name = ANY($1)'

/** Every declared schedule by name. The next tick is looked for once, and again when it has passed. */
export function createScheduleOverview(db: Db, schedules: readonly Schedule[]): () => Promise<ScheduleOverview[]> {
  const nextMs = new Map<string, number | null>()

  function nextOf({ name, cron, zone }: Schedule): Date | null {
    const known = nextMs.get(name)
    const found = known === undefined || (known ?? 0) <= nowMs() ? compileTicks(cron, zone).next(nowMs()) : known
    nextMs.set(name, found)
    return found === null ? null : new Date(found)
  }

  return async () => {
    const rows = await db.raw<{ name: string; tickedAt: Date }>(REACHED, [schedules.map(({ name }) => name)])
    const reached = new Map(rows.map(({ name, tickedAt }) => [name, tickedAt]))
    return schedules
      .map((schedule) => ({
        ...{ name: schedule.name, queue: schedule.job.name, cron: schedule.cron, zone: schedule.zone },
        ...{ lastTickAt: tickOf(reached.get(schedule.name)), nextTickAt: nextOf(schedule) },
      }))
      .sort((one, other) => one.name.localeCompare(other.name))
  }
}

/** Ticks are whole minutes; a schedule that has not ticked stands at the moment it was first seen. */
function tickOf(at: Date | undefined): Date | null {
  return at === undefined || at.getTime() % MINUTE_MS !== 0 ? null : at
}
