import { addDays, type LocalDate, localDate, localTime } from '../../../kernel/zoned.ts'
import type { AccountRow } from '../ledger/tables.ts'

/** The trading day of an instant: from the cut-off on it is the next one; a cut-off at midnight leaves the calendar's. */
export function tradingDay(
  at: Date,
  { cutoff_minute, cutoff_zone }: Pick<AccountRow, 'cutoff_minute' | 'cutoff_zone'>,
): LocalDate {
  const day = localDate(at, cutoff_zone)
  return cutoff_minute > 0 && minuteOfDay(at, cutoff_zone) >= cutoff_minute ? addDays(day, 1) : day
}

/** What clocks in the zone show, in minutes from midnight. */
export function minuteOfDay(at: Date, zone: string): number {
  const wall = localTime(at, zone)
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}
