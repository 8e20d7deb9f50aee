import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { asId } from '../../../kernel/id.ts'
import { localTime, weekdayOf } from '../../../kernel/zoned.ts'
import type { HostCalendar, SlotPolicy, Taken } from './availability.ts'
import { refusalOf, slotsOf } from './slots.ts'
import { wallMinute } from './windows.ts'

interface Vector {
  readonly timeZone: string
  readonly date: string
  readonly windowStart: string
  readonly windowEnd: string
  readonly durationMinutes: number
  readonly slotIntervalMinutes: number
  readonly why: string
  readonly expected: readonly { readonly startUtc: string; readonly localStart: string }[]
}

const url = new URL('../../../../test/fixtures/agency/availability-dst.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(url, 'utf8')) as { cases: readonly Vector[] }

const HOUR = 3_600_000
const plain: SlotPolicy = {
  scheduling: 'round_robin',
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  minNoticeMinutes: 0,
  advance: { kind: 'unlimited' },
  slotIntervalMinutes: 60,
  dailyLimit: null,
  weeklyLimit: null,
  seats: 1,
}
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute: 540, endMinute: 1020 }))

function host(changes: Partial<Omit<HostCalendar, 'hostId'>> & { readonly name?: string } = {}): HostCalendar {
  const { name = 'a', ...others } = changes
  return {
    hostId: asId<'user'>(name),
    timeZone: 'Africa/Nairobi',
    rules: everyDay,
    overrides: new Map(),
    away: [],
    taken: [],
    counted: [],
    turn: { booked: 0, weight: 1, lastMs: null },
    ...others,
  }
}

const at = (text: string) => Date.parse(`${text}:00Z`)
const taken = (from: string, until: string, seatsLeft: number | null = null): Taken => ({
  busy: { fromMs: at(from), untilMs: at(until) },
  session: seatsLeft === null ? null : { startMs: at(from), seatsLeft },
})

/** 2 March 2026 is a Monday; 09:00 in Nairobi is 06:00 UTC. */
function onMonday(
  hosts: readonly HostCalendar[],
  policy: Partial<SlotPolicy> = {},
  now = '2026-03-01T00:00',
): string[] {
  const query = { fromMs: at('2026-03-02T00:00'), untilMs: at('2026-03-03T00:00'), nowMs: at(now), durationMinutes: 60 }
  const slots = slotsOf(hosts, { ...plain, ...policy }, query)
  return slots.map(({ startMs }) => new Date(startMs).toISOString().slice(11, 16))
}

for (const vector of cases) {
  test(`${vector.timeZone}: ${vector.why}`, () => {
    const window = { startMinute: wallMinute(vector.windowStart), endMinute: wallMinute(vector.windowEnd) }
    const calendar = host({
      timeZone: vector.timeZone,
      rules: [{ ...window, weekday: weekdayOf(vector.date) }],
    })
    const middle = at(`${vector.date}T12:00`)
    const slots = slotsOf(
      [calendar],
      { ...plain, slotIntervalMinutes: vector.slotIntervalMinutes },
      { fromMs: middle - 36 * HOUR, untilMs: middle + 36 * HOUR, nowMs: 0, durationMinutes: vector.durationMinutes },
    )
    const shown = slots.map(({ startMs }) => ({
      startUtc: new Date(startMs).toISOString().replace('.000', ''),
      localStart: localTime(new Date(startMs), vector.timeZone),
    }))
    assert.deepEqual(shown, vector.expected)
  })
}

test('a client in New York finds the hours of a host in Nairobi on both sides of the change of clocks', () => {
  const query = { fromMs: at('2026-03-06T00:00'), untilMs: at('2026-03-10T00:00'), nowMs: 0, durationMinutes: 60 }
  const firsts = slotsOf([host()], plain, query)
    .map(({ startMs }) => localTime(new Date(startMs), 'America/New_York'))
    .filter((_, index) => index % 8 === 0)
  assert.deepEqual(firsts, [
    '2026-03-06T01:00:00-05:00',
    '2026-03-07T01:00:00-05:00',
    '2026-03-08T01:00:00-05:00',
    '2026-03-09T02:00:00-04:00',
  ])
})

test('buffers keep meetings apart and may reach beyond working hours', () => {
  const busy = { ...host(), taken: [taken('2026-03-02T08:45', '2026-03-02T10:15')] }
  const buffers = { bufferBeforeMinutes: 15, bufferAfterMinutes: 15 }
  assert.deepEqual(onMonday([host()], buffers).length, 8)
  assert.deepEqual(onMonday([busy], buffers), ['06:00', '07:00', '11:00', '12:00', '13:00'])
})

test('an override replaces the weekly rules of its day, and no window closes it', () => {
  const half = new Map([['2026-03-02', [{ startMinute: 600, endMinute: 720 }]]])
  assert.deepEqual(onMonday([host({ overrides: half })]), ['07:00', '08:00'])
  assert.deepEqual(onMonday([host({ overrides: new Map([['2026-03-02', []]]) })]), [])
})

test('time off, notice and advance leave out what they cover', () => {
  const away = [{ fromMs: at('2026-03-02T06:30'), untilMs: at('2026-03-02T12:00') }]
  assert.deepEqual(onMonday([host({ away })]), ['12:00', '13:00'])
  assert.deepEqual(onMonday([host()], { minNoticeMinutes: 120 }, '2026-03-02T09:01'), ['12:00', '13:00'])
  assert.deepEqual(onMonday([host()], { advance: { kind: 'rolling', days: 0 } }), [])
  assert.equal(onMonday([host()], { advance: { kind: 'rolling', days: 1 } }).length, 8)
  assert.deepEqual(onMonday([host()], { advance: { kind: 'range', from: '2026-03-03', to: '2026-03-09' } }), [])
})

test('limits count in the calendar of the host', () => {
  // 21:30 UTC on Sunday is Monday in Nairobi.
  const counted = [at('2026-03-01T21:30')]
  assert.deepEqual(onMonday([host({ counted })], { dailyLimit: 1 }), [])
  assert.equal(onMonday([host({ counted })], { dailyLimit: 2 }).length, 8)
  assert.deepEqual(onMonday([host({ counted })], { weeklyLimit: 1 }), [])
  assert.equal(onMonday([host({ counted: [at('2026-03-01T12:00')] })], { weeklyLimit: 1 }).length, 8)
})

test('a session with free seats is joined, even by who would be over a limit; a full one is taken', () => {
  const session = (left: number) =>
    host({ taken: [taken('2026-03-02T08:00', '2026-03-02T09:00', left)], counted: [at('2026-03-02T08:00')] })
  assert.deepEqual(onMonday([session(2)], { seats: 5, dailyLimit: 1 }), ['08:00'])
  assert.ok(!onMonday([session(0)], { seats: 5 }).includes('08:00'))
  const query = { fromMs: at('2026-03-02T08:00'), untilMs: at('2026-03-02T08:01'), nowMs: 0, durationMinutes: 60 }
  assert.deepEqual(
    slotsOf([session(2)], { ...plain, seats: 5 }, query).map((slot) => slot.seatsLeft),
    [2],
  )
})

test('round-robin offers what anybody has, in turn; collective what all have', () => {
  const turns = [
    host({ name: 'often', turn: { booked: 4, weight: 1, lastMs: 1 } }),
    host({ name: 'heavy', turn: { booked: 4, weight: 2, lastMs: 9 } }),
    host({ name: 'longest-ago', turn: { booked: 2, weight: 1, lastMs: 3 } }),
    host({
      name: 'never',
      turn: { booked: 0, weight: 1, lastMs: null },
      rules: everyDay.map((rule) => ({ ...rule, startMinute: 720 })),
    }),
  ]
  const query = { fromMs: at('2026-03-02T06:00'), untilMs: at('2026-03-02T09:01'), nowMs: 0, durationMinutes: 60 }
  const slots = slotsOf(turns, plain, query)
  assert.deepEqual(slots.at(0)?.hostIds, ['longest-ago', 'heavy', 'often'])
  assert.deepEqual(slots.at(-1)?.hostIds, ['never', 'longest-ago', 'heavy', 'often'])
  const together = slotsOf(turns, { ...plain, scheduling: 'collective' }, query)
  assert.deepEqual(
    together.map(({ startMs, hostIds }) => [new Date(startMs).toISOString(), hostIds.length]),
    [['2026-03-02T09:00:00.000Z', 4]],
  )
})

test('says why a start cannot be booked', () => {
  const calendar = host({ taken: [taken('2026-03-02T08:00', '2026-03-02T09:00')], counted: [at('2026-03-03T08:00')] })
  const policy = { ...plain, minNoticeMinutes: 60, dailyLimit: 1, advance: { kind: 'rolling', days: 7 } as const }
  const why = (start: string) =>
    refusalOf([calendar], policy, { startMs: at(start), nowMs: at('2026-03-02T05:30'), durationMinutes: 60 })
  const expected = {
    '2026-03-02T05:00': 'past',
    '2026-03-02T06:00': 'too-soon',
    '2026-03-02T07:00': null,
    '2026-03-02T07:30': 'outside',
    '2026-03-02T08:00': 'taken',
    '2026-03-02T14:00': 'outside',
    '2026-03-03T09:00': 'limit',
    '2026-03-10T09:00': 'too-far',
  }
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map((start) => [start, why(start)])), expected)
})

test('a grid does not depend on the range that is asked for', () => {
  const always = host({ rules: everyDay.map((rule) => ({ ...rule, startMinute: 0, endMinute: 0 })) })
  const policy = { ...plain, slotIntervalMinutes: 50 }
  const starts = (from: string, until: string) => {
    const query = { fromMs: at(from), untilMs: at(until), nowMs: 0, durationMinutes: 60 }
    return slotsOf([always], policy, query).map(({ startMs }) => startMs)
  }
  const week = starts('2026-03-01T00:00', '2026-03-08T00:00')
  const parts = ['02T13:20', '03T01:07', '05T20:00', '07T23:59']
  for (const part of parts) {
    const from = at(`2026-03-${part}`)
    assert.deepEqual(
      starts(`2026-03-${part}`, '2026-03-08T00:00'),
      week.filter((start) => start >= from),
    )
  }
  assert.ok(week.includes(at('2026-03-02T20:20')), 'a meeting runs on into the next day')
})
