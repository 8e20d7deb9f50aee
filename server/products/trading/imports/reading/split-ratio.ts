import { type Decimal, signOf } from '../../../../kernel/decimal.ts'
import type { SplitPart, SplitRatio } from '../canonical.ts'

/** Of a ratio such as 3:2 or 1:20 the smaller term is no larger. */
const SMALLER_TERM_MAX = 5n

/** A range of ratios as fractions, both ends within it. */
interface Range {
  readonly low: Fraction
  readonly high: Fraction
}

type Fraction = readonly [above: bigint, below: bigint]

/**
 * New for old shares by what was held before and after. Whole shares are rounded, with money for the rest, so a quotient alone says too
 * little: the ratio is the only one with a term of at most five that fits both quantities, the last digit of the new one being rounded
 * either way, and both prices. Null when none does, or several.
 */
export function ratioOf(before: SplitPart, after: SplitPart): SplitRatio | null {
  const quantities = rangeOfQuantities(before.quantity, after.quantity)
  const narrowest = rangeOfPrices(before.price, after.price) ?? quantities
  if (quantities === null || narrowest === null || narrowest.low[0] <= 0n) return null
  const found = candidatesIn(narrowest).filter((one) => isWithin(one, quantities))
  const ratios = new Map(found.map(([above, below]) => lowest(above, below)).map((one) => [one.join(':'), one]))
  const [only] = ratios.values()
  if (only === undefined || ratios.size !== 1 || only[0] === only[1]) return null
  return { numerator: { units: only[0], scale: 0 }, denominator: { units: only[1], scale: 0 } }
}

function rangeOfQuantities(before: Decimal, after: Decimal): Range | null {
  if (signOf(before) <= 0 || signOf(after) <= 0) return null
  const [below, above] = [before.units * 10n ** BigInt(after.scale), 10n ** BigInt(before.scale)]
  return { low: [(after.units - 1n) * above, below], high: [(after.units + 1n) * above, below] }
}

/** Each price is rounded to half of its last digit. */
function rangeOfPrices(before: Decimal | null, after: Decimal | null): Range | null {
  if (before === null || after === null || signOf(before) <= 0 || signOf(after) <= 0) return null
  const [above, below] = [10n ** BigInt(after.scale), 10n ** BigInt(before.scale)]
  const low: Fraction = [(2n * before.units - 1n) * above, (2n * after.units + 1n) * below]
  return { low, high: [(2n * before.units + 1n) * above, (2n * after.units - 1n) * below] }
}

function candidatesIn({ low, high }: Range): Fraction[] {
  const found: Fraction[] = []
  for (let term = 1n; term <= SMALLER_TERM_MAX; term += 1n) {
    for (const other of wholes([low[0] * term, low[1]], [high[0] * term, high[1]])) found.push([other, term])
    for (const other of wholes([high[1] * term, high[0]], [low[1] * term, low[0]])) found.push([term, other])
  }
  return found
}

const WHOLES_MAX = 1000n

function* wholes([lowAbove, lowBelow]: Fraction, [highAbove, highBelow]: Fraction): Generator<bigint> {
  const first = (lowAbove + lowBelow - 1n) / lowBelow
  const last = highAbove / highBelow
  for (let whole = first; whole <= last && whole < first + WHOLES_MAX; whole += 1n) if (whole > 0n) yield whole
}

function isWithin([above, below]: Fraction, { low, high }: Range): boolean {
  return above * low[1] >= low[0] * below && above * high[1] <= high[0] * below
}

function lowest(above: bigint, below: bigint): Fraction {
  let [divisor, rest] = [above, below]
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest]
  return [above / divisor, below / divisor]
}
