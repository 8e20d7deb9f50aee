import { Button, Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { ShownOnce } from '../shell/shown-once.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

export function AddApplication(): ReactElement {
  const queryClient = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', redirectUris: '', confidential: true, trusted: false },
    validate: { name: filled('Enter a name'), redirectUris: filled('Enter at least one address') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ redirectUris, ...rest }) =>
      api.provider.addClient({
        body: { ...rest, redirectUris: redirectUris.split(/\s+/).filter((uri) => uri !== '') },
      }),
    done: async (answer) => {
      notifyDone(`${answer.client.name} can sign people in.`)
      setSecret(answer.secret)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['oidc-clients'] })
    },
  })
  return (
    <Panel title="Register an application">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          {secret !== null && <ShownOnce label="Client secret" value={secret} />}
          <TextInput key={form.key('name')} label="Name" {...form.getInputProps('name')} />
          <Textarea
            key={form.key('redirectUris')}
            label="Redirect addresses"
            description="One to a line: https, or http on a loopback address"
            autosize
            minRows={2}
            {...form.getInputProps('redirectUris')}
          />
          <Checkbox
            key={form.key('confidential')}
            label="It has a server that can keep a secret"
            {...form.getInputProps('confidential', { type: 'checkbox' })}
          />
          <Checkbox
            key={form.key('trusted')}
            label="It is our own: people are not asked for consent"
            {...form.getInputProps('trusted', { type: 'checkbox' })}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Register
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
