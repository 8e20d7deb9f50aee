import { type Static, Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { isDate } from '../../../kernel/zoned.ts'
import { staffActor } from '../caller.ts'
import type { BookingsDeps } from './deps.ts'
import { bookingProblem } from './problems.ts'
import {
  findSchedule,
  listScheduleOwners,
  removeOverride,
  type Schedule,
  saveOverride,
  saveSchedule,
} from './schedules.ts'
import { assertZone } from './slot-days.ts'
import { wallMinute, wallTime } from './windows.ts'

const HOST = 'agency:bookings.update_assigned'
export const MANAGER = 'agency:bookings.manage'
const byOwner = object({ id: idOf('user') })
const time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const window = { start: time, end: Type.String({ ...time, description: 'At or before the start: on the next day' }) }
const windows = Type.Array(object(window), { maxItems: 12 })
const dayOf = object({ id: idOf('user'), date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }) })
const scheduleFields = {
  timeZone: line(64),
  rules: Type.Array(object({ weekday: Type.Integer({ minimum: 1, maximum: 7 }), ...window }), { maxItems: 60 }),
}
const scheduleShape = namedObject('Schedule', {
  ownerId: idOf('user'),
  ...scheduleFields,
  overrides: Type.Array(object({ date: Type.String(), windows })),
  hasFeed: Type.Boolean(),
  version: Type.Integer(),
})
const problems = ['agency/schedule-not-found']
const policy = { can: HOST, rate: 'write' } as const

/** When hosts work: a host says it of themselves, a manager of all. */
export function scheduleRoutes(deps: BookingsDeps): Route[] {
  return [listRoute(deps), getRoute(deps), saveRoute(), saveOverrideRoute(), removeOverrideRoute()]
}

/** Another's schedule is there for managers only. Throws agency/schedule-not-found. */
export function assertOwn(call: Pick<Call, 'principal'>, ownerId: Id<'user'>): void {
  const { userId, all } = staffActor(call, MANAGER)
  if (!all && userId !== ownerId) throw bookingProblem('schedule-not-found')
}

async function change(
  call: Pick<Call, 'principal' | 'transaction'>,
  ownerId: Id<'user'>,
  step: (tx: Tx) => Promise<Schedule>,
) {
  assertOwn(call, ownerId)
  return await call.transaction(async (tx) => viewSchedule(await step(tx)))
}

function viewSchedule({ row, rules, overrides }: Schedule): Static<typeof scheduleShape> {
  const wall = ({ startMinute, endMinute }: { readonly startMinute: number; readonly endMinute: number }) => ({
    ...{ start: wallTime(startMinute), end: wallTime(endMinute) },
  })
  return {
    ...{ ownerId: row.owner_id, timeZone: row.time_zone, version: row.version, hasFeed: row.feed_token_hash !== null },
    rules: rules.map((rule) => ({ weekday: rule.weekday, ...wall(rule) })),
    overrides: overrides.map((one) => ({ date: one.date, windows: one.windows.map(wall) })),
  }
}

function minutesOf({ start, end }: Static<typeof windows>[number]) {
  return { startMinute: wallMinute(start), endMinute: wallMinute(end) }
}

function listRoute({ db, people }: BookingsDeps): Route {
  const item = object({ ownerId: idOf('user'), name: Type.String(), timeZone: Type.String(), updatedAt: instant })
  return route(
    {
      id: 'agency.listSchedules',
      method: 'GET',
      path: '/api/schedules',
      summary: 'Whoever can be booked.',
      policy: { can: 'agency:bookings.view_all', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(item) }) } },
    },
    async () => {
      const rows = await listScheduleOwners(db)
      const names = await people(rows.map((row) => row.owner_id))
      return {
        items: rows.map(({ owner_id: ownerId, time_zone: timeZone, updated_at: updatedAt }) => ({
          ...{ ownerId, name: names.get(ownerId)?.name ?? '', timeZone, updatedAt },
        })),
      }
    },
  )
}

function getRoute({ db }: BookingsDeps): Route {
  return route(
    {
      id: 'agency.getSchedule',
      method: 'GET',
      path: '/api/schedules/{id}',
      summary: 'Zone, weekly rules and overrides of a host.',
      policy: { can: HOST, rate: 'read' },
      schema: { params: byOwner, response: { 200: scheduleShape } },
      problems,
    },
    async (call) => {
      assertOwn(call, call.params.id)
      return viewSchedule(await findSchedule(db, call.params.id))
    },
  )
}

function saveRoute(): Route {
  return route(
    {
      id: 'agency.saveSchedule',
      method: 'PUT',
      path: '/api/schedules/{id}',
      summary: 'Writes zone and weekly rules; `version` is the one that was read, null for a new schedule.',
      policy,
      schema: {
        params: byOwner,
        body: object({ ...scheduleFields, version: nullable(Type.Integer({ minimum: 1 })) }),
        response: { 200: scheduleShape },
      },
      problems: [...problems, 'agency/schedule-stale'],
    },
    (call) => {
      const { timeZone, rules, version } = call.body
      assertZone(timeZone, '/timeZone')
      const inMinutes = rules.map((rule) => ({ weekday: rule.weekday, ...minutesOf(rule) }))
      return change(call, call.params.id, (tx) =>
        saveSchedule(tx, call.params.id, { timeZone, rules: inMinutes, version }),
      )
    },
  )
}

function saveOverrideRoute(): Route {
  return route(
    {
      id: 'agency.saveOverride',
      method: 'PUT',
      path: '/api/schedules/{id}/overrides/{date}',
      summary: 'Replaces the weekly rules on one day; without windows the day is closed.',
      policy,
      schema: { params: dayOf, body: object({ windows }), response: { 200: scheduleShape } },
      problems: [...problems, 'agency/schedule-invalid'],
    },
    (call) => {
      const { id, date } = call.params
      assertDate(date)
      const inMinutes = call.body.windows.map(minutesOf)
      return change(call, id, (tx) => saveOverride(tx, id, { date, windows: inMinutes }))
    },
  )
}

function removeOverrideRoute(): Route {
  return route(
    {
      id: 'agency.removeOverride',
      method: 'DELETE',
      path: '/api/schedules/{id}/overrides/{date}',
      summary: 'The weekly rules count again on this day.',
      policy,
      schema: { params: dayOf, response: { 200: scheduleShape } },
      problems: [...problems, 'agency/schedule-invalid'],
    },
    (call) => {
      const { id, date } = call.params
      assertDate(date)
      return change(call, id, (tx) => removeOverride(tx, id, date))
    },
  )
}

function assertDate(date: string): void {
  if (!isDate(date))
    throw bookingProblem('schedule-invalid', {
      errors: [{ pointer: '{date}', code: 'date', detail: 'is no day of the calendar' }],
    })
}
