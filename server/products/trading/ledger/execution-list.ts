import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { holdingPattern } from '../../../kernel/db/like.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { ExecutionWithInstrument } from './execution-view.ts'
import type { ExecutionRow, LedgerTables } from './tables.ts'

export interface ExecutionFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly accountId?: Id<'trading-account'>
  readonly instrumentId?: Id<'instrument'>
  readonly source?: ExecutionRow['source']
  readonly batchId?: Id<'import-batch'>
  /** What the symbol holds, in whatever case. */
  readonly symbol?: string
  readonly from?: Date
  /** The first instant that is left out. */
  readonly until?: Date
}

function withInstruments(source: Db | Tx) {
  return source
    .query<LedgerTables>()
    .selectFrom('trading.execution as execution')
    .innerJoin('trading.instrument as instrument', 'instrument.id', 'execution.instrument_id')
    .selectAll('execution')
    .select(['instrument.symbol', 'instrument.asset_class', 'instrument.currency'])
}

/** Executions by id, whoever asks. */
export async function findExecutions(
  source: Db | Tx,
  ids: readonly Id<'execution'>[],
): Promise<ExecutionWithInstrument[]> {
  return await withInstruments(source).where('execution.id', 'in', ids).execute()
}

/** Those in force, newest first. */
export async function listExecutions(source: Db, ownerId: Id<'user'>, filter: ExecutionFilter) {
  const page = cursorPage(filter, instantAndId)
  let query = withInstruments(source)
    .innerJoin('trading.account as account', 'account.id', 'execution.account_id')
    .where('account.owner_id', '=', ownerId)
    .where('execution.superseded_at', 'is', null)
    .orderBy('execution.executed_at', 'desc')
    .orderBy('execution.id', 'desc')
    .limit(page.limit + 1)
  const { accountId, instrumentId, source: origin, batchId, symbol, from, until } = filter
  if (accountId !== undefined) query = query.where('execution.account_id', '=', accountId)
  if (instrumentId !== undefined) query = query.where('execution.instrument_id', '=', instrumentId)
  if (origin !== undefined) query = query.where('execution.source', '=', origin)
  if (batchId !== undefined) query = query.where('execution.batch_id', '=', batchId)
  if (symbol !== undefined) query = query.where('instrument.symbol', 'ilike', holdingPattern(symbol))
  if (from !== undefined) query = query.where('execution.executed_at', '>=', from)
  if (until !== undefined) query = query.where('execution.executed_at', '<', until)
  const [at, id] = page.after ?? []
  if (at !== undefined && id !== undefined)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('execution.executed_at', 'execution.id'), '<', tuple(new Date(at), asId<'execution'>(id))),
    )
  return page.of(
    await query.execute(),
    (row) => [row.executed_at.toISOString(), row.id],
    (row) => row,
  )
}
