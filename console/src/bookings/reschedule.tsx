import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { dayWords } from '../calendar/words.ts'
import { may, useMe } from '../identity/me.ts'
import { Filters } from '../shell/filters.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { addDays, ownZone, wallTime } from '../shell/zoned.ts'
import { zones } from './calendar-search.ts'
import { appointmentKey } from './queries.ts'
import styles from './reschedule.module.css'
import { type AppointmentDetail, MANAGE } from './types.ts'
import { useAppointmentStep } from './use-appointment-step.ts'

const daysShown = 7

interface Wish {
  readonly startsAt: string
  readonly hostIds: readonly string[]
}

/** Free times of the days to come, and the way to one of them. */
export function Reschedule({ detail }: { detail: AppointmentDetail }): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <Panel title="Another time">
      {open ? (
        <Times detail={detail} />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          Find another time
        </Button>
      )}
    </Panel>
  )
}

function Times({ detail }: { detail: AppointmentDetail }): ReactElement {
  const [zone, setZone] = useState(ownZone)
  const [from, setFrom] = useState(() => wallTime(new Date(), zone).date)
  const [only] = detail.hosts
  const sameHost = detail.hosts.length === 1 && only !== undefined ? only.id : undefined
  const [hostId, setHostId] = useState(sameHost)
  const [chosen, choose] = useState<Wish>()
  const { step, move } = useMove(detail, hostId)
  const mayHandOver = may(useMe(), MANAGE) && sameHost !== undefined
  const times = useQuery({
    queryKey: [...appointmentKey(detail.id), 'slots', from, zone, hostId],
    queryFn: ({ signal }) =>
      api.agency.appointmentSlots({
        path: { id: detail.id },
        query: {
          ...{ from, to: addDays(from, daysShown - 1), timeZone: zone, limit: daysShown },
          ...(hostId === undefined ? {} : { hostId }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  return (
    <Stack gap="md">
      <ProblemNotice error={step.problem} />
      <Filters label="Free times">
        <TextInput
          type="date"
          label="From"
          required
          value={from}
          onChange={(event) => event.currentTarget.value !== '' && setFrom(event.currentTarget.value)}
        />
        <NativeSelect
          label="Clock of"
          value={zone}
          data={[...zones()]}
          onChange={(event) => setZone(event.currentTarget.value)}
        />
        {mayHandOver && (
          <NativeSelect
            label="With"
            value={hostId ?? ''}
            data={[
              { value: sameHost, label: only?.name ?? '' },
              { value: '', label: 'Whoever is free' },
            ]}
            onChange={(event) => setHostId(event.currentTarget.value || undefined)}
          />
        )}
      </Filters>
      <QueryView query={times}>
        {({ items }) => <SlotDays days={otherTimes(items, detail)} zone={zone} chosen={chosen} onChoose={choose} />}
      </QueryView>
      <Group>
        <Button variant="default" onClick={() => setFrom(addDays(from, daysShown))}>
          The next seven days
        </Button>
        <GatedButton
          loading={step.pending}
          disabledReason={chosen === undefined ? 'Choose a time first' : undefined}
          onClick={() => chosen !== undefined && move(chosen)}
        >
          Move the appointment
        </GatedButton>
      </Group>
    </Stack>
  )
}

/** The appointment gets a new id where it goes: the page follows. */
function useMove(detail: AppointmentDetail, hostId: string | undefined) {
  const navigate = useNavigate()
  const step = useAppointmentStep(({ id }) =>
    navigate({ to: '/agency/appointments/$id', params: { id }, replace: true }),
  )
  const move = ({ startsAt, hostIds }: Wish): void => {
    const next = hostId ?? (detail.hosts.length === 1 ? hostIds[0] : undefined)
    const body = { startsAt, ...(next === undefined ? {} : { hostId: next }) }
    step.run('It is moved, and the client has been written to.', () =>
      api.agency.rescheduleAppointment({ path: { id: detail.id }, body }),
    )
  }
  return { step, move }
}

interface SlotDay {
  readonly date: string
  readonly slots: readonly Wish[]
}

/** Its own time is free for it, and no other time. */
function otherTimes(days: readonly SlotDay[], { startsAt }: AppointmentDetail): readonly SlotDay[] {
  return days.map(({ date, slots }) => ({ date, slots: slots.filter((slot) => slot.startsAt !== startsAt) }))
}

interface SlotDaysProps {
  readonly days: readonly SlotDay[]
  readonly zone: string
  readonly chosen: Wish | undefined
  readonly onChoose: (slot: Wish) => void
}

function SlotDays({ days, zone, chosen, onChoose }: SlotDaysProps): ReactElement {
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', timeZone: zone })
  return (
    <div className={styles.days}>
      {days.map(({ date, slots }) => (
        <section key={date} aria-label={dayWords(date, 'full')}>
          <h3 className={styles.day}>{dayWords(date, 'full')}</h3>
          {slots.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing is free
            </Text>
          ) : (
            <Group gap="xs">
              {slots.map((slot) => (
                <Button
                  key={slot.startsAt}
                  size="xs"
                  variant={slot.startsAt === chosen?.startsAt ? 'filled' : 'default'}
                  aria-pressed={slot.startsAt === chosen?.startsAt}
                  onClick={() => onChoose(slot)}
                >
                  {clock.format(new Date(slot.startsAt))}
                </Button>
              ))}
            </Group>
          )}
        </section>
      ))}
    </div>
  )
}
