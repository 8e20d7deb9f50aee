import { copyPlain, copyText } from '../../../kernel/db/copy.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { arrayText, type BulkTable, copied, insertAll } from '../ledger/bulk.ts'
import { copiedCashMovements, copiedExecutions, type NewExecution } from '../ledger/executions.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { Ended } from './intake-types.ts'
import { storeRecords } from './stored-records.ts'
import type { BatchRow, OutcomeRow } from './tables.ts'

/** Between which instants the fills of an instrument changed, by instrument and position. */
export type Touched = Map<string, Change>

interface Change {
  readonly instrumentId: Id<'instrument'>
  readonly positionRef: string
  readonly from: Date
  readonly until: Date
}

type TouchedFill = Pick<NewExecution, 'instrument_id' | 'position_ref' | 'executed_at'>

const UPDATE_ROWS = `
  UPDATE trading.import_row SET outcome = ended.outcome, reason = ended.reason, field = ended.field,
    execution_ids = ended.executions::uuid[], cash_movement_ids = ended.cash::uuid[]
    FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
      AS ended (number, outcome, reason, field, executions, cash)
   WHERE batch_id = $1 AND import_row.number = ended.number`

const INSERT_WAITING = `
  INSERT INTO trading.import_waiting (batch_id, number, owner_id, account_id, symbol, asset_class, currency, records)
  SELECT $1, number, $2, $3, symbol, asset_class, currency, records
    FROM unnest($4::integer[], $5::text[], $6::text[], $7::text[], $8::jsonb[])
      AS waiting (number, symbol, asset_class, currency, records)`

const INSERT_RATE_WAITING = `
  INSERT INTO trading.import_rate_waiting (batch_id, number, owner_id, account_id, currency, day, records)
  SELECT $1, number, $2, $3, currency, day, records
    FROM unnest($4::integer[], $5::text[], $6::date[], $7::jsonb[]) AS waiting (number, currency, day, records)`

/** Writes what rows of a file made and how they ended, once `before` is over. */
export async function writeEnded(
  tx: Tx,
  { batch, account }: { readonly batch: BatchRow; readonly account: AccountRow },
  ended: readonly Ended[],
  before: Promise<unknown>,
): Promise<void> {
  await insertAll(tx, [...madePieces(ended), ...copied(rowsOf(batch.id), ended)], before)
  await writeWaiting(tx, batch, account, ended)
}

function* madePieces(ended: readonly Ended[]) {
  yield* copiedExecutions(madeBy(ended))
  yield* copiedCashMovements(ended.flatMap(({ cashMovements }) => cashMovements))
}

function rowsOf(batchId: Id<'import-batch'>): BulkTable<Ended, keyof OutcomeRow> {
  return {
    name: 'trading.import_row',
    fields: {
      batch_id: () => batchId,
      number: ({ row }) => row,
      raw: ({ raw }) => copyText(raw),
      outcome: ({ outcome }) => outcome,
      reason: ({ reason }) => copyText(reason),
      field: ({ field }) => copyText(field),
      execution_ids: ({ executionIds }) => ids(executionIds),
      cash_movement_ids: ({ cashMovementIds }) => ids(cashMovementIds),
      corporate_action_id: ({ actionId }) => copyPlain(actionId),
    },
  }
}

/** The same for rows that waited. */
export async function rewriteOutcomes(
  tx: Tx,
  batch: BatchRow,
  account: AccountRow,
  ended: readonly Ended[],
): Promise<void> {
  await insertAll(tx, madePieces(ended))
  await tx.raw(UPDATE_ROWS, [batch.id, ...columnsOf(ended)])
  await writeWaiting(tx, batch, account, ended)
}

async function writeWaiting(tx: Tx, batch: BatchRow, account: AccountRow, ended: readonly Ended[]): Promise<void> {
  const waiting = ended.flatMap(({ row, waiting: one }) => (one === null ? [] : [{ row, ...one }]))
  const place = [batch.id, account.owner_id, account.id]
  const symbols = waiting.filter((one) => one.for === 'symbol')
  if (symbols.length > 0) {
    const text = textOf(symbols)
    await tx.raw(INSERT_WAITING, [
      ...[...place, text(({ row }) => row), text(({ named }) => named.symbol), text(({ named }) => named.assetClass)],
      ...[text(({ named }) => named.currency ?? account.currency), text(({ records }) => storeRecords(records))],
    ])
  }
  const rates = waiting.filter((one) => one.for === 'rate')
  if (rates.length === 0) return
  const text = textOf(rates)
  await tx.raw(INSERT_RATE_WAITING, [
    ...[...place, text(({ row }) => row), text(({ currency }) => currency), text(({ day }) => day)],
    text(({ records }) => storeRecords(records)),
  ])
}

function textOf<Row>(rows: readonly Row[]): (of: (row: Row) => unknown) => string {
  return (of) => arrayText(rows.map(of), 'text')
}

/** The fills that rows made. */
export function madeBy(ended: readonly Ended[]): NewExecution[] {
  return ended.flatMap(({ executions }) => executions)
}

function columnsOf(ended: readonly Ended[]): string[] {
  const text = (of: (one: Ended) => unknown) => arrayText(ended.map(of), 'text')
  return [
    ...[text(({ row }) => row), text(({ outcome }) => outcome), text(({ reason }) => reason)],
    ...[text(({ field }) => field), text((one) => ids(one.executionIds)), text((one) => ids(one.cashMovementIds))],
  ]
}

function ids(values: readonly string[]): string {
  return `{${values.join(',')}}`
}

/** Adds fills that came or went to what has to be matched anew. */
export function touch(touched: Touched, fills: readonly TouchedFill[]): void {
  for (const { instrument_id: instrumentId, position_ref: positionRef, executed_at: at } of fills) {
    const key = `${instrumentId} ${positionRef}`
    const { from, until } = touched.get(key) ?? { from: at, until: at }
    touched.set(key, { instrumentId, positionRef, from: at < from ? at : from, until: at > until ? at : until })
  }
}
