import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, object, oneOf } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { createDashboard, type DashboardFields, listDashboards, removeDashboard, saveDashboard } from './dashboards.ts'
import { filterText } from './filter-text.ts'
import { type DashboardPanel, dashboardPanels } from './layout.ts'
import { bases, modes } from './metrics/closed-trade.ts'
import type { DashboardRow } from './tables.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const path = '/api/trading/dashboards'
const fields = {
  name: Type.String({ minLength: 1, maxLength: 60 }),
  filter: filterText('Which trades, as of GET /api/trading/trades, such as symbol=ES&from=2026-01-01; empty: all'),
  basis: oneOf(bases),
  mode: oneOf(modes),
  widgets: Type.Array(oneOf(dashboardPanels), { maxItems: dashboardPanels.length, description: 'In their order' }),
}
const dashboardShape = namedObject('Dashboard', {
  id: idOf('dashboard'),
  ...fields,
  ...{ version: Type.Integer(), createdAt: instant, updatedAt: instant },
})
const byId = object({ id: idOf('dashboard') })
const write = { can: 'trading:use', rate: 'write' } as const
const refusals = [
  ...['trading/dashboard-named', 'trading/value-invalid', 'trading/account-not-found', 'trading/consent-needed'],
]

/** What each widget shows, and the reports that it is of. */
const WIDGETS: Readonly<Record<DashboardPanel, readonly [title: string, reports: readonly string[]]>> = {
  figures: ['Key figures', ['summary']],
  equity: ['Equity and drawdown', ['equity', 'drawdown']],
  calendar: ['Calendar', ['calendar']],
  heatmap: ['Weekday and hour of the entry', ['heatmap']],
  distribution: ['Results', ['distribution', 'r']],
  by: ['Where results come from', ['by']],
  playbooks: ['Playbooks and the cost of mistakes', ['playbooks']],
  streaks: ['Streaks', ['streaks']],
  excursion: ['MAE and MFE', ['excursion']],
  behaviour: ['Behaviour', ['behaviour']],
}

/** Dashboards that traders name, beside the one that everybody has. */
export function dashboardsRoutes(deps: Deps): Route[] {
  return [widgetsRoute(), listRoute(deps), createRoute(deps), saveRoute(deps), removeRoute(deps)]
}

function widgetsRoute(): Route {
  const widget = object({ name: oneOf(dashboardPanels), title: Type.String(), reports: Type.Array(Type.String()) })
  return route(
    {
      id: 'trading.listWidgets',
      method: 'GET',
      path: '/api/trading/widgets',
      summary: 'What dashboards are made of, each with the reports of analytics that it shows.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(widget) }) } },
    },
    async () => ({
      items: dashboardPanels.map((name) => ({ name, title: WIDGETS[name][0], reports: [...WIDGETS[name][1]] })),
    }),
  )
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listDashboards',
      method: 'GET',
      path,
      summary: 'The dashboards that the caller named.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(dashboardShape) }) } },
      problems: ['trading/consent-needed'],
    },
    async (call) => ({ items: (await listDashboards(db, traderId(call))).map(view) }),
  )
}

function createRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.createDashboard',
      method: 'POST',
      path,
      summary: 'A dashboard of a name, with its widgets and the trades that it is of.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body: object(fields), response: { 201: dashboardShape } },
      problems: [...refusals, 'trading/dashboards-full'],
    },
    async (call) => {
      const trader = await plans.trader(db, traderId(call))
      return await call.transaction(async (tx) => view(await createDashboard(tx, trader, fieldsOf(call.body))))
    },
  )
}

function saveRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.saveDashboard',
      method: 'PUT',
      path: `${path}/{id}`,
      summary: 'Changes a dashboard as a whole.',
      policy: write,
      schema: {
        params: byId,
        body: object({ ...fields, version: Type.Integer() }),
        response: { 200: dashboardShape },
      },
      problems: [...refusals, 'trading/dashboard-not-found', 'trading/dashboard-stale'],
    },
    async (call) => {
      const own = { trader: await plans.trader(db, traderId(call)), id: call.params.id }
      const { version } = call.body
      const { body } = call
      return await call.transaction(async (tx) => view(await saveDashboard(tx, own, { ...fieldsOf(body), version })))
    },
  )
}

function removeRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.removeDashboard',
      method: 'DELETE',
      path: `${path}/{id}`,
      summary: 'Removes a dashboard; nothing that it showed goes.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: ['trading/dashboard-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const own = { trader: await plans.trader(db, traderId(call)), id: call.params.id }
      await call.transaction((tx) => removeDashboard(tx, own))
      call.reply.code(204)
      return null
    },
  )
}

type Body = Static<ReturnType<typeof object<typeof fields>>>

function fieldsOf({ name, filter, basis, mode, widgets }: Body): DashboardFields {
  return { name, filter, basis, mode, widgets: [...widgets] }
}

function view(row: DashboardRow): Static<typeof dashboardShape> {
  const { id, name, filter, basis, mode, version, created_at: createdAt, updated_at: updatedAt } = row
  const widgets = row.widgets.flatMap((widget) => dashboardPanels.filter((known) => known === widget))
  return { id, name, filter, basis, mode, widgets, version, createdAt, updatedAt }
}
