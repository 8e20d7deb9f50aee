import { addDays, type LocalDate, localDate, weekdayOf, zonedInstant } from '../../../kernel/zoned.ts'
import type { HostCalendar, Interval, WallWindow } from './availability.ts'
import { merged } from './intervals.ts'

/** A window may begin the day before and reach into the range, and a meeting may run on into the windows of two days after. */
const DAYS_BEFORE = 1
const DAYS_AFTER = 2

/**
 * When the host works, around a range of instants: the windows of each day of the host's calendar, merged within their day. Slots step from
 * the starts of these: were windows of neighbouring days merged as well, the grid would depend on where the range begins.
 */
export function windowsOf(
  { timeZone, rules, overrides }: Pick<HostCalendar, 'timeZone' | 'rules' | 'overrides'>,
  { fromMs, untilMs }: Interval,
): Interval[] {
  const last = addDays(localDate(new Date(untilMs), timeZone), DAYS_AFTER)
  const found: Interval[] = []
  for (let date = addDays(localDate(new Date(fromMs), timeZone), -DAYS_BEFORE); date <= last; date = addDays(date, 1)) {
    const weekday = weekdayOf(date)
    const windows = overrides.get(date) ?? rules.filter((rule) => rule.weekday === weekday)
    found.push(...merged(windows.map((window) => instantsOf(window, date, timeZone))))
  }
  return found
}

function instantsOf({ startMinute, endMinute }: WallWindow, date: LocalDate, zone: string): Interval {
  const endDate = endMinute <= startMinute ? addDays(date, 1) : date
  return {
    fromMs: zonedInstant({ date, time: wallTime(startMinute) }, zone).getTime(),
    untilMs: zonedInstant({ date: endDate, time: wallTime(endMinute) }, zone).getTime(),
  }
}

/** Minutes from midnight as `HH:MM`. */
export function wallTime(minute: number): string {
  return `${String(Math.trunc(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** `HH:MM` as minutes from midnight. */
export function wallMinute(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
