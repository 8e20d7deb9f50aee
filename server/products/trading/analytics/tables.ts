import type { Id } from '../../../kernel/id.ts'
import type { Measure } from './metrics/closed-trade.ts'

/** Rows of this part. */
export interface AnalyticsTables {
  'trading.dashboard_layout': { owner_id: Id<'user'>; panels: string[]; hidden: string[] }
  'trading.dashboard': DashboardRow
}

export interface DashboardRow {
  id: Id<'dashboard'>
  owner_id: Id<'user'>
  name: string
  filter: string
  basis: Measure['basis']
  mode: Measure['mode']
  widgets: string[]
  version: number
  created_at: Date
  updated_at: Date
}
