import { createHash } from 'node:crypto'
import {
  compare,
  type Decimal,
  divide,
  minus,
  ONE,
  plus,
  roundTo,
  sum,
  times,
  ZERO,
} from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import { type Arrival, DIGITS, type OpenLot, type Position, type Spinoff, type Split } from './position.ts'

type Ratio = Pick<Split, 'numerator' | 'denominator'>

/** What would round to nothing keeps this much, so that its cost stays with something. */
const SMALLEST: Decimal = { units: 1n, scale: DIGITS }

/** A position in new shares: quantities times n/d, prices times d/n, costs unchanged. */
export function splitPosition(position: Position, split: Split): Position {
  const { trade } = position
  if (trade === null) return position
  const lots = convert(position.lots, split)
  const quantityOpen = sum(lots.map(({ quantity }) => quantity))
  const quantityMax = larger(scale(trade.quantityMax, split), quantityOpen)
  const exitedLeast = trade.closeExecutionId === null ? ZERO : SMALLEST
  const enteredLeast = larger(quantityMax, plus(quantityOpen, exitedLeast))
  const quantityEntered = larger(scale(trade.quantityEntered, split), enteredLeast)
  return { lots, trade: { ...trade, quantityOpen, quantityMax, quantityEntered } }
}

/** Divides a position: the lots that stay keep quantity and fees and give a part of their cost. Null: nothing is held. */
export function spinOff(position: Position, spinoff: Spinoff): { stays: Position; leaves: Arrival } | null {
  const { lots, trade } = position
  if (trade === null) return null
  const { atMs, actionId, costShare } = spinoff
  const leaving = lots.map((lot) => withPart(lot, costShare))
  const staying = lots.map((lot, at) => {
    const { cost = ZERO, costBase = ZERO } = leaving[at] ?? {}
    const price = roundTo(times(lot.price, minus(ONE, costShare)), DIGITS, 'half-even')
    return { ...lot, price, cost: minus(lot.cost, cost), costBase: minus(lot.costBase, costBase) }
  })
  const entryValue = minus(trade.entryValue, sum(leaving.map(({ cost }) => cost)))
  const costBase = minus(trade.costBase, sum(leaving.map((lot) => lot.costBase)))
  const tradeId = derivedId(trade.tradeId, actionId)
  return {
    stays: { lots: staying, trade: { ...trade, entryValue, costBase } },
    leaves: { kind: 'arrival', atMs, actionId, side: trade.side, tradeId, lots: convert(leaving, spinoff) },
  }
}

/** Lots in new shares, rounded to 18 digits so that their sum is the rounded sum. */
function convert(lots: readonly OpenLot[], ratio: Ratio): OpenLot[] {
  let before = ZERO
  return lots.map((lot) => {
    const until = plus(before, lot.quantity)
    const quantity = larger(minus(scale(until, ratio), scale(before, ratio)), SMALLEST)
    const price = divide(times(lot.price, ratio.denominator), ratio.numerator, DIGITS, 'half-even')
    before = until
    return { ...lot, quantity, price }
  })
}

function scale(quantity: Decimal, { numerator, denominator }: Ratio): Decimal {
  return divide(times(quantity, numerator), denominator, DIGITS, 'half-even')
}

function withPart(lot: OpenLot, share: Decimal): OpenLot {
  const part = (amount: Decimal): Decimal => roundTo(times(amount, share), DIGITS, 'half-even')
  const { price, cost, costBase } = lot
  return { ...lot, price: part(price), cost: part(cost), costBase: part(costBase), fees: ZERO, feesBase: ZERO }
}

/** A UUID that two names give, the same each time: version 8 of RFC 9562, of their SHA-256. */
function derivedId(trade: string, action: string): Id<'trade'> {
  const hash = createHash('sha256').update(`${trade} ${action}`).digest('hex')
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16)
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `${variant}${hash.slice(17, 20)}`]
  return [...parts, hash.slice(20, 32)].join('-') as Id<'trade'>
}

function larger(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) >= 0 ? left : right
}
