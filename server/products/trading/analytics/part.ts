import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { analyticsRoutes } from './analytics.routes.ts'

/** What became of trades: figures with their definitions, curves, calendars, and what might have been. */
export function createAnalytics(deps: Pick<TradingParts, 'db' | 'cache' | 'selections' | 'plans'>): UnitPart {
  return { routes: analyticsRoutes(deps), problems: [], permissions: {}, events: [] }
}
