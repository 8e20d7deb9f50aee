import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { calendarsKey, calendarsQuery } from './queries.ts'
import type { OtherCalendar } from './types.ts'

const states: Readonly<Record<OtherCalendar['state'], { readonly label: string; readonly tone: Tone }>> = {
  waiting: { label: 'Being read', tone: 'caution' },
  synced: { label: 'Read', tone: 'positive' },
  failing: { label: 'Cannot be read', tone: 'negative' },
}

/** Calendars elsewhere: what is busy there is not offered. */
export function CalendarsPanel({ ownerId }: { ownerId: string }): ReactElement {
  const calendars = useQuery(calendarsQuery(ownerId))
  return (
    <Panel title="Other calendars">
      <Stack gap="lg">
        <p>What is busy in them is not offered to clients. They are read every 15 minutes.</p>
        <QueryView query={calendars} rows={1}>
          {(items) =>
            items.length === 0 ? (
              <p>None yet.</p>
            ) : (
              <Rows label="Other calendars">
                {items.map((one) => (
                  <CalendarRow key={one.id} calendar={one} />
                ))}
              </Rows>
            )
          }
        </QueryView>
        <CalendarForm ownerId={ownerId} />
      </Stack>
    </Panel>
  )
}

function CalendarRow({ calendar }: { calendar: OtherCalendar }): ReactElement {
  const { id, ownerId, name, state } = calendar
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: calendarsKey(ownerId) })
  const sync = useMutation({
    mutationFn: () => api.agency.syncCalendar({ path: { id } }),
    onSuccess: () => notifyDone(`${name} is being read.`),
    onError: notifyProblem,
    onSettled,
  })
  const remove = useMutation({
    mutationFn: () => api.agency.removeCalendar({ path: { id } }),
    onSuccess: () => notifyDone(`${name} is removed.`),
    onError: notifyProblem,
    onSettled,
  })
  return (
    <Row
      title={name}
      detail={<CalendarDetail calendar={calendar} />}
      aside={
        <>
          <StateBadge tone={states[state].tone}>{states[state].label}</StateBadge>
          <Button
            variant="default"
            aria-label={`Read now: ${name}`}
            loading={sync.isPending}
            onClick={() => sync.mutate()}
          >
            Read now
          </Button>
          <ConfirmButton
            label={`Remove ${name}`}
            question="What is busy in it is offered again. Remove it?"
            confirm="Remove it"
            pending={remove.isPending}
            onConfirm={() => remove.mutate()}
          />
        </>
      }
    />
  )
}

function CalendarDetail({ calendar }: { calendar: OtherCalendar }): ReactElement {
  const { address, syncedAt, blocks, error, unread } = calendar
  return (
    <Stack gap={2}>
      <span>
        {address.host}, ending in {address.ending}
      </span>
      <span>
        {syncedAt === null ? (
          'Not read yet'
        ) : (
          <>
            Last read <When at={syncedAt} />,{' '}
          </>
        )}
        {syncedAt !== null && (blocks === 1 ? '1 busy time' : `${blocks} busy times`)}
      </span>
      {error !== null && (
        <span>
          The last try failed: {error}.{syncedAt === null ? '' : ' What it said before still counts.'}
        </span>
      )}
      {unread > 0 && (
        <span>
          {unread === 1
            ? '1 entry makes no sense and does not count.'
            : `${unread} entries make no sense and do not count.`}
        </span>
      )}
    </Stack>
  )
}

function CalendarForm({ ownerId }: { ownerId: string }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { name: '', url: '' },
    validate: { name: filled('Give it a name'), url: filled('Paste the address') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.agency.addCalendar({ path: { id: ownerId }, body }),
    done: async () => {
      form.reset()
      notifyDone('The calendar is added and being read.')
      await queryClient.invalidateQueries({ queryKey: calendarsKey(ownerId) })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Add a calendar">
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <TextInput label="Name of the calendar" maxLength={80} {...form.getInputProps('name')} />
        <TextInput
          label="Its secret address"
          description="The iCal address from the settings of Google, Outlook or iCloud. It is kept sealed and not shown again."
          type="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
          {...form.getInputProps('url')}
        />
        <Group>
          <Button type="submit" variant="default" loading={pending}>
            Add the calendar
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
