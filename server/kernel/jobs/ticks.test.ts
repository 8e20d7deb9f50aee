import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { seededChance } from '../../../test/support/ledger-seed.ts'
import { compileTicks } from './ticks.ts'

const MINUTE_MS = 60_000
const LOOK_MS = 30_000
const DAY_MS = 86_400_000

/** The days on which clocks change, with the day before and after, and what the change repeats or leaves out. */
const CHANGES = [
  { zone: 'Europe/Berlin', day: '2026-03-29', change: 'leaves out 02:00 to 03:00' },
  { zone: 'Europe/Berlin', day: '2026-10-25', change: 'repeats 02:00 to 03:00' },
  { zone: 'Europe/London', day: '2026-03-29', change: 'leaves out 01:00 to 02:00' },
  { zone: 'Europe/London', day: '2026-10-25', change: 'repeats 01:00 to 02:00' },
  { zone: 'America/New_York', day: '2026-03-08', change: 'leaves out 02:00 to 03:00' },
  { zone: 'America/New_York', day: '2026-11-01', change: 'repeats 01:00 to 02:00' },
  { zone: 'America/Santiago', day: '2026-09-06', change: 'leaves out 00:00 to 01:00' },
  { zone: 'America/Santiago', day: '2026-04-04', change: 'repeats 23:00 to 24:00' },
  { zone: 'Australia/Lord_Howe', day: '2026-10-04', change: 'leaves out 02:00 to 02:30' },
] as const

type Latest = (afterMs: number, untilMs: number) => number | null

/** Every tick found by looks half a minute apart, as a worker makes them. */
function seen(latest: Latest, fromMs: number, untilMs: number): number[] {
  const ticks: number[] = []
  for (let atMs = fromMs; atMs <= untilMs; atMs += LOOK_MS) {
    const tick = latest(atMs - LOOK_MS, atMs)
    if (tick !== null) ticks.push(tick)
  }
  return ticks
}

function wall(zone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return (atMs) => format.format(atMs)
}

/** How often a daily time comes on each of the days around a change; the local days begin and end where nothing changes. */
function perDay(latest: Latest, { zone, day }: { zone: string; day: string }): Record<string, number> {
  const show = wall(zone)
  const noonMs = Date.parse(`${day}T12:00:00Z`)
  const days = [-1, 0, 1].map((away) => show(noonMs + away * DAY_MS).slice(0, 10))
  const counts: Record<string, number> = Object.fromEntries(days.map((one) => [one, 0]))
  for (const tick of seen(latest, noonMs - 2.5 * DAY_MS, noonMs + 2.5 * DAY_MS)) {
    const on = show(tick).slice(0, 10)
    if (on in counts) counts[on] = (counts[on] ?? 0) + 1
  }
  return counts
}

/** What one would write who forgets that clocks change: due whenever the wall shows the time. */
function naive(zone: string, time: string): Latest {
  const show = wall(zone)
  return (afterMs, untilMs) => {
    const atMs = Math.floor(untilMs / MINUTE_MS) * MINUTE_MS
    return atMs > afterMs && show(atMs).endsWith(` ${time}`) ? atMs : null
  }
}

const TIMES = ['00:00', '00:30', '01:00', '01:30', '02:00', '02:15', '02:30', '02:59', '03:00', '03:30', '23:30']
const cronOf = (time: string): string => `${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * *`
const uneven = (counts: Record<string, number>): boolean => Object.values(counts).some((count) => count !== 1)

describe('a time of every day', () => {
  for (const change of CHANGES)
    test(`comes once on the day that ${change.change} in ${change.zone}`, () => {
      const found = TIMES.filter((time) => uneven(perDay(compileTicks(cronOf(time), change.zone).latest, change)))
      assert.deepEqual(found, [])
      const missed = TIMES.filter((time) => uneven(perDay(naive(change.zone, time), change)))
      assert.ok(missed.length > 0, 'a schedule that knows nothing of the change is not told from one that does')
    })

  test('comes once on each day of a year, whatever it is', (t) => {
    const chance = seededChance()
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    const { zone } = CHANGES[Math.floor(chance.next() * CHANGES.length)] ?? CHANGES[0]
    const minute = Math.floor(chance.next() * 60)
    const hour = Math.floor(chance.next() * 24)
    const { latest } = compileTicks(`${minute} ${hour} * * *`, zone)
    const show = wall(zone)
    const fromMs = Date.parse('2026-01-01T00:00:00Z')
    const days: string[] = []
    for (let tick = latest(fromMs, fromMs + 370 * DAY_MS); tick !== null; tick = latest(fromMs, tick - 1)) {
      days.push(show(tick).slice(0, 10))
    }
    assert.ok(days.length >= 369, `${zone} ${hour}:${minute}: ${days.length}`)
    assert.equal(new Set(days).size, days.length, `${zone} ${hour}:${minute}`)
  })
})

describe('a tick', () => {
  const at = (cron: string, zone: string, from: string, until: string): string[] =>
    seen(compileTicks(cron, zone).latest, Date.parse(from), Date.parse(until)).map((ms) => new Date(ms).toISOString())

  test('in the hour that is left out comes when it would have ended, and once', () => {
    const spring = (cron: string) => at(cron, 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T02:30:00Z')
    assert.deepEqual(spring('30 2 * * *'), ['2026-03-29T01:00:00.000Z'])
    assert.deepEqual(spring('0,30 2,3 * * *'), ['2026-03-29T01:00:00.000Z', '2026-03-29T01:30:00.000Z'])
  })

  test('in the hour that is repeated comes the first time', () => {
    const autumn = (cron: string) => at(cron, 'America/New_York', '2026-11-01T04:50:00Z', '2026-11-01T08:10:00Z')
    assert.deepEqual(autumn('30 1 * * *'), ['2026-11-01T05:30:00.000Z'])
    assert.deepEqual(autumn('0 1-3 * * *'), [
      '2026-11-01T05:00:00.000Z',
      '2026-11-01T07:00:00.000Z',
      '2026-11-01T08:00:00.000Z',
    ])
  })

  test('of every hour or quarter goes by the time that passes', () => {
    for (const { zone, day } of CHANGES.filter((each) => each.zone !== 'Australia/Lord_Howe')) {
      const ticks = seen(
        compileTicks('*/15 * * * *', zone).latest,
        Date.parse(`${day}T00:00:00Z`) - DAY_MS,
        Date.parse(`${day}T00:00:00Z`) + DAY_MS,
      )
      assert.equal(ticks.length, 2 * 96 + 1, zone)
    }
  })

  test('that nobody was there for is the last one only', () => {
    const { latest } = compileTicks('0 3 * * 1-5', 'Europe/Berlin')
    const monday = Date.parse('2026-06-01T12:00:00Z')
    assert.equal(latest(monday - 5 * DAY_MS, monday), Date.parse('2026-06-01T01:00:00Z'))
    assert.equal(latest(Date.parse('2026-06-01T01:00:00Z'), monday), null)
  })

  test('of a day of the month or of the week is due on either, when both are named', () => {
    const june = (cron: string) =>
      at(cron, 'UTC', '2026-05-31T23:59:00Z', '2026-06-09T00:00:00Z').map((iso) => iso.slice(8, 10))
    assert.deepEqual(june('0 5 3 * 1'), ['01', '03', '08'])
    assert.deepEqual(june('0 5 * 6 0,7'), ['07'])
    assert.deepEqual(june('0 5 */4 6 *'), ['01', '05'])
  })
})

test('what is no cron expression of five fields is refused, and a zone there is not', () => {
  for (const wrong of [
    '',
    '* * * *',
    '0 0 * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
  ])
    assert.throws(() => compileTicks(wrong, 'UTC'), TypeError, wrong)
  assert.throws(() => compileTicks('* * * * *', 'Europe/Nowhere'), RangeError)
})
