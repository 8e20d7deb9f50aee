import { type Route, route } from '../../../kernel/http/route.ts'
import { namedObject, nullable, object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { answered, answerOf } from './answer.ts'
import { measureQuery, readMeasure, scopesOf } from './asked.ts'
import { filterText, readFilterText } from './filter-text.ts'
import { type Ask, counted } from './report.ts'
import { summaryDefinitions, summaryProperties } from './reports/summary.ts'

const side = nullable(namedObject('ComparedTrades', { ...counted, ...summaryProperties }))

/** Two selections beside each other. */
export function compareRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>, summary: Ask): Route {
  return route(
    {
      id: 'trading.analyseCompare',
      method: 'GET',
      path: '/api/trading/analytics/compare',
      summary: 'The figures of two selections of trades beside each other.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({
          ...measureQuery,
          left: filterText('A filter as of GET /api/trading/trades, such as tag=...&side=long'),
          right: filterText('The other one'),
        }),
        response: { 200: answerOf({ left: side, right: side }) },
      },
      problems: ['trading/account-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const trader = await plans.trader(db, traderId(call))
      const { left, right, currency, ...query } = call.query
      const told = readMeasure(query)
      const [ofLeft, ofRight] = await Promise.all(
        [
          { name: 'left', text: left },
          { name: 'right', text: right },
        ].map(async (one) => scopesOf(await readFilterText(db, trader, one), { ...told, currency })),
      )
      const scopes = new Map([...(ofRight ?? []), ...(ofLeft ?? [])].map((scope) => [scope.currency, scope]))
      return await answered({ ...told, scopes: [...scopes.values()] }, summaryDefinitions, async ({ currency }) => {
        const [one, other] = await Promise.all(
          [ofLeft, ofRight].map(async (side) => {
            const scope = side?.find((each) => each.currency === currency)
            return scope === undefined ? null : await summary(scope, {})
          }),
        )
        return { left: one, right: other }
      })
    },
  )
}
