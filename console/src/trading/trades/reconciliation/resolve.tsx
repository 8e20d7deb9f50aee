import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey } from '../../queries.ts'

interface ResolveProps {
  readonly id: string
  readonly accountId: string
  readonly what: string
}

/** Leaves a difference as it is, with the reason. */
export function Resolve(props: ResolveProps): ReactElement {
  const [open, setOpen] = useState(false)
  if (open) return <ResolveForm {...props} onKeep={() => setOpen(false)} />
  return (
    <Button
      size="compact-sm"
      variant="default"
      mt="xs"
      aria-label={`Resolve: ${props.what}`}
      onClick={() => setOpen(true)}
    >
      Resolve
    </Button>
  )
}

function ResolveForm({ id, accountId, onKeep }: ResolveProps & { onKeep: () => void }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '' },
    validate: { reason: filled('Say why it is left as it is') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ reason }) => api.trading.resolveDifference({ path: { id }, body: { accountId, reason: reason.trim() } }),
    async done() {
      notifyDone('The difference is resolved; another one opens it again.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="xs">
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('reason')}
          label="Why it is left as it is"
          maxLength={500}
          {...form.getInputProps('reason')}
        />
        <Group>
          <Button size="xs" variant="default" onClick={onKeep}>
            Keep it open
          </Button>
          <Button size="xs" type="submit" loading={pending}>
            Resolve the difference
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
