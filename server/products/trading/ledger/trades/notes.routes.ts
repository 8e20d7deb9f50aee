import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../../kernel/decimal.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery, text } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { assertShown } from '../../trader.ts'
import { reviewStates } from '../tables.ts'
import { attachOrphan, changeNote, listOrphans, type OrphanedNote, removeOrphan } from './notes.ts'
import { readTrade } from './trade-detail.ts'
import { detailShape } from './trade-detail-view.ts'
import { plainOrNull } from './trade-view.ts'

const byId = object({ id: idOf('trade') })
const write = { can: 'trading:use', rate: 'write', idempotency: 'optional' } as const
const price = Type.Optional(nullable(unsignedDecimalShape))

export function noteRoutes(deps: Pick<TradingParts, 'db' | 'plans'>): Route[] {
  return [changeRoute(), orphansRoute(deps), attachRoute(deps), removeRoute()]
}

function changeRoute(): Route {
  const body = object({
    version: Type.Integer({
      minimum: 0,
      maximum: 2 ** 31 - 2,
      description: 'As it was read; 0 before anything was said',
    }),
    initialStop: price,
    plannedTarget: price,
    initialRisk: price,
    playbookId: Type.Optional(nullable(idOf('playbook'))),
    rating: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 5 }))),
    reviewState: Type.Optional(oneOf(reviewStates)),
    text: Type.Optional(text(20_000)),
  })
  return route(
    {
      id: 'trading.noteTrade',
      method: 'PATCH',
      path: '/api/trading/trades/{id}',
      summary: 'Changes what is said of a trade at the version that was read: stop, target, risk, playbook, review.',
      policy: write,
      schema: { params: byId, body, response: { 200: detailShape } },
      problems: [
        ...['trading/trade-not-found', 'trading/account-archived', 'trading/trade-stale', 'trading/trade-locked'],
        ...['trading/review-step', 'trading/value-invalid'],
      ],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { version, ...change } = call.body
      return call.transaction(async (tx) => {
        await changeNote(tx, own, version, change)
        return await readTrade(tx, own.ownerId, own.id)
      })
    },
  )
}

const orphanShape = object({
  tradeId: idOf('trade'),
  accountId: idOf('trading-account'),
  symbol: nullable(Type.String({ description: 'Of the trade, while anything is known of it' })),
  side: nullable(oneOf(['long', 'short'])),
  openedAt: nullable(instant),
  initialStop: nullable(Type.String()),
  plannedTarget: nullable(Type.String()),
  initialRisk: nullable(Type.String()),
  playbookId: nullable(idOf('playbook')),
  rating: nullable(Type.Integer()),
  reviewState: oneOf(reviewStates),
  text: Type.String(),
  updatedAt: instant,
})

function viewOrphan(row: OrphanedNote) {
  return {
    ...{
      symbol: row.symbol,
      side: row.side === null ? null : row.side === 1 ? 'long' : 'short',
      openedAt: row.opened_at,
    },
    ...{ tradeId: row.trade_id, accountId: row.account_id, initialStop: plainOrNull(row.initial_stop) },
    ...{ plannedTarget: plainOrNull(row.planned_target), initialRisk: plainOrNull(row.initial_risk) },
    ...{ playbookId: row.playbook_id, rating: row.rating, reviewState: row.review_state, text: row.text },
    updatedAt: row.updated_at,
  }
}

function orphansRoute({ db }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.listOrphanedNotes',
      method: 'GET',
      path: '/api/trading/trade-notes/orphaned',
      summary: 'What was said of trades that are not there any more, such as those whose first fill was taken out.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(orphanShape) } },
    },
    async (call) => {
      const { items, nextCursor } = await listOrphans(db, traderId(call), call.query)
      return { items: items.map(viewOrphan), nextCursor }
    },
  )
}

function attachRoute({ plans }: Pick<TradingParts, 'plans'>): Route {
  return route(
    {
      id: 'trading.attachNote',
      method: 'POST',
      path: '/api/trading/trade-notes/{id}/attach',
      summary:
        'Gives all that was said of a trade that is not there any more to another one: note, tags, review, answers and entries.',
      policy: write,
      schema: { params: byId, body: object({ tradeId: idOf('trade') }), response: { 200: detailShape } },
      problems: [
        ...['trading/trade-note-not-found', 'trading/trade-not-found', 'trading/trade-has-note'],
        ...['trading/account-archived', 'trading/trade-beyond-plan'],
      ],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => {
        await assertShown(tx, await plans.trader(tx, own.ownerId), [call.body.tradeId])
        await attachOrphan(tx, own, call.body.tradeId)
        return await readTrade(tx, own.ownerId, call.body.tradeId)
      })
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeNote',
      method: 'DELETE',
      path: '/api/trading/trade-notes/{id}',
      summary: 'Removes what was said of a trade that is not there any more.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: { params: byId, response: { 204: null } },
      problems: ['trading/trade-note-not-found', 'trading/account-archived'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction((tx) => removeOrphan(tx, own))
    },
  )
}
