import { Button, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { addDays, ownZone } from '../shell/zoned.ts'
import { zones } from './calendar-search.ts'
import styles from './hours.module.css'
import type { Schedule } from './types.ts'
import { WindowRows } from './window-rows.tsx'
import { type Window, windowFaults } from './windows.ts'

/** 1 January 2024 was a Monday. */
const weekdayName = (weekday: number): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${addDays('2023-12-31', weekday)}T12:00:00Z`),
  )
const weekdays = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, name: weekdayName(weekday) }))

interface WeeklyHoursProps {
  readonly ownerId: string
  readonly schedule: Schedule | null
  /** The one that was read with the week; null for a schedule that is new. */
  readonly version: number | null
  readonly onSaved: (schedule: Schedule) => void
}

/** The week as it mostly is. Whoever has none cannot be booked. */
export function WeeklyHours(props: WeeklyHoursProps): ReactElement {
  const { schedule } = props
  const [zone, setZone] = useState(schedule?.timeZone ?? ownZone())
  const [week, setWeek] = useState<readonly (readonly Window[])[]>(() =>
    weekdays.map(({ weekday }) =>
      (schedule?.rules ?? []).filter((rule) => rule.weekday === weekday).map(({ start, end }) => ({ start, end })),
    ),
  )
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [isDirty, setDirty] = useState(false)
  const save = useSave(props, () => setDirty(false))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const found: Record<string, string> = Object.assign(
      {},
      ...week.map((windows, at) => windowFaults(windows, String(at))),
    )
    setFaults(found)
    if (Object.keys(found).length > 0 || save.isPending) return
    const rules = week.flatMap((windows, at) => windows.map((one) => ({ weekday: at + 1, ...one })))
    save.mutate({ timeZone: zone, rules })
  }
  return (
    <Panel title="Every week">
      <UnsavedGuard isDirty={() => isDirty} />
      <form onSubmit={submit} noValidate aria-label="Every week">
        <Stack gap="lg">
          <ProblemNotice error={save.error} />
          {schedule === null && <p>Nothing is said yet: no client is offered a time with this person.</p>}
          <NativeSelect
            label="Clock of"
            value={zone}
            data={[...zones()]}
            onChange={(event) => {
              setZone(event.currentTarget.value)
              setDirty(true)
            }}
          />
          <div className={styles.week}>
            {weekdays.map(({ weekday, name }, at) => (
              <div key={weekday} className={styles.weekday}>
                <h3>{name}</h3>
                <WindowRows
                  of={name}
                  windows={week[at] ?? []}
                  faults={faults}
                  path={String(at)}
                  onChange={(windows) => {
                    setWeek(week.map((one, day) => (day === at ? windows : one)))
                    setDirty(true)
                  }}
                />
              </div>
            ))}
          </div>
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
            Save the week
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function useSave({ ownerId, version, onSaved }: WeeklyHoursProps, onClean: () => void) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Pick<Schedule, 'timeZone' | 'rules'>) =>
      api.agency.saveSchedule({ path: { id: ownerId }, body: { ...body, version } }),
    onSuccess: async (saved) => {
      notifyDone('The week is saved.')
      onClean()
      onSaved(saved)
      await queryClient.invalidateQueries({ queryKey: ['agency', 'hosts'] })
    },
  })
}
