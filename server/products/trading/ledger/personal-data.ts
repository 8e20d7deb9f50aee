import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { removeAccounts } from './delete-account.ts'
import type { LedgerTables } from './tables.ts'

/** The accounts of a person with what happened in them, and what they say of instruments; what is derived of it is not told twice. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const query = db.query<LedgerTables>()
  const [tradingAccounts, instruments, corporateActions, feeSchedules] = await Promise.all([
    query.selectFrom('trading.account').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
    query.selectFrom('trading.instrument').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
    query.selectFrom('trading.corporate_action').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
    query.selectFrom('trading.fee_schedule').selectAll().where('owner_id', '=', userId).orderBy('id').execute(),
  ])
  if (tradingAccounts.length + instruments.length + feeSchedules.length === 0) return null
  const ids = tradingAccounts.map(({ id }) => id)
  const [executions, cashMovements] = await Promise.all([exportExecutions(db, ids), exportCash(db, ids)])
  return {
    tradingAccounts: tradingAccounts.map(({ owner_id: _, generation: __, ...account }) => account),
    ...{ feeSchedules: feeSchedules.map(({ owner_id: _, ...schedule }) => schedule) },
    ...{ instruments: instruments.map(({ owner_id: _, ...instrument }) => instrument) },
    ...{ corporateActions: corporateActions.map(({ owner_id: _, ...action }) => action), executions, cashMovements },
  }
}

async function exportExecutions(db: Db, ids: readonly Id<'trading-account'>[]) {
  if (ids.length === 0) return []
  const rows = await db
    .query<LedgerTables>()
    .selectFrom('trading.execution')
    .selectAll()
    .where('account_id', 'in', ids)
    .orderBy('account_id')
    .orderBy('executed_at')
    .orderBy('id')
    .execute()
  return rows.map(({ fingerprint: _, sequence, ...row }) => ({ ...row, sequence: String(sequence) }))
}

async function exportCash(db: Db, ids: readonly Id<'trading-account'>[]) {
  if (ids.length === 0) return []
  const rows = await db
    .query<LedgerTables>()
    .selectFrom('trading.cash_movement')
    .selectAll()
    .where('account_id', 'in', ids)
    .orderBy('account_id')
    .orderBy('happened_at')
    .orderBy('id')
    .execute()
  return rows.map(({ fingerprint: _, ...row }) => row)
}

/** Nothing of a trader is anybody else's: all of it goes. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  const query = tx.query<LedgerTables>()
  const accounts = await query
    .selectFrom('trading.account')
    .select('id')
    .where('owner_id', '=', userId)
    .orderBy('id')
    .forUpdate()
    .execute()
  await removeAccounts(
    tx,
    userId,
    accounts.map(({ id }) => id),
  )
  await query.deleteFrom('trading.fee_schedule').where('owner_id', '=', userId).execute()
  await query.deleteFrom('trading.instrument').where('owner_id', '=', userId).execute()
  await query.deleteFrom('trading.tag').where('owner_id', '=', userId).execute()
}
