import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Person } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

/** Acting in a person's name; every record of it names both. */
export function Impersonate({ person }: { person: Person }): ReactElement {
  const prove = useProof()
  const router = useRouter()
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '' },
    validate: { reason: filled('Say why: the person reads it') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => prove(() => api.auth.impersonate({ path: { id: person.id }, body })),
    done: async () => {
      await queryClient.invalidateQueries()
      router.history.push('/')
    },
  })
  return (
    <Panel title="Act in this name">
      <form onSubmit={submit} noValidate>
        <Stack>
          <p>For 15 minutes. The person is told, and every record of it names you both.</p>
          <ProblemNotice error={problem} />
          <TextInput key={form.key('reason')} label="Reason" {...form.getInputProps('reason')} />
          <Group>
            <Button type="submit" variant="default" loading={pending}>
              Act as {person.name}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

/** Erasing a person at their wish. */
export function Erase({ person }: { person: Person }): ReactElement {
  const prove = useProof()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const erase = useMutation({
    mutationFn: () =>
      prove(() => api.auth.eraseUser({ path: { id: person.id }, body: { reason: 'asked for erasure' } })),
    onSuccess: async () => {
      notifyDone('What named the person is erased.')
      await queryClient.invalidateQueries({ queryKey: ['people'] })
      await navigate({ to: '/people' })
    },
    onError: notifyProblem,
  })
  return (
    <Panel title="Erase">
      <ConfirmButton
        label={`Erase ${person.name}`}
        question="What names the person is gone for good; the audit trail keeps a pseudonym."
        confirm="Erase for good"
        pending={erase.isPending}
        onConfirm={() => erase.mutate()}
      />
    </Panel>
  )
}
