import { offsetText } from '../../../kernel/zoned.ts'
import type { AccountRow } from './tables.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const DAY_MINUTES = 1440
const QUARTER_MS = 15 * MINUTE_MS
const KEPT_MAX = 50_000

const dates = new Map<number, string>()
const offsets = new Map<string, Map<number, number | null>>()

/** When something happened, as the account counts it. */
export interface AccountClock {
  /** The trading day, `YYYY-MM-DD`: what happens at the cut-off or after it belongs to the next. */
  day(atMs: number): string
  /** 1 Monday to 7 Sunday, on clocks of the account's zone. */
  weekday(atMs: number): number
  /** 0 to 1439, on clocks of the account's zone. */
  minute(atMs: number): number
}

export function accountClock(account: Pick<AccountRow, 'time_zone' | 'cutoff_zone' | 'cutoff_minute'>): AccountClock {
  const wall = wallClock(account.time_zone)
  const session = wallClock(account.cutoff_zone)
  const untilMidnightMs = ((DAY_MINUTES - account.cutoff_minute) % DAY_MINUTES) * MINUTE_MS
  return {
    day: (atMs) => dateOf(Math.floor((session(atMs) + untilMidnightMs) / DAY_MS)),
    weekday: (atMs) => weekdayOf(Math.floor(wall(atMs) / DAY_MS)),
    minute: (atMs) => Math.floor((((wall(atMs) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS),
  }
}

/** The trading day of an instant as SQL tells it, of whatever stands for the instant and the account's cut-off. */
export function tradingDaySql(instant: string, zone: string, cutoffMinute: string): string {
  return `((${instant} AT TIME ZONE ${zone}) + make_interval(mins => (${DAY_MINUTES} - ${cutoffMinute}) % ${DAY_MINUTES}))::date`
}

function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

function dateOf(day: number): string {
  const known = dates.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (dates.size >= KEPT_MAX) dates.clear()
  dates.set(day, date)
  return date
}

/** Milliseconds that clocks in the zone show. The distance to UTC is asked for once a day, and each quarter of an hour on days on which it changes. */
function wallClock(zone: string): (atMs: number) => number {
  const ofZone = offsets.get(zone) ?? new Map<number, number | null>()
  offsets.set(zone, ofZone)
  return (atMs) => {
    const day = Math.floor(atMs / DAY_MS)
    const known = ofZone.get(day)
    if (known !== undefined && known !== null) return atMs + known
    if (known === null) return atMs + offsetMs(Math.floor(atMs / QUARTER_MS) * QUARTER_MS, zone)
    const first = offsetMs(day * DAY_MS, zone)
    if (ofZone.size >= KEPT_MAX) ofZone.clear()
    ofZone.set(day, first === offsetMs((day + 1) * DAY_MS - 1, zone) ? first : null)
    return atMs + offsetMs(Math.floor(atMs / QUARTER_MS) * QUARTER_MS, zone)
  }
}

function offsetMs(atMs: number, zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(offsetText(new Date(atMs), zone)) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}
