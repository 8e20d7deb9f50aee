import { type ReactElement, useState } from 'react'
import { Calendar } from '../../../console/src/calendar/calendar.tsx'
import type { CalendarEvent } from '../../../console/src/calendar/layout.ts'
import type { CalendarView } from '../../../console/src/calendar/words.ts'

/** The week in which Berlin's clocks go back, with events that overlap, run over midnight and lie in the hour shown twice. */
const events: readonly CalendarEvent[] = [
  event('Consultation', '2026-10-21T07:00:00Z', '2026-10-21T08:30:00Z', { detail: 'Ada Lovelace', tone: 'positive' }),
  event('Call', '2026-10-21T07:30:00Z', '2026-10-21T08:00:00Z', { detail: 'Grace Hopper', tone: 'caution' }),
  event('Workshop', '2026-10-21T08:00:00Z', '2026-10-21T10:00:00Z', { detail: 'Three seats' }),
  event('Night shift', '2026-10-23T20:00:00Z', '2026-10-24T02:00:00Z', { detail: 'Studio B' }),
  event('First', '2026-10-25T00:15:00Z', '2026-10-25T00:45:00Z', { tone: 'positive' }),
  event('Second', '2026-10-25T01:15:00Z', '2026-10-25T01:45:00Z', { tone: 'negative' }),
]

type More = Pick<CalendarEvent, 'detail' | 'tone'>

function event(title: string, start: string, end: string, more: More): CalendarEvent {
  return { id: title, title, start, end, ...more }
}

export function CalendarPiece(): ReactElement {
  const asked = new URLSearchParams(location.search)
  const [date, setDate] = useState(asked.get('date') ?? '2026-10-22')
  const [view, setView] = useState<CalendarView>('week')
  const [opened, setOpened] = useState('nothing')
  return (
    <>
      <h1>Bookings</h1>
      <Calendar
        view={view}
        date={date}
        zone={asked.get('zone') ?? 'Europe/Berlin'}
        events={events}
        onDate={setDate}
        onView={setView}
        onOpen={({ title }) => setOpened(title)}
      />
      <p>Opened: {opened}</p>
    </>
  )
}
