import type { Rounding } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { RateSource } from '../rates/rate-book.ts'

/** Rows of accounts, what happened in them, and what is derived from it. Decimals are text as PostgreSQL prints them. */
export interface LedgerTables {
  'trading.account': AccountRow
  'trading.account_rework': AccountReworkRow
  'trading.fee_schedule': FeeScheduleRow
  'trading.instrument': InstrumentRow
  'trading.corporate_action': CorporateActionRow
  'trading.execution': ExecutionRow
  'trading.cash_movement': CashMovementRow
  'trading.trade': TradeRow
  'trading.lot_closure': LotClosureRow
  'trading.lot': LotRow
  'trading.trade_note': TradeNoteRow
  'trading.tag': TagRow
  'trading.trade_tag': { trade_id: Id<'trade'>; tag_id: Id<'tag'>; account_id: Id<'trading-account'> }
  'trading.price_bar': PriceBarRow
  'trading.trade_excursion': TradeExcursionRow
  'trading.statement': StatementRow
  'trading.import_statement': ImportStatementRow
  'trading.resolution': ResolutionRow
}

/** 1 bought or long, -1 sold or short. */
export type Side = 1 | -1

export const accountKinds = ['live', 'paper', 'funded', 'demo'] as const
export const matchingMethods = ['FIFO', 'LIFO', 'HIFO', 'AVG'] as const
export type MatchingMethod = (typeof matchingMethods)[number]
export const positionModes = ['netting', 'hedging'] as const

export interface AccountRow {
  id: Id<'trading-account'>
  owner_id: Id<'user'>
  name: string
  broker: string
  kind: (typeof accountKinds)[number]
  currency: string
  time_zone: string
  cutoff_minute: number
  cutoff_zone: string
  matching_method: MatchingMethod
  position_mode: (typeof positionModes)[number]
  opening_balance: string
  /** A calendar day. */
  opened_on: string
  /** Charges fills of which no fee is told. */
  fee_schedule_id: Id<'fee-schedule'> | null
  generation: bigint
  version: number
  /** Columns that a job is about to change, together with the figures. */
  pending: PendingColumns | null
  /** All of the figures are to be made anew, before or with the next change. */
  figures_due: boolean
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

/** What all figures of an account follow. */
export type PendingColumns = Partial<
  Pick<AccountRow, 'matching_method' | 'time_zone' | 'cutoff_minute' | 'cutoff_zone'>
>

export const feeBases = ['unit', 'fill', 'percent'] as const
export const feeSides = ['any', 'buy', 'sell'] as const
export const feeRoundings = ['half-up', 'half-even', 'up', 'down'] as const satisfies readonly Rounding[]

/** One price of a broker. Amounts are decimals in the currency of the schedule. */
export interface FeeRule {
  /** What the fee is called among the parts of a fill; several rules may add to one. */
  readonly part: string
  /** Empty: of every kind. */
  readonly assetClasses: readonly AssetClass[]
  readonly side: (typeof feeSides)[number]
  /** For each share, contract or coin, for each fill, or in percent of what the fill is worth. */
  readonly per: (typeof feeBases)[number]
  /** A rebate is negative. */
  readonly amount: string
  /** Least and most of a fill, without a sign; where they cross the most counts. */
  readonly min: string | null
  readonly max: string | null
  /** The most, in percent of what the fill is worth. */
  readonly maxPercent: string | null
  /** Of the amount without its sign, to the digits of the schedule, after all limits. */
  readonly rounding: (typeof feeRoundings)[number]
}

/** What holds from a day on, by the clock of the account. */
export interface PriceList {
  readonly validFrom: string
  readonly rules: readonly FeeRule[]
}

export interface FeeScheduleRow {
  id: Id<'fee-schedule'>
  owner_id: Id<'user'>
  name: string
  currency: string
  digits: number
  /** In the order of their days. */
  prices: readonly PriceList[]
  version: number
  created_at: Date
  updated_at: Date
}

/** Of one instrument, in the account's currency. */
export interface ReworkTotals {
  readonly trades: number
  readonly gross: string
  readonly fees: string
  readonly net: string
}

export interface AccountReworkRow {
  id: Id<'account-rework'>
  account_id: Id<'trading-account'>
  changed: Record<string, { readonly from: unknown; readonly to: unknown }>
  totals: { instrumentId: Id<'instrument'>; before: ReworkTotals; after: ReworkTotals }[]
  done_at: Date
}

export const assetClasses = ['stock', 'etf', 'option', 'future', 'forex', 'crypto', 'cfd', 'bond'] as const
export type AssetClass = (typeof assetClasses)[number]

export interface InstrumentRow {
  id: Id<'instrument'>
  owner_id: Id<'user'>
  symbol: string
  asset_class: AssetClass
  currency: string
  multiplier: string
  multiplier_source: 'broker' | 'table' | 'owner'
  broker_multiplier: string | null
  tick_size: string | null
  root: string | null
  /** A calendar day. */
  expires_on: string | null
  strike: string | null
  option_right: 'call' | 'put' | null
  exchange: string | null
  aliases: string[]
  version: number
  created_at: Date
  updated_at: Date
}

export const corporateActionKinds = ['split', 'symbol_change', 'spinoff'] as const

export interface CorporateActionRow {
  id: Id<'corporate-action'>
  owner_id: Id<'user'>
  instrument_id: Id<'instrument'>
  kind: (typeof corporateActionKinds)[number]
  effective_at: Date
  numerator: string
  denominator: string
  to_instrument_id: Id<'instrument'> | null
  cost_share: string | null
  /** The import that brought it; null of what a person said. */
  batch_id: Id<'import-batch'> | null
  created_at: Date
}

export const executionKinds = ['fill', 'expiry', 'assignment', 'exercise'] as const
export type ExecutionKind = (typeof executionKinds)[number]

/** Who said the fee of an execution; `none`: nobody, and no schedule was about it. */
export const feeSources = ['broker', 'schedule', 'manual', 'none'] as const
export type FeeSource = (typeof feeSources)[number]

/** Where a rate is from: a dated one, of which day and whose. */
export interface RateOrigin {
  rate_day: string | null
  rate_source: RateSource | null
}

export interface ExecutionRow extends RateOrigin {
  id: Id<'execution'>
  account_id: Id<'trading-account'>
  instrument_id: Id<'instrument'>
  lineage_id: Id<'execution'>
  position_ref: string
  kind: ExecutionKind
  side: Side
  quantity: string
  price: string
  executed_at: Date
  source_zone: string
  sequence: bigint
  effect: 'open' | 'close' | null
  fees: string
  fee_parts: Record<string, string> | null
  /** Null of executions from before it was kept. */
  fee_source: FeeSource | null
  fx_rate: string
  reported_pnl: string | null
  order_id: string | null
  external_id: string | null
  linked_id: Id<'execution'> | null
  source: 'import' | 'manual' | 'system'
  batch_id: Id<'import-batch'> | null
  fingerprint: Buffer | null
  created_at: Date
  superseded_at: Date | null
}

export const cashKinds = ['deposit', 'withdrawal', 'dividend', 'interest', 'fee', 'tax', 'fx'] as const
export type CashKind = (typeof cashKinds)[number]

/** What a movement was before it was changed by hand: by this, and its symbol, the file that brought it knows it. */
export interface CashAsImported {
  readonly kind: CashKind
  readonly amount: string
  readonly currency: string
  readonly happenedAt: string
}

export interface CashMovementRow extends RateOrigin {
  id: Id<'cash-movement'>
  account_id: Id<'trading-account'>
  kind: CashKind
  amount: string
  currency: string
  fx_rate: string
  happened_at: Date
  instrument_id: Id<'instrument'> | null
  /** What it is about, as the file names it that brought it; null of what was entered, and where the file names nothing. */
  symbol: string | null
  /** Null of what was entered, and of what is as its file has it. */
  as_imported: CashAsImported | null
  note: string
  external_id: string | null
  batch_id: Id<'import-batch'> | null
  fingerprint: Buffer | null
  created_at: Date
}

export interface TradeRow {
  id: Id<'trade'>
  account_id: Id<'trading-account'>
  instrument_id: Id<'instrument'>
  position_ref: string
  side: Side
  status: 'open' | 'closed'
  open_execution_id: Id<'execution'>
  close_execution_id: Id<'execution'> | null
  quantity_entered: string
  quantity_max: string
  quantity_open: string
  average_entry: string
  average_exit: string | null
  gross: string
  fees: string
  net: string
  gross_base: string
  fees_base: string
  net_base: string
  cost_base: string
  execution_count: number
  opened_at: Date
  closed_at: Date | null
  closed_day: string | null
  entry_weekday: number
  entry_minute: number
}

export interface LotClosureRow {
  open_execution_id: Id<'execution'>
  close_execution_id: Id<'execution'>
  account_id: Id<'trading-account'>
  instrument_id: Id<'instrument'>
  position_ref: string
  trade_id: Id<'trade'>
  side: Side
  quantity: string
  entry_price: string
  exit_price: string
  gross: string
  open_fee: string
  close_fee: string
  net: string
  gross_base: string
  fees_base: string
  net_base: string
  closed_at: Date
  closed_day: string
}

export interface LotRow {
  open_execution_id: Id<'execution'>
  account_id: Id<'trading-account'>
  instrument_id: Id<'instrument'>
  position_ref: string
  trade_id: Id<'trade'>
  side: Side
  quantity: string
  price: string
  fees: string
  fees_base: string
  cost: string
  cost_base: string
  opened_at: Date
}

export const reviewStates = ['unreviewed', 'reviewed', 'locked'] as const

export interface TradeNoteRow {
  trade_id: Id<'trade'>
  account_id: Id<'trading-account'>
  initial_stop: string | null
  planned_target: string | null
  initial_risk: string | null
  playbook_id: Id<'playbook'> | null
  rating: number | null
  review_state: (typeof reviewStates)[number]
  reported_mae: string | null
  reported_mfe: string | null
  text: string
  version: number
  updated_at: Date
}

export const tagGroupings = ['setup', 'mistake', 'emotion', 'custom'] as const

export interface TagRow {
  id: Id<'tag'>
  owner_id: Id<'user'>
  name: string
  grouping: (typeof tagGroupings)[number]
  created_at: Date
}

export interface PriceBarRow {
  instrument_id: Id<'instrument'>
  seconds: number
  starts_at: Date
  open: string
  high: string
  low: string
  close: string
  /** Written by the trader, or told by the source that the installation asks. */
  source: 'owner' | 'source'
}

export interface StatementRow {
  id: Id<'statement'>
  account_id: Id<'trading-account'>
  /** A trading day. */
  day: string
  /** Of a balance. */
  currency: string | null
  /** Of a position. */
  instrument_id: Id<'instrument'> | null
  amount: string
  created_at: Date
}

export const statedKinds = ['cash', 'position', 'realised'] as const
export type StatedKind = (typeof statedKinds)[number]

/** What a file of the broker says. */
export interface ImportStatementRow {
  id: Id<'statement'>
  account_id: Id<'trading-account'>
  /** Null of one that came with the file of an account. */
  batch_id: Id<'import-batch'> | null
  number: number | null
  kind: StatedKind
  day: string
  currency: string | null
  instrument_id: Id<'instrument'> | null
  amount: string
  since_at: Date | null
  /** The last instant that counts. */
  until_at: Date
  created_at: Date
}

export interface ResolutionRow {
  /** An execution or a statement. */
  subject_id: string
  account_id: Id<'trading-account'>
  difference: string
  reason: string
  resolved_at: Date
}

/** How far a closed trade went by price bars, in the account's currency; without `seconds` no bar says. */
interface TradeExcursionRow {
  trade_id: Id<'trade'>
  account_id: Id<'trading-account'>
  mae: string | null
  mfe: string | null
  seconds: number | null
}
