import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Route, type RouteHead, route } from '../../../kernel/http/route.ts'
import { idOf, instant, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { staffActor } from '../caller.ts'
import { listCalendar, lockAppointment } from './appointments.ts'
import { complete, missed } from './attendance.ts'
import { appointmentShape, viewAppointments } from './booking-view.ts'
import { callOff } from './cancelling.ts'
import { approve } from './confirming.ts'
import type { BookingsDeps } from './deps.ts'
import { bookingProblem } from './problems.ts'
import { MANAGER } from './schedules.routes.ts'
import { type AppointmentRow, appointmentStatuses } from './tables.ts'
import type { Doer } from './transition.ts'

export const ASSIGNED = 'agency:bookings.update_assigned'
export const VIEW_ALL = 'agency:bookings.view_all'
const RANGE_DAYS_MAX = 366
const DAY_MS = 86_400_000
export const byId = object({ id: idOf('appointment') })
export const problems = ['agency/booking-not-found', 'agency/wrong-step']
const policy = { can: ASSIGNED, rate: 'write', idempotency: 'optional' } as const

const sides = ['host', 'client'] as const

interface CallingOff {
  readonly reason?: string
  readonly side?: (typeof sides)[number]
}

type Step = (tx: Tx, row: AppointmentRow, by: Doer) => Promise<AppointmentRow>

/** The calendar of the house: a host sees and changes their own appointments, a manager all. */
export function staffRoutes(deps: BookingsDeps): Route[] {
  return [listRoute(deps), confirmRoute(deps), ...callOffRoutes(deps), noShowRoute(deps), completeRoute(deps)]
}

function listRoute(deps: BookingsDeps): Route {
  const query = object({
    ...pageQuery,
    from: instant,
    to: instant,
    hostId: Type.Optional(idOf('user')),
    clientId: Type.Optional(idOf('client')),
    status: Type.Optional(oneOf(appointmentStatuses)),
  })
  return route(
    {
      id: 'agency.listAppointments',
      method: 'GET',
      path: '/api/staff/appointments',
      summary: 'Appointments that begin in a stretch of time, in order; of others for who may see all.',
      policy: { can: ASSIGNED, rate: 'read' },
      schema: { query, response: { 200: page(appointmentShape) } },
      problems: ['agency/range-invalid'],
    },
    async (call) => {
      const [from, to] = [new Date(call.query.from), new Date(call.query.to)]
      if (!(from < to) || to.getTime() - from.getTime() > RANGE_DAYS_MAX * DAY_MS)
        throw bookingProblem('range-invalid', {
          errors: [{ pointer: '?to', code: 'range', detail: `is after the start, by ${RANGE_DAYS_MAX} days at most` }],
        })
      const { userId, all } = staffActor(call, VIEW_ALL)
      const hostId = all ? call.query.hostId : userId
      const { rows, nextCursor } = await listCalendar(deps.db, { ...call.query, from, to, hostId })
      return { items: await viewAppointments(deps, deps.db, rows), nextCursor }
    },
  )
}

/** Runs a step on an appointment of the caller's own, or of anybody for a manager. */
export async function change(
  deps: BookingsDeps,
  call: Pick<Call, 'principal' | 'transaction'>,
  id: Id<'appointment'>,
  step: Step,
) {
  const { userId, all } = staffActor(call, MANAGER)
  return await call.transaction(async (tx) => {
    const row = await lockAppointment(tx, id, all ? null : userId)
    return (await viewAppointments(deps, tx, [await step(tx, row, { kind: 'host', userId })]))[0]
  })
}

export function headOf(verb: string, path: string, summary: string) {
  return {
    id: `agency.${verb}`,
    method: 'POST',
    path: `/api/staff/appointments/{id}/${path}`,
    summary,
    policy,
  } as const satisfies Partial<RouteHead>
}

function confirmRoute(deps: BookingsDeps): Route {
  return route(
    {
      ...headOf('approveAppointment', 'confirm', 'Says yes to what a client asked for.'),
      schema: { params: byId, response: { 200: appointmentShape } },
      problems: [...problems, 'agency/hold-expired'],
    },
    (call) => change(deps, call, call.params.id, approve),
  )
}

function callOffRoutes(deps: BookingsDeps): Route[] {
  const fields = { reason: Type.Optional(text(500)) }
  const declining = { params: byId, body: object(fields), response: { 200: appointmentShape } }
  const cancelling = { ...declining, body: object({ ...fields, side: Type.Optional(oneOf(sides)) }) }
  const off =
    ({ reason, side = 'host' }: CallingOff, status: AppointmentRow['status']): Step =>
    async (tx, row, by) => {
      if (row.status !== status) throw bookingProblem('wrong-step', { params: { status: row.status } })
      return await callOff(deps, tx, row, { by, side, reason: reason ?? null })
    }
  return [
    route(
      {
        ...headOf('declineAppointment', 'decline', 'Says no to what a client asked for; what was paid goes back.'),
        ...{ schema: declining, problems },
      },
      (call) => change(deps, call, call.params.id, off(call.body, 'pending')),
    ),
    route(
      {
        ...headOf(
          'cancelAppointment',
          'cancel',
          'Calls an appointment off. What was paid goes back whole; for the client (`side`), as the terms say.',
        ),
        ...{ schema: cancelling, problems },
      },
      (call) => change(deps, call, call.params.id, off(call.body, 'confirmed')),
    ),
  ]
}

function noShowRoute(deps: BookingsDeps): Route {
  return route(
    {
      ...headOf('missAppointment', 'no-show', 'Somebody did not come, and the grace of the policy is over.'),
      schema: { params: byId, body: object({ who: oneOf(['client', 'host']) }), response: { 200: appointmentShape } },
      problems: [...problems, 'agency/too-early'],
    },
    (call) => change(deps, call, call.params.id, (tx, row, by) => missed(tx, row, call.body.who, by)),
  )
}

function completeRoute(deps: BookingsDeps): Route {
  return route(
    {
      ...headOf('completeAppointment', 'complete', 'It took place.'),
      schema: { params: byId, response: { 200: appointmentShape } },
      problems: [...problems, 'agency/too-early'],
    },
    (call) => change(deps, call, call.params.id, complete),
  )
}
