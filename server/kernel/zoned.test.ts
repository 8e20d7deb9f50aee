import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  isDate,
  isShownAt,
  isZone,
  localDate,
  localTime,
  offsetText,
  weekdayOf,
  zonedInstant,
} from './zoned.ts'

const at = (date: string, time: string, zone: string) => zonedInstant({ date, time }, zone).toISOString()

test('a wall time that the clocks leave out is taken later, one that they show twice earlier', () => {
  assert.equal(at('2026-03-08', '02:30', 'America/New_York'), '2026-03-08T07:30:00.000Z')
  assert.equal(at('2026-11-01', '01:30', 'America/New_York'), '2026-11-01T05:30:00.000Z')
  assert.equal(at('2026-10-04', '02:15', 'Australia/Lord_Howe'), '2026-10-03T15:45:00.000Z')
  assert.equal(at('2026-04-05', '01:45', 'Australia/Lord_Howe'), '2026-04-04T14:45:00.000Z')
  assert.equal(at('2011-12-30', '12:00', 'Pacific/Apia'), '2011-12-30T22:00:00.000Z')
  assert.equal(at('2026-11-01', '09:00', 'America/Sao_Paulo'), '2026-11-01T12:00:00.000Z')
})

test('a wall time that the clocks leave out is shown at no instant', () => {
  for (const [date, time, zone, isShown] of [
    ['2026-03-08', '02:30', 'America/New_York', false],
    ['2026-03-08', '03:00', 'America/New_York', true],
    ['2026-11-01', '01:30', 'America/New_York', true],
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', false],
    ['2011-12-30', '12:00', 'Pacific/Apia', false],
    ['2026-07-01', '12:00', 'Asia/Kathmandu', true],
  ] as const)
    assert.equal(
      isShownAt(zonedInstant({ date, time }, zone), { date, time }, zone),
      isShown,
      `${date} ${time} ${zone}`,
    )
})

test('an instant has a day, a time and an offset in each zone', () => {
  const instant = new Date('2026-03-08T06:59:59Z')
  assert.equal(localDate(instant, 'America/New_York'), '2026-03-08')
  assert.equal(localDate(instant, 'Pacific/Kiritimati'), '2026-03-08')
  assert.equal(localDate(instant, 'Pacific/Honolulu'), '2026-03-07')
  assert.equal(localTime(instant, 'America/New_York'), '2026-03-08T01:59:59-05:00')
  assert.equal(offsetText(new Date('2026-03-08T07:00:00Z'), 'America/New_York'), '-04:00')
  assert.equal(offsetText(instant, 'Asia/Kathmandu'), '+05:45')
  assert.equal(offsetText(instant, 'America/St_Johns'), '-02:30')
})

test('days and months are added on the calendar, and a month end comes back', () => {
  assert.equal(addDays('2026-02-28', 1), '2026-03-01')
  assert.equal(addDays('2026-01-01', -1), '2025-12-31')
  const ends = [1, 2, 3, 13].map((months) => addMonths('2026-01-31', months, 31))
  assert.deepEqual(ends, ['2026-02-28', '2026-03-31', '2026-04-30', '2027-02-28'])
  assert.equal(addMonths('2026-02-28', 1, 31), '2026-03-31')
  assert.deepEqual(['2026-11-16', '2026-11-22'].map(weekdayOf), [1, 7])
  for (const date of ['2026-13-01', '2026-02-30', '2026-2-3', '']) {
    assert.ok(!isDate(date), date)
    assert.throws(() => addDays(date, 1), RangeError)
    assert.throws(() => zonedInstant({ date, time: '09:00' }, 'UTC'), RangeError)
  }
  assert.throws(() => zonedInstant({ date: '2026-02-28', time: '24:00' }, 'UTC'), RangeError)
})

test('a zone has a name of the IANA database', () => {
  for (const zone of ['Africa/Nairobi', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])
    assert.ok(isZone(zone), zone)
  for (const zone of ['', '+03:00', 'Mars/Olympus', '../etc', 'Europe/', 'a'.repeat(80)]) assert.ok(!isZone(zone), zone)
  assert.throws(() => localDate(new Date(0), 'Mars/Olympus'), RangeError)
})

const zones = ['America/New_York', 'Europe/London', 'Africa/Nairobi', 'Australia/Lord_Howe', 'Africa/Casablanca']

test('agrees with the formatter of the runtime at any instant, and finds its way back', () => {
  const formats = new Map(zones.map((zone) => [zone, new Intl.DateTimeFormat('sv-SE', formatOf(zone))]))
  const minute = fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 })
  fc.assert(
    fc.property(minute, fc.constantFrom(...zones), (minutes, zone) => {
      const instant = new Date(minutes * 60_000)
      const shown = localTime(instant, zone)
      assert.equal(shown.slice(0, 16).replace('T', ' '), formats.get(zone)?.format(instant))
      assert.equal(new Date(shown).getTime(), instant.getTime())
      const back = zonedInstant({ date: shown.slice(0, 10), time: shown.slice(11, 16) }, zone)
      // Only an hour that is shown twice has two instants, and then the earlier is found.
      assert.equal(localTime(back, zone).slice(0, 16), shown.slice(0, 16))
      assert.ok(back <= instant)
    }),
    { numRuns: 3000 },
  )
})

function formatOf(timeZone: string): Intl.DateTimeFormatOptions {
  return { timeZone, dateStyle: 'short', timeStyle: 'short' }
}
