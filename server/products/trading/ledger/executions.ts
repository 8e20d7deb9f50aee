import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type BulkTable, insertAll } from './bulk.ts'
import type { CashMovementRow, ExecutionRow } from './tables.ts'

/** A version of what happened at the broker, as it is written. */
export type NewExecution = Omit<ExecutionRow, 'created_at' | 'superseded_at'>

const executions: BulkTable<Omit<ExecutionRow, 'superseded_at'>> = {
  name: 'trading.execution',
  columns: {
    id: 'uuid',
    account_id: 'uuid',
    instrument_id: 'uuid',
    lineage_id: 'uuid',
    position_ref: 'text',
    kind: 'text',
    side: 'smallint',
    quantity: 'numeric',
    price: 'numeric',
    executed_at: 'timestamptz',
    source_zone: 'text',
    sequence: 'bigint',
    effect: 'text',
    fees: 'numeric',
    fee_parts: 'jsonb',
    fx_rate: 'numeric',
    reported_pnl: 'numeric',
    order_id: 'text',
    external_id: 'text',
    linked_id: 'uuid',
    source: 'text',
    batch_id: 'uuid',
    fingerprint: 'bytea',
    created_at: 'timestamptz',
  },
}

/**
 * Writes executions in bulk. The account is locked, its instruments are the owner's, and no fingerprint is there yet; `rebuild` follows in
 * the same transaction.
 */
export async function insertExecutions(tx: Tx, rows: readonly NewExecution[]): Promise<void> {
  const at = now()
  await insertAll(tx, executions, stamped(rows, at))
}

const cashMovements: BulkTable<CashMovementRow> = {
  name: 'trading.cash_movement',
  columns: {
    id: 'uuid',
    account_id: 'uuid',
    kind: 'text',
    amount: 'numeric',
    currency: 'text',
    fx_rate: 'numeric',
    happened_at: 'timestamptz',
    instrument_id: 'uuid',
    note: 'text',
    external_id: 'text',
    batch_id: 'uuid',
    fingerprint: 'bytea',
    created_at: 'timestamptz',
  },
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
