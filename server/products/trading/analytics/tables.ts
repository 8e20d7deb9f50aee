import type { Id } from '../../../kernel/id.ts'

/** Rows of this part. */
export interface AnalyticsTables {
  'trading.dashboard_layout': { owner_id: Id<'user'>; panels: string[]; hidden: string[] }
}
