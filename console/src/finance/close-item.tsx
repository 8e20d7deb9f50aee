import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type ReconItem } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { itemKinds } from './recon-words.ts'

const REASON_MIN = 10

/** Closes a difference in one's own name, with a note for whoever looks later. */
export function CloseItem({ item }: { item: ReconItem }): ReactElement {
  const [open, setOpen] = useState(false)
  if (open) return <CloseForm item={item} onKeep={() => setOpen(false)} />
  return (
    <Button
      size="compact-xs"
      variant="default"
      mt="xs"
      aria-label={`Close it: ${itemKinds[item.kind].label}, ${item.key}`}
      onClick={() => setOpen(true)}
    >
      Close it
    </Button>
  )
}

function CloseForm({ item, onKeep }: { item: ReconItem; onKeep: () => void }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '' },
    validate: {
      reason: (typed) => (typed.trim().length < REASON_MIN ? `Say why, in ${REASON_MIN} letters at least` : null),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ reason }) => api.payments.closeItem({ path: { id: item.id }, body: { reason: reason.trim() } }),
    async done() {
      notifyDone('It is closed, with your note.')
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="xs">
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('reason')}
          label="Why it can be closed"
          maxLength={500}
          {...form.getInputProps('reason')}
        />
        <Group>
          <Button size="xs" variant="default" onClick={onKeep}>
            Keep it open
          </Button>
          <Button size="xs" type="submit" loading={pending}>
            Close the difference
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
