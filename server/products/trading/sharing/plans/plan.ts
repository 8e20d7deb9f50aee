import { namedObject, oneOf } from '../../../../kernel/http/schema.ts'
import type { Setting } from '../../../../platform/settings/index.ts'

const names = ['unlimited', 'free'] as const

export type PlanName = (typeof names)[number]

/** The most there may be of each; null where a plan sets no limit. Trades and entries are of a month. */
export interface Limits {
  readonly tradesOpened: number | null
  readonly journalEntries: number | null
  readonly activePlaybooks: number | null
}

export const LIMITS: Readonly<Record<PlanName, Limits>> = {
  unlimited: { tradesOpened: null, journalEntries: null, activePlaybooks: null },
  free: { tradesOpened: 10, journalEntries: 20, activePlaybooks: 2 },
}

export const planName = oneOf(names)

/** Whoever may this has no limits, whatever the installation's plan. */
export const WITHOUT_LIMITS = 'trading:unlimited'

const shape = namedObject('TradingPlan', { plan: { ...planName, title: 'Plan of every trader' } })

/** How much traders may keep. */
export const planSetting: Setting<typeof shape> = {
  key: 'trading-plan',
  title: 'The plan of traders',
  description:
    'free: 10 trades and 20 journal entries a month, and 2 active playbooks; people with the role trader-unlimited have no limits. unlimited: nobody has.',
  schema: shape,
  fallback: { plan: 'unlimited' },
  isPublic: false,
}
