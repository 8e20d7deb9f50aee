import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactElement, ReactNode } from 'react'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useUnkept } from './use-unkept.ts'

interface ReasonFormProps {
  readonly label: string
  readonly hint: ReactNode
  readonly confirm: string
  /** Must be typed before it is done: for what cannot be undone. */
  readonly typed?: string
  readonly send: (reason: string) => Promise<void>
  readonly onCancel: () => void
}

/** Does something that wants a reason, which stands in the audit. */
export function ReasonForm({ label, hint, confirm, typed, send, onCancel }: ReasonFormProps): ReactElement {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '', path: '' },
    validate: {
      reason: (value) => (value.trim().length < 3 ? 'Say why, in a few words' : null),
      path: (value) => (typed === undefined || value === typed ? null : `Type ${typed}`),
    },
  })
  const { submit, pending, problem } = useUnkept({
    form,
    send: ({ reason }) => send(reason.trim()),
    done: () => undefined,
  })
  return (
    <form onSubmit={submit} noValidate aria-label={label} autoComplete="off">
      <Stack gap="sm">
        <p>{hint}</p>
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('reason')}
          label="Reason"
          description="Stands in the audit, and among those who looked"
          maxLength={500}
          {...form.getInputProps('reason')}
        />
        {typed !== undefined && (
          <TextInput
            key={form.key('path')}
            label={`Type ${typed} to confirm`}
            spellCheck={false}
            autoCapitalize="off"
            {...form.getInputProps('path')}
          />
        )}
        <Group>
          <Button type="submit" loading={pending} {...(typed === undefined ? {} : { color: 'red' })}>
            {confirm}
          </Button>
          <Button variant="default" onClick={onCancel}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
