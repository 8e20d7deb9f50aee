import { absolute, compare, type Decimal, divide, roundTo, signOf, times, trimmed } from '../../../../kernel/decimal.ts'
import type { AssetClass } from '../../ledger/tables.ts'
import type { NamedInstrument } from '../canonical.ts'
import type { FillRule } from './profile.ts'
import { type Cells, numberCell, type Scope } from './scope.ts'

/** Of these a point of the price is not always worth one. */
const POINTED: ReadonlySet<AssetClass> = new Set(['option', 'future', 'cfd', 'bond'])
/** Of a multiplier: a bond quoted in percent of par has 0.01, a micro future 0.5. */
const SCALE_MAX = 4

interface Traded {
  readonly quantity: Decimal
  readonly price: Decimal
}

/**
 * Compiles what a fill is of, with the multiplier that its money tells to the last digit. It counts where no column says one, and of bonds
 * always: brokers write 1 beside prices in percent of par.
 */
export function pointReader(
  rule: FillRule,
  scope: Scope,
): (cells: Cells, instrument: NamedInstrument, traded: Traded) => NamedInstrument {
  if (rule.proceeds === undefined) return (_, instrument) => instrument
  const proceedsOf = numberCell(rule.proceeds, scope)
  return (cells, instrument, traded) => {
    const { assetClass, multiplier } = instrument
    if (!POINTED.has(assetClass) || (multiplier !== null && assetClass !== 'bond')) return instrument
    const proceeds = proceedsOf(cells)
    const told = proceeds === null ? null : multiplierOf(absolute(proceeds), traded)
    return told === null ? instrument : { ...instrument, multiplier: told }
  }
}

/** The shortest number by which price times quantity is the money, as far as the money is written; null when there is none. */
function multiplierOf(money: Decimal, { quantity, price }: Traded): Decimal | null {
  const points = times(quantity, price)
  if (signOf(points) <= 0 || signOf(money) <= 0) return null
  for (let scale = 0; scale <= SCALE_MAX; scale += 1) {
    const candidate = divide(money, points, scale, 'half-even')
    const isExact = compare(roundTo(times(points, candidate), money.scale, 'half-even'), money) === 0
    if (isExact && signOf(candidate) > 0) return trimmed(candidate)
  }
  return null
}
