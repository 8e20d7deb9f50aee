import { Type } from 'typebox'
import { decimal, signOf, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { answered, answerOf } from './answer.ts'
import { analyticsQuery, readAsked, scopesOf } from './asked.ts'
import { filterText, readFilterText } from './filter-text.ts'
import { counted } from './report.ts'
import { tallyDefinitions } from './tally.ts'
import { changedTrades, changes, curveOfTrades, whatIfProperties } from './whatif.ts'

const POINTS = 500

const query = object({
  ...analyticsQuery,
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
})

const NEEDS = {
  without: 'filter',
  only: 'filter',
  fixedRisk: 'amount',
  stop: 'amount',
  exit: 'amount',
  shuffle: null,
} as const

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
      schema: { query, response: { 200: answerOf({ ...counted, ...whatIfProperties }) } },
      problems: ['trading/account-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const trader = await plans.trader(db, traderId(call))
      const { change: kind, amount = '0', filter = '', seed = 1, points = POINTS, ...rest } = call.query
      checkNeeds(kind, call.query)
      const asked = await readAsked(db, trader, rest)
      const named = NEEDS[kind] === 'filter' ? await readFilterText(db, trader, { name: 'filter', text: filter }) : null
      return await answered(
        asked,
        { ...tallyDefinitions, changed: 'whatif.changed', unknown: 'whatif.unknown' },
        async (scope) => {
          const { results, hiddenByPlan } = await selections(scope)
          const [other] = named === null ? [] : scopesOf(named, { ...asked, currency: scope.currency })
          const ids = new Set(other === undefined ? [] : (await selections(other)).trades.map(({ id }) => id))
          const { trades, ...told } = changedTrades(results.trades, { kind, amount: decimal(amount), seed, named: ids })
          return {
            ...{ n: results.trades.length, missing: results.missing, hiddenByPlan, change: kind, ...told },
            real: curveOfTrades(results.trades, scope.measure, points),
            whatIf: curveOfTrades(trades, scope.measure, points),
          }
        },
      )
    },
  )
}

function checkNeeds(
  kind: (typeof changes)[number],
  given: { readonly amount?: string; readonly filter?: string },
): void {
  const need = NEEDS[kind]
  if (need === null) return
  const pointer = `?${need}`
  if (given[need] === undefined)
    throw httpProblem('invalid', { errors: [{ pointer, code: 'required', detail: `is missing: ${kind} needs it` }] })
  if (need === 'amount' && signOf(decimal(given.amount ?? '0')) === 0)
    throw httpProblem('invalid', { errors: [{ pointer, code: 'positive', detail: 'is more than zero' }] })
}
