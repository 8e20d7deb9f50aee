import { type Static, type TSchema, Type } from 'typebox'
import { now } from '../../../../kernel/clock.ts'
import { httpProblem } from '../../../../kernel/http/problems.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, namedObject, object, oneOf, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { tradingProblem } from '../../problems.ts'
import { analyticsQuery } from '../asked.ts'
import { filterText } from '../filter-text.ts'
import { bases, modes } from '../metrics/closed-trade.ts'
import type { Ask } from '../report.ts'
import { changeQuery } from '../whatif.routes.ts'
import { type AskedFigure, type FoundFigure, findFigures, reports } from './find-figure.ts'
import type { RowHead } from './rows.ts'
import { explainedShape, pageOf, writtenExplanation } from './written.ts'

const explanation = namedObject('FigureExplanation', {
  asOf: instant,
  report: oneOf(reports),
  figure: Type.String(),
  currency: Type.String(),
  accountIds: Type.Array(idOf('trading-account')),
  basis: oneOf(bases),
  mode: oneOf(modes),
  ...explainedShape,
})

const asked = {
  report: oneOf(reports),
  figure: Type.String({
    minLength: 2,
    maxLength: 300,
    description:
      'A JSON pointer into a group of the report’s answer; members of lists by their number or by what they are of: /figures/trades.winRate/value',
  }),
  left: Type.Optional(filterText('compare: as of the report')),
  right: Type.Optional(filterText('compare: as of the report')),
}

/** How any figure of any report follows from the trades, days and fills behind it. */
export function explainFigureRoute(
  deps: Pick<TradingParts, 'db' | 'selections' | 'plans'>,
  ask: (name: string) => Ask,
  reportQueries: Readonly<Record<string, TSchema>>,
): Route {
  const { points: _, dimension, ...others } = reportQueries
  const query = {
    ...{ ...analyticsQuery, ...others, ...asked, ...pageQuery },
    ...(dimension === undefined ? {} : { dimension: Type.Optional(dimension) }),
    change: Type.Optional(changeQuery.change),
    ...{ amount: changeQuery.amount, filter: changeQuery.filter },
    points: Type.Optional(Type.Integer({ minimum: 0, maximum: 5000 })),
  }
  return route(
    {
      id: 'trading.explainFigure',
      method: 'GET',
      path: '/api/trading/analytics/explain',
      summary:
        'How a figure of a report follows from what is behind it: definition, formula, every step with its numbers, and the rows.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object(query), response: { 200: explanation } },
      problems: ['trading/account-not-found', 'trading/consent-needed', 'trading/figure-not-found'],
    },
    async (call) => {
      const { limit, cursor, ...rest } = call.query as AskedFigure & { limit?: number; cursor?: string }
      const trader = await deps.plans.trader(deps.db, traderId(call))
      const found = await findFigures({ ...deps, ask, trader }, rest)
      const [figure, another] = found
      if (figure === undefined) throw tradingProblem('figure-not-found')
      if (another !== undefined) {
        const errors = [{ pointer: '?currency', code: 'required', detail: 'says which of several groups is meant' }]
        throw httpProblem('invalid', { errors })
      }
      const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
      return written(figure, rest, pageOf(figure.scope.key, paging))
    },
  )
}

function written(
  { question, scope, value, selection }: FoundFigure,
  asked: AskedFigure,
  paged: ReturnType<typeof pageOf>,
): Static<typeof explanation> {
  const known = new Set(selection.days.map((one) => one.day))
  const explainedBy = ({ tradeId, days }: RowHead) =>
    tradeId === null
      ? days.filter((one) => known.has(Date.parse(one) / DAY_MS)).map((one) => dayPath(asked, one))
      : [`/api/trading/trades/${tradeId}/explain`]
  return {
    ...{ asOf: now(), report: asked.report, figure: asked.figure, currency: scope.currency },
    accountIds: scope.filter.accounts.map(({ id }) => id),
    ...{ basis: scope.measure.basis, mode: scope.measure.mode },
    ...writtenExplanation({ question, value, explainedBy }, paged),
  }
}

const DAY_MS = 86_400_000
const SELECTED = new Set(Object.keys(analyticsQuery))

/** What closing fills of a day brought, of the same trades. */
function dayPath(asked: AskedFigure, of: string): string {
  const params = new URLSearchParams({ report: 'calendar', figure: `/days/${of}/realised` })
  for (const [name, value] of Object.entries(asked))
    if (SELECTED.has(name) && value !== undefined) for (const one of [value].flat()) params.append(name, String(one))
  return `/api/trading/analytics/explain?${params}`
}
