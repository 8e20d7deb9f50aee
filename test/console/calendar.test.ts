import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { axisOf } from '../../console/src/calendar/axis.ts'
import { layOut } from '../../console/src/calendar/layout.ts'
import { addDays, weekOf } from '../../console/src/shell/zoned.ts'

const event = (id: string, start: string, end: string) => ({ id, start, end, title: id })

function placed(date: string, zone: string, ...events: ReturnType<typeof event>[]) {
  const axis = axisOf([date], zone)
  return layOut(axis, events).flatMap((blocks) => blocks.map(({ event: { id }, from, to }) => [id, from, to]))
}

describe('the calendar', () => {
  test('puts in the hour that comes twice, and no two moments in one place', () => {
    const axis = axisOf(weekOf('2026-10-25'), 'Europe/Berlin')
    assert.equal(axis.length, 25 * 60)
    assert.deepEqual(
      axis.marks
        .filter(({ at }) => at >= 60 && at <= 300)
        .map(({ label, again }) => (again ? `${label} again` : label)),
      ['01:00', '02:00', '02:00 again', '03:00', '04:00'],
    )
    const day = axis.days[6]
    assert.ok(day)
    const at = (instant: string) => axis.place(day, new Date(instant))
    assert.equal(at('2026-10-25T00:30:00Z'), 150)
    assert.equal(at('2026-10-25T01:30:00Z'), 210)
    assert.equal(at('2026-10-25T02:00:00Z'), 240)
    const other = axis.days[0]
    assert.ok(other)
    assert.equal(axis.place(other, new Date('2026-10-19T01:00:00Z')), 240, '03:00 stands beside 03:00')
  })

  test('leaves the hour open that the clocks leave out', () => {
    const axis = axisOf(['2026-03-29'], 'Europe/Berlin')
    assert.equal(axis.length, 24 * 60)
    assert.deepEqual(axis.days[0]?.missing, { from: 120, to: 180 })
    assert.deepEqual(
      placed('2026-03-29', 'Europe/Berlin', event('a', '2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z')),
      [['a', 90, 210]],
    )
    assert.deepEqual(axisOf(['2018-11-04'], 'America/Sao_Paulo').days[0]?.missing, { from: 0, to: 60 })
  })

  test('knows half an hour that comes twice, and an hour that does at the end of a day', () => {
    assert.equal(axisOf(['2026-04-05'], 'Australia/Lord_Howe').length, 24 * 60 + 30)
    const saoPaulo = axisOf(['2018-02-17'], 'America/Sao_Paulo')
    assert.deepEqual(saoPaulo.marks.at(-1), { at: 1440, label: '23:00', again: true })
    assert.equal(saoPaulo.length, 25 * 60)
  })

  test('shows an event on every day it touches, and not on the day that begins as it ends', () => {
    const night = event('night', '2026-06-01T21:00:00Z', '2026-06-02T21:00:00Z')
    const axis = axisOf(['2026-06-01', '2026-06-02', '2026-06-03'], 'Africa/Nairobi')
    const shown = layOut(axis, [night]).map((blocks) =>
      blocks.map(({ from, to, isFromBefore, goesOn }) => [from, to, isFromBefore, goesOn]),
    )
    assert.deepEqual(shown, [[], [[0, 1440, false, false]], []])
    const late = event('late', '2026-06-01T20:00:00Z', '2026-06-01T22:00:00Z')
    assert.deepEqual(
      layOut(axis, [late]).map((blocks) =>
        blocks.map(({ from, to, isFromBefore, goesOn }) => [from, to, isFromBefore, goesOn]),
      ),
      [[[1380, 1440, false, true]], [[0, 60, true, false]], []],
    )
  })

  test('events of a day that overlap never share a column', () => {
    const minutes = fc.tuple(fc.integer({ min: -200, max: 1500 }), fc.integer({ min: 0, max: 600 }))
    const zones = fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'America/New_York', 'Africa/Nairobi')
    const dates = fc.integer({ min: 0, max: 364 }).map((days) => addDays('2026-01-01', days))
    fc.assert(
      fc.property(fc.array(minutes, { maxLength: 12 }), zones, dates, (spans, zone, date) => {
        const axis = axisOf([date], zone)
        const begin = axis.days[0]?.start.getTime() ?? 0
        const iso = (after: number) => new Date(begin + after * 60_000).toISOString()
        const events = spans.map(([from, length], at) => event(`e${at}`, iso(from), iso(from + length)))
        const [blocks = []] = layOut(axis, events)
        for (const one of blocks) {
          assert.ok(one.from >= 0 && one.to <= axis.length && one.column < one.columns)
          const beside = blocks.filter((other) => other !== one && other.from < one.to && one.from < other.to)
          assert.ok(beside.every(({ column }) => column !== one.column))
          assert.ok(beside.every(({ columns }) => columns === one.columns))
        }
      }),
    )
  })
})
