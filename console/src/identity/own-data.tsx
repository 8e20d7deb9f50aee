import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { useMe } from './me.ts'
import { emailRule } from './rules.ts'
import { useProof } from './step-up.tsx'

/** Name and address. */
export function OwnData(): ReactElement | null {
  const me = useMe()
  if (me === undefined || me === null) return null
  return (
    <Panel title="Name and address">
      <Stack gap="lg">
        <NameForm key={me.user.name} name={me.user.name} />
        <EmailForm />
      </Stack>
    </Panel>
  )
}

function NameForm({ name }: { name: string }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: { name: filled('Enter your name') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.auth.updateMe({ body }),
    done: async () => {
      notifyDone('Your name is changed.')
      await queryClient.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput key={form.key('name')} label="Name" autoComplete="name" {...form.getInputProps('name')} />
        <Group>
          <Button type="submit" variant="default" loading={pending}>
            Change the name
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function EmailForm(): ReactElement {
  const prove = useProof()
  const form = useForm({ mode: 'uncontrolled', initialValues: { newEmail: '' }, validate: { newEmail: emailRule } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => prove(() => api.auth.changeEmail({ body })),
    done: (_, { newEmail }) => {
      notifyDone(`A link is on its way to ${newEmail}. Nothing changes before you follow it.`)
      form.reset()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('newEmail')}
          label="New e-mail address"
          type="email"
          autoComplete="email"
          {...form.getInputProps('newEmail')}
        />
        <Group>
          <Button type="submit" variant="default" loading={pending}>
            Change the address
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
