import { type Decimal, divide, minus, ONE, times, ZERO } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Side } from '../tables.ts'
import { type Amount, atRate, share, subtract } from './amount.ts'
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
  value: Amount
  fees: Amount
}

export function legOfFill({ multiplier }: Chain, fill: Fill): Leg {
  const { executionId, side, price, fxRate, atMs, quantity, fees } = fill
  return {
    executionId,
    side,
    price,
    fxRate,
    openedAtMs: atMs,
    atMs,
    tradeId: fill.lineageId as string as Id<'trade'>,
    quantity,
    value: atRate(times(times(price, quantity), multiplier), fxRate),
    fees: atRate(fees, fxRate),
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
    value: costOf(lot),
    fees: feesOf(lot),
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
    cost: leg.value.own,
    costBase: leg.value.base,
    fees: leg.fees.own,
    feesBase: leg.fees.base,
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
  readonly value: Amount
  readonly fees: Amount
}

/** Takes less than all of a lot: its share of cost and fees. */
export function takeOfLot(lot: Lot, quantity: Decimal): Taken {
  const value = share(costOf(lot), quantity, lot.quantity)
  const fees = share(feesOf(lot), quantity, lot.quantity)
  const cost = subtract(costOf(lot), value)
  const rest = subtract(feesOf(lot), fees)
  lot.cost = cost.own
  lot.costBase = cost.base
  lot.fees = rest.own
  lot.feesBase = rest.base
  lot.quantity = minus(lot.quantity, quantity)
  return { quantity, value, fees }
}

/** All of a lot that its book lets go. */
export function allOfLot(lot: Lot): Taken {
  return { quantity: lot.quantity, value: costOf(lot), fees: feesOf(lot) }
}

/** Takes less than all of a leg: worth its price, with a share of its fees. */
export function takeOfLeg(leg: Leg, quantity: Decimal, multiplier: Decimal): Taken {
  const value = atRate(times(times(leg.price, quantity), multiplier), leg.fxRate)
  const fees = atRate(share(leg.fees, quantity, leg.quantity).own, leg.fxRate)
  leg.value = subtract(leg.value, value)
  leg.fees = subtract(leg.fees, fees)
  leg.quantity = minus(leg.quantity, quantity)
  return { quantity, value, fees }
}

/** All that a leg has left. */
export function takeAllOfLeg(leg: Leg): Taken {
  const { quantity, value, fees } = leg
  leg.quantity = ZERO
  return { quantity, value, fees }
}

function costOf({ cost, costBase }: OpenLot): Amount {
  return { own: cost, base: costBase }
}

function feesOf({ fees, feesBase }: OpenLot): Amount {
  return { own: fees, base: feesBase }
}
