import { compare, decimal } from '../../../kernel/decimal.ts'
import { futuresContract, futuresContracts } from './futures-table.ts'
import { isAdjustedOption } from './symbols.ts'
import type { InstrumentRow } from './tables.ts'

/**
 * Instruments whose multiplier the owner is asked about, having said nothing: a broker or the table of futures says another since they were
 * made, or it is from a table of before and nobody vouches for it any more, as of bonds and adjusted options. What the owner says settles it.
 */
export const UNSETTLED = `multiplier_source <> 'owner' AND (
    broker_multiplier <> multiplier
    OR (asset_class = 'future' AND EXISTS (
      SELECT FROM unnest($1::text[], $2::numeric[]) AS tabled (root, multiplier)
       WHERE tabled.root = instrument.root AND tabled.multiplier <> instrument.multiplier))
    OR (multiplier_source = 'table' AND broker_multiplier IS NULL AND (
      asset_class IN ('bond', 'cfd') OR (asset_class = 'option' AND root ~ '[0-9]$')
      OR (asset_class = 'future' AND NOT coalesce(root = ANY($1::text[]), false)))))`

/** What `UNSETTLED` takes. */
export function unsettledTerms(): readonly [roots: string[], multipliers: string[]] {
  const all = futuresContracts()
  return [all.map(({ root }) => root), all.map(({ multiplier }) => multiplier)]
}

/** The same of one. */
export function isUnsettled(row: InstrumentRow): boolean {
  if (row.multiplier_source === 'owner') return false
  const tabled = row.asset_class === 'future' && row.root !== null ? futuresContract(row.root) : null
  const own = decimal(row.multiplier)
  if (row.broker_multiplier !== null && compare(decimal(row.broker_multiplier), own) !== 0) return true
  if (tabled !== null) return compare(tabled.multiplier, own) !== 0
  if (row.multiplier_source !== 'table' || row.broker_multiplier !== null) return false
  if (row.asset_class === 'option') return isAdjustedOption(row)
  return row.asset_class === 'bond' || row.asset_class === 'cfd' || row.asset_class === 'future'
}
