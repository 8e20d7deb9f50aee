import { addMonths, type LocalDate, localDate } from '../../../../kernel/zoned.ts'
import type { Price } from './plan.ts'

const MONTHS: Readonly<Record<Price['interval'], number>> = { month: 1, year: 12 }

/**
 * The end of a period of UTC that begins at `from`, on the day of the month of `anchor`, or on the last one of a month that has no such day:
 * 31 January, 28 February, 31 March.
 */
export function periodEnd(from: Date, interval: Price['interval'], anchor: Date): Date {
  const day: LocalDate = localDate(from, 'UTC')
  const last = addMonths(day, MONTHS[interval], anchor.getUTCDate())
  return new Date(`${last}T${from.toISOString().slice(11)}`)
}

/** A stretch of time and what was paid for it, in minor units. */
export interface Worth {
  readonly from: Date
  readonly until: Date
  readonly minor: bigint
}

/** What of these is left at this moment, rounded down in each. */
export function worthLeft(periods: readonly Worth[], at: Date): bigint {
  return periods.reduce((sum, { from, until, minor }) => {
    const left = until.getTime() - Math.max(at.getTime(), from.getTime())
    const whole = until.getTime() - from.getTime()
    return left <= 0 || whole <= 0 ? sum : sum + (minor * BigInt(left)) / BigInt(whole)
  }, 0n)
}

/** How long `minor` lasts of a period that costs `price`: whole milliseconds, rounded down. */
export function lastsMs(minor: bigint, price: bigint, { from, until }: Pick<Worth, 'from' | 'until'>): number {
  return Number((minor * BigInt(until.getTime() - from.getTime())) / price)
}
