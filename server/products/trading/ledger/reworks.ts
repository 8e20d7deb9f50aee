import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { AccountReworkRow, AccountRow, LedgerTables, ReworkTotals } from './tables.ts'

/** Of each instrument of an account, in its currency. */
export type Totals = ReadonlyMap<Id<'instrument'>, ReworkTotals>

export async function totalsOf(tx: Tx, { id }: AccountRow): Promise<Totals> {
  const rows = await tx.raw<{
    instrument_id: Id<'instrument'>
    trades: number
    gross: string
    fees: string
    net: string
  }>(
    `SELECT instrument_id, count(*)::integer AS trades, sum(gross_base) AS gross, sum(fees_base) AS fees, sum(net_base) AS net
       FROM trading.trade WHERE account_id = $1 GROUP BY instrument_id ORDER BY instrument_id`,
    [id],
  )
  const plain = (text: string): string => formatDecimal(decimal(text))
  return new Map(
    rows.map(({ instrument_id: instrumentId, trades, gross, fees, net }) => [
      instrumentId,
      { trades, gross: plain(gross), fees: plain(fees), net: plain(net) },
    ]),
  )
}

/** Keeps what the figures of an account came to before a change and come to now, and what was changed. */
export async function keepRework(
  tx: Tx,
  account: AccountRow,
  { changed, before }: { readonly changed: AccountReworkRow['changed']; readonly before: Totals },
): Promise<void> {
  const totals = joined(before, await totalsOf(tx, account))
  await tx
    .query<LedgerTables>()
    .insertInto('trading.account_rework')
    .values({
      ...{ id: newId<'account-rework'>(), account_id: account.id, done_at: now() },
      changed: JSON.stringify(changed) as never,
      totals: JSON.stringify(totals) as never,
    })
    .execute()
}

const NOTHING: ReworkTotals = { trades: 0, gross: '0', fees: '0', net: '0' }

function joined(before: Totals, after: Totals): AccountReworkRow['totals'] {
  return [...new Set([...before.keys(), ...after.keys()])].map((instrumentId) => ({
    instrumentId,
    before: before.get(instrumentId) ?? NOTHING,
    after: after.get(instrumentId) ?? NOTHING,
  }))
}
