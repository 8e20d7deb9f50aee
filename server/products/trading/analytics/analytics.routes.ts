import type { TSchema } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { answered, answerOf } from './answer.ts'
import { analyticsQuery, readAsked } from './asked.ts'
import { compareRoute } from './compare.routes.ts'
import { dashboardRoute } from './dashboard.routes.ts'
import { definitionsRoute } from './definitions.routes.ts'
import { explainFigureRoute } from './explain/explain.routes.ts'
import { type Ask, counted, keepReport, type Report } from './report.ts'
import { behaviourReport } from './reports/behaviour.ts'
import { byReport } from './reports/by.ts'
import { calendarReport } from './reports/calendar.ts'
import { distributionReport } from './reports/distribution.ts'
import { drawdownsReport } from './reports/drawdown.ts'
import { equityReport } from './reports/equity.ts'
import { excursionReport } from './reports/excursion.ts'
import { heatmapReport } from './reports/heatmap.ts'
import { montecarloReport } from './reports/montecarlo.ts'
import { playbooksReport } from './reports/playbooks.ts'
import { rReport } from './reports/r.ts'
import { streaksReport } from './reports/streaks.ts'
import { summaryReport } from './reports/summary.ts'
import { whatIfRoute } from './whatif.routes.ts'

const problems = ['trading/account-not-found', 'trading/consent-needed']

/** What closed trades say, in reports. */
export function analyticsRoutes(deps: Pick<TradingParts, 'db' | 'cache' | 'selections' | 'plans'>): Route[] {
  const { db, cache, selections, plans } = deps
  const asks: Record<string, Ask> = {}
  const queries: Record<string, TSchema> = {}

  function reportRoute<Query extends Record<string, TSchema>, Answer extends Record<string, TSchema>>(
    summary: string,
    report: Report<Query, Answer>,
  ): Route {
    const { name, definitions, properties } = report
    const ask = keepReport({ cache, selections }, report)
    asks[name] = ask
    Object.assign(queries, report.query)
    return route(
      {
        id: `trading.analyse${name[0]?.toUpperCase()}${name.slice(1)}`,
        method: 'GET',
        path: `/api/trading/analytics/${name}`,
        summary,
        policy: { can: 'trading:use', rate: 'read' },
        schema: {
          query: object({ ...analyticsQuery, ...report.query }),
          response: { 200: answerOf({ ...counted, ...properties }) },
        },
        problems,
      },
      async (call) => {
        const query = call.query as Readonly<Record<string, unknown>>
        const asked = await readAsked(db, await plans.trader(db, traderId(call)), query)
        return await answered(asked, definitions, (scope) => ask(scope, query))
      },
    )
  }

  const routes = [
    reportRoute('Figures of a selection of trades, each with its definition.', summaryReport),
    reportRoute('Equity by closed trade, by day as realised, and by day with open positions marked.', equityReport(db)),
    reportRoute('Falls of each equity series, with start, valley and recovery.', drawdownsReport(db)),
    reportRoute('Results by trading day and by week.', calendarReport),
    reportRoute('Results by weekday and time of the entry.', heatmapReport),
    reportRoute('How results are spread.', distributionReport),
    reportRoute('Results by a property of trades.', byReport(db)),
    reportRoute('Runs of wins and losses.', streaksReport),
    reportRoute('Results by initial risk.', rReport),
    reportRoute('How far trades went against and in favour before they ended.', excursionReport),
    reportRoute('Results by playbook.', playbooksReport),
    reportRoute('Futures drawn from the results of the past.', montecarloReport),
    reportRoute('How trades were taken, with the trades that show it.', behaviourReport),
  ]
  const ask: (name: string) => Ask = (name) => (scope, query) => {
    const known = asks[name]
    if (known === undefined) throw new TypeError(`there is no report ${name}`)
    return known(scope, query)
  }
  return [
    ...routes,
    dashboardRoute(deps, ask),
    compareRoute(deps, ask('summary')),
    whatIfRoute(deps),
    explainFigureRoute(deps, ask, queries),
    definitionsRoute,
  ]
}
