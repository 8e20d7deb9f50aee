import { type Decimal, divide, minus, ONE, times, ZERO } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Side } from '../tables.ts'
import type { Lot } from './lot-book.ts'
import { type Arrival, type Chain, DIGITS, type Fill, type OpenLot, type OpenTrade, type Writable } from './position.ts'

/** A fill, or a lot that arrives, while it is matched: what is not used of it yet. */
export interface Leg {
  readonly executionId: Id<'execution'>
  readonly side: Side
  readonly price: Decimal
  readonly fxRate: Decimal
  readonly openedAtMs: number
  readonly atMs: number
  /** The name of a trade that this opens. */
  readonly tradeId: Id<'trade'>
  quantity: Decimal
  /** Price times quantity times multiplier. */
  value: Decimal
  valueBase: Decimal
  fees: Decimal
  feesBase: Decimal
}

export function legOfFill({ multiplier }: Chain, fill: Fill): Leg {
  const { executionId, side, price, fxRate, atMs, quantity, fees } = fill
  const value = times(times(price, quantity), multiplier)
  return {
    executionId,
    side,
    price,
    fxRate,
    openedAtMs: atMs,
    atMs,
    tradeId: fill.lineageId as string as Id<'trade'>,
    quantity,
    value,
    valueBase: times(value, fxRate),
    fees,
    feesBase: times(fees, fxRate),
  }
}

export function legOfLot(lot: OpenLot, { side, tradeId, atMs }: Arrival): Leg {
  return {
    executionId: lot.openExecutionId,
    side,
    price: lot.price,
    fxRate: rateOf(lot),
    openedAtMs: lot.openedAtMs,
    atMs,
    tradeId,
    quantity: lot.quantity,
    value: lot.cost,
    valueBase: lot.costBase,
    fees: lot.fees,
    feesBase: lot.feesBase,
  }
}

function rateOf({ cost, costBase }: OpenLot): Decimal {
  return cost.units === 0n ? ONE : divide(costBase, cost, DIGITS, 'half-even')
}

export function lotOf(leg: Leg): Lot {
  return {
    openExecutionId: leg.executionId,
    quantity: leg.quantity,
    price: leg.price,
    cost: leg.value,
    costBase: leg.valueBase,
    fees: leg.fees,
    feesBase: leg.feesBase,
    openedAtMs: leg.openedAtMs,
  }
}

/** The trade that an entry opens, before the entry is counted. */
export function tradeOpenedBy(leg: Leg): Writable<OpenTrade> {
  return {
    tradeId: leg.tradeId,
    openExecutionId: leg.executionId,
    closeExecutionId: null,
    side: leg.side,
    quantityEntered: ZERO,
    quantityMax: ZERO,
    quantityOpen: ZERO,
    entryValue: ZERO,
    costBase: ZERO,
    exitValue: ZERO,
    gross: ZERO,
    fees: ZERO,
    grossBase: ZERO,
    feesBase: ZERO,
    executionCount: 0,
    openedAtMs: leg.openedAtMs,
    closedAtMs: null,
  }
}

/** What is taken of a lot or a leg. */
export interface Taken {
  readonly quantity: Decimal
  readonly value: Decimal
  readonly valueBase: Decimal
  readonly fees: Decimal
  readonly feesBase: Decimal
}

/** Takes less than all of a lot: its share of cost and fees. */
export function takeOfLot(lot: Lot, quantity: Decimal): Taken {
  const value = share(lot.cost, quantity, lot.quantity)
  const valueBase = share(lot.costBase, quantity, lot.quantity)
  const fees = share(lot.fees, quantity, lot.quantity)
  const feesBase = share(lot.feesBase, quantity, lot.quantity)
  lot.cost = minus(lot.cost, value)
  lot.costBase = minus(lot.costBase, valueBase)
  lot.fees = minus(lot.fees, fees)
  lot.feesBase = minus(lot.feesBase, feesBase)
  lot.quantity = minus(lot.quantity, quantity)
  return { quantity, value, valueBase, fees, feesBase }
}

/** All of a lot that its book lets go. */
export function allOfLot({ quantity, cost: value, costBase: valueBase, fees, feesBase }: Lot): Taken {
  return { quantity, value, valueBase, fees, feesBase }
}

/** All that a leg has left. */
export function takeAllOfLeg(leg: Leg): Taken {
  const { quantity, value, valueBase, fees, feesBase } = leg
  leg.quantity = ZERO
  return { quantity, value, valueBase, fees, feesBase }
}

/** Takes less than all of a leg: worth its price, with a share of its fees. */
export function takeOfLeg(leg: Leg, quantity: Decimal, multiplier: Decimal): Taken {
  const value = times(times(leg.price, quantity), multiplier)
  const valueBase = times(value, leg.fxRate)
  const fees = share(leg.fees, quantity, leg.quantity)
  const feesBase = times(fees, leg.fxRate)
  leg.value = minus(leg.value, value)
  leg.valueBase = minus(leg.valueBase, valueBase)
  leg.fees = minus(leg.fees, fees)
  leg.feesBase = minus(leg.feesBase, feesBase)
  leg.quantity = minus(leg.quantity, quantity)
  return { quantity, value, valueBase, fees, feesBase }
}

function share(amount: Decimal, taken: Decimal, of: Decimal): Decimal {
  return amount.units === 0n ? ZERO : divide(times(amount, taken), of, DIGITS, 'half-even')
}
