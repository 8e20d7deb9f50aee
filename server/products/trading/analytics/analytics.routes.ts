import type { TSchema } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { answered, answerOf } from './answer.ts'
import { analyticsQuery, readAsked } from './asked.ts'
import { keepReport, type Report } from './report.ts'
import { byReport } from './reports/by.ts'
import { calendarReport } from './reports/calendar.ts'
import { distributionReport } from './reports/distribution.ts'
import { drawdownsReport } from './reports/drawdown.ts'
import { equityReport } from './reports/equity.ts'
import { heatmapReport } from './reports/heatmap.ts'
import { rReport } from './reports/r.ts'
import { streaksReport } from './reports/streaks.ts'
import { createSelections } from './selections.ts'

const policy = { can: 'trading:use', rate: 'read' } as const
const problems = ['trading/account-not-found', 'trading/consent-needed']

/** What closed trades say, in reports. */
export function analyticsRoutes({ db, cache }: Pick<TradingDeps, 'db' | 'cache'>): Route[] {
  const parts = { cache, selections: createSelections(db) }

  function reportRoute<Query extends Record<string, TSchema>, Answer extends Record<string, TSchema>>(
    summary: string,
    report: Report<Query, Answer>,
  ): Route {
    const ask = keepReport(parts, report)
    return route(
      {
        id: `trading.analyse${report.name[0]?.toUpperCase()}${report.name.slice(1)}`,
        method: 'GET',
        path: `/api/trading/analytics/${report.name}`,
        summary,
        policy,
        schema: {
          query: object({ ...analyticsQuery, ...report.query }),
          response: { 200: answerOf(report.properties) },
        },
        problems,
      },
      async (call) => {
        const query = call.query as Readonly<Record<string, unknown>>
        return await answered(await readAsked(db, traderId(call), query), (scope) => ask(scope, query))
      },
    )
  }

  return [
    reportRoute('Equity by closed trade, by day as realised, and by day with open positions marked.', equityReport(db)),
    reportRoute('Falls of each equity series, with start, valley and recovery.', drawdownsReport(db)),
    reportRoute('Results by trading day and by week.', calendarReport),
    reportRoute('Results by weekday and time of the entry.', heatmapReport),
    reportRoute('How results are spread.', distributionReport),
    reportRoute('Results by a property of trades.', byReport(db)),
    reportRoute('Runs of wins and losses.', streaksReport),
    reportRoute('Results by initial risk.', rReport),
  ]
}
