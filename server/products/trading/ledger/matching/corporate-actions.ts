import { compare, type Decimal, divide, minus, plus, times, ZERO } from '../../../../kernel/decimal.ts'
import type { OpenLot, Position, Split } from './position.ts'

const DIGITS = 18
/** What would round to nothing keeps this much, so that its cost stays with something. */
const SMALLEST: Decimal = { units: 1n, scale: DIGITS }

/**
 * A position in new shares: each lot's quantity times n/d and its price times d/n, the cost unchanged. Quantities are
 * rounded to 18 digits so that their sum is the rounded sum.
 */
export function splitPosition(position: Position, { numerator, denominator }: Split): Position {
  const { trade } = position
  if (trade === null) return position
  const scaled = (quantity: Decimal): Decimal => divide(times(quantity, numerator), denominator, DIGITS, 'half-even')
  const lots: OpenLot[] = []
  let before = ZERO
  let beforeScaled = ZERO
  let quantityOpen = ZERO
  for (const lot of position.lots) {
    const until = plus(before, lot.quantity)
    const untilScaled = scaled(until)
    const quantity = larger(minus(untilScaled, beforeScaled), SMALLEST)
    lots.push({ ...lot, quantity, price: divide(times(lot.price, denominator), numerator, DIGITS, 'half-even') })
    quantityOpen = plus(quantityOpen, quantity)
    before = until
    beforeScaled = untilScaled
  }
  const quantityMax = larger(scaled(trade.quantityMax), quantityOpen)
  const quantityEntered = larger(scaled(trade.quantityEntered), quantityMax)
  return { lots, trade: { ...trade, quantityOpen, quantityMax, quantityEntered } }
}

function larger(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) >= 0 ? left : right
}
