import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import type { TradeFilterQuery } from '../ledger/trade-filter.ts'
import type { PaidPlan } from './plans/plan.ts'

/** Rows of this part. */
export interface SharingTables {
  'trading.mentor': MentorRow
  'trading.mentor_comment': MentorCommentRow
  'trading.restore': RestoreRow
  'trading.share': ShareRow
  'trading.support_consent': { owner_id: Id<'user'>; until: Date; given_at: Date }
  'trading.plan_lock': { owner_id: Id<'user'> }
  'trading.plan_order': PlanOrderRow
  'trading.prepared_export': PreparedExportRow
  'trading.subscription': SubscriptionRow
}

export interface SubscriptionRow {
  owner_id: Id<'user'>
  plan: string
  terms: PaidPlan | null
  starts_at: Date
  ends_at: Date | null
  ends_with_period: boolean
  next_plan: string | null
  told: number
}

export interface PlanOrderRow {
  id: Id<'trading-plan-order'>
  owner_id: Id<'user'>
  plan: string
  terms: PaidPlan
  state: 'open' | 'called-off' | 'paid' | 'replaced' | 'refunded'
  worth_minor: bigint | null
  period_from: Date | null
  period_until: Date | null
  created_at: Date
  paid_at: Date | null
}

export const restoreStates = ['waiting', 'done', 'failed'] as const

export interface RestoreRow {
  id: Id<'trading-restore'>
  owner_id: Id<'user'>
  file_id: Id<'file'> | null
  filename: string
  name: string | null
  state: (typeof restoreStates)[number]
  account_id: Id<'trading-account'> | null
  counts: RestoreCounts | null
  failure: string | null
  failed_line: number | null
  failed_field: string | null
  created_at: Date
  finished_at: Date | null
}

/** How much of each came into the account. */
export interface RestoreCounts {
  readonly executions: number
  readonly cash: number
  readonly trades: number
  readonly entries: number
}

export const exportKinds = ['account', 'trades', 'executions'] as const
export const exportStates = ['waiting', 'ready', 'failed', 'expired'] as const

export interface PreparedExportRow {
  id: Id<'trading-export'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'> | null
  kind: (typeof exportKinds)[number]
  filename: string
  state: (typeof exportStates)[number]
  file_id: Id<'file'> | null
  bytes: bigint | null
  hidden_by_plan: number | null
  created_at: Date
  finished_at: Date | null
  expires_at: Date | null
}

export const shareKinds = ['trade', 'trades', 'report', 'entry'] as const

export interface ShareRow {
  id: Id<'trading-share'>
  owner_id: Id<'user'>
  kind: (typeof shareKinds)[number]
  title: string
  /** Of a trade and an entry. */
  subject_id: string | null
  /** Of trades and a report. */
  filter: TradeFilterQuery | null
  redacted: boolean
  token_hash: Buffer
  expires_at: Date
  views: bigint
  last_viewed_at: Date | null
  created_at: Date
}

export interface MentorRow {
  id: Id<'trading-mentor'>
  owner_id: Id<'user'>
  email: string
  email_key: string
  mentor_id: Id<'user'> | null
  state: 'invited' | 'declined' | 'accepted' | 'ended'
  invited_at: Date
  accepted_at: Date | null
  invitation_mailed_at: Date | null
  comment_mailed_at: Date | null
  looked_on: LocalDate | null
}

export interface MentorCommentRow {
  id: Id<'trading-comment'>
  owner_id: Id<'user'>
  mentor_id: Id<'user'>
  account_id: Id<'trading-account'> | null
  trade_id: Id<'trade'> | null
  entry_id: Id<'journal-entry'> | null
  text: string
  created_at: Date
  changed_at: Date | null
}
