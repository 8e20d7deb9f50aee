import { type Static, Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { staffActor } from '../caller.ts'
import { findAppointment, historyOf } from './appointments.ts'
import { appointmentDetail, appointmentShape, viewAppointments } from './booking-view.ts'
import { refundIfCalledOff } from './cancelling.ts'
import type { BookingsDeps } from './deps.ts'
import { policyOf } from './policies.ts'
import { bookingProblem } from './problems.ts'
import { bookedOffer, reschedule } from './rescheduling.ts'
import { MANAGER } from './schedules.routes.ts'
import { daysOf, daysQuery, slotDays } from './slot-days.ts'
import { ASSIGNED, byId, change, headOf, problems, VIEW_ALL } from './staff.routes.ts'
import type { AppointmentRow } from './tables.ts'
import { hostsFor } from './take-time.ts'

const read = { can: ASSIGNED, rate: 'read' } as const

/** One appointment as staff see it, and its way to another time. */
export function staffDetailRoutes(deps: BookingsDeps): Route[] {
  return [getRoute(deps), timesRoute(deps), rescheduleRoute(deps)]
}

/** Their own for a host, anybody's for those who see all. */
async function readOwn(db: Db, call: Pick<Call, 'principal'>, id: Id<'appointment'>): Promise<AppointmentRow> {
  const { userId, all } = staffActor(call, VIEW_ALL)
  return await findAppointment(db, id, all ? null : userId)
}

function getRoute(deps: BookingsDeps): Route {
  return route(
    {
      id: 'agency.getAppointment',
      method: 'GET',
      path: '/api/staff/appointments/{id}',
      summary: 'An appointment with its terms and history; one that was moved as it stands now.',
      policy: read,
      schema: { params: byId, response: { 200: appointmentDetail } },
      problems: ['agency/booking-not-found'],
    },
    async (call) => await viewDetail(deps, await readOwn(deps.db, call, call.params.id)),
  )
}

async function viewDetail(deps: BookingsDeps, row: AppointmentRow): Promise<Static<typeof appointmentDetail>> {
  const { db } = deps
  const [shown] = await viewAppointments(deps, db, [row])
  if (shown === undefined) throw new TypeError('each row is shown')
  const { row: policy } = await policyOf(db, row.policy_id)
  const events = await historyOf(db, row.booking_id)
  const people = await deps.people([...new Set(events.flatMap((one) => one.actor_id ?? []))])
  const [host, client] = [
    await refundIfCalledOff(deps, db, row, 'host'),
    await refundIfCalledOff(deps, db, row, 'client'),
  ]
  return {
    ...shown,
    policy: { name: policy.name, noShowGraceMinutes: policy.no_show_grace_minutes },
    terms: { cancelCutoffHours: row.cancel_cutoff_hours, refundRules: row.refund_rules },
    refundIfCancelled: { host: inText(host), client: inText(client) },
    history: events.map((one) => ({
      ...{ id: one.id, kind: one.kind, actor: one.actor_kind, happenedAt: one.at },
      actorName: one.actor_id === null ? null : (people.get(one.actor_id)?.name ?? null),
      movedFrom: typeof one.details.from === 'string' ? one.details.from : null,
    })),
  }
}

const inText = ({ minor, currency }: { readonly minor: bigint; readonly currency: string }) => ({
  ...{ minor: minor.toString(), currency },
})

function timesRoute({ db }: BookingsDeps): Route {
  return route(
    {
      id: 'agency.appointmentSlots',
      method: 'GET',
      path: '/api/staff/appointments/{id}/slots',
      summary: 'Times to which an appointment can be moved, its own counted as free; of one host when one is named.',
      policy: read,
      schema: {
        params: byId,
        query: object({ ...daysQuery, hostId: Type.Optional(idOf('user')) }),
        response: { 200: slotDays },
      },
      problems: ['agency/booking-not-found', 'agency/host-not-found', 'agency/range-invalid'],
    },
    async (call) => {
      const row = await readOwn(db, call, call.params.id)
      const policy = await policyOf(db, row.policy_id)
      const hosts = hostsFor(policy, call.query.hostId ?? null)
      const found = await daysOf(db, { offer: bookedOffer(row), policy, hosts, except: row.booking_id }, call.query)
      return found.page()
    },
  )
}

function rescheduleRoute(deps: BookingsDeps): Route {
  return route(
    {
      ...headOf(
        'rescheduleAppointment',
        'reschedule',
        'Moves an appointment to another time, and a manager to another host.',
      ),
      schema: {
        params: byId,
        body: object({ startsAt: instant, hostId: Type.Optional(idOf('user')) }),
        response: { 200: appointmentShape },
      },
      problems: [...problems, 'agency/slot-taken', 'agency/slot-outside', 'agency/host-not-found'],
    },
    (call) => {
      const { startsAt, hostId = null } = call.body
      const { userId, all } = staffActor(call, MANAGER)
      if (hostId !== null && hostId !== userId && !all) throw bookingProblem('host-not-found')
      return change(deps, call, call.params.id, (tx, row, by) =>
        reschedule(tx, row, { startsAt: new Date(startsAt), hostId, by }),
      )
    },
  )
}
