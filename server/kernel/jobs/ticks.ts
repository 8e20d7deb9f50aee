import { type Cron, parseCron } from './cron.ts'

/** When a schedule is due. */
export interface Ticks {
  /** The last tick after `afterMs` and not after `untilMs`, both since the epoch; null where there is none. */
  latest(afterMs: number, untilMs: number): number | null
  /** The first tick after `afterMs`; null where there is none for 400 days. */
  next(afterMs: number): number | null
}

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const DAY_MS = 86_400_000
/** Longer than a change of the clocks takes anywhere, and shorter than from one to the next. */
const CHANGE_MS_MAX = 3 * 3_600_000
const THURSDAY = 4
const NEXT_MS_MAX = 400 * DAY_MS

/**
 * The ticks of a cron expression in an IANA zone, each once, as cron of Debian has them. Where hours are named, an hour that the clocks
 * repeat counts the first time, and what falls into one they leave out is due when it would have ended; where they are `*`, it goes by
 * the time that passes. Throws TypeError for an expression and RangeError for a zone that is none.
 */
export function compileTicks(expression: string, zone: string): Ticks {
  const cron = parseCron(expression)
  const offsetAt = zoneOffset(zone)
  const dateOf = calendar()

  /** `wallMs` is what the clock on the wall shows, as if it were UTC. */
  function fits(wallMs: number): boolean {
    const minutes = Math.floor(wallMs / MINUTE_MS)
    if (!cron.minutes.has(minutes % 60) || !cron.hours.has(Math.floor(minutes / 60) % 24)) return false
    const day = Math.floor(wallMs / DAY_MS)
    return fitsDay(cron, dateOf(day), (day + THURSDAY) % 7)
  }

  function isRepeated(atMs: number): boolean {
    const offset = offsetAt(atMs)
    const backMs = offsetAt(atMs - CHANGE_MS_MAX) - offset
    return backMs > 0 && offsetAt(atMs - backMs) === offset + backMs
  }

  /** Whether the minute before `atMs` was followed by one that the clocks left out and that fits. */
  function endsGapThatFits(atMs: number): boolean {
    const offset = offsetAt(atMs)
    for (let wallMs = atMs + offsetAt(atMs - MINUTE_MS); wallMs < atMs + offset; wallMs += MINUTE_MS) {
      if (fits(wallMs)) return true
    }
    return false
  }

  function isTick(atMs: number): boolean {
    const isShown = fits(atMs + offsetAt(atMs))
    if (cron.isEveryHour) return isShown
    return (isShown && !isRepeated(atMs)) || endsGapThatFits(atMs)
  }

  return {
    latest(afterMs, untilMs) {
      for (let atMs = Math.floor(untilMs / MINUTE_MS) * MINUTE_MS; atMs > afterMs; atMs -= MINUTE_MS) {
        if (isTick(atMs)) return atMs
      }
      return null
    },
    next(afterMs) {
      const untilMs = afterMs + NEXT_MS_MAX
      for (let atMs = Math.floor(afterMs / MINUTE_MS) * MINUTE_MS + MINUTE_MS; atMs <= untilMs; atMs += MINUTE_MS) {
        if (isTick(atMs)) return atMs
      }
      return null
    },
  }
}

interface CalendarDay {
  readonly day: number
  readonly month: number
}

function fitsDay(cron: Cron, { day, month }: CalendarDay, weekday: number): boolean {
  if (!cron.months.has(month)) return false
  const isDay = cron.days.has(day)
  const isWeekday = cron.weekdays.has(weekday)
  return cron.isEitherDay ? isDay || isWeekday : isDay && isWeekday
}

const PARTS = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const

function partsOf(format: Intl.DateTimeFormat, atMs: number): Record<string, number> {
  return Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
}

/** Milliseconds the clocks of the zone are ahead of UTC; they change at a quarter of an hour. */
function zoneOffset(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { ...PARTS, timeZone })
  const known = new Map<number, number>()
  return (atMs) => {
    const startMs = Math.floor(atMs / QUARTER_MS) * QUARTER_MS
    const found = known.get(startMs)
    if (found !== undefined) return found
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = partsOf(format, startMs)
    const offset = Date.UTC(year, month - 1, day, hour, minute) - startMs
    if (known.size > 100) known.clear()
    known.set(startMs, offset)
    return offset
  }
}

/** The date of a day since the epoch. */
function calendar(): (day: number) => CalendarDay {
  const format = new Intl.DateTimeFormat('en-US', { ...PARTS, timeZone: 'UTC' })
  let last = { since: Number.NaN, day: 0, month: 0 }
  return (since) => {
    if (since !== last.since) {
      const { day = 0, month = 0 } = partsOf(format, since * DAY_MS)
      last = { since, day, month }
    }
    return last
  }
}
