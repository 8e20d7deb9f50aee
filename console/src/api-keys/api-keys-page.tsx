import { Button, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { type ApiKey, api } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { ShownOnce } from '../shell/shown-once.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'

const DAY_MS = 24 * 60 * 60 * 1000
const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
]

/** Keys for programs that act for the person. */
export function ApiKeysPage(): ReactElement {
  const pages = usePages(['api-keys'], ({ cursor, signal }) =>
    api.apiKeys.list({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page
      title="API keys"
      lead="For programs that act for you, with as few of your permissions as they need. They end with your account."
      width="reading"
    >
      <StepUp>
        <Stack gap="xl">
          <MakeKey />
          <PagedList pages={pages} empty={<Empty title="No key yet" hint="Make one above." />}>
            {(items) => (
              <Rows label="API keys">
                {items.map((key) => (
                  <KeyRow key={key.id} apiKey={key} />
                ))}
              </Rows>
            )}
          </PagedList>
        </Stack>
      </StepUp>
    </Page>
  )
}

function MakeKey(): ReactElement {
  const me = useMe()
  const prove = useProof()
  const queryClient = useQueryClient()
  const [key, setKey] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', scopes: [] as string[], days: '90' },
    validate: { name: filled('Enter a name to know it by') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ name, scopes, days }) => {
      const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString()
      return prove(() => api.apiKeys.create({ body: { name, scopes, expiresAt } }))
    },
    done: async (made) => {
      setKey(made.key)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  return (
    <Panel title="Make a key">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          {key !== null && <ShownOnce label="API key" value={key} />}
          <TextInput key={form.key('name')} label="Name" {...form.getInputProps('name')} />
          <MultiSelect
            key={form.key('scopes')}
            label="May"
            description="Nothing chosen: only what needs no permission"
            data={me?.permissions ?? []}
            searchable
            {...form.getInputProps('scopes')}
          />
          <Select
            key={form.key('days')}
            label="Good for"
            data={LIFETIMES}
            allowDeselect={false}
            {...form.getInputProps('days')}
          />
          <Group>
            <Button type="submit" loading={pending}>
              Make the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

function KeyRow({
  apiKey: { id, name, scopes, expiresAt, lastUsedAt, reviewSince },
}: {
  apiKey: ApiKey
}): ReactElement {
  const queryClient = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.apiKeys.revoke({ path: { id } }),
    onSuccess: async () => {
      notifyDone(`${name} is refused from now on.`)
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={name}
      detail={
        <>
          {scopes.length === 0 ? 'No permission' : scopes.join(', ')}.{' '}
          {lastUsedAt === null ? (
            'Never used'
          ) : (
            <>
              Last used <When at={lastUsedAt} />
            </>
          )}
          {expiresAt !== null && (
            <>
              , until <When at={expiresAt} />
            </>
          )}
          {reviewSince !== null && (
            <>
              . It was there when your password or address changed, <When at={reviewSince} />: keep it if it is yours
            </>
          )}
        </>
      }
      aside={
        <>
          {reviewSince !== null && <KeepKey id={id} name={name} />}
          <ConfirmButton
            label={`Revoke ${name}`}
            question="Programs that use it stop working."
            confirm="Revoke"
            pending={revoke.isPending}
            onConfirm={() => revoke.mutate()}
          />
        </>
      }
    />
  )
}

/** Whoever had the account before its password or address changed may have made the key. */
function KeepKey({ id, name }: Pick<ApiKey, 'id' | 'name'>): ReactElement {
  const queryClient = useQueryClient()
  const keep = useMutation({
    mutationFn: () => api.apiKeys.keep({ path: { id } }),
    onSuccess: async () => {
      notifyDone(`${name} stays.`)
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    },
    onError: notifyProblem,
  })
  return (
    <>
      <StateBadge tone="caution">Look at it</StateBadge>
      <Button
        size="xs"
        variant="default"
        aria-label={`Keep ${name}`}
        loading={keep.isPending}
        onClick={() => keep.mutate()}
      >
        Keep
      </Button>
    </>
  )
}
