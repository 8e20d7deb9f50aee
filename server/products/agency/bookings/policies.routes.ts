import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { isDate } from '../../../kernel/zoned.ts'
import type { Advance } from './availability.ts'
import { refundRules } from './booking-view.ts'
import type { BookingsDeps } from './deps.ts'
import {
  advanceOf,
  archivePolicy,
  createPolicy,
  listPolicies,
  type Policy,
  savePolicy,
  slotPolicyOf,
} from './policies.ts'
import { bookingProblem } from './problems.ts'
import { MANAGER } from './schedules.routes.ts'

const byId = object({ id: idOf('booking-policy') })
const minutes = (maximum: number, minimum = 0) => Type.Integer({ minimum, maximum })
const limit = nullable(Type.Integer({ minimum: 1, maximum: 1000 }))
const date = nullable(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }))

const fields = {
  name: line(120),
  scheduling: oneOf(['round_robin', 'collective']),
  bufferBeforeMinutes: minutes(720),
  bufferAfterMinutes: minutes(720),
  minNoticeMinutes: minutes(525_600),
  /** `days` of a rolling one, `from` and `to` of a range; the others are null. */
  advance: object({
    kind: oneOf(['rolling', 'range', 'unlimited']),
    days: nullable(Type.Integer({ minimum: 0, maximum: 730 })),
    from: date,
    to: date,
  }),
  slotIntervalMinutes: minutes(1440, 5),
  dailyLimit: limit,
  weeklyLimit: limit,
  seats: Type.Integer({ minimum: 1, maximum: 500 }),
  confirm: oneOf(['auto', 'manual']),
  cancelCutoffHours: Type.Integer({ minimum: 0, maximum: 8760 }),
  refundRules,
  noShowGraceMinutes: minutes(1440),
  hosts: Type.Array(object({ hostId: idOf('user'), weight: Type.Integer({ minimum: 1, maximum: 100 }) }), {
    minItems: 1,
    maxItems: 50,
  }),
}
const input = object(fields)
const policyShape = namedObject('BookingPolicy', { id: idOf('booking-policy'), version: Type.Integer(), ...fields })
const policy = { can: MANAGER, rate: 'write' } as const
const problems = ['agency/policy-invalid']

/** The rules of booking, which packages of services refer to. */
export function policyRoutes({ db }: BookingsDeps): Route[] {
  return [
    route(
      {
        id: 'agency.listPolicies',
        method: 'GET',
        path: '/api/booking-policies',
        summary: 'Booking policies in force, by name.',
        policy: { can: 'agency:bookings.view_all', rate: 'read' },
        schema: { response: { 200: object({ items: Type.Array(policyShape) }) } },
      },
      async () => ({ items: (await listPolicies(db)).map(view) }),
    ),
    route(
      {
        id: 'agency.createPolicy',
        method: 'POST',
        path: '/api/booking-policies',
        summary: 'Makes a booking policy.',
        policy: { ...policy, idempotency: 'optional' },
        schema: { body: input, response: { 201: policyShape } },
        problems,
      },
      (call) => call.transaction(async (tx) => view(await createPolicy(tx, fromWire(call.body)))),
    ),
    saveRoute(),
    route(
      {
        id: 'agency.archivePolicy',
        method: 'DELETE',
        path: '/api/booking-policies/{id}',
        summary: 'Takes a policy out of use; what was booked under it stands.',
        policy,
        schema: { params: byId, response: { 204: null } },
        problems: ['agency/policy-not-found'],
      },
      (call) => call.transaction((tx) => archivePolicy(tx, call.params.id)),
    ),
  ]
}

function saveRoute(): Route {
  return route(
    {
      id: 'agency.savePolicy',
      method: 'PUT',
      path: '/api/booking-policies/{id}',
      summary: 'Writes a policy whose `version` was read; terms of what is booked already stay.',
      policy,
      schema: {
        params: byId,
        body: object({ ...fields, version: Type.Integer({ minimum: 1 }) }),
        response: { 200: policyShape },
      },
      problems: [...problems, 'agency/policy-not-found', 'agency/policy-stale'],
    },
    (call) => {
      const { version, ...given } = call.body
      const saved = { id: call.params.id, version }
      return call.transaction(async (tx) => view(await savePolicy(tx, saved, fromWire(given))))
    },
  )
}

/** Throws agency/policy-invalid. */
function fromWire(given: Static<typeof input>) {
  return { ...given, advance: advanceFrom(given.advance) }
}

function advanceFrom({ kind, days, from, to }: Static<typeof input>['advance']): Advance {
  if (kind === 'unlimited' && days === null && from === null && to === null) return { kind }
  if (kind === 'rolling' && days !== null && from === null && to === null) return { kind, days }
  if (kind === 'range' && days === null && from !== null && to !== null && isDate(from) && isDate(to))
    return { kind, from, to }
  throw bookingProblem('policy-invalid', {
    errors: [
      { pointer: '/advance', code: 'advance', detail: 'has days when rolling, two days of the calendar when a range' },
    ],
  })
}

function view({ row, hosts }: Policy): Static<typeof policyShape> {
  const advance = advanceOf(row)
  return {
    ...{ id: row.id, version: row.version, name: row.name, confirm: row.confirm, hosts: [...hosts] },
    ...slotPolicyOf(row),
    advance: {
      kind: advance.kind,
      days: advance.kind === 'rolling' ? advance.days : null,
      from: advance.kind === 'range' ? advance.from : null,
      to: advance.kind === 'range' ? advance.to : null,
    },
    ...{ cancelCutoffHours: row.cancel_cutoff_hours, refundRules: row.refund_rules },
    noShowGraceMinutes: row.no_show_grace_minutes,
  }
}
