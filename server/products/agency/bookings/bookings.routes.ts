import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, object, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import { parseMailbox } from '../../../kernel/mail/address.ts'
import { callerId } from '../caller.ts'
import { findBooking, listOwn, lockBooking, type Visitor } from './appointments.ts'
import { bookingShape, viewBookings } from './booking-view.ts'
import { invitation } from './calendar-file.ts'
import { callOff } from './cancelling.ts'
import { confirmHeld } from './confirming.ts'
import type { BookingsDeps } from './deps.ts'
import { guestTokenOf, tokenIn } from './guest-token.ts'
import { holdTime } from './holds.ts'
import { loadMeeting } from './letters.job.ts'
import { bookingProblem } from './problems.ts'
import { reschedule } from './rescheduling.ts'
import { assertZone } from './slot-days.ts'
import type { AppointmentRow } from './tables.ts'
import type { Doer } from './transition.ts'

const byReference = object({ reference: Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{10}$' }) })
const open = { access: 'optional', delegates: 'impersonator' } as const
const writes = { ...open, rate: 'write', idempotency: 'required' } as const
const slotProblems = ['agency/slot-taken', 'agency/slot-outside', 'agency/host-not-found']
const stepProblems = ['agency/booking-not-found', 'agency/wrong-step']

/** What clients do with bookings: a guest by the token of the booking, a signed-in client by session. */
export function bookingRoutes(deps: BookingsDeps): Route[] {
  return [
    holdRoute(deps),
    listRoute(deps),
    getRoute(deps),
    confirmRoute(deps),
    rescheduleRoute(deps),
    cancelRoute(deps),
    calendarRoute(deps),
  ]
}

function visitorOf(call: Pick<Call, 'principal' | 'request'>): Visitor {
  return { userId: call.principal?.actor.userId ?? null, token: tokenIn(call) }
}

/** Runs a step on the visitor's booking and answers with the booking as it is then; hosts are named after the transaction. */
async function changeOwn(
  deps: BookingsDeps,
  call: Pick<Call, 'principal' | 'request' | 'transaction'>,
  reference: string,
  step: (tx: Tx, row: AppointmentRow, by: Doer) => Promise<AppointmentRow>,
) {
  const visitor = visitorOf(call)
  return await call.transaction(async (tx) => {
    const row = await lockBooking(deps, tx, reference, visitor)
    const saved = await step(tx, row, { kind: 'client', userId: visitor.userId })
    return (await viewBookings(deps, tx, [saved]))[0]
  })
}

function holdRoute(deps: BookingsDeps): Route {
  const body = object({
    service: line(120),
    package: line(60),
    startsAt: instant,
    hostId: Type.Optional(idOf('user')),
    name: line(200),
    email: line(254),
    timeZone: line(64),
    notes: Type.Optional(text(2000)),
  })
  return route(
    {
      id: 'agency.holdTime',
      method: 'POST',
      path: '/api/bookings/holds',
      summary: 'Holds a time for ten minutes. The guest token opens the booking for who is not signed in.',
      policy: writes,
      schema: { body, response: { 201: object({ booking: bookingShape, guestToken: Type.String() }) } },
      problems: [...slotProblems, 'agency/offer-not-found', 'agency/too-many-holds', 'mail/bad-address'],
    },
    async (call) => {
      const { service, startsAt, timeZone, notes = '', hostId = null, ...fields } = call.body
      assertZone(timeZone, '/timeZone')
      const { address } = parseMailbox({ name: fields.name, address: fields.email })
      const client = { userId: visitorOf(call).userId, name: fields.name, email: address }
      return await call.transaction(async (tx) => {
        const row = await holdTime(deps, tx, {
          ...{ service, package: fields.package, startsAt: new Date(startsAt), hostId, client, timeZone, notes },
        })
        const [booking] = await viewBookings(deps, tx, [row])
        return { booking, guestToken: guestTokenOf(deps, row.booking_id) }
      })
    },
  )
}

function listRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.listBookings',
      method: 'GET',
      path: '/api/bookings',
      summary: "The caller's own bookings, newest first.",
      policy: { access: 'signed-in', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(bookingShape) } },
    },
    async (call) => {
      const { rows, nextCursor } = await listOwn(deps.db, callerId(call), call.query)
      return { items: await viewBookings(deps, deps.db, rows), nextCursor }
    },
  )
}

function getRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.getBooking',
      method: 'GET',
      path: '/api/bookings/{reference}',
      summary: 'A booking, for its client.',
      policy: { ...open, rate: 'read' },
      schema: { params: byReference, response: { 200: bookingShape } },
      problems: ['agency/booking-not-found'],
    },
    async (call) => {
      const row = await findBooking(deps, deps.db, call.params.reference, visitorOf(call))
      return (await viewBookings(deps, deps.db, [row]))[0]
    },
  )
}

function confirmRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.confirmBooking',
      method: 'POST',
      path: '/api/bookings/{reference}/confirm',
      summary: 'Goes on with a held time: to its payment, to the word of the host, or it stands.',
      policy: { ...writes, rate: 'mail' },
      schema: { params: byReference, response: { 200: bookingShape } },
      problems: [...stepProblems, 'agency/hold-expired'],
    },
    (call) => changeOwn(deps, call, call.params.reference, confirmHeld),
  )
}

function rescheduleRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.rescheduleBooking',
      method: 'POST',
      path: '/api/bookings/{reference}/reschedule',
      summary: 'Moves a booking to another time; it keeps its reference and what was paid.',
      policy: writes,
      schema: {
        params: byReference,
        body: object({ startsAt: instant, hostId: Type.Optional(idOf('user')) }),
        response: { 200: bookingShape },
      },
      problems: [...stepProblems, ...slotProblems, 'agency/too-late-to-change'],
    },
    (call) => {
      const { startsAt, hostId = null } = call.body
      return changeOwn(deps, call, call.params.reference, (tx, row, by) =>
        reschedule(tx, row, { startsAt: new Date(startsAt), hostId, by }),
      )
    },
  )
}

function cancelRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.cancelBooking',
      method: 'POST',
      path: '/api/bookings/{reference}/cancel',
      summary: 'Calls a booking off; its terms say what is paid back.',
      policy: writes,
      schema: {
        params: byReference,
        body: object({ reason: Type.Optional(text(500)) }),
        response: { 200: bookingShape },
      },
      problems: [...stepProblems, 'agency/too-late-to-change'],
    },
    (call) =>
      changeOwn(deps, call, call.params.reference, (tx, row, by) =>
        callOff(deps, tx, row, { by, side: 'client', reason: call.body.reason ?? null }),
      ),
  )
}

function calendarRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.bookingCalendar',
      method: 'GET',
      path: '/api/bookings/{reference}.ics',
      summary: 'The booking as a calendar file; `token` stands for X-Guest-Token, so that a link can carry it.',
      policy: { ...open, rate: 'read' },
      schema: {
        params: byReference,
        query: object({ token: Type.Optional(line(100)) }),
        response: { 200: null },
      },
      problems: ['agency/booking-not-found'],
    },
    async (call) => {
      const row = await findBooking(deps, deps.db, call.params.reference, visitorOf(call))
      const meeting = await loadMeeting(deps, deps.db, row.id)
      if (meeting === null || row.status === 'held' || row.status === 'expired')
        throw bookingProblem('booking-not-found')
      sendCalendar(call, invitation(deps, meeting), `${row.reference}.ics`)
    },
  )
}

/** Answers with a calendar file to be saved. */
export function sendCalendar({ reply }: Pick<Call, 'reply'>, content: string, filename: string): void {
  reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', `attachment; filename="${filename}"`)
    .header('cache-control', 'private, no-store')
    .send(content)
}
