import { useMediaQuery } from '@mantine/hooks'
import type { ReactElement } from 'react'
import { Spots } from '../../charts/spots.tsx'
import { Panel } from '../../shell/panel.tsx'
import { Spot } from '../charts/spot.tsx'
import { type Behind, tradesBehind } from './behind.ts'
import styles from './figures.module.css'
import { TallyTable } from './tally-table.tsx'
import { cellTone, largest } from './tone.ts'
import type { DashboardGroup } from './types.ts'
import { hourInWords, resultInShort, resultOf, tallyFigures, type Unit, weekdayInWords } from './words.ts'

interface HeatmapPanelProps {
  readonly heatmap: DashboardGroup['heatmap']
  readonly unit: Unit
  readonly behind: Behind
  /** Of the entries; undefined: several accounts, each by its own. */
  readonly zone: string | undefined
}

/** With fewer trades a cell says little, and is drawn so. */
const ENOUGH = 5
const PALE = 0.3
const HOUR = 60

/** Results by weekday and hour of the entry; on a phone the hours go down. */
export function HeatmapPanel({ heatmap, unit, behind, zone }: HeatmapPanelProps): ReactElement {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  const { cells } = heatmap
  const hours = rangeOf(cells.map(({ minute }) => minute / HOUR))
  const weekdays = rangeOf([1, 5, ...cells.map(({ weekday }) => weekday)])
  const most = largest(cells.map((one) => resultOf(one, unit)))
  const cellAt = (weekday: number, hour: number): ReactElement | null => {
    const found = cells.find((one) => one.weekday === weekday && one.minute === hour * HOUR)
    if (found === undefined) return null
    const isFew = found.n < ENOUGH
    return (
      <Spot
        title={`${weekdayInWords(weekday)}, ${hourInWords(hour)}${isFew ? ', few trades' : ''}`}
        figures={tallyFigures(found, unit)}
        filter={tradesBehind(behind, { weekday: [String(weekday)], hourFrom: hour, hourBefore: hour + 1 })}
        className={isFew ? `${styles.cell} ${styles.few}` : styles.cell}
        style={cellTone(resultOf(found, unit) * (isFew ? PALE : 1), most)}
      >
        {resultInShort(resultOf(found, unit), unit)}
      </Spot>
    )
  }
  const byWeekday = { key: 'weekday', rows: weekdays, columns: hours }
  const { rows, columns } = isNarrow ? { rows: hours, columns: weekdays } : byWeekday
  const nameOf = (at: number, isWeekday: boolean): string =>
    isWeekday ? weekdayInWords(at).slice(0, 3) : hourInWords(at).slice(0, isNarrow ? 5 : 2)
  return (
    <Panel title="Weekday and hour of the entry">
      <Spots>
        <table className={styles.grid} aria-label="Results by weekday and hour of the entry">
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <th key={column} scope="col">
                  {nameOf(column, isNarrow)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                <th scope="row">{nameOf(row, !isNarrow)}</th>
                {columns.map((column) => (
                  <td key={column}>{isNarrow ? cellAt(column, row) : cellAt(row, column)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Spots>
      <p className={styles.note}>
        By the clock of {zone ?? 'each account’s zone'}. Blue is above zero, orange below; pale cells have fewer than{' '}
        {ENOUGH} trades and say little.
      </p>
      <TallyTable
        label="Each hour, explained"
        of={{ search: behind.search, currency: unit.currency, report: 'heatmap' }}
        unit={unit}
        rows={cells.map((one, at) => ({
          ...{ key: `${one.weekday} ${one.minute}`, figure: `/cells/${at}`, tally: one },
          name: `${weekdayInWords(one.weekday)}, ${hourInWords(one.minute / HOUR)}`,
        }))}
      />
    </Panel>
  )
}

/** From the least to the most, without gaps. */
function rangeOf(values: readonly number[]): number[] {
  const [least, most] = [Math.floor(Math.min(...values)), Math.floor(Math.max(...values))]
  return values.length === 0 ? [] : Array.from({ length: most - least + 1 }, (_, after) => least + after)
}
