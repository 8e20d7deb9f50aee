import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { namedObject, object, oneOf } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { invalidValue } from '../ledger/problems.ts'
import { dashboardPanels, layoutOf, saveLayout } from './layout.ts'

const path = '/api/trading/dashboard-layout'
const panels = Type.Array(object({ name: oneOf(dashboardPanels), hidden: Type.Boolean() }), {
  maxItems: dashboardPanels.length,
})
const layoutShape = namedObject('DashboardLayout', { panels })

/** In which order a trader has the panels of the dashboard. */
export function layoutRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.getDashboardLayout',
        method: 'GET',
        path,
        summary: 'Every panel of the dashboard in the caller’s order, and which of them are hidden.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: { response: { 200: layoutShape } },
        problems: ['trading/consent-needed'],
      },
      async (call) => ({ panels: await layoutOf(db, traderId(call)) }),
    ),
    route(
      {
        id: 'trading.saveDashboardLayout',
        method: 'PUT',
        path,
        summary: 'Puts the panels of the dashboard into an order; those that are not named come after.',
        policy: { can: 'trading:use', rate: 'write' },
        schema: { body: layoutShape, response: { 200: layoutShape } },
        problems: ['trading/value-invalid', 'trading/consent-needed'],
      },
      (call) => {
        const ownerId = traderId(call)
        const placed = call.body.panels
        const twice = placed.findIndex(({ name }, at) => placed.findIndex((one) => one.name === name) < at)
        if (twice >= 0) throw invalidValue(`/panels/${twice}/name`, 'twice', 'stands before already')
        return call.transaction(async (tx) => {
          await saveLayout(tx, ownerId, placed)
          return { panels: await layoutOf(tx, ownerId) }
        })
      },
    ),
  ]
}
