import { now, nowMs } from '../../../kernel/clock.ts'
import { copyField, copyInstant, copyPlain, copyText } from '../../../kernel/db/copy.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type BulkTable, bulkTable, copied, insertAll } from './bulk.ts'
import type { CashMovementRow, ExecutionRow, RateOrigin } from './tables.ts'

/** A version of what happened at the broker, as it is written. */
export type NewExecution = Omit<ExecutionRow, 'created_at' | 'superseded_at' | keyof RateOrigin> & Partial<RateOrigin>

const executions: BulkTable<NewExecution, Exclude<keyof ExecutionRow, 'superseded_at'>> = {
  name: 'trading.execution',
  fields: {
    id: (row) => row.id,
    account_id: (row) => row.account_id,
    instrument_id: (row) => row.instrument_id,
    lineage_id: (row) => row.lineage_id,
    position_ref: (row) => copyText(row.position_ref),
    kind: (row) => row.kind,
    side: (row) => row.side,
    quantity: (row) => row.quantity,
    price: (row) => row.price,
    executed_at: (row) => copyInstant(row.executed_at.getTime()),
    source_zone: (row) => copyText(row.source_zone),
    sequence: (row) => row.sequence,
    effect: (row) => copyPlain(row.effect),
    fees: (row) => row.fees,
    fee_parts: (row) => copyField(row.fee_parts),
    fee_source: (row) => copyPlain(row.fee_source),
    fx_rate: (row) => row.fx_rate,
    rate_day: (row) => copyPlain(row.rate_day ?? null),
    rate_source: (row) => copyPlain(row.rate_source ?? null),
    reported_pnl: (row) => copyPlain(row.reported_pnl),
    order_id: (row) => copyText(row.order_id),
    external_id: (row) => copyText(row.external_id),
    linked_id: (row) => copyPlain(row.linked_id),
    source: (row) => row.source,
    batch_id: (row) => copyPlain(row.batch_id),
    fingerprint: (row) => copyField(row.fingerprint),
    created_at: () => copyInstant(nowMs()),
  },
}

/**
 * Executions as they are written in bulk. The account is locked, its instruments are the owner's, and no fingerprint is there yet;
 * `rebuild` follows in the same transaction.
 */
export function copiedExecutions(rows: readonly NewExecution[]) {
  return copied(executions, rows)
}

export async function insertExecutions(tx: Tx, rows: readonly NewExecution[]): Promise<void> {
  await insertAll(tx, copiedExecutions(rows))
}

const cashMovements = bulkTable<CashMovementRow>('trading.cash_movement', [
  'id',
  'account_id',
  'kind',
  'amount',
  'currency',
  'fx_rate',
  'rate_day',
  'rate_source',
  'happened_at',
  'instrument_id',
  'symbol',
  'as_imported',
  'note',
  'external_id',
  'batch_id',
  'fingerprint',
  'created_at',
])

export type NewCashMovement = Omit<CashMovementRow, 'created_at' | keyof RateOrigin> & Partial<RateOrigin>

/** Cash movements as they are written in bulk, under the same conditions; whoever writes them without a rebuild adds to the account's generation. */
export function copiedCashMovements(rows: readonly NewCashMovement[]) {
  const at = now()
  return copied(
    cashMovements,
    rows.map((row) => ({ rate_day: null, rate_source: null, ...row, created_at: at })),
  )
}

export async function insertCashMovements(tx: Tx, rows: readonly NewCashMovement[]): Promise<void> {
  await insertAll(tx, copiedCashMovements(rows))
}
