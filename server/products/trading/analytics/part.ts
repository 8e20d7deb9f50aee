import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { analyticsRoutes } from './analytics.routes.ts'
import { layoutRoutes } from './layout.routes.ts'
import { eraseLayout, findLayout } from './layout.ts'

/** What became of trades: figures with their definitions, curves, calendars, and what might have been. */
export function createAnalytics(deps: Pick<TradingParts, 'db' | 'cache' | 'selections' | 'plans'>): UnitPart {
  return {
    routes: [...analyticsRoutes(deps), ...layoutRoutes(deps)],
    problems: [],
    permissions: {},
    events: [],
    exports: ['dashboardLayout'],
    exportPerson: async (userId) => {
      const dashboardLayout = await findLayout(deps.db, userId)
      return dashboardLayout === undefined ? {} : { dashboardLayout }
    },
    erasePerson: eraseLayout,
  }
}
