import { type Static, Type } from 'typebox'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { enqueue } from '../../../kernel/jobs/job.ts'
import { staffActor } from '../caller.ts'
import type { BookingsDeps } from './deps.ts'
import { syncJob } from './external-calendars.job.ts'
import {
  addCalendar,
  askForSync,
  findCalendar,
  listCalendars,
  removeCalendar,
  type ShownCalendar,
} from './external-calendars.ts'
import { assertOwn, MANAGER } from './schedules.routes.ts'

const HOST = 'agency:bookings.update_assigned'
const policy = { can: HOST, rate: 'write' } as const
const byOwner = object({ id: idOf('user') })
const byId = object({ id: idOf('external-calendar') })
const calendarShape = namedObject('ExternalCalendar', {
  id: idOf('external-calendar'),
  ownerId: idOf('user'),
  name: Type.String(),
  /** Where it is read, and how its address ends: the address itself is shown to nobody. */
  address: object({ host: Type.String(), ending: Type.String() }),
  /** `waiting`: a reading is under way. */
  state: oneOf(['waiting', 'synced', 'failing']),
  /** When it was last read; what it said then counts. */
  syncedAt: nullable(instant),
  triedAt: nullable(instant),
  /** Why the last try failed. */
  error: nullable(Type.String()),
  failingSince: nullable(instant),
  /** Busy times ahead. */
  blocks: Type.Integer(),
  /** Events that made no sense and do not count. */
  unread: Type.Integer(),
})

/** Other calendars of a host, whose busy times are not offered: a host adds them, a manager those of all. */
export function externalCalendarRoutes(deps: BookingsDeps): Route[] {
  return [listRoute(deps), addRoute(deps), removeRoute(), syncRoute(deps)]
}

function view(row: ShownCalendar): Static<typeof calendarShape> {
  return {
    ...{ id: row.id, ownerId: row.owner_id, name: row.name, address: { host: row.host, ending: row.ending } },
    state: row.waiting ? 'waiting' : row.error === null ? 'synced' : 'failing',
    ...{ syncedAt: row.synced_at, triedAt: row.tried_at, error: row.error, failingSince: row.failing_since },
    ...{ blocks: row.blocks, unread: row.unread },
  }
}

/** Whose calendars the caller may change; null for everybody's. */
function reachOf(call: Pick<Call, 'principal'>): Id<'user'> | null {
  const { userId, all } = staffActor(call, MANAGER)
  return all ? null : userId
}

function listRoute({ db }: BookingsDeps): Route {
  return route(
    {
      id: 'agency.listCalendars',
      method: 'GET',
      path: '/api/schedules/{id}/calendars',
      summary: 'Other calendars of a host, whose busy times are not offered.',
      policy: { can: HOST, rate: 'read' },
      schema: { params: byOwner, response: { 200: object({ items: Type.Array(calendarShape) }) } },
      problems: ['agency/schedule-not-found'],
    },
    async (call) => {
      assertOwn(call, call.params.id)
      return { items: (await listCalendars(db, call.params.id)).map(view) }
    },
  )
}

function addRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.addCalendar',
      method: 'POST',
      path: '/api/schedules/{id}/calendars',
      summary: 'Adds a calendar by the address of its iCalendar feed; it is read at once, and then every 15 minutes.',
      policy: { ...policy, idempotency: 'optional' },
      schema: {
        params: byOwner,
        body: object({
          name: line(80),
          url: Type.String({
            minLength: 8,
            maxLength: 2000,
            description: 'https or webcal; kept sealed, shown nowhere',
          }),
        }),
        response: { 201: calendarShape },
      },
      problems: ['agency/schedule-not-found', 'agency/calendar-address-invalid', 'agency/too-many-calendars'],
    },
    async (call) => {
      assertOwn(call, call.params.id)
      return await call.transaction(async (tx) => {
        const calendarId = await addCalendar(deps, tx, call.params.id, call.body)
        await enqueue(tx, syncJob(deps), { calendarId })
        return view(await findCalendar(tx, calendarId, null))
      })
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'agency.removeCalendar',
      method: 'DELETE',
      path: '/api/external-calendars/{id}',
      summary: 'Removes a calendar: what it said is offered again.',
      policy,
      schema: { params: byId, response: { 204: null } },
      problems: ['agency/calendar-not-found'],
    },
    async (call) => {
      await call.transaction((tx) => removeCalendar(tx, call.params.id, reachOf(call)))
    },
  )
}

function syncRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.syncCalendar',
      method: 'POST',
      path: '/api/external-calendars/{id}/sync',
      summary: 'Reads a calendar soon, and not only when its time comes.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { params: byId, response: { 202: calendarShape } },
      problems: ['agency/calendar-not-found'],
    },
    (call) =>
      call.transaction(async (tx) => {
        const { id: calendarId } = await findCalendar(tx, call.params.id, reachOf(call))
        if (await askForSync(tx, calendarId)) await enqueue(tx, syncJob(deps), { calendarId })
        return view(await findCalendar(tx, calendarId, null))
      }),
  )
}
