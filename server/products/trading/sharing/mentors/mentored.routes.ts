import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import type { TradingParts } from '../../deps.ts'
import { type Entry, findEntry, listEntries } from '../../journal/entry-reads.ts'
import { scopes } from '../../journal/tables.ts'
import { countHidden, readTradeFilter, tradeFilterQuery } from '../../ledger/trade-filter.ts'
import { readTrade } from '../../ledger/trades/trade-detail.ts'
import { detailShape } from '../../ledger/trades/trade-detail-view.ts'
import { listTrades } from '../../ledger/trades/trade-list.ts'
import { hiddenByPlan, tradeShape } from '../../ledger/trades/trade-view.ts'
import { assertShown } from '../../trader.ts'
import { sharedReport, sharedReportShape } from '../shares/shared-report.ts'
import { lookAsMentor } from './mentoring.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const PATH = '/api/trading/mentoring/{id}'
const EXCERPT = 300
const policy = { can: 'trading:use', rate: 'read' } as const
const id = idOf('trading-mentor')
const problems = ['trading/mentoring-not-found', 'trading/consent-needed']

const head = {
  id: idOf('journal-entry'),
  scope: oneOf(scopes),
  day: Type.String(),
  tradeId: nullable(idOf('trade')),
  title: Type.String(),
  createdAt: instant,
}
const entryShape = object({
  ...head,
  mood: nullable(Type.Integer()),
  moodWords: Type.Array(Type.String()),
  text: Type.String({ description: 'Without pictures' }),
})
const itemShape = object({ ...head, excerpt: Type.String() })

/** What a mentor reads of a trader. */
export function mentoredRoutes(deps: Deps): Route[] {
  return [tradesRoute(deps), tradeRoute(deps), entriesRoute(deps), entryRoute(deps), figuresRoute(deps)]
}

function tradesRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.listMentoredTrades',
      method: 'GET',
      path: `${PATH}/trades`,
      summary: 'Trades of a trader whose mentor the caller is, the last closed first.',
      policy,
      schema: {
        params: object({ id }),
        query: object({ ...pageQuery, ...tradeFilterQuery }),
        response: { 200: object({ ...page(tradeShape).properties, hiddenByPlan }) },
      },
      problems: [...problems, 'trading/account-not-found'],
    },
    async (call) => {
      const { ownerId } = await lookAsMentor(db, call, call.params.id)
      const { limit, cursor, ...asked } = call.query
      const filter = await readTradeFilter(db, await plans.trader(db, ownerId), asked)
      const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
      const found = await listTrades(db, filter, { ...paging, sort: 'closedAt', direction: 'desc' })
      return { ...found, hiddenByPlan: await countHidden(db, filter) }
    },
  )
}

function tradeRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.getMentoredTrade',
      method: 'GET',
      path: `${PATH}/trades/{tradeId}`,
      summary: 'A trade of a trader whose mentor the caller is, with its fills and note.',
      policy,
      schema: { params: object({ id, tradeId: idOf('trade') }), response: { 200: detailShape } },
      problems: [...problems, 'trading/trade-not-found', 'trading/trade-beyond-plan'],
    },
    async (call) => {
      const { ownerId } = await lookAsMentor(db, call, call.params.id)
      const { tradeId } = call.params
      await assertShown(db, await plans.trader(db, ownerId), [tradeId])
      return await readTrade(db, ownerId, tradeId)
    },
  )
}

function entriesRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listMentoredEntries',
      method: 'GET',
      path: `${PATH}/entries`,
      summary: 'Journal entries of a trader whose mentor the caller is, the newest day first.',
      policy,
      schema: {
        params: object({ id }),
        query: object({ ...pageQuery, tradeId: Type.Optional(idOf('trade')) }),
        response: { 200: page(itemShape) },
      },
      problems,
    },
    async (call) => {
      const { ownerId } = await lookAsMentor(db, call, call.params.id)
      return await listEntries(db, ownerId, call.query, (entry) => ({
        ...headOf(entry),
        excerpt: entry.plain.slice(0, EXCERPT).toWellFormed(),
      }))
    },
  )
}

function entryRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getMentoredEntry',
      method: 'GET',
      path: `${PATH}/entries/{entryId}`,
      summary: 'A journal entry of a trader whose mentor the caller is.',
      policy,
      schema: { params: object({ id, entryId: idOf('journal-entry') }), response: { 200: entryShape } },
      problems: [...problems, 'trading/journal-entry-not-found'],
    },
    async (call): Promise<Static<typeof entryShape>> => {
      const { ownerId } = await lookAsMentor(db, call, call.params.id)
      const entry = await findEntry(db, ownerId, call.params.entryId)
      return { ...headOf(entry), mood: entry.mood, moodWords: entry.mood_words, text: entry.plain }
    },
  )
}

function figuresRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.getMentoredFigures',
      method: 'GET',
      path: `${PATH}/figures`,
      summary: 'Figures and the curve of a trader whose mentor the caller is, in each currency.',
      policy,
      schema: {
        params: object({ id }),
        query: object(tradeFilterQuery),
        response: { 200: object({ reports: Type.Array(sharedReportShape) }) },
      },
      problems: [...problems, 'trading/account-not-found'],
    },
    async (call) => {
      const { ownerId } = await lookAsMentor(db, call, call.params.id)
      const filter = await readTradeFilter(db, await plans.trader(db, ownerId), call.query)
      return { reports: await sharedReport(db, filter, false) }
    },
  )
}

function headOf({ id, scope, day, title, trade_id: tradeId, created_at: createdAt }: Entry) {
  return { id, scope, day, tradeId, title, createdAt }
}
