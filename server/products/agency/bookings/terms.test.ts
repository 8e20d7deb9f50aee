import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '../../../kernel/money.ts'
import { reminderOutcome } from './bookings.jobs.ts'
import { refundBpOf } from './cancelling.ts'
import { basisPoints, depositOf } from './holds.ts'

const HOUR = 3_600_000

test('the first rule that the notice reaches says what is paid back', () => {
  const rules = [
    { noticeAtLeastHours: 48, refundBp: 10_000 },
    { noticeAtLeastHours: 24, refundBp: 5_000 },
    { noticeAtLeastHours: 36, refundBp: 9_000 },
  ]
  const hours = [72, 48, 47.99, 24, 23.99, 0, -1]
  assert.deepEqual(
    hours.map((notice) => refundBpOf(rules, notice * HOUR)),
    [10_000, 10_000, 5_000, 5_000, 0, 0, 0],
  )
  assert.equal(refundBpOf([], 1000 * HOUR), 0)
})

test('a deposit is a share of the price, rounded half up once', () => {
  const deposit = (minor: bigint, depositBp: number) => depositOf({ price: money(minor, 'KES'), depositBp }).minor
  assert.deepEqual(
    [
      [10_001n, 0],
      [10_001n, 2_500],
      [10_002n, 2_500],
      [10_001n, 10_000],
      [1n, 5_000],
      [1n, 4_999],
    ].map(([minor, bp]) => deposit(BigInt(minor ?? 0), Number(bp))),
    [0n, 2500n, 2501n, 10_001n, 1n, 0n],
  )
  assert.deepEqual([0, 7, 2_500, 10_000].map(basisPoints), ['0.0000', '0.0007', '0.2500', '1.0000'])
})

interface Reminded {
  readonly name: string
  readonly kind: 'day' | 'hour'
  /** By clocks in New York, which are five hours behind UTC. */
  readonly at: string
  readonly starts: string
  readonly booked?: string
  readonly outcome: string
}

const reminded: readonly Reminded[] = [
  { name: 'is sent a day before', kind: 'day', at: '10T10:00', starts: '11T10:00', outcome: 'sent' },
  { name: 'waits for the morning', kind: 'day', at: '10T23:00', starts: '11T22:30', outcome: 'wait' },
  { name: 'is sent in the morning', kind: 'day', at: '11T08:00', starts: '11T22:30', outcome: 'sent' },
  {
    name: 'is left out when the morning is too near',
    kind: 'day',
    at: '11T06:30',
    starts: '11T09:00',
    outcome: 'quiet',
  },
  { name: 'is left out when workers slept', kind: 'day', at: '11T08:00', starts: '11T10:00', outcome: 'late' },
  {
    name: 'is left out after a late booking',
    kind: 'day',
    at: '10T12:00',
    starts: '11T10:00',
    booked: '10T11:00',
    outcome: 'late',
  },
  { name: 'is sent an hour before', kind: 'hour', at: '11T09:00', starts: '11T10:00', outcome: 'sent' },
  { name: 'disturbs no sleep', kind: 'hour', at: '11T07:30', starts: '11T08:30', outcome: 'quiet' },
]
for (const { name, kind, at, starts, booked = '01T10:00', outcome } of reminded) {
  test(`a reminder of the ${kind} ${name}`, () => {
    const instant = (text: string) => new Date(`2026-02-${text}:00-05:00`)
    const row = { starts_at: instant(starts), created_at: instant(booked), attendee_time_zone: 'America/New_York' }
    assert.equal(reminderOutcome(row, kind, instant(at)), outcome)
  })
}
