import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { ShownOnce } from '../shell/shown-once.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

/** Names a further program to be told; its secret is shown here once. */
export function MakeEndpoint(): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const events = useQuery({
    queryKey: ['webhooks', 'events'],
    queryFn: ({ signal }) => api.webhooks.events({ signal }),
  })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { url: '', description: '', events: [] as string[] },
    validate: { url: filled('Enter the address, such as https://hooks.example.com/plinth') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => prove(() => api.webhooks.createEndpoint({ body })),
    done: async (made) => {
      setSecret(made.secret)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['webhooks', 'endpoints'] })
    },
  })
  return (
    <Panel title="Add an endpoint">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          {secret !== null && <ShownOnce label="Signing secret" value={secret} />}
          <TextInput
            key={form.key('url')}
            label="Address"
            description="https, reachable from the Internet"
            type="url"
            {...form.getInputProps('url')}
          />
          <TextInput key={form.key('description')} label="Name to know it by" {...form.getInputProps('description')} />
          <MultiSelect
            key={form.key('events')}
            label="Told of"
            description="Nothing chosen: every event"
            data={events.data?.items.map(({ name }) => name) ?? []}
            searchable
            {...form.getInputProps('events')}
          />
          <Group>
            <Button type="submit" loading={pending}>
              Add the endpoint
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
