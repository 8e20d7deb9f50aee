import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import type { RichNode } from '../../../platform/content/index.ts'
import type { LedgerTables } from '../ledger/tables.ts'
import type { Rule } from './rules.ts'

/** Rows of this part, beside those of the ledger that it writes about. Decimals are text as PostgreSQL prints them. */
export interface JournalTables extends LedgerTables {
  'trading.session': SessionRow
  'trading.journal_entry': EntryRow
  'trading.journal_tag': { entry_id: Id<'journal-entry'>; tag_id: Id<'tag'> }
  'trading.journal_file': { file_id: Id<'file'>; entry_id: Id<'journal-entry'> | null; place: number }
  'trading.trade_review': ReviewRow
  'trading.daily_reflection': ReflectionRow
  'trading.playbook': PlaybookRow
  'trading.playbook_version': PlaybookVersionRow
  'trading.trade_rule_result': RuleResultRow
  'trading.goal': GoalRow
  'trading.milestone': MilestoneRow
  'trading.weekly_digest': { owner_id: Id<'user'>; account_id: Id<'trading-account'>; wanted_since: Date }
  'trading.daily_digest': { owner_id: Id<'user'>; account_id: Id<'trading-account'>; wanted_since: Date }
  'trading.digest_sent': { owner_id: Id<'user'>; week_start: LocalDate; sent_at: Date }
}

export interface ChecklistItem {
  readonly text: string
  readonly done: boolean
}

export interface SessionRow {
  id: Id<'trading-session'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'> | null
  started_at: Date
  ended_at: Date | null
  plan: string
  summary: string
  mood_before: number | null
  mood_after: number | null
  checklist: readonly ChecklistItem[]
  version: number
  created_at: Date
  updated_at: Date
}

export const scopes = ['day', 'trade', 'session'] as const
export type Scope = (typeof scopes)[number]

export interface EntryRow {
  id: Id<'journal-entry'>
  owner_id: Id<'user'>
  scope: Scope
  account_id: Id<'trading-account'> | null
  day: LocalDate
  trade_id: Id<'trade'> | null
  session_id: Id<'trading-session'> | null
  title: string
  body: RichNode
  plain: string
  mood: number | null
  mood_words: string[]
  version: number
  created_at: Date
  updated_at: Date
}

export interface ReviewRow {
  trade_id: Id<'trade'>
  account_id: Id<'trading-account'>
  quality: number
  mood: number | null
  mood_words: string[]
  lesson: string
  execution_vs_plan: string
  version: number
  reviewed_at: Date
  updated_at: Date
}

export interface ReflectionRow {
  owner_id: Id<'user'>
  day: LocalDate
  mood: number | null
  mood_words: string[]
  discipline: number | null
  went_well: string
  went_badly: string
  lesson: string
  version: number
  created_at: Date
  updated_at: Date
}

export const playbookStatuses = ['active', 'archived'] as const

export interface PlaybookRow {
  id: Id<'playbook'>
  owner_id: Id<'user'>
  name: string
  status: (typeof playbookStatuses)[number]
  version: number
  created_at: Date
  updated_at: Date
}

export interface PlaybookVersionRow {
  playbook_id: Id<'playbook'>
  number: number
  description: string
  rules: readonly Rule[]
  held_from: Date
}

export interface RuleResultRow {
  trade_id: Id<'trade'>
  playbook_id: Id<'playbook'>
  rule_id: string
  account_id: Id<'trading-account'>
  passed: boolean
  recorded_at: Date
}

export const goalMetrics = ['net', 'win-rate', 'trades-per-day', 'loss-per-day', 'journal-days'] as const
export const goalPeriods = ['week', 'month'] as const

export interface GoalRow {
  id: Id<'goal'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'> | null
  metric: (typeof goalMetrics)[number]
  target: string
  period: (typeof goalPeriods)[number]
  starts_on: LocalDate
  ends_on: LocalDate | null
  version: number
  created_at: Date
  updated_at: Date
}

export const milestoneKinds = ['goal', 'closed-trades', 'journal-days', 'reviews'] as const

export interface MilestoneRow {
  id: Id<'milestone'>
  owner_id: Id<'user'>
  key: string
  kind: (typeof milestoneKinds)[number]
  goal_id: Id<'goal'> | null
  title: string
  reached_at: Date
}
