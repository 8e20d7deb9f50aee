import { setImmediate as breath } from 'node:timers/promises'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { answered, answerOf } from './answer.ts'
import { analyticsQuery, readAsked } from './asked.ts'
import { type Ask, counted } from './report.ts'
import { calendarProperties } from './reports/calendar.ts'
import { distributionProperties } from './reports/distribution.ts'
import { drawdownProperties } from './reports/drawdown.ts'
import { equityProperties, pointsQuery } from './reports/equity.ts'
import { heatmapProperties } from './reports/heatmap.ts'
import { summaryDefinitions, summaryProperties } from './reports/summary.ts'
import { tallyDefinitions } from './tally.ts'

const POINTS = 1000
/** Marked equity looks up a price for each day and position: it is asked for by itself. */
const SERIES = { series: ['trade', 'day'] }

const sections = {
  summary: summaryProperties,
  equity: equityProperties,
  drawdown: drawdownProperties,
  calendar: calendarProperties,
  heatmap: heatmapProperties,
  distribution: distributionProperties,
}

const properties = {
  summary: object({ ...counted, ...sections.summary }),
  equity: object({ ...counted, ...sections.equity }),
  drawdown: object({ ...counted, ...sections.drawdown }),
  calendar: object({ ...counted, ...sections.calendar }),
  heatmap: object({ ...counted, ...sections.heatmap }),
  distribution: object({ ...counted, ...sections.distribution }),
}

/** What a page about trading begins with, in one answer. */
export function dashboardRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>, ask: (name: string) => Ask): Route {
  return route(
    {
      id: 'trading.analyseDashboard',
      method: 'GET',
      path: '/api/trading/analytics/dashboard',
      summary:
        'Summary, equity, drawdown, calendar, heatmap and distribution in one answer; series of 1,000 points unless `points` says otherwise.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object({ ...analyticsQuery, ...pointsQuery }), response: { 200: answerOf(properties) } },
      problems: ['trading/account-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const query = { ...SERIES, ...call.query, points: call.query.points ?? POINTS }
      const asked = await readAsked(db, await plans.trader(db, traderId(call)), call.query)
      return await answered(asked, { ...tallyDefinitions, ...summaryDefinitions }, async (scope) => {
        const told: Record<string, object> = {}
        for (const name of Object.keys(sections)) {
          told[name] = await ask(name)(scope, query)
          // Of many trades each takes its while: other requests go in between.
          await breath()
        }
        return told
      })
    },
  )
}
