import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, line, object, oneOf } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { tagGroupings } from '../tables.ts'
import { addTag, changeTag, listTags, removeTag } from './tags.ts'
import { tagShape, viewTag } from './trade-view.ts'

const byId = object({ id: idOf('tag') })
const write = { can: 'trading:use', rate: 'write', idempotency: 'optional' } as const
const name = line(40)
const grouping = oneOf(tagGroupings)

export function tagRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  const counted = object({ ...tagShape.properties, trades: Type.Integer() })
  const list = route(
    {
      id: 'trading.listTags',
      method: 'GET',
      path: '/api/trading/tags',
      summary: 'The caller’s tags by group and name, with how many trades have each.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(counted) }) } },
    },
    async (call) => {
      const rows = await listTags(db, traderId(call))
      return { items: rows.map((row) => ({ ...viewTag(row), trades: Number(row.trades) })) }
    },
  )
  return [list, ...changeRoutes()]
}

function changeRoutes(): Route[] {
  const add = route(
    {
      id: 'trading.addTag',
      method: 'POST',
      path: '/api/trading/tags',
      summary: 'Adds a tag; its name is the only one of its group, in whatever case.',
      policy: write,
      schema: { body: object({ name, grouping }), response: { 201: tagShape } },
      problems: ['trading/tag-exists', 'trading/too-many-tags'],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction(async (tx) => viewTag(await addTag(tx, ownerId, call.body)))
    },
  )
  const change = route(
    {
      id: 'trading.changeTag',
      method: 'PATCH',
      path: '/api/trading/tags/{id}',
      summary: 'Gives a tag another name or group.',
      policy: write,
      schema: {
        params: byId,
        body: object({ name: Type.Optional(name), grouping: Type.Optional(grouping) }),
        response: { 200: tagShape },
      },
      problems: ['trading/tag-not-found', 'trading/tag-exists'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => viewTag(await changeTag(tx, own, call.body)))
    },
  )
  const remove = route(
    {
      id: 'trading.removeTag',
      method: 'DELETE',
      path: '/api/trading/tags/{id}',
      summary: 'Removes a tag and takes it off every trade.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: ['trading/tag-not-found'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction((tx) => removeTag(tx, own))
    },
  )
  return [add, change, remove]
}
