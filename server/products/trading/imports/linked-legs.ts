import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { arrayText } from '../ledger/bulk.ts'
import type { NewExecution } from '../ledger/executions.ts'

/** Options that end by exercise or assignment. */
export function legsAmong(made: readonly NewExecution[]): Id<'execution'>[] {
  return made.filter(({ kind }) => kind === 'assignment' || kind === 'exercise').map(({ id }) => id)
}

/**
 * Shares that one option and no other can have delivered, and that no other shares of the instant stand beside: all that the option's
 * terms say of them holds. Who exercises a call buys, who is assigned one sells; with a put the other way round.
 */
const LINK = `
  WITH leg AS (
    SELECT option.id, option.executed_at, option.position_ref, named.owner_id, named.root, named.currency, named.strike,
           option.quantity * named.multiplier AS shares,
           CASE WHEN (named.option_right = 'call') = (option.side = -1) THEN 1 ELSE -1 END AS side
      FROM trading.execution option JOIN trading.instrument named ON named.id = option.instrument_id
     WHERE option.id = ANY($2::uuid[]) AND option.linked_id IS NULL AND named.root IS NOT NULL AND named.strike IS NOT NULL),
  pair AS (
    SELECT leg.id AS option_id, delivered.id AS shares_id,
           count(*) OVER (PARTITION BY leg.id) AS of_option, count(*) OVER (PARTITION BY delivered.id) AS of_shares
      FROM leg
      JOIN trading.instrument share ON share.owner_id = leg.owner_id AND (share.symbol = leg.root OR leg.root = ANY(share.aliases))
       AND share.asset_class IN ('stock', 'etf') AND share.currency = leg.currency
      JOIN trading.execution delivered ON delivered.account_id = $1 AND delivered.instrument_id = share.id
       AND delivered.position_ref = leg.position_ref AND delivered.executed_at = leg.executed_at
     WHERE delivered.superseded_at IS NULL AND delivered.source = 'import' AND delivered.kind = 'fill'
       AND delivered.linked_id IS NULL AND delivered.side = leg.side AND delivered.quantity = leg.shares AND delivered.price = leg.strike)
  UPDATE trading.execution AS linked SET linked_id = CASE linked.id WHEN pair.option_id THEN pair.shares_id ELSE pair.option_id END
    FROM pair WHERE pair.of_option = 1 AND pair.of_shares = 1 AND linked.id IN (pair.option_id, pair.shares_id)`

/** Links options that an import exercised or that were assigned with the shares that they brought, where nothing else could be meant. */
export async function linkLegs(
  tx: Tx,
  accountId: Id<'trading-account'>,
  legs: readonly Id<'execution'>[],
): Promise<void> {
  if (legs.length > 0) await tx.raw(LINK, [accountId, arrayText(legs, 'uuid')])
}

const UNLINK = `
  UPDATE trading.execution AS kept SET linked_id = NULL
   WHERE kept.account_id = $1 AND kept.linked_id IS NOT NULL
     AND NOT EXISTS (SELECT FROM trading.execution other WHERE other.id = kept.linked_id)`

/** Leaves no leg linked with one that was taken out. */
export async function unlinkLegs(tx: Tx, accountId: Id<'trading-account'>): Promise<void> {
  await tx.raw(UNLINK, [accountId])
}
