import { Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { wallTimeShape } from '../journal/shapes.ts'
import { invalidValue } from '../ledger/problems.ts'
import { readZone, zoneShape } from '../ledger/values.ts'
import { countUnread, listEvents, markEvents } from './alert-events.ts'
import { clockOf, findQuietHours, minuteOf, saveQuietHours } from './quiet-hours.ts'

type Deps = Pick<TradingDeps, 'db'>

const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const eventShape = object({
  id: idOf('alert-event'),
  accountId: idOf('trading-account'),
  alertId: nullable(idOf('alert')),
  profileId: nullable(idOf('risk-profile')),
  title: Type.String(),
  raisedAt: instant,
  readAt: nullable(instant),
})
const unreadShape = object({ unread: Type.Integer() })
const hours = nullable(object({ from: wallTimeShape, to: wallTimeShape, timeZone: zoneShape }))
const hoursShape = object({ hours })
const MARKED_MAX = 200

/** What was told in the application, and when letters wait. */
export function alertEventRoutes(deps: Deps): Route[] {
  return [listRoute(deps), countRoute(deps), markRoute(), getHoursRoute(deps), saveHoursRoute()]
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listAlertEvents',
      method: 'GET',
      path: '/api/trading/alert-events',
      summary: 'What alerts and risk profiles told in the application, the newest first.',
      policy: read,
      schema: {
        query: object({ ...pageQuery, unread: Type.Optional(Type.Boolean()) }),
        response: { 200: page(eventShape) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listEvents(db, traderId(call), call.query)
      return {
        items: items.map((row) => ({
          ...{ id: row.id, accountId: row.account_id, alertId: row.rule_id, profileId: row.profile_id },
          ...{ title: row.title, raisedAt: row.raised_at, readAt: row.read_at },
        })),
        nextCursor,
      }
    },
  )
}

function countRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.countUnreadAlerts',
      method: 'GET',
      path: '/api/trading/alert-events/unread',
      summary: 'How much of it was not read.',
      policy: read,
      schema: { response: { 200: unreadShape } },
    },
    async (call) => ({ unread: await countUnread(db, traderId(call)) }),
  )
}

function markRoute(): Route {
  return route(
    {
      id: 'trading.markAlertEvents',
      method: 'POST',
      path: '/api/trading/alert-events/mark',
      summary: 'Marks some of it, or all, as read or unread.',
      policy: { ...write, idempotency: 'optional' },
      schema: {
        body: object({
          read: Type.Boolean(),
          ids: Type.Optional(Type.Array(idOf('alert-event'), { maxItems: MARKED_MAX })),
        }),
        response: { 200: unreadShape },
      },
    },
    (call) => {
      const ownerId = traderId(call)
      const { ids, read: isRead } = call.body
      return call.transaction(async (tx) => {
        await markEvents(tx, ownerId, { ids, read: isRead })
        return { unread: await countUnread(tx, ownerId) }
      })
    },
  )
}

async function hoursOf(source: Db | Tx, ownerId: Id<'user'>) {
  const row = await findQuietHours(source, ownerId)
  if (row === undefined) return { hours: null }
  return { hours: { from: clockOf(row.from_minute), to: clockOf(row.to_minute), timeZone: row.time_zone } }
}

function getHoursRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getQuietHours',
      method: 'GET',
      path: '/api/trading/quiet-hours',
      summary: 'The hours in which letters of alerts wait; null: none.',
      policy: read,
      schema: { response: { 200: hoursShape } },
    },
    (call) => hoursOf(db, traderId(call)),
  )
}

function saveHoursRoute(): Route {
  return route(
    {
      id: 'trading.saveQuietHours',
      method: 'PUT',
      path: '/api/trading/quiet-hours',
      summary: 'Says when letters of alerts wait, past midnight too; breaches of risk profiles never do.',
      policy: write,
      schema: { body: hoursShape, response: { 200: hoursShape } },
      problems: ['trading/value-invalid'],
    },
    (call) => {
      const ownerId = traderId(call)
      const asked = call.body.hours
      if (asked !== null && asked.from === asked.to)
        throw invalidValue('/hours/to', 'range', 'is another minute than the first')
      const row = asked && {
        ...{ from_minute: minuteOf(asked.from), to_minute: minuteOf(asked.to) },
        time_zone: readZone(asked.timeZone, '/hours/timeZone'),
      }
      return call.transaction(async (tx) => {
        await saveQuietHours(tx, ownerId, row)
        return await hoursOf(tx, ownerId)
      })
    },
  )
}
