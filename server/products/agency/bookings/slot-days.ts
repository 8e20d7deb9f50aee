import { Type } from 'typebox'
import { nowMs } from '../../../kernel/clock.ts'
import { cursorPage } from '../../../kernel/db/cursor.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { idOf, instant, line, namedObject, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { addDays, isDate, isZone, localDate, localTime, zonedInstant } from '../../../kernel/zoned.ts'
import type { Reader } from '../caller.ts'
import { loadCalendars } from './calendars.ts'
import { type PolicyHost, slotPolicyOf } from './policies.ts'
import { bookingProblem } from './problems.ts'
import { slotsOf } from './slots.ts'
import type { Wish } from './take-time.ts'

const DAYS_MAX = 62
const DAYS_A_PAGE_MAX = 31
const MINUTE_MS = 60_000
const date = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

export const daysQuery = {
  ...pageQuery,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: DAYS_A_PAGE_MAX, default: 7 })),
  from: date,
  to: date,
  timeZone: line(64),
}
const slot = namedObject('Slot', {
  startsAt: instant,
  endsAt: instant,
  localStart: Type.String({ description: 'As clocks of `timeZone` show it, with their distance to UTC' }),
  seatsLeft: Type.Integer(),
  hostIds: Type.Array(idOf('user')),
})
export const slotDays = page(object({ date, slots: Type.Array(slot) }))

export interface DaysAsked {
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly limit?: number
  readonly cursor?: string
}

interface Wanted extends Pick<Wish, 'offer' | 'policy'> {
  readonly hosts: readonly PolicyHost[]
  /** A booking that is being moved: its own time counts as free. */
  readonly except?: Id<'booking'>
}

/**
 * The free times of a page of days of a zone, worked out when `page` is called, and `versions` that change when they may. Throws
 * agency/range-invalid, http/invalid.
 */
export async function daysOf(source: Reader, wanted: Wanted, asked: DaysAsked) {
  const { hosts, offer, policy, except } = wanted
  const paging = daysAsked(asked)
  const shown = paging.dates.slice(0, paging.limit)
  const range = {
    fromMs: zonedInstant({ date: shown[0] ?? asked.from, time: '00:00' }, asked.timeZone).getTime(),
    untilMs: zonedInstant({ date: addDays(shown.at(-1) ?? asked.to, 1), time: '00:00' }, asked.timeZone).getTime(),
  }
  const calendars = await loadCalendars(source, { hosts, offer, range, ...(except === undefined ? {} : { except }) })
  const minuteMs = Math.floor(nowMs() / MINUTE_MS) * MINUTE_MS
  const versions = calendars.map(({ calendar, version }) => [calendar.hostId, version, calendar.turn])
  const openSlots = () =>
    slotsOf(
      calendars.map(({ calendar }) => calendar),
      slotPolicyOf(policy.row),
      { ...range, nowMs: minuteMs, durationMinutes: offer.durationMinutes },
    )
  return {
    versions: [minuteMs, versions],
    page() {
      const byDay = Map.groupBy(openSlots(), ({ startMs }) => localDate(new Date(startMs), asked.timeZone))
      return paging.of(
        paging.dates,
        (day) => [day],
        (day) => ({
          date: day,
          slots: (byDay.get(day) ?? []).map(({ startMs, hostIds, seatsLeft }) => ({
            startsAt: new Date(startMs),
            endsAt: new Date(startMs + offer.durationMinutes * MINUTE_MS),
            localStart: localTime(new Date(startMs), asked.timeZone),
            ...{ seatsLeft, hostIds },
          })),
        }),
      )
    },
  }
}

/** The days of the page and the one after it. Throws agency/range-invalid, http/invalid. */
function daysAsked(asked: DaysAsked) {
  const { from, to, timeZone } = asked
  assertZone(timeZone, '?timeZone')
  for (const [pointer, day] of [
    ['?from', from],
    ['?to', to],
  ] as const) {
    if (!isDate(day)) throw rangeFault(pointer, 'date', 'is no day of the calendar')
  }
  if (to < from) throw rangeFault('?to', 'order', 'is not before `from`')
  if (to > addDays(from, DAYS_MAX - 1)) throw rangeFault('?to', 'length', `is at most ${DAYS_MAX} days from the first`)
  const paging = cursorPage({ limit: 7, ...asked }, ([day = '', ...more]) =>
    more.length === 0 && isDate(day) && day >= from && day <= to ? [day] : null,
  )
  const dates: string[] = []
  let day = paging.after === null ? from : addDays(paging.after[0] ?? from, 1)
  for (; day <= to && dates.length <= paging.limit; day = addDays(day, 1)) dates.push(day)
  return { ...paging, dates }
}

function rangeFault(pointer: string, code: string, detail: string) {
  return bookingProblem('range-invalid', { errors: [{ pointer, code, detail }] })
}

/** Throws http/invalid for what is no zone of the IANA database. */
export function assertZone(zone: string, pointer: string): void {
  if (!isZone(zone))
    throw httpProblem('invalid', { errors: [{ pointer, code: 'time-zone', detail: 'is no time zone' }] })
}
