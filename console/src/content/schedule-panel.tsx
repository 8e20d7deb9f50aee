import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api, type ContentType, type EntryStatus } from '../api.ts'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import type { Entry } from './entry-calls.ts'
import { useStep } from './use-step.ts'

interface SchedulePanelProps {
  readonly type: ContentType
  readonly entry: Entry
  readonly isDirty: boolean
  readonly onStatus: (status: EntryStatus) => void
}

/** When the newest version goes out by itself, and when the entry is taken back. */
export function SchedulePanel({ type, entry, isDirty, onStatus }: SchedulePanelProps): ReactElement {
  const [publishAt, setPublishAt] = useState(entry.publishAt ?? '')
  const [unpublishAt, setUnpublishAt] = useState(entry.unpublishAt ?? '')
  const [fault, setFault] = useState<string>()
  const step = useStep(type.name, onStatus)
  const path = { type: type.name, id: entry.id }
  const save = (event: FormEvent): void => {
    event.preventDefault()
    const isNothing = publishAt === '' && unpublishAt === ''
    setFault(isDirty ? 'Save your changes first' : isNothing ? 'Choose a time' : undefined)
    if (isDirty || isNothing) return
    const body = {
      ...(publishAt === '' ? {} : { version: entry.version, publishAt }),
      ...(unpublishAt === '' ? {} : { unpublishAt }),
    }
    step.run('The schedule is kept.', () => api.content.schedule({ path, body }))
  }
  const hasOne = entry.publishAt !== null || entry.unpublishAt !== null
  return (
    <Panel title="Schedule">
      <form onSubmit={save} noValidate aria-label="Schedule">
        <Stack gap="md">
          <ProblemNotice error={step.problem} />
          <ZonedTimeInput label="Goes out" value={publishAt} error={fault} onChange={setPublishAt} />
          <ZonedTimeInput label="Is taken back" value={unpublishAt} onChange={setUnpublishAt} />
          <Group>
            <Button type="submit" variant="default" loading={step.pending}>
              {hasOne ? 'Change the schedule' : 'Schedule'}
            </Button>
            {hasOne && (
              <Button
                variant="subtle"
                onClick={() =>
                  step.run('It stays as it is until somebody changes it.', () =>
                    api.content.schedule({ path, body: {} }),
                  )
                }
              >
                Drop the schedule
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
