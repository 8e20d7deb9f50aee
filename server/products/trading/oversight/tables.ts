import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import type { LedgerTables } from '../ledger/tables.ts'

/** Rows of this part, beside those of the ledger that it watches. Decimals are text as PostgreSQL prints them. */
export interface OversightTables extends LedgerTables {
  'trading.risk_profile': RiskProfileRow
  'trading.risk_breach': RiskBreachRow
  'trading.alert_rule': AlertRow
  'trading.alert_event': AlertEventRow
  'trading.quiet_hours': QuietHoursRow
  'trading.push_address': PushAddressRow
  'trading.oversight_look': LookRow
}

export const drawdownKinds = ['static', 'trailing_end_of_day', 'trailing_intraday'] as const
export const riskStates = ['ok', 'warning', 'breached'] as const
export type RiskState = (typeof riskStates)[number]

export interface RiskProfileRow {
  id: Id<'risk-profile'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  name: string
  starts_on: LocalDate
  start_balance: string | null
  daily_loss: string | null
  drawdown_kind: (typeof drawdownKinds)[number] | null
  drawdown_amount: string | null
  drawdown_lock_at: string | null
  best_day_percent: string | null
  days_min: number | null
  profit_target: string | null
  warn_at_percent: number
  uses_marks: boolean
  status: RiskState
  version: number
  created_at: Date
  updated_at: Date
}

/** Limits; the other rules are conditions that later trades can meet. */
export const limitRules = ['daily_loss', 'drawdown'] as const
export type LimitRule = (typeof limitRules)[number]

export const breachChanges = ['moved', 'withdrawn', 'returned'] as const

/** What a later look made of a breach. Instants are ISO 8601. */
export interface BreachChange {
  readonly what: (typeof breachChanges)[number]
  readonly at: string
  readonly from: string | null
  readonly to: string | null
}

export interface RiskBreachRow {
  id: Id<'risk-breach'>
  profile_id: Id<'risk-profile'>
  owner_id: Id<'user'>
  rule: LimitRule
  breached_at: Date
  recorded_at: Date
  withdrawn_at: Date | null
  changes: readonly BreachChange[]
}

export const alertKinds = [
  'daily-profit',
  'daily-loss',
  'weekly-profit',
  'weekly-loss',
  'win-streak',
  'loss-streak',
  'win-rate-below',
  'drawdown',
  'trade-size',
  'exposure',
  'trades-per-day',
  'price-above',
  'price-below',
  'risk-warning',
  'risk-breach',
  'import-failed',
] as const
export type AlertKind = (typeof alertKinds)[number]

export const alertStates = ['active', 'triggered', 'snoozed', 'resolved', 'expired'] as const
export const channels = ['email', 'in-app', 'webhook', 'push'] as const
export type Channel = (typeof channels)[number]

export interface AlertRow {
  id: Id<'alert'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  name: string
  kind: AlertKind
  threshold: string | null
  trades: number | null
  instrument_id: Id<'instrument'> | null
  profile_id: Id<'risk-profile'> | null
  channels: Channel[]
  state: (typeof alertStates)[number]
  snoozed_until: Date | null
  expires_at: Date | null
  told_key: string | null
  triggered_at: Date | null
  version: number
  created_at: Date
  updated_at: Date
}

export interface AlertEventRow {
  id: Id<'alert-event'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  rule_id: Id<'alert'> | null
  profile_id: Id<'risk-profile'> | null
  title: string
  raised_at: Date
  in_app: boolean
  read_at: Date | null
}

export interface QuietHoursRow {
  owner_id: Id<'user'>
  from_minute: number
  to_minute: number
  time_zone: string
}

export interface PushAddressRow {
  owner_id: Id<'user'>
  url: string
  failure: string | null
  failed_at: Date | null
  created_at: Date
}

export interface LookRow {
  account_id: Id<'trading-account'>
  generation: bigint
  day: LocalDate
  looked_at: Date
}
