import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { dayWords } from '../calendar/words.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import type { Schedule } from './types.ts'
import { WindowRows } from './window-rows.tsx'
import { type Window, windowFaults, windowWords } from './windows.ts'

interface DaysApartProps {
  readonly ownerId: string
  readonly schedule: Schedule
  readonly onSaved: (schedule: Schedule) => void
}

/** Days on which other hours count than those of the week, or none. */
export function DaysApart({ ownerId, schedule, onSaved }: DaysApartProps): ReactElement {
  const change = useChange(onSaved)
  return (
    <Panel title="Days apart">
      <Stack gap="lg">
        <ProblemNotice error={change.error} />
        {schedule.overrides.length === 0 && <p>No day differs from the week.</p>}
        {schedule.overrides.length > 0 && (
          <Rows label="Days apart">
            {schedule.overrides.map(({ date, windows }) => (
              <Row
                key={date}
                title={`${dayWords(date, 'full')} ${date.slice(0, 4)}`}
                detail={windows.length === 0 ? 'Closed' : windows.map(windowWords).join(', ')}
                aside={
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`As every week on ${date}`}
                    onClick={() =>
                      change.mutate({
                        done: 'The hours of the week count again on this day.',
                        send: () => api.agency.removeOverride({ path: { id: ownerId, date } }),
                      })
                    }
                  >
                    As every week
                  </Button>
                }
              />
            ))}
          </Rows>
        )}
        <DayForm ownerId={ownerId} change={change} />
      </Stack>
    </Panel>
  )
}

function useChange(onSaved: DaysApartProps['onSaved']) {
  return useMutation({
    mutationFn: ({ send }: { readonly done: string; readonly send: () => Promise<Schedule> }) => send(),
    onSuccess: (saved, { done }) => {
      notifyDone(done)
      onSaved(saved)
    },
  })
}

interface DayFormProps {
  readonly ownerId: string
  readonly change: ReturnType<typeof useChange>
}

function DayForm({ ownerId, change }: DayFormProps): ReactElement {
  const [date, setDate] = useState('')
  const [windows, setWindows] = useState<Window[]>([])
  const [faults, setFaults] = useState<Record<string, string>>({})
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const found = { ...windowFaults(windows, 'day'), ...(date === '' ? { date: 'Choose a day' } : {}) }
    setFaults(found)
    if (Object.keys(found).length > 0 || change.isPending) return
    const send = () => api.agency.saveOverride({ path: { id: ownerId, date }, body: { windows } })
    change.mutate(
      { done: 'The day is kept.', send },
      {
        onSuccess: () => {
          setDate('')
          setWindows([])
        },
      },
    )
  }
  return (
    <form onSubmit={submit} noValidate aria-label="A day apart">
      <Stack gap="md">
        <TextInput
          type="date"
          label="Day"
          description="Without a stretch the day is closed."
          value={date}
          error={faults.date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <WindowRows of="the day" windows={windows} faults={faults} path="day" onChange={setWindows} />
        <Button type="submit" variant="default" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
          {windows.length === 0 ? 'Close the day' : 'Keep these hours'}
        </Button>
      </Stack>
    </form>
  )
}
