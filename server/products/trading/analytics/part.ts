import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { analyticsRoutes } from './analytics.routes.ts'
import { dashboardsRoutes } from './dashboards.routes.ts'
import { dashboardProblem, eraseDashboards, listDashboards } from './dashboards.ts'
import { layoutRoutes } from './layout.routes.ts'
import { eraseLayout, findLayout } from './layout.ts'

/** What became of trades: figures with their definitions, curves, calendars, and what might have been. */
export function createAnalytics(deps: Pick<TradingParts, 'db' | 'cache' | 'selections' | 'plans'>): UnitPart {
  return {
    routes: [...analyticsRoutes(deps), ...layoutRoutes(deps), ...dashboardsRoutes(deps)],
    problems: [dashboardProblem],
    permissions: {},
    events: [],
    exports: ['dashboardLayout', 'dashboards'],
    exportPerson: async (userId) => {
      const dashboardLayout = await findLayout(deps.db, userId)
      const dashboards = await listDashboards(deps.db, userId)
      return {
        ...(dashboardLayout === undefined ? {} : { dashboardLayout }),
        ...(dashboards.length === 0 ? {} : { dashboards }),
      }
    },
    erasePerson: async (tx, userId) => {
      await eraseLayout(tx, userId)
      await eraseDashboards(tx, userId)
    },
  }
}
