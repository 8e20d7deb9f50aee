import { type Static, Type } from 'typebox'
import { namedObject } from '../../../../kernel/http/schema.ts'
import type { Report } from '../report.ts'
import type { Selection } from '../selections.ts'
import { tallies, tallyDefinitions, tallyShape, writtenTally } from '../tally.ts'

/** Weekday and slot in one number. */
const SLOTS_MAX = 1440

const cell = namedObject('HeatmapCell', {
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: '1 for Monday' }),
  minute: Type.Integer({ minimum: 0, maximum: 1439, description: 'Where the slot begins, from midnight' }),
  ...tallyShape,
})

const SLOT_MINUTES = 60
const heatmapQuery = {
  slotMinutes: Type.Optional(
    Type.Unsafe<15 | 30 | 60>({ type: 'integer', enum: [15, 30, 60], description: '60 when absent' }),
  ),
}

export const heatmapProperties = { slotMinutes: Type.Integer(), cells: Type.Array(cell) }

/** Results by weekday and time of the entry, on clocks of the account's zone or of the one asked for; cells without trades are left out. */
export const heatmapReport: Report<typeof heatmapQuery, typeof heatmapProperties> = {
  name: 'heatmap',
  definitions: tallyDefinitions,
  query: heatmapQuery,
  properties: heatmapProperties,
  compute: (selection, { slotMinutes = SLOT_MINUTES }) => ({ slotMinutes, cells: cellsOf(selection, slotMinutes) }),
}

function cellsOf(selection: Selection, slotMinutes: number): Static<typeof cell>[] {
  const cells = tallies(selection, ({ entryWeekday, entryMinute }) => [
    entryWeekday * SLOTS_MAX + entryMinute - (entryMinute % slotMinutes),
  ])
  return [...cells]
    .sort(([left], [right]) => left - right)
    .map(([key, tally]) => ({
      weekday: Math.floor(key / SLOTS_MAX),
      minute: key % SLOTS_MAX,
      ...writtenTally(tally, selection.results.scale),
    }))
}
