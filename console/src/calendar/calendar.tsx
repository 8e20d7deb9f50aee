import { Button, Group, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactElement, useId, useMemo } from 'react'
import { offsetText, wallTime } from '../shell/zoned.ts'
import { Agenda } from './agenda.tsx'
import { axisOf } from './axis.ts'
import styles from './calendar.module.css'
import { DayGrid } from './day-grid.tsx'
import { type CalendarEvent, layOut } from './layout.ts'
import { type CalendarView, datesOf, rangeWords, shifted } from './words.ts'

interface CalendarProps<Event extends CalendarEvent> {
  readonly view: CalendarView
  /** A day of what is shown, as YYYY-MM-DD. */
  readonly date: string
  /** IANA name of the zone whose clock stands at the side. */
  readonly zone: string
  readonly events: readonly Event[]
  readonly onDate: (date: string) => void
  readonly onView: (view: CalendarView) => void
  readonly onOpen: (event: Event) => void
}

const views = [
  { value: 'week', label: 'Week' },
  { value: 'day', label: 'Day' },
  { value: 'agenda', label: 'List' },
] as const

/** A week or a day of events by the clock of one zone, or a week as a list; on a phone always a list. */
export function Calendar<Event extends CalendarEvent>(props: CalendarProps<Event>): ReactElement {
  const { view, date, zone, events, onDate, onView, onOpen } = props
  const id = useId()
  const isNarrow = useMediaQuery('(max-width: 40em)', false, { getInitialValueInEffect: false })
  const dates = useMemo(() => datesOf(view, date), [view, date])
  const axis = useMemo(() => axisOf(dates, zone), [dates, zone])
  const days = useMemo(() => layOut(axis, events), [axis, events])
  const stretch = view === 'day' ? 'day' : 'week'
  const today = wallTime(new Date(), zone).date
  const shown = { axis, days, zone, today, onOpen }
  return (
    <section aria-labelledby={id} className={styles.calendar}>
      <div className={styles.head}>
        <div>
          <h2 className={styles.title} id={id} aria-live="polite">
            {rangeWords(dates)}
          </h2>
          <p className={styles.zone}>{`${zone}, ${offsetsOf(axis.days, zone)}`}</p>
        </div>
        <Group gap="sm">
          <Button variant="default" aria-label={`Previous ${stretch}`} onClick={() => onDate(shifted(view, date, -1))}>
            Previous
          </Button>
          <Button variant="default" onClick={() => onDate(today)}>
            Today
          </Button>
          <Button variant="default" aria-label={`Next ${stretch}`} onClick={() => onDate(shifted(view, date, 1))}>
            Next
          </Button>
          <SegmentedControl
            aria-label="What is shown"
            value={view}
            onChange={(value) => onView(views.find((one) => one.value === value)?.value ?? 'week')}
            data={[...views]}
          />
        </Group>
      </div>
      {isNarrow || view === 'agenda' ? <Agenda {...shown} /> : <DayGrid {...shown} />}
    </section>
  )
}

/** One offset, or both where the clocks change within what is shown. */
function offsetsOf(days: readonly { readonly start: Date; readonly end: Date }[], zone: string): string {
  const first = offsetText(days[0]?.start ?? new Date(), zone)
  const last = offsetText(new Date((days.at(-1)?.end.getTime() ?? 0) - 60_000), zone)
  return first === last ? first : `${first}, from the change of the clocks ${last}`
}
