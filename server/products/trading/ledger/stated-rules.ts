import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, sum } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { replayBy } from './rebuild.ts'
import { isNear, type KnownRule, methodRules } from './reported.ts'
import { isInOwn, type StatedOf } from './stated-figures.ts'
import { type AccountRow, matchingMethods } from './tables.ts'

/** Why what a statement says differs from ours though nothing new is wrong. */
export const statedRules = [
  'carried_over',
  'before_fees',
  'average_cost',
  'matched_fifo',
  'matched_lifo',
  'matched_hifo',
] as const satisfies readonly (KnownRule | 'carried_over')[]
export type StatedRule = (typeof statedRules)[number]

/** A result of an instrument that differs from ours. */
export interface OtherResult extends StatedOf {
  readonly amount: string
  readonly gross: Decimal | null
}

/** Which results are what ours was before fees, or what another way of matching gives, before or after fees. */
export async function rulesOfResults(
  source: Db,
  account: AccountRow,
  rows: readonly OtherResult[],
): Promise<ReadonlyMap<Id<'statement'>, StatedRule>> {
  const found = new Map<Id<'statement'>, StatedRule>()
  const is = ({ amount, currency }: OtherResult, result: Decimal) =>
    isNear(decimal(amount), result, currency ?? account.currency)
  for (const row of rows) if (row.gross !== null && is(row, row.gross)) found.set(row.id, 'before_fees')
  const open = rows.filter((row) => !found.has(row.id) && row.instrument_id !== null)
  if (open.length === 0) return found
  const keys = await chainsOf(source, account, open)
  const methods = matchingMethods.filter((method) => method !== account.matching_method)
  for (const { method, outcomes } of await replayBy(source, account, keys, methods))
    for (const row of open) {
      const closures = outcomes
        .filter(({ stretch }) => stretch.key.instrumentId === row.instrument_id)
        .flatMap((outcome) => outcome.closures.filter(({ closedAtMs }) => isWithin(row, closedAtMs)))
      const net = sum(closures.map((one) => (isInOwn(row) ? one.net : one.netBase)))
      const gross = sum(closures.map((one) => (isInOwn(row) ? one.gross : one.grossBase)))
      if (!found.has(row.id) && (is(row, net) || is(row, gross))) found.set(row.id, methodRules[method])
    }
  return found
}

function isWithin({ since_at: since, until_at: until }: StatedOf, atMs: number): boolean {
  return since !== null && until !== null && atMs >= since.getTime() && atMs <= until.getTime()
}

async function chainsOf(source: Db, account: AccountRow, rows: readonly StatedOf[]) {
  const chains = await source.raw<{ instrument_id: Id<'instrument'>; position_ref: string }>(
    `SELECT DISTINCT instrument_id, position_ref FROM trading.execution
      WHERE account_id = $1 AND instrument_id = ANY($2::uuid[]) AND superseded_at IS NULL`,
    [account.id, rows.flatMap(({ instrument_id: id }) => id ?? [])],
  )
  return chains.map((row) => ({ instrumentId: row.instrument_id, positionRef: row.position_ref }))
}
