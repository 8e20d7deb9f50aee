import { Checkbox, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import { Calendar } from '../calendar/calendar.tsx'
import type { CalendarEvent } from '../calendar/layout.ts'
import { type CalendarView, datesOf } from '../calendar/words.ts'
import { may, useMe } from '../identity/me.ts'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { dayBounds, ownZone, wallTime } from '../shell/zoned.ts'
import { type CalendarSearch, calendarSearchIn, zones } from './calendar-search.ts'
import { calendarQuery, hostsQuery } from './queries.ts'
import { type Appointment, VIEW_ALL } from './types.ts'
import { isOff, statusWords } from './words.ts'

const route = getRouteApi('/hosts/agency/appointments')
/** What began the day before may reach into the first one shown. */
const overnightMs = 24 * 3600 * 1000

export function CalendarPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const zone = search.zone ?? ownZone()
  const date = search.date ?? wallTime(new Date(), zone).date
  const view = search.view ?? 'week'
  const set = (change: Partial<Record<keyof CalendarSearch, unknown>>): void => {
    void navigate({ search: (now) => calendarSearchIn({ ...now, ...change }), replace: true })
  }
  const seesAll = may(useMe(), VIEW_ALL)
  const appointments = useQuery(calendarQuery(stretchOf(view, date, { zone, host: seesAll ? search.host : undefined })))
  const events = useMemo(
    () => (appointments.data ?? []).filter((one) => search.off === true || !isOff(one)).map(eventOf),
    [appointments.data, search.off],
  )
  return (
    <Page title="Appointments" lead={seesAll ? 'Of all hosts, or of one of them.' : 'Yours, by day and by week.'}>
      <CalendarFilters search={search} zone={zone} seesAll={seesAll} set={set} />
      <ProblemNotice error={appointments.error} retry={() => void appointments.refetch()} />
      <Calendar
        view={view}
        date={date}
        zone={zone}
        events={events}
        onDate={(day) => set({ date: day })}
        onView={(shown) => set({ view: shown })}
        onOpen={({ id }) => void navigate({ to: '/agency/appointments/$id', params: { id } })}
      />
      <p role="status">{appointments.isPending ? 'Reading the appointments' : ''}</p>
    </Page>
  )
}

interface Shown {
  readonly zone: string
  readonly host: string | undefined
}

function stretchOf(view: CalendarView, date: string, { zone, host }: Shown) {
  const days = datesOf(view, date)
  const from = new Date(dayBounds(days[0] ?? date, zone).start.getTime() - overnightMs)
  const to = dayBounds(days.at(-1) ?? date, zone).end
  return { from: from.toISOString(), to: to.toISOString(), ...(host === undefined ? {} : { hostId: host }) }
}

function eventOf(one: Appointment): CalendarEvent {
  const { label, tone } = statusWords(one)
  const hosts = one.hosts.map(({ name }) => name).join(', ')
  return {
    ...{ id: one.id, start: one.startsAt, end: one.endsAt, title: one.client.name, tone },
    detail: `${one.service.title}, ${hosts}. ${label}`,
  }
}

interface CalendarFiltersProps {
  readonly search: CalendarSearch
  readonly zone: string
  readonly seesAll: boolean
  readonly set: (change: Partial<Record<keyof CalendarSearch, unknown>>) => void
}

function CalendarFilters({ search, zone, seesAll, set }: CalendarFiltersProps): ReactElement {
  const hosts = useQuery(hostsQuery(seesAll))
  return (
    <Filters label="Appointments">
      {seesAll && (
        <NativeSelect
          label="Host"
          value={search.host ?? ''}
          onChange={(event) => set({ host: event.currentTarget.value })}
          data={[
            { value: '', label: 'All hosts' },
            ...(hosts.data ?? []).map(({ ownerId, name }) => ({ value: ownerId, label: name })),
          ]}
        />
      )}
      <NativeSelect
        label="Clock of"
        value={zone}
        onChange={(event) => set({ zone: event.currentTarget.value })}
        data={[...zones()]}
      />
      <Checkbox
        label="Also what was called off"
        checked={search.off === true}
        onChange={(event) => set({ off: event.currentTarget.checked })}
      />
    </Filters>
  )
}
