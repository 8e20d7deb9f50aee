import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { answered, answerOf } from './answer.ts'
import { analyticsQuery, readAsked } from './asked.ts'
import { filterText } from './filter-text.ts'
import { counted } from './report.ts'
import { changes, whatIfDefinitions, whatIfProperties } from './whatif.ts'
import { readChange, whatIfOf } from './whatif-change.ts'

/** What might have been, as it is asked for. */
export const changeQuery = {
  change: oneOf(changes),
  amount: Type.Optional({
    ...unsignedDecimalShape,
    description:
      'fixedRisk: money at risk in each trade; stop: so many R; exit: share of the best, 0.8 for four fifths',
  }),
  filter: Type.Optional(filterText('without, only: which trades, as of GET /api/trading/trades')),
  seed: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1, description: 'shuffle: the same gives the same order' }),
  ),
  points: Type.Optional(
    Type.Integer({ minimum: 10, maximum: 5000, description: 'Of each curve, with its extremes; 500 when absent' }),
  ),
}

/** Trades as they might have been, always beside those that were. */
export function whatIfRoute({ db, selections, plans }: Pick<TradingParts, 'db' | 'selections' | 'plans'>): Route {
  return route(
    {
      id: 'trading.analyseWhatif',
      method: 'GET',
      path: '/api/trading/analytics/whatif',
      summary:
        'What results had been without some trades, at a fixed risk, with another stop or exit, or in another order.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({ ...analyticsQuery, ...changeQuery }),
        response: { 200: answerOf({ ...counted, ...whatIfProperties }) },
      },
      problems: ['trading/account-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const trader = await plans.trader(db, traderId(call))
      const asked = await readAsked(db, trader, call.query)
      const change = await readChange(db, trader, { ...call.query, ...asked })
      return await answered(asked, whatIfDefinitions, async (scope) => {
        return (await whatIfOf(selections, scope, { change, points: call.query.points })).told
      })
    },
  )
}
