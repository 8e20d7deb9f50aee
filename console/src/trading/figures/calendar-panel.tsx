import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Spots } from '../../charts/spots.tsx'
import { Panel } from '../../shell/panel.tsx'
import { addDays, weekday } from '../../shell/zoned.ts'
import { Spot } from '../charts/spot.tsx'
import { type Behind, daysWithin, tradesBehind } from './behind.ts'
import styles from './figures.module.css'
import { TallyTable } from './tally-table.tsx'
import { cellTone, largest } from './tone.ts'
import { TradesLink } from './trades-link.tsx'
import type { DashboardGroup } from './types.ts'
import {
  dayInWords,
  monthInWords,
  resultInShort,
  resultInWords,
  resultOf,
  tallyFigures,
  tradesInWords,
  type Unit,
  weekdayInWords,
} from './words.ts'

interface CalendarPanelProps {
  readonly calendar: DashboardGroup['calendar']
  readonly unit: Unit
  readonly behind: Behind
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
const MONTH_LENGTH = 7

/** A month of days with what was closed on them. */
export function CalendarPanel({ calendar, unit, behind }: CalendarPanelProps): ReactElement {
  const { days } = calendar
  const [first, last] = [days[0]?.day.slice(0, MONTH_LENGTH), days.at(-1)?.day.slice(0, MONTH_LENGTH)]
  const [chosen, choose] = useState<string | undefined>(undefined)
  const month = chosen !== undefined && chosen >= (first ?? chosen) && chosen <= (last ?? chosen) ? chosen : last
  if (month === undefined) return <Panel title="Calendar">No day with a close.</Panel>
  const inMonth = days.filter(({ day }) => day.startsWith(month))
  const sum = inMonth.reduce((total, one) => total + resultOf(one, unit), 0)
  const n = inMonth.reduce((total, one) => total + one.n, 0)
  const stretch = [`${month}-01`, addDays(`${moved(month, 1)}-01`, -1)] as const
  return (
    <Panel title="Calendar" aside={<MonthBar month={month} first={first} last={last} choose={choose} />}>
      <Spots>
        <table className={styles.grid} aria-label={`Results of ${monthInWords(month)}`}>
          <thead>
            <tr>
              {WEEKDAYS.map((one) => (
                <th key={one} scope="col" abbr={weekdayInWords(one)}>
                  {weekdayInWords(one).slice(0, 3)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(month).map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <td key={day}>
                    {day.startsWith(month) && <DayCell day={day} days={days} unit={unit} behind={behind} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Spots>
      <p className={styles.note}>
        {monthInWords(month)}: {resultInWords(sum, unit)},{' '}
        <TradesLink filter={tradesBehind(behind, daysWithin(behind, ...stretch))}>{tradesInWords(n)}</TradesLink>. Days
        end at the account’s session cut-off.
      </p>
      <TallyTable
        label="Each day, explained"
        of={{ search: behind.search, currency: unit.currency, report: 'calendar' }}
        unit={unit}
        rows={inMonth.map((one) => ({
          ...{ key: one.day, figure: `/days/${one.day}`, tally: one, name: dayInWords(one.day) },
        }))}
      />
    </Panel>
  )
}

type Day = CalendarPanelProps['calendar']['days'][number]

interface DayCellProps {
  readonly day: string
  readonly days: readonly Day[]
  readonly unit: Unit
  readonly behind: Behind
}

function DayCell({ day, days, unit, behind }: DayCellProps): ReactElement {
  const found = days.find((one) => one.day === day)
  const number = Number(day.slice(-2))
  if (found === undefined || found.n === 0) return <span className={styles.emptyDay}>{number}</span>
  const most = largest(days.map((one) => resultOf(one, unit)))
  const value = resultOf(found, unit)
  return (
    <Spot
      title={dayInWords(day)}
      figures={tallyFigures(found, unit)}
      filter={tradesBehind(behind, daysWithin(behind, day, day))}
      className={styles.dayCell}
      style={cellTone(value, most)}
    >
      {number}
      <strong>{resultInShort(value, unit)}</strong>
      <span className={styles.count}>{tradesInWords(found.n)}</span>
    </Spot>
  )
}

interface MonthBarProps {
  readonly month: string
  readonly first: string | undefined
  readonly last: string | undefined
  readonly choose: (month: string) => void
}

function MonthBar({ month, first, last, choose }: MonthBarProps): ReactElement {
  return (
    <div className={styles.monthBar}>
      <Button
        size="compact-sm"
        variant="default"
        disabled={first === undefined || month <= first}
        aria-label="Month before"
        onClick={() => choose(moved(month, -1))}
      >
        ‹
      </Button>
      <span role="status">{monthInWords(month)}</span>
      <Button
        size="compact-sm"
        variant="default"
        disabled={last === undefined || month >= last}
        aria-label="Month after"
        onClick={() => choose(moved(month, 1))}
      >
        ›
      </Button>
    </div>
  )
}

function moved(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, MONTH_LENGTH)
}

/** Weeks from Monday that hold a day of the month. */
function weeksOf(month: string): string[][] {
  const begin = `${month}-01`
  const monday = addDays(begin, 1 - weekday(begin))
  const end = `${moved(month, 1)}-01`
  const weeks: string[][] = []
  for (let day = monday; day < end; day = addDays(day, 7)) weeks.push(WEEKDAYS.map((_, after) => addDays(day, after)))
  return weeks
}
