import { addDays, addMonths, type LocalDate, weekdayOf } from '../../../kernel/zoned.ts'

/** Calendar days, both included. */
export interface DayRange {
  readonly from: LocalDate
  readonly to: LocalDate
}

export type Period = 'day' | 'week' | 'month'

/** The day itself, its week from Monday, or its month. */
export function periodOf(period: Period, day: LocalDate): DayRange {
  if (period === 'day') return { from: day, to: day }
  if (period === 'month') {
    const from = `${day.slice(0, 8)}01`
    return { from, to: addDays(addMonths(from, 1, 1), -1) }
  }
  const from = addDays(day, 1 - weekdayOf(day))
  return { from, to: addDays(from, 6) }
}

/** The one before. */
export function periodBefore(period: Period, { from }: DayRange): DayRange {
  return periodOf(period, addDays(from, -1))
}
