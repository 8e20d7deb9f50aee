import { type Decimal, times, ZERO } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'

/** A finished round trip as analytics see it. Money is in one currency for all trades of an array; arrays are in order of closing. */
export interface ClosedTrade {
  readonly id: Id<'trade'>
  readonly instrumentId: Id<'instrument'>
  /** Before costs. */
  readonly gross: Decimal
  /** After them: less commissions and fees, plus rebates. */
  readonly net: Decimal
  /** Price times quantity times multiplier of what was entered: the base of a percent, and the size of the trade. */
  readonly cost: Decimal
  /** |average entry - initial stop| * quantity * multiplier, or as entered: 1 R. Null or zero: nobody said. */
  readonly risk: Decimal | null
  /** Maximum adverse excursion: what the position was down at its worst, zero or more. Null: not known. */
  readonly mae: Decimal | null
  /** Maximum favourable excursion: what the position was up at its best, zero or more. Null: not known. */
  readonly mfe: Decimal | null
  /** What a tick of the entered quantity is worth; known where a measure is of ticks, null where nobody said the tick. */
  readonly tick?: Decimal | null
  readonly openedAtMs: number
  readonly closedAtMs: number
  /** `YYYY-MM-DD`: the trading day of the close. */
  readonly closedDay: string
  /** Of the entry, on clocks of the account's zone: 1 Monday to 7 Sunday. */
  readonly entryWeekday: number
  /** Of the entry, on clocks of the account's zone: 0 to 1439. */
  readonly entryMinute: number
}

export const bases = ['net', 'gross'] as const
export const modes = ['cash', 'percent', 'r'] as const

/** In what results are told. */
export interface Measure {
  /** After costs, or before them. */
  readonly basis: (typeof bases)[number]
  /** `cash` money; `percent` of the cost, as a share (0.01 is one percent); `r` multiples of the initial risk. */
  readonly mode: (typeof modes)[number]
  /** Results between minus and plus this much money are neither won nor lost. */
  readonly epsilon: Decimal
  /** Instead of that: between minus and plus so many ticks of what was entered. */
  readonly ticks?: Decimal | null
}

/** How far from zero a result of the trade still is neither won nor lost, in money. */
export function scratchOf({ tick }: ClosedTrade, { epsilon, ticks }: Measure): Decimal {
  if (ticks == null) return epsilon
  return tick == null ? ZERO : times(ticks, tick)
}

export const NET_CASH: Measure = { basis: 'net', mode: 'cash', epsilon: { units: 0n, scale: 0 } }
