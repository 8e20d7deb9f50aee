import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { job } from '../../../kernel/jobs/job.ts'
import { rebuildAccount } from './rebuild.ts'
import type { AccountReworkRow, AccountRow, LedgerTables, ReworkTotals } from './tables.ts'

/** Makes a change that all figures of an account follow, and the figures with it; keeps the totals of both. */
export const reworkJob = job({
  name: 'trading.rework-account',
  description: 'Changes how an account matches lots or counts days, and makes its figures anew',
  data: object({ accountId: idOf('trading-account') }),
  attempts: 5,
  backoffSeconds: 10,
  deadlineSeconds: 300,
  idempotentBy: 'what waits in the account: it is gone when it is done',
  handle: async ({ once }, { accountId }) => {
    await once((tx) => rework(tx, accountId))
  },
})

async function rework(tx: Tx, id: Id<'trading-account'>): Promise<void> {
  const row = await tx
    .query<LedgerTables>()
    .selectFrom('trading.account')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined || row.pending === null) return
  const before = await totalsOf(tx, row)
  const account = await tx
    .query<LedgerTables>()
    .updateTable('trading.account')
    .set({ ...row.pending, pending: null, version: row.version + 1, updated_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await rebuildAccount(tx, account)
  const changed = Object.entries(row.pending).map(([column, to]) => [
    column,
    { from: row[column as keyof AccountRow], to },
  ])
  const totals = joined(before, await totalsOf(tx, account))
  await tx
    .query<LedgerTables>()
    .insertInto('trading.account_rework')
    .values({
      ...{ id: newId<'account-rework'>(), account_id: id, done_at: now() },
      changed: JSON.stringify(Object.fromEntries(changed)) as never,
      totals: JSON.stringify(totals) as never,
    })
    .execute()
  await tx.audit({
    action: 'trading.account.reworked',
    subject: { kind: 'trading-account', id },
    details: { changed: Object.keys(row.pending) },
  })
}

type Totals = ReadonlyMap<Id<'instrument'>, ReworkTotals>

async function totalsOf(tx: Tx, { id }: AccountRow): Promise<Totals> {
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

const NOTHING: ReworkTotals = { trades: 0, gross: '0', fees: '0', net: '0' }

function joined(before: Totals, after: Totals): AccountReworkRow['totals'] {
  return [...new Set([...before.keys(), ...after.keys()])].map((instrumentId) => ({
    instrumentId,
    before: before.get(instrumentId) ?? NOTHING,
    after: after.get(instrumentId) ?? NOTHING,
  }))
}
