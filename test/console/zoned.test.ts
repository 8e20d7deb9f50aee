import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  allZones,
  dayBounds,
  instantAt,
  offsetText,
  wallTime,
  weekday,
  weekOf,
} from '../../console/src/shell/zoned.ts'

const hoursOf = (date: string, zone: string): number => {
  const { start, end } = dayBounds(date, zone)
  return (end.getTime() - start.getTime()) / 3_600_000
}
const at = (date: string, time: string, zone: string): string => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return instantAt({ date, minutes: hours * 60 + minutes }, zone).toISOString()
}

describe('time in a zone', () => {
  test('a time that the clocks leave out is later by the change, one shown twice is the first', () => {
    assert.equal(at('2026-03-29', '02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
    assert.equal(at('2026-10-25', '02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z')
    assert.equal(at('2026-03-08', '02:30', 'America/New_York'), '2026-03-08T07:30:00.000Z')
    assert.equal(at('2026-11-01', '01:30', 'America/New_York'), '2026-11-01T05:30:00.000Z')
    assert.equal(at('2026-04-05', '01:45', 'Australia/Lord_Howe'), '2026-04-04T14:45:00.000Z')
  })

  test('days are as long as the zone makes them, also where midnight is left out or a day is', () => {
    assert.equal(hoursOf('2026-03-29', 'Europe/Berlin'), 23)
    assert.equal(hoursOf('2026-10-25', 'Europe/Berlin'), 25)
    assert.equal(hoursOf('2026-04-05', 'Australia/Lord_Howe'), 24.5)
    assert.equal(hoursOf('2026-06-01', 'Africa/Nairobi'), 24)
    assert.equal(hoursOf('2018-11-04', 'America/Sao_Paulo'), 23)
    assert.equal(hoursOf('2011-12-30', 'Pacific/Apia'), 0)
  })

  test('offsets are named with their sign and minutes', () => {
    const instant = new Date('2026-01-15T12:00:00Z')
    assert.equal(offsetText(instant, 'Africa/Nairobi'), 'UTC+03:00')
    assert.equal(offsetText(instant, 'Pacific/Marquesas'), 'UTC-09:30')
    assert.equal(offsetText(instant, 'UTC'), 'UTC+00:00')
  })

  test('a wall time read from an instant leads back to it, or to the first of the two it stands for', () => {
    const zones = fc.constantFrom(...allZones())
    const instants = fc.integer({ min: Date.UTC(2000, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 })
    fc.assert(
      fc.property(zones, instants, (zone, minutes) => {
        const instant = new Date(minutes * 60_000)
        const back = instantAt(wallTime(instant, zone), zone)
        assert.deepEqual(wallTime(back, zone), wallTime(instant, zone))
        assert.ok(
          back <= instant && instant.getTime() - back.getTime() <= 24 * 3_600_000,
          `${zone} ${instant.toISOString()}`,
        )
      }),
      { numRuns: 500 },
    )
  })

  test('weeks begin on Monday, also over the end of a year', () => {
    assert.deepEqual(weekOf('2026-01-01').slice(0, 4), ['2025-12-29', '2025-12-30', '2025-12-31', '2026-01-01'])
    assert.equal(weekday('2026-11-22'), 7)
    assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  })
})
