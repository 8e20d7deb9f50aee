import { type Static, Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { DetectedProfile } from './detected.ts'
import { fxRatesShape, type SymbolMapping, symbolMapping } from './mapping.ts'
import type { Profile } from './reading/profile.ts'
import { type BatchRow, batchStates } from './tables.ts'

export const countsShape = object({
  created: Type.Integer(),
  duplicate: Type.Integer(),
  skipped: Type.Integer(),
  error: Type.Integer(),
  needsMapping: Type.Integer(),
  needsRate: Type.Integer(),
})

export const batchShape = namedObject('TradeImport', {
  id: idOf('import-batch'),
  accountId: idOf('trading-account'),
  /** Null once the file was dropped after its time. */
  fileId: nullable(idOf('file')),
  filename: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  state: oneOf(batchStates),
  /** Profiles that know the file, best first. */
  detected: Type.Array(object({ id: Type.String(), name: Type.String() })),
  profile: nullable(object({ id: Type.String(), name: Type.String() })),
  timeZone: Type.String(),
  symbols: Type.Array(symbolMapping),
  fxRates: fxRatesShape,
  /** Known once the file was read to its end. */
  rowsTotal: nullable(Type.Integer()),
  /** How far an import that runs has come. */
  rowsRead: Type.Integer(),
  /** What became of the rows; they add up to rowsTotal. */
  counts: nullable(countsShape),
  /** Trades it opened beyond the limit of the plan, all kept; null where it was not counted. */
  tradesBeyondLimit: nullable(Type.Integer()),
  /** Why the file could not be read, or the import not be done. */
  failure: nullable(Type.String()),
  undoing: Type.Boolean(),
  createdAt: instant,
  updatedAt: instant,
  committedAt: nullable(instant),
  finishedAt: nullable(instant),
  undoneAt: nullable(instant),
})

/** An import as its trader sees it. */
export function viewBatch(row: BatchRow): Static<typeof batchShape> {
  const profile = row.profile as Profile | null
  return {
    ...{ id: row.id, accountId: row.account_id, fileId: row.file_id, filename: row.filename },
    ...{ bytes: Number(row.file_bytes), sha256: row.file_sha256.toString('hex'), state: row.state },
    detected: (row.detected as DetectedProfile[]).map(({ id, name }) => ({ id, name })),
    profile: profile === null ? null : { id: profile.id, name: profile.name },
    ...{ timeZone: row.time_zone, symbols: row.symbols as SymbolMapping[], fxRates: row.fx_rates },
    ...{ rowsTotal: row.rows_total, rowsRead: row.rows_read, counts: countsOf(row), failure: row.failure },
    tradesBeyondLimit: row.trades_beyond,
    undoing: row.undo_asked_at !== null && row.undone_at === null,
    ...{ createdAt: row.created_at, updatedAt: row.updated_at, committedAt: row.committed_at },
    ...{ finishedAt: row.finished_at, undoneAt: row.undone_at },
  }
}

/** Null before an import is done. */
export function countsOf(row: BatchRow): Static<typeof countsShape> | null {
  const { rows_created: created, rows_duplicate: duplicate, rows_skipped: skipped } = row
  const { rows_error: error, rows_needs_mapping: needsMapping } = row
  if (created === null || duplicate === null || skipped === null || error === null || needsMapping === null) return null
  return { created, duplicate, skipped, error, needsMapping, needsRate: row.rows_needs_rate ?? 0 }
}
