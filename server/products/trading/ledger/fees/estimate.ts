import {
  absolute,
  compare,
  type Decimal,
  decimal,
  divide,
  formatDecimal,
  ONE,
  plus,
  roundTo,
  signOf,
  smaller,
  sum,
  times,
  trimmed,
  ZERO,
} from '../../../../kernel/decimal.ts'
import { zonedInstant } from '../../../../kernel/zoned.ts'
import type { AccountRow, ExecutionRow, FeeRule, FeeScheduleRow, InstrumentRow, Side } from '../tables.ts'

/** What the fee of a fill depends on. */
export interface ChargedFill {
  readonly side: Side
  readonly quantity: Decimal
  readonly price: Decimal
  readonly executedAt: Date
  readonly instrument: Pick<InstrumentRow, 'asset_class' | 'currency' | 'multiplier'>
  /** One of the instrument's currency in the account's. */
  readonly fxRate: Decimal
}

/** In the instrument's currency; the sum of its parts. */
export interface EstimatedFee {
  readonly fees: Decimal
  readonly feeParts: Readonly<Record<string, Decimal>>
}

/** Null where the schedule says nothing of such a fill. */
export type FeeEstimator = (fill: ChargedFill) => EstimatedFee | null

const CONVERTED_DIGITS = 18
/** What a column of money keeps before the point. */
const LARGEST = decimal('100000000000000000000')

/**
 * What a schedule charges the fills of an account. A schedule is of the currency of the instrument, or of that of the account, whose fees
 * are divided by the rate of the fill; of others it says nothing.
 */
export function feeEstimator(
  schedule: Pick<FeeScheduleRow, 'currency' | 'digits' | 'prices'>,
  account: Pick<AccountRow, 'currency' | 'time_zone'>,
): FeeEstimator {
  const lists = schedule.prices.map(({ validFrom, rules }) => ({
    fromMs: zonedInstant({ date: validFrom, time: '00:00' }, account.time_zone).getTime(),
    charges: rules.map((rule) => ({ rule, charge: chargeOf(rule, schedule.digits) })),
  }))
  return (fill) => {
    const { instrument, executedAt } = fill
    const rate =
      instrument.currency === schedule.currency ? ONE : account.currency === schedule.currency ? fill.fxRate : null
    const list = lists.findLast(({ fromMs }) => fromMs <= executedAt.getTime())
    const due = list?.charges.filter(({ rule }) => isAbout(rule, fill)) ?? []
    if (rate === null || due.length === 0) return null
    const worth = times(times(times(fill.quantity, fill.price), decimal(instrument.multiplier)), rate)
    const parts = new Map<string, Decimal>()
    for (const { rule, charge } of due)
      parts.set(rule.part, plus(parts.get(rule.part) ?? ZERO, charge(fill.quantity, worth)))
    const feeParts = Object.fromEntries([...parts].map(([part, amount]) => [part, inOwn(amount, rate)]))
    const fees = trimmed(sum(Object.values(feeParts)))
    return compare(absolute(fees), LARGEST) < 0 ? { fees, feeParts } : null
  }
}

function isAbout({ assetClasses, side }: FeeRule, fill: ChargedFill): boolean {
  const isSide = side === 'any' || (side === 'buy') === (fill.side === 1)
  return isSide && (assetClasses.length === 0 || assetClasses.includes(fill.instrument.asset_class))
}

/** Compiles one price: what it comes to for a quantity that is worth so much. */
function chargeOf({ per, rounding, ...rule }: FeeRule, digits: number): (quantity: Decimal, worth: Decimal) => Decimal {
  const amount = decimal(rule.amount)
  const [min, max, maxPercent] = [rule.min, rule.max, rule.maxPercent].map((text) =>
    text === null ? null : decimal(text),
  )
  const sign: Decimal = { units: signOf(amount) < 0 ? -1n : 1n, scale: 0 }
  return (quantity, worth) => {
    let size = absolute(per === 'fill' ? amount : per === 'unit' ? times(amount, quantity) : percentOf(worth, amount))
    if (min != null && compare(size, min) < 0) size = min
    if (max != null) size = smaller(size, max)
    if (maxPercent != null) size = smaller(size, percentOf(worth, maxPercent))
    return times(roundTo(size, digits, rounding), sign)
  }
}

function percentOf(worth: Decimal, percent: Decimal): Decimal {
  return times(times(worth, percent), { units: 1n, scale: 2 })
}

function inOwn(amount: Decimal, rate: Decimal): Decimal {
  return trimmed(rate === ONE ? amount : divide(amount, rate, CONVERTED_DIGITS, 'half-even'))
}

type Charged = Pick<ExecutionRow, 'kind' | 'side' | 'quantity' | 'price' | 'executed_at' | 'fx_rate'>

/** The columns of a fee that nobody tells. What is no fill, as an expiry, costs nothing. */
export function feeColumns(
  estimate: FeeEstimator | null,
  { kind, side, quantity, price, executed_at: executedAt, fx_rate: fxRate }: Charged,
  instrument: ChargedFill['instrument'],
): Pick<ExecutionRow, 'fees' | 'fee_parts' | 'fee_source'> {
  const exact = { quantity: decimal(quantity), price: decimal(price), fxRate: decimal(fxRate) }
  const found = kind === 'fill' ? (estimate?.({ side, executedAt, instrument, ...exact }) ?? null) : null
  if (found === null) return { fees: '0', fee_parts: null, fee_source: 'none' }
  const parts = Object.entries(found.feeParts).map(([part, amount]) => [part, formatDecimal(amount)])
  return { fees: formatDecimal(found.fees), fee_parts: Object.fromEntries(parts), fee_source: 'schedule' }
}
