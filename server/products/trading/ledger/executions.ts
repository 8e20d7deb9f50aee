import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type BulkTable, insertAll } from './bulk.ts'
import type { CashMovementRow, ExecutionRow } from './tables.ts'

/** A version of what happened at the broker, as it is written. */
export type NewExecution = Omit<ExecutionRow, 'created_at' | 'superseded_at'>

const executions: BulkTable<Omit<ExecutionRow, 'superseded_at'>> = {
  name: 'trading.execution',
  columns: [
    'id',
    'account_id',
    'instrument_id',
    'lineage_id',
    'position_ref',
    'kind',
    'side',
    'quantity',
    'price',
    'executed_at',
    'source_zone',
    'sequence',
    'effect',
    'fees',
    'fee_parts',
    'fx_rate',
    'reported_pnl',
    'order_id',
    'external_id',
    'linked_id',
    'source',
    'batch_id',
    'fingerprint',
    'created_at',
  ],
}

/**
 * Writes executions in bulk, once `before` is over. The account is locked, its instruments are the owner's, and no fingerprint is there
 * yet; `rebuild` follows in the same transaction.
 */
export async function insertExecutions(
  tx: Tx,
  rows: readonly NewExecution[],
  before?: Promise<unknown>,
): Promise<void> {
  const at = now()
  await insertAll(tx, executions, stamped(rows, at), before)
}

const cashMovements: BulkTable<CashMovementRow> = {
  name: 'trading.cash_movement',
  columns: [
    'id',
    'account_id',
    'kind',
    'amount',
    'currency',
    'fx_rate',
    'happened_at',
    'instrument_id',
    'note',
    'external_id',
    'batch_id',
    'fingerprint',
    'created_at',
  ],
}

export type NewCashMovement = Omit<CashMovementRow, 'created_at'>

/** Writes cash movements in bulk, under the same conditions; whoever writes them without a rebuild adds to the account's generation. */
export async function insertCashMovements(tx: Tx, rows: readonly NewCashMovement[]): Promise<void> {
  const at = now()
  await insertAll(tx, cashMovements, stamped(rows, at))
}

function* stamped<Row extends object>(rows: readonly Row[], at: Date): Generator<Row & { created_at: Date }> {
  for (const row of rows) yield { ...row, created_at: at }
}
