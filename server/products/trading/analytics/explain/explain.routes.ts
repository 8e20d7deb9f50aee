import { createHash } from 'node:crypto'
import { type Static, type TSchema, Type } from 'typebox'
import { now } from '../../../../kernel/clock.ts'
import { type CursorPage, cursorPage } from '../../../../kernel/db/cursor.ts'
import { httpProblem } from '../../../../kernel/http/problems.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { tradingProblem } from '../../problems.ts'
import { analyticsQuery, type Scope } from '../asked.ts'
import { definitionShape } from '../definitions.routes.ts'
import { definitions } from '../definitions.ts'
import { filterText } from '../filter-text.ts'
import { bases, modes } from '../metrics/closed-trade.ts'
import type { Ask } from '../report.ts'
import { day } from '../shapes.ts'
import { changeQuery } from '../whatif.routes.ts'
import { explainFigure } from './explain-figure.ts'
import { type AskedFigure, type FoundFigure, findFigures, reports } from './find-figure.ts'
import type { Question } from './question.ts'
import { rowKinds } from './rows.ts'
import { writtenScalar } from './values.ts'

const number = Type.String({ description: 'Exact decimals with every digit; doubles by the shortest text' })
const formula = Type.String({ description: 'Of names of steps, of what is given, and of columns of the rows' })

const given = object({ name: Type.String(), words: Type.String(), value: nullable(number) })
const step = object({
  name: Type.String(),
  words: Type.String(),
  formula,
  filled: { ...formula, description: 'With the numbers put in' },
  value: { ...nullable(number), description: 'Null: not defined, or a column, which the rows have' },
  ofRows: { ...Type.Boolean(), description: 'Whether it is a number for each row' },
})
const row = namedObject('FigureRow', {
  tradeId: nullable(idOf('trade')),
  symbol: nullable(Type.String()),
  day: nullable(day),
  values: { ...Type.Record(Type.String(), nullable(number)), description: 'By the names of the columns' },
  explainedBy: Type.Array(Type.String(), {
    description: 'Where the API explains what the row is of, down to its fills',
  }),
})

const explanation = namedObject('FigureExplanation', {
  asOf: instant,
  report: oneOf(reports),
  figure: Type.String(),
  currency: Type.String(),
  accountIds: Type.Array(idOf('trading-account')),
  basis: oneOf(bases),
  mode: oneOf(modes),
  definition: definitionShape,
  value: { ...nullable(number), description: 'As the report answers it; yes is 1' },
  given: Type.Array(given),
  steps: Type.Array(step, { description: 'Each of those before it; the last is the figure' }),
  rows: object({
    kind: oneOf(rowKinds),
    n: Type.Integer(),
    items: Type.Array(row),
    nextCursor: nullable(Type.String()),
  }),
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
      return written(figure, rest, pageOf(figure.scope, paging))
    },
  )
}

/** A place among the rows of a selection; another selection, or the same after a change, has others. */
function pageOf({ key }: Scope, paging: { limit?: number; cursor?: string }): Paged {
  const mark = createHash('sha256').update(key).digest('hex').slice(0, 16)
  const page = cursorPage(paging, (values) => {
    const [at = '', of] = values
    return values.length === 2 && /^\d{1,9}$/.test(at) && of === mark ? values : null
  })
  return { page, from: Number(page.after?.[0] ?? 0), mark }
}

interface Paged {
  readonly page: CursorPage
  readonly from: number
  readonly mark: string
}

function written(
  { question, scope, value, selection }: FoundFigure,
  asked: AskedFigure,
  { page, from, mark }: Paged,
): Static<typeof explanation> {
  const { given, steps, columns } = explainFigure(question)
  const { rows, definition } = question
  const places = Array.from({ length: Math.max(0, Math.min(page.limit + 1, rows.n - from)) }, (_, at) => from + at)
  const shown = page.of(
    places,
    (at) => [String(at + 1), mark],
    (at) => ({
      ...headOf(question, at, { asked, realised: selection.days }),
      values: Object.fromEntries(columns.map(({ name, values }) => [name, writtenScalar(values[at] ?? null)])),
    }),
  )
  return {
    ...{ asOf: now(), report: asked.report, figure: asked.figure, currency: scope.currency },
    accountIds: scope.filter.accounts.map(({ id }) => id),
    ...{ basis: scope.measure.basis, mode: scope.measure.mode },
    definition: { id: definition, ...definitions[definition] },
    value: typeof value === 'boolean' ? String(Number(value)) : value === null ? null : String(value),
    ...{ given: [...given], steps: [...steps] },
    rows: { kind: rows.kind, n: rows.n, ...shown },
  }
}

interface Behind {
  readonly asked: AskedFigure
  readonly realised: FoundFigure['selection']['days']
}

function headOf({ rows }: Question, at: number, { asked, realised }: Behind) {
  const { tradeId, symbol, day, days } = rows.headOf(at)
  const known = new Set(realised.map((one) => one.day))
  const explainedBy =
    tradeId === null
      ? days.filter((one) => known.has(Date.parse(one) / DAY_MS)).map((one) => dayPath(asked, one))
      : [`/api/trading/trades/${tradeId}/explain`]
  return { tradeId: tradeId as Static<typeof row>['tradeId'], symbol, day, explainedBy }
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
