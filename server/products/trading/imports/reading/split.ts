import { absolute, signOf } from '../../../../kernel/decimal.ts'
import type { SplitRecord } from '../canonical.ts'
import { instrumentReader } from './instrument.ts'
import type { FillRule, SplitRule } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, instantCell, nameOf, numberCell, type Scope } from './scope.ts'

/** Compiles a split of what the fills of the table are of. Throws RowFault for a row that does not tell one. */
export function splitReader(rule: SplitRule, table: FillRule, scope: Scope): (cells: Cells) => SplitRecord {
  const { numerator, denominator, part, ...own } = rule
  const named = { ...table, ...own }
  const pairOf = instrumentReader(named, scope)
  const effectiveAt = instantCell(named.executedAt, scope)
  const [news, olds] = [numerator, denominator].map((value) => numberCell(value, scope))
  const [quantityOf, priceOf] = [named.quantity, named.price].map((value) => numberCell(value, scope))
  return (cells) => {
    const { instrument } = pairOf(cells)
    if (instrument.assetClass !== 'stock' && instrument.assetClass !== 'etf')
      throw new RowFault('split-of-no-share', nameOf(named.symbol))
    const [above, below] = [news?.(cells) ?? null, olds?.(cells) ?? null]
    const isTold = above !== null && below !== null && signOf(above) > 0 && signOf(below) > 0
    const quantity = part === undefined ? null : (quantityOf?.(cells) ?? null)
    return {
      type: 'split',
      instrument: { ...instrument, multiplier: null },
      effectiveAt: effectiveAt(cells),
      ratio: isTold ? { numerator: above, denominator: below } : null,
      part:
        part === undefined || quantity === null
          ? null
          : { held: part, quantity: absolute(quantity), price: priceOf?.(cells) ?? null },
    }
  }
}
