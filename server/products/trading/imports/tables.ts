import type { Id } from '../../../kernel/id.ts'
import type { AssetClass } from '../ledger/tables.ts'

/** Rows of imports, what became of the rows of their files, and how traders have their own files read. */
export interface ImportTables {
  'trading.import_batch': BatchRow
  'trading.import_row': OutcomeRow
  'trading.import_waiting': WaitingRow
  'trading.import_rate_waiting': RateWaitingRow
  'trading.import_profile': ProfileRow
}

export const batchStates = [
  'uploaded',
  'detected',
  'mapped',
  'previewed',
  'importing',
  'completed',
  'completed_with_errors',
  'failed',
  'undone',
] as const
export type BatchState = (typeof batchStates)[number]

export const outcomes = ['created', 'duplicate', 'skipped', 'error', 'needs_mapping', 'needs_rate'] as const
export type Outcome = (typeof outcomes)[number]

export interface BatchRow {
  id: Id<'import-batch'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  file_id: Id<'file'> | null
  filename: string
  file_bytes: bigint
  file_sha256: Buffer
  state: BatchState
  detected: unknown
  profile: unknown
  time_zone: string
  symbols: unknown
  fx_rates: Record<string, string>
  preview: unknown
  rows_total: number | null
  rows_read: number
  rows_created: number | null
  rows_duplicate: number | null
  rows_skipped: number | null
  rows_error: number | null
  rows_needs_mapping: number | null
  /** Null of imports that were done when such rows were errors. */
  rows_needs_rate: number | null
  /** Of those it opened, beyond the plan's limit of their month. Null where it was not counted. */
  trades_beyond: number | null
  /** Which of its account's imports it is, once it is done. Null of those that were done before imports had one. */
  place: number | null
  failure: string | null
  wants_letter: boolean
  version: number
  created_at: Date
  updated_at: Date
  committed_at: Date | null
  finished_at: Date | null
  undo_asked_at: Date | null
  undone_at: Date | null
  raw_dropped_at: Date | null
}

export interface OutcomeRow {
  batch_id: Id<'import-batch'>
  number: number
  raw: string | null
  outcome: Outcome
  reason: string | null
  field: string | null
  execution_ids: Id<'execution'>[]
  cash_movement_ids: Id<'cash-movement'>[]
  /** Of a row about a split: the one that it made, or that was known. */
  corporate_action_id: Id<'corporate-action'> | null
}

export interface WaitingRow {
  batch_id: Id<'import-batch'>
  number: number
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  symbol: string
  asset_class: AssetClass
  currency: string
  records: unknown
}

export interface RateWaitingRow {
  batch_id: Id<'import-batch'>
  number: number
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  currency: string
  /** A calendar day of UTC. */
  day: string
  records: unknown
}

export interface ProfileRow {
  id: Id<'import-profile'>
  owner_id: Id<'user'>
  name: string
  definition: unknown
  version: number
  created_at: Date
  updated_at: Date
}
