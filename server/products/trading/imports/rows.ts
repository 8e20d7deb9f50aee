import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { idOf, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type ImportTables, type Outcome, outcomes } from './tables.ts'

export const rowShape = object({
  /** As a spreadsheet numbers it. */
  row: Type.Integer(),
  /** As it stands in the file; null when it was dropped after its time. */
  raw: nullable(Type.String()),
  outcome: oneOf(outcomes),
  reason: nullable(Type.String()),
  /** The column that an error is about. */
  field: nullable(Type.String()),
  /** What it made, and what was there before it; also when that is gone since. */
  executionIds: Type.Array(idOf('execution')),
  cashMovementIds: Type.Array(idOf('cash-movement')),
  /** Of a row about a split. */
  corporateActionId: nullable(idOf('corporate-action')),
})

interface RowPage {
  readonly limit?: number
  readonly cursor?: string
  readonly outcome?: Outcome
  /** Only this row. */
  readonly row?: number
  /** Only the row that made this fill, or found it there. */
  readonly executionId?: Id<'execution'>
}

/** Rows of an import in the order of its file. */
export async function listRows(source: Db, batchId: Id<'import-batch'>, input: RowPage) {
  const page = cursorPage(input, acceptNumber)
  let query = source
    .query<ImportTables>()
    .selectFrom('trading.import_row')
    .selectAll()
    .where('batch_id', '=', batchId)
    .orderBy('number')
    .limit(page.limit + 1)
  if (input.outcome !== undefined) query = query.where('outcome', '=', sql.lit(input.outcome))
  if (input.row !== undefined) query = query.where('number', '=', input.row)
  if (input.executionId !== undefined)
    query = query.where(sql<boolean>`execution_ids @> ARRAY[${input.executionId}]::uuid[]`)
  if (page.after !== null) query = query.where('number', '>', Number(page.after[0]))
  return page.of(
    await query.execute(),
    ({ number }) => [String(number)],
    (row): Static<typeof rowShape> => ({
      ...{ row: row.number, raw: row.raw, outcome: row.outcome, reason: row.reason, field: row.field },
      ...{ executionIds: row.execution_ids, cashMovementIds: row.cash_movement_ids },
      corporateActionId: row.corporate_action_id,
    }),
  )
}

function acceptNumber(values: readonly string[]): readonly string[] | null {
  return values.length === 1 && /^[1-9]\d{0,8}$/.test(values[0] ?? '') ? values : null
}
