import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asId } from '../../../kernel/id.ts'
import type { Advance, HostCalendar, SlotPolicy, SlotQuery, WallWindow } from './availability.ts'
import { slotsOf } from './slots.ts'
import { oracleSlots } from './slots-oracle.test-support.ts'

const CASES = 10_000
const MINUTE = 60_000
const DAY = 1440

/** Around changes of the clocks: by an hour in the night, by half an hour, at midnight's other side, and none at all. */
const places = [
  { zone: 'America/New_York', day: '2026-03-08' },
  { zone: 'America/New_York', day: '2026-11-01' },
  { zone: 'Europe/London', day: '2026-10-25' },
  { zone: 'Australia/Lord_Howe', day: '2026-04-05' },
  { zone: 'Africa/Nairobi', day: '2026-03-29' },
  { zone: 'America/Santiago', day: '2026-09-06' },
  { zone: 'America/Santiago', day: '2026-04-05' },
] as const

const minutes = (min: number, max: number, step = 5) =>
  fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((one) => one * step)
const windowOf = fc
  .tuple(minutes(0, DAY - 5), minutes(60, DAY))
  .map(([startMinute, long]): WallWindow => ({ startMinute, endMinute: (startMinute + long) % DAY }))
const nullableLimit = fc.constantFrom(null, null, null, 1, 2)

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY * MINUTE).toISOString().slice(0, 10)
}

function hostAt(place: (typeof places)[number], index: number): fc.Arbitrary<HostCalendar> {
  const base = Date.parse(`${place.day}T00:00:00Z`)
  const near = minutes(-DAY, 2 * DAY, 15).map((one) => base + one * MINUTE)
  const interval = fc
    .tuple(near, minutes(15, 300))
    .map(([fromMs, long]) => ({ fromMs, untilMs: fromMs + long * MINUTE }))
  const taken = fc
    .tuple(interval, fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }))
    .map(([busy, seatsLeft]) => ({
      busy,
      session: seatsLeft === null ? null : { startMs: busy.fromMs, seatsLeft },
    }))
  const oneStart = { selector: (one: { busy: { fromMs: number } }) => one.busy.fromMs, maxLength: 3 }
  const weekday = fc.integer({ min: 1, max: 7 })
  const rule = fc.tuple(windowOf, weekday).map(([window, day]) => ({ ...window, weekday: day }))
  const override = fc.tuple(
    fc.integer({ min: -1, max: 2 }).map((days) => shifted(place.day, days)),
    fc.array(windowOf, { maxLength: 2 }),
  )
  return fc.record({
    hostId: fc.constant(asId<'user'>(`host-${index}`)),
    timeZone: fc.oneof({ arbitrary: fc.constant<string>(place.zone), weight: 4 }, fc.constant('Africa/Nairobi')),
    rules: fc.array(rule, { minLength: 5, maxLength: 10 }),
    overrides: fc.array(override, { maxLength: 1 }).map((all) => new Map(all)),
    away: fc.array(interval, { maxLength: 2 }),
    taken: fc.uniqueArray(taken, oneStart),
    counted: fc.array(near, { maxLength: 3 }),
    turn: fc.constant({ booked: 0, weight: 1, lastMs: null }),
  })
}

interface Situation {
  readonly hosts: readonly HostCalendar[]
  readonly policy: SlotPolicy
  readonly query: SlotQuery
}

const situation: fc.Arbitrary<Situation> = fc.constantFrom(...places).chain((place) => {
  const base = Date.parse(`${place.day}T00:00:00Z`)
  const advance = fc.oneof(
    fc.constant<Advance>({ kind: 'unlimited' }),
    fc.integer({ min: 0, max: 2 }).map((days): Advance => ({ kind: 'rolling', days })),
    fc.constant<Advance>({ kind: 'range', from: shifted(place.day, 0), to: shifted(place.day, 1) }),
  )
  const policy = fc.record<SlotPolicy>({
    scheduling: fc.constantFrom('round_robin', 'round_robin', 'collective'),
    bufferBeforeMinutes: minutes(0, 30),
    bufferAfterMinutes: minutes(0, 30),
    minNoticeMinutes: minutes(0, 180),
    advance,
    slotIntervalMinutes: fc.constantFrom(5, 10, 15, 20, 30, 45, 50, 60, 90),
    dailyLimit: nullableLimit,
    weeklyLimit: nullableLimit,
    seats: fc.integer({ min: 1, max: 3 }),
  })
  const query = fc
    .record({
      from: minutes(0, DAY, 1),
      long: minutes(60, DAY / 3, 1),
      now: minutes(-DAY, 60, 1),
      durationMinutes: minutes(10, 150),
    })
    .map(({ from, long, now, durationMinutes }): SlotQuery => {
      const fromMs = base + from * MINUTE
      return { fromMs, untilMs: fromMs + long * MINUTE, nowMs: base + now * MINUTE, durationMinutes }
    })
  const hosts = fc.integer({ min: 1, max: 2 }).chain((count) => {
    return fc.tuple(...Array.from({ length: count }, (_, at) => hostAt(place, at)))
  })
  return fc.record({ hosts, policy, query })
})

test(`gives what the minute-by-minute definition gives, in ${CASES} random situations`, () => {
  let offered = 0
  fc.assert(
    fc.property(situation, ({ hosts, policy, query }) => {
      const slots = slotsOf(hosts, policy, query)
      const found = slots.map(({ startMs, seatsLeft }) => ({ startMs, seatsLeft }))
      if (found.length > 0) offered += 1
      assert.deepEqual(found, oracleSlots(hosts, policy, query))
    }),
    { numRuns: CASES, seed: 20_260_308 },
  )
  // Situations without a slot prove little: enough have some.
  assert.ok(offered > CASES / 4, `${offered} situations have a slot`)
})
