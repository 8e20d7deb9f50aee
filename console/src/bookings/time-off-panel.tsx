import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { may, useMe } from '../identity/me.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { timeOffKey, timeOffQuery } from './queries.ts'
import { MANAGE, type TimeOff } from './types.ts'

const states: Readonly<Record<TimeOff['status'], { readonly label: string; readonly tone: Tone }>> = {
  requested: { label: 'Waits for a yes', tone: 'caution' },
  approved: { label: 'Given', tone: 'positive' },
  declined: { label: 'Refused', tone: 'negative' },
}

interface TimeOffProps {
  readonly ownerId: string
  readonly zone: string
}

/** Away: nothing is offered in it once a manager has said yes. */
export function TimeOffPanel({ ownerId, zone }: TimeOffProps): ReactElement {
  const off = useQuery(timeOffQuery(ownerId))
  const decides = may(useMe(), MANAGE)
  return (
    <Panel title="Time off">
      <Stack gap="lg">
        <QueryView query={off} rows={1}>
          {(items) =>
            items.length === 0 ? (
              <p>None to come.</p>
            ) : (
              <Rows label="Time off">
                {items.map((one) => (
                  <TimeOffRow key={one.id} timeOff={one} zone={zone} decides={decides} />
                ))}
              </Rows>
            )
          }
        </QueryView>
        <TimeOffForm ownerId={ownerId} decides={decides} />
      </Stack>
    </Panel>
  )
}

interface TimeOffRowProps {
  readonly timeOff: TimeOff
  readonly zone: string
  readonly decides: boolean
}

function TimeOffRow({ timeOff, zone, decides }: TimeOffRowProps): ReactElement {
  const { id, ownerId, startsAt, endsAt, reason, status } = timeOff
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: ({ send }: { readonly done: string; readonly send: () => Promise<unknown> }) => send(),
    onSuccess: (_, { done }) => notifyDone(done),
    onError: notifyProblem,
    onSettled: () => queryClient.invalidateQueries({ queryKey: timeOffKey(ownerId) }),
  })
  const path = { id }
  const button = (label: string, done: string, send: () => Promise<unknown>): ReactElement => (
    <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate({ done, send })}>
      {label}
    </Button>
  )
  return (
    <Row
      title={reason === '' ? 'Away' : reason}
      detail={
        <>
          <When at={startsAt} zone={zone} /> to <When at={endsAt} zone={zone} />
        </>
      }
      aside={
        <>
          <StateBadge tone={states[status].tone}>{states[status].label}</StateBadge>
          {decides &&
            status !== 'approved' &&
            button('Give it', 'It is given.', () => api.agency.approveTimeOff({ path }))}
          {decides &&
            status === 'requested' &&
            button('Refuse it', 'It is refused.', () => api.agency.declineTimeOff({ path }))}
          {button('Take it back', 'It is taken back.', () => api.agency.removeTimeOff({ path }))}
        </>
      }
    />
  )
}

function TimeOffForm({ ownerId, decides }: { ownerId: string; decides: boolean }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { startsAt: '', endsAt: '', reason: '' },
    validate: { startsAt: filled('Choose a time'), endsAt: filled('Choose a time') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.agency.addTimeOff({ path: { id: ownerId }, body }),
    done: async () => {
      form.reset()
      notifyDone(decides ? 'The time off is given.' : 'It is asked for; a manager decides.')
      await queryClient.invalidateQueries({ queryKey: timeOffKey(ownerId) })
    },
  })
  const field = (name: 'startsAt' | 'endsAt') => ({
    path: name,
    value: form.values[name],
    error: typeof form.errors[name] === 'string' ? form.errors[name] : undefined,
    onChange: (instant: string) => form.setFieldValue(name, instant),
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Time off">
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <ZonedTimeInput label="Away from" {...field('startsAt')} />
        <ZonedTimeInput label="Back at" {...field('endsAt')} />
        <TextInput label="Reason (optional)" maxLength={200} {...form.getInputProps('reason')} />
        <Group>
          <Button type="submit" variant="default" loading={pending}>
            {decides ? 'Give the time off' : 'Ask for the time off'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
