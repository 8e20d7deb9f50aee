import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, addMonths, isDate, isZone, localDate } from './zoned.ts'

describe('calendar days', () => {
  test('are those of the zone, also around its changes of offset', () => {
    const cases = [
      ['2026-03-08T04:59:59Z', 'America/New_York', '2026-03-07'],
      ['2026-03-08T05:00:00Z', 'America/New_York', '2026-03-08'],
      ['2026-03-09T03:59:59Z', 'America/New_York', '2026-03-08'],
      ['2026-03-09T04:00:00Z', 'America/New_York', '2026-03-09'],
      ['2026-12-31T21:00:00Z', 'Africa/Nairobi', '2027-01-01'],
      ['2026-12-31T23:59:59Z', 'Pacific/Pago_Pago', '2026-12-31'],
      ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29'],
      ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ] as const
    for (const [instant, zone, date] of cases)
      assert.equal(localDate(new Date(instant), zone), date, `${instant} ${zone}`)
  })

  test('are counted by the calendar', () => {
    assert.equal(addDays('2028-02-28', 1), '2028-02-29')
    assert.equal(addDays('2026-12-31', 1), '2027-01-01')
    assert.equal(addDays('2026-03-08', -8), '2026-02-28')
  })

  test('keep to the anchor over short months, without drift', () => {
    const months = [0, 1, 2, 3, 4, 13, 25].map((at) => addMonths('2026-01-31', at, 31))
    assert.deepEqual(months, [
      ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
      ...['2026-05-31', '2027-02-28', '2028-02-29'],
    ])
    const leap = [0, 12, 36, 48].map((at) => addMonths('2028-02-29', at, 29))
    assert.deepEqual(leap, ['2028-02-29', '2029-02-28', '2031-02-28', '2032-02-29'])
  })

  test('that do not exist are none', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', ''])
      assert.ok(!isDate(text), text)
    assert.ok(isDate('2028-02-29'))
    assert.throws(() => addDays('tomorrow', 1), RangeError)
  })
})

test('zones are names of the time zone database', () => {
  for (const zone of ['Africa/Nairobi', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])
    assert.ok(isZone(zone), zone)
  for (const zone of ['+03:00', 'Mars/Olympus', '', 'Europe/../etc', 'Africa']) assert.ok(!isZone(zone), zone)
})
