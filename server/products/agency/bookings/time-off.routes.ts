import { type Static, Type } from 'typebox'
import { inSeconds } from '../../../kernel/clock.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { callerId, staffActor } from '../caller.ts'
import { hostMeetings } from './appointments.ts'
import { sendCalendar } from './bookings.routes.ts'
import { feed } from './calendar-file.ts'
import type { BookingsDeps } from './deps.ts'
import { bookingProblem } from './problems.ts'
import { assertOwn, MANAGER } from './schedules.routes.ts'
import {
  addTimeOff,
  decideTimeOff,
  endFeed,
  listTimeOff,
  ownerOfFeed,
  removeTimeOff,
  renewFeed,
  replaceBusyBlocks,
} from './schedules.ts'
import type { TimeOffRow } from './tables.ts'

const HOST = 'agency:bookings.update_assigned'
const FEED_PAST_SECONDS = 30 * 24 * 3600
const byOwner = object({ id: idOf('user') })
const byId = object({ id: idOf('time-off') })
const timeOffShape = namedObject('TimeOff', {
  id: idOf('time-off'),
  ownerId: idOf('user'),
  startsAt: instant,
  endsAt: instant,
  reason: Type.String(),
  status: oneOf(['requested', 'approved', 'declined']),
  approvedBy: nullable(idOf('user')),
})
const policy = { can: HOST, rate: 'write' } as const
const problems = ['agency/schedule-not-found']

/** When hosts are away, what their other calendars say, and the feed of theirs for other programs. */
export function timeOffRoutes(deps: BookingsDeps): Route[] {
  return [
    listRoute(deps),
    addRoute(),
    decideRoute('approve'),
    decideRoute('decline'),
    removeRoute(),
    busyRoute(),
    renewFeedRoute(deps),
    endFeedRoute(),
    feedRoute(deps),
  ]
}

function view(row: TimeOffRow): Static<typeof timeOffShape> {
  return {
    ...{ id: row.id, ownerId: row.owner_id, startsAt: row.starts_at, endsAt: row.ends_at, reason: row.reason },
    ...{ status: row.status, approvedBy: row.approved_by },
  }
}

function listRoute({ db }: BookingsDeps): Route {
  return route(
    {
      id: 'agency.listTimeOff',
      method: 'GET',
      path: '/api/schedules/{id}/time-off',
      summary: 'Time off of a host that is not over.',
      policy: { can: HOST, rate: 'read' },
      schema: { params: byOwner, response: { 200: object({ items: Type.Array(timeOffShape) }) } },
      problems,
    },
    async (call) => {
      assertOwn(call, call.params.id)
      return { items: (await listTimeOff(db, call.params.id)).map(view) }
    },
  )
}

function addRoute(): Route {
  return route(
    {
      id: 'agency.addTimeOff',
      method: 'POST',
      path: '/api/schedules/{id}/time-off',
      summary: 'Asks for time off; of a manager it counts at once.',
      policy: { ...policy, idempotency: 'optional' },
      schema: {
        params: byOwner,
        body: object({ startsAt: instant, endsAt: instant, reason: line(200, 0) }),
        response: { 201: timeOffShape },
      },
      problems: [...problems, 'agency/schedule-invalid'],
    },
    async (call) => {
      assertOwn(call, call.params.id)
      const [startsAt, endsAt] = [new Date(call.body.startsAt), new Date(call.body.endsAt)]
      assertOrder(startsAt, endsAt, '/endsAt')
      const approvedBy = staffActor(call, MANAGER).all ? callerId(call) : null
      return await call.transaction(async (tx) =>
        view(await addTimeOff(tx, call.params.id, { startsAt, endsAt, reason: call.body.reason, approvedBy })),
      )
    },
  )
}

function assertOrder(from: Date, until: Date, pointer: string): void {
  if (!(from < until))
    throw bookingProblem('schedule-invalid', { errors: [{ pointer, code: 'order', detail: 'is after the start' }] })
}

function decideRoute(verb: 'approve' | 'decline'): Route {
  return route(
    {
      id: `agency.${verb}TimeOff`,
      method: 'POST',
      path: `/api/time-off/{id}/${verb}`,
      summary: verb === 'approve' ? 'Gives time off: nothing is offered in it.' : 'Refuses time off.',
      policy: { can: MANAGER, rate: 'write', idempotency: 'optional' },
      schema: { params: byId, response: { 200: timeOffShape } },
      problems: ['agency/time-off-not-found'],
    },
    (call) => {
      const status = verb === 'approve' ? 'approved' : 'declined'
      return call.transaction(async (tx) =>
        view(await decideTimeOff(tx, call.params.id, { status, by: callerId(call) })),
      )
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'agency.removeTimeOff',
      method: 'DELETE',
      path: '/api/time-off/{id}',
      summary: 'Takes time off back.',
      policy,
      schema: { params: byId, response: { 204: null } },
      problems: ['agency/time-off-not-found'],
    },
    async (call) => {
      const { userId, all } = staffActor(call, MANAGER)
      await call.transaction((tx) => removeTimeOff(tx, call.params.id, all ? null : userId))
    },
  )
}

function busyRoute(): Route {
  const block = object({ id: line(200), startsAt: instant, endsAt: instant })
  return route(
    {
      id: 'agency.replaceBusyBlocks',
      method: 'PUT',
      path: '/api/schedules/{id}/busy/{source}',
      summary: 'What an external calendar says of a host, instead of what it said before.',
      policy,
      schema: {
        params: object({ id: idOf('user'), source: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }) }),
        body: object({ blocks: Type.Array(block, { maxItems: 1000 }) }),
        response: { 204: null },
      },
      problems: [...problems, 'agency/schedule-invalid'],
    },
    async (call) => {
      const { id, source } = call.params
      assertOwn(call, id)
      const blocks = call.body.blocks.map((one, at) => {
        const [from, until] = [new Date(one.startsAt), new Date(one.endsAt)]
        assertOrder(from, until, `/blocks/${at}/endsAt`)
        return { id: one.id, fromMs: from.getTime(), untilMs: until.getTime() }
      })
      await call.transaction((tx) => replaceBusyBlocks(tx, id, source, blocks))
    },
  )
}

function renewFeedRoute({ publicUrl }: BookingsDeps): Route {
  return route(
    {
      id: 'agency.renewFeed',
      method: 'POST',
      path: '/api/schedules/{id}/feed',
      summary: "A new address of the host's private calendar feed; an older one ends.",
      policy,
      schema: { params: byOwner, response: { 201: object({ url: Type.String() }) } },
      problems,
    },
    async (call) => {
      assertOwn(call, call.params.id)
      const token = await call.transaction((tx) => renewFeed(tx, call.params.id))
      return { url: new URL(`/api/calendar-feeds/${token}`, publicUrl).href }
    },
  )
}

function endFeedRoute(): Route {
  return route(
    {
      id: 'agency.endFeed',
      method: 'DELETE',
      path: '/api/schedules/{id}/feed',
      summary: "Ends the host's private calendar feed.",
      policy,
      schema: { params: byOwner, response: { 204: null } },
      problems,
    },
    async (call) => {
      assertOwn(call, call.params.id)
      await call.transaction((tx) => endFeed(tx, call.params.id))
    },
  )
}

function feedRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.calendarFeed',
      method: 'GET',
      path: '/api/calendar-feeds/{token}',
      summary: 'The appointments of a host as a calendar to subscribe to; the token in the address is the right to it.',
      policy: { access: 'public', rate: 'auth' },
      schema: { params: object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }), response: { 200: null } },
      problems,
    },
    async (call) => {
      const ownerId = await ownerOfFeed(deps.db, call.params.token)
      const rows = await hostMeetings(deps.db, ownerId, inSeconds(-FEED_PAST_SECONDS))
      const people = await deps.people([ownerId])
      const hosts = [...people.values()]
      sendCalendar(
        call,
        feed(
          deps,
          rows.map((row) => ({ row, hosts })),
        ),
        'appointments.ics',
      )
    },
  )
}
