import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { assertShown, type Trader } from '../../trader.ts'
import { suggestGroups } from './group-suggestions.ts'
import { groupShape, viewGroups } from './group-view.ts'
import { findGroup, listGroups, mergeTrades, type OwnGroup, renameGroup, splitGroup } from './groups.ts'
import type { Reader } from './trade-reads.ts'

const byId = object({ id: idOf('trade-group') })
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write', idempotency: 'optional' } as const
const tradeIds = (minItems: number) => Type.Array(idOf('trade'), { minItems, maxItems: 50 })
const NOT_FOUND = 'trading/trade-group-not-found'

type Deps = Pick<TradingParts, 'db' | 'plans'>

export function groupRoutes(deps: Deps): Route[] {
  const makers = [mergeRoute, splitRoute, renameRoute, listRoute, getRoute, suggestionsRoute]
  return makers.map((make) => make(deps))
}

async function viewOne(source: Reader, trader: Trader, id: OwnGroup['id']) {
  const [group] = await viewGroups(source, trader, [await findGroup(source, { ownerId: trader.id, id })])
  return group
}

function mergeRoute({ plans }: Deps): Route {
  const groupId = Type.Optional(idOf('trade-group'))
  return route(
    {
      id: 'trading.mergeTrades',
      method: 'POST',
      path: '/api/trading/trades/merge',
      summary:
        'Looks at several trades of one account as one strategy, or adds them to one; the trades stay as they are.',
      policy: write,
      schema: {
        body: object({ tradeIds: tradeIds(1), name: Type.Optional(line(80)), groupId }),
        response: { 200: groupShape },
      },
      problems: [
        ...[
          'trading/trade-not-found',
          'trading/trade-beyond-plan',
          NOT_FOUND,
          'trading/trade-group-mixed',
          'trading/trade-grouped',
        ],
        ...['trading/trade-group-full', 'trading/account-archived', 'trading/value-invalid'],
      ],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction(async (tx) => {
        const trader = await plans.trader(tx, ownerId)
        await assertShown(tx, trader, call.body.tradeIds)
        return await viewOne(tx, trader, await mergeTrades(tx, ownerId, call.body))
      })
    },
  )
}

function splitRoute({ plans }: Deps): Route {
  return route(
    {
      id: 'trading.splitTrades',
      method: 'POST',
      path: '/api/trading/trades/split',
      summary: 'Takes trades out of their group, or all; a group of fewer than two is no more.',
      policy: write,
      schema: {
        body: object({ groupId: idOf('trade-group'), tradeIds: Type.Optional(tradeIds(1)) }),
        response: { 200: object({ group: nullable(groupShape) }) },
      },
      problems: [NOT_FOUND, 'trading/trade-not-found'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.body.groupId }
      return call.transaction(async (tx) => {
        const stays = await splitGroup(tx, own, call.body.tradeIds)
        return { group: stays ? await viewOne(tx, await plans.trader(tx, own.ownerId), own.id) : null }
      })
    },
  )
}

function renameRoute({ plans }: Deps): Route {
  return route(
    {
      id: 'trading.renameTradeGroup',
      method: 'PATCH',
      path: '/api/trading/trade-groups/{id}',
      summary: 'Gives a group another name.',
      policy: write,
      schema: { params: byId, body: object({ name: line(80) }), response: { 200: groupShape } },
      problems: [NOT_FOUND],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => {
        await renameGroup(tx, own, call.body.name)
        return await viewOne(tx, await plans.trader(tx, own.ownerId), own.id)
      })
    },
  )
}

function listRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.listTradeGroups',
      method: 'GET',
      path: '/api/trading/trade-groups',
      summary: 'The caller’s groups, newest first, with the sums of their trades.',
      policy: read,
      schema: { query: object(pageQuery), response: { 200: page(groupShape) } },
    },
    async (call) => {
      const trader = await plans.trader(db, traderId(call))
      const { items, nextCursor } = await listGroups(db, trader.id, call.query)
      return { items: await viewGroups(db, trader, items), nextCursor }
    },
  )
}

function getRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.getTradeGroup',
      method: 'GET',
      path: '/api/trading/trade-groups/{id}',
      summary: 'A group with its trades and their sums.',
      policy: read,
      schema: { params: byId, response: { 200: groupShape } },
      problems: [NOT_FOUND],
    },
    async (call) => viewOne(db, await plans.trader(db, traderId(call)), call.params.id),
  )
}

function suggestionsRoute({ db, plans }: Deps): Route {
  const suggestion = object({
    reason: oneOf(['order', 'expiry']),
    openedAt: instant,
    trades: Type.Array(object({ id: idOf('trade'), symbol: Type.String() })),
  })
  return route(
    {
      id: 'trading.suggestTradeGroups',
      method: 'GET',
      path: '/api/trading/trade-groups/suggestions',
      summary: 'Trades that look like one strategy: of one order, or of one underlying and expiry within seconds.',
      policy: read,
      schema: {
        query: object({ account: idOf('trading-account') }),
        response: { 200: object({ items: Type.Array(suggestion) }) },
      },
      problems: ['trading/account-not-found'],
    },
    async (call) => ({
      items: await suggestGroups(db, await plans.trader(db, traderId(call)), call.query.account),
    }),
  )
}
