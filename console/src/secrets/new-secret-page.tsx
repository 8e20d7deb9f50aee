import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type StoredSecret } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { type About, AboutFields } from './about-fields.tsx'
import { secretsKey } from './queries.ts'
import { useUnkept } from './use-unkept.ts'
import { ValueFields } from './value-fields.tsx'
import { emptyValue, type ValueInput, valueBody, valueFaults } from './value-input.ts'
import { environmentChoices } from './words.ts'

const route = getRouteApi('/secret-readers/secrets/new')

type NewSecret = About & ValueInput & { readonly path: string; readonly environment: StoredSecret['environment'] | '' }

const initialValues: NewSecret = {
  ...{ path: '', environment: '', description: '', tags: [], ownerId: '', expiresAt: '' },
  ...emptyValue('typed'),
}

const PATH = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/

function faultsOf(values: NewSecret): Record<string, string> {
  return {
    ...(PATH.test(values.path)
      ? {}
      : { path: 'Enter small letters, digits, dots and hyphens, in folders: payments/stripe' }),
    ...(values.environment === '' ? { environment: 'Choose where it is good' } : {}),
    ...valueFaults(values),
  }
}

export function NewSecretPage(): ReactElement {
  return (
    <Page
      title="New secret"
      eyebrow={<TextLink to="/secrets">Secrets</TextLink>}
      lead="The path and the environment stay; all else can be changed."
      width="reading"
    >
      <NewSecretForm />
    </Page>
  )
}

function NewSecretForm(): ReactElement {
  const queryClient = useQueryClient()
  const navigate = route.useNavigate()
  const form = useForm<NewSecret>({ initialValues, validate: faultsOf })
  const { submit, pending, problem } = useUnkept({
    form,
    send: (values) => api.secrets.create({ body: bodyOf(values) }),
    done: async ({ id, path }) => {
      notifyDone(`${path} is kept.`)
      await queryClient.invalidateQueries({ queryKey: secretsKey })
      await navigate({ to: '/secrets/$id', params: { id } })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="New secret" autoComplete="off">
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="Where it is found">
          <Stack>
            <TextInput
              label="Path"
              description="Such as payments/stripe; programs name it by this"
              maxLength={200}
              spellCheck={false}
              autoCapitalize="off"
              {...form.getInputProps('path')}
            />
            <NativeSelect
              label="Environment"
              data={[{ value: '', label: 'Choose one' }, ...environmentChoices]}
              {...form.getInputProps('environment')}
            />
          </Stack>
        </Panel>
        <Panel title="What it is">
          <ValueFields form={form} modes={['typed', 'generated', 'fields', 'later']} />
        </Panel>
        <Panel title="About it">
          <Stack>
            <AboutFields form={form} />
          </Stack>
        </Panel>
        <Group>
          <Button type="submit" loading={pending}>
            Keep the secret
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function bodyOf(values: NewSecret): Parameters<typeof api.secrets.create>[0]['body'] {
  const { path, environment, description, tags, ownerId, expiresAt, mode } = values
  return {
    ...{ path, description, tags, ...valueBody(values) },
    environment: environment as StoredSecret['environment'],
    format: mode === 'fields' ? 'json' : 'text',
    ...(ownerId === '' ? {} : { ownerId }),
    ...(expiresAt === '' ? {} : { expiresAt }),
  }
}
