import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { rolesQuery } from '../access/roles-query.ts'
import { api, type SecretGrant } from '../api.ts'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { useProof } from '../identity/step-up.tsx'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { PersonField } from './person-field.tsx'
import { secretsKey } from './queries.ts'
import styles from './secrets.module.css'
import { abilityWords, environmentChoices, holderWords } from './words.ts'

type Ability = SecretGrant['may'][number]

interface Grant {
  readonly pattern: string
  readonly environment: NonNullable<SecretGrant['environment']> | ''
  readonly holderKind: SecretGrant['holderKind']
  readonly holder: string
  readonly may: Ability[]
  /** An instant, or ''. */
  readonly expiresAt: string
}

const initialValues: Grant = {
  ...{ pattern: '', environment: '', holderKind: 'user', holder: '', may: ['read'], expiresAt: '' },
}

/** Lets somebody, a role or an API key do something with some paths. */
export function GiveGrant(): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const form = useForm<Grant>({
    initialValues,
    validate: {
      pattern: filled('Enter a path, a path with /* behind it, or *'),
      holder: filled('Choose who'),
      may: (may) => (may.length === 0 ? 'Choose at least one' : null),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ environment, expiresAt, pattern, ...grant }) =>
      prove(() =>
        api.secrets.createGrant({
          body: {
            ...{ ...grant, pattern: pattern.trim() },
            ...(environment === '' ? {} : { environment }),
            ...(expiresAt === '' ? {} : { expiresAt }),
          },
        }),
      ),
    done: async () => {
      form.reset()
      notifyDone('It is granted.')
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Grant" autoComplete="off">
      <Stack>
        <ProblemNotice error={problem} />
        <div className={styles.pair}>
          <TextInput
            label="Paths"
            description="payments/stripe, payments/*, or *"
            maxLength={200}
            spellCheck={false}
            autoCapitalize="off"
            {...form.getInputProps('pattern')}
          />
          <NativeSelect
            label="Environment"
            description="Where it holds"
            data={[{ value: '', label: 'Every one' }, ...environmentChoices]}
            {...form.getInputProps('environment')}
          />
        </div>
        <Holder form={form} />
        <Abilities inputProps={form.getInputProps('may')} />
        <ZonedTimeInput
          label="Until"
          description="Empty: until it is taken back."
          value={form.values.expiresAt}
          onChange={(instant) => form.setFieldValue('expiresAt', instant)}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Grant it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What is granted. */
function Abilities({ inputProps }: { inputProps: object }): ReactElement {
  return (
    <Checkbox.Group label="May" {...inputProps}>
      <Stack gap="xs" mt="xs">
        {Object.entries(abilityWords).map(([value, { label, meaning }]) => (
          <Checkbox key={value} value={value} label={label} description={meaning} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

const kinds = Object.entries(holderWords).map(([value, label]) => ({ value, label }))

function Holder({ form }: { form: UseFormReturnType<Grant> }): ReactElement {
  const { holderKind, holder } = form.values
  const { error } = form.getInputProps('holder')
  const choose = (id: string): void => form.setFieldValue('holder', id)
  return (
    <div className={styles.pair}>
      <NativeSelect
        label="To"
        data={kinds}
        value={holderKind}
        onChange={({ currentTarget: { value } }) =>
          form.setValues({ holderKind: value as SecretGrant['holderKind'], holder: '' })
        }
      />
      {holderKind === 'user' && <PersonField label="Who" value={holder} known={[]} error={error} onChange={choose} />}
      {holderKind === 'role' && <RoleField value={holder} error={error} onChange={choose} />}
      {holderKind === 'api-key' && <KeyField value={holder} error={error} onChange={choose} />}
    </div>
  )
}

interface ChoiceProps {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function RoleField({ value, error, onChange }: ChoiceProps): ReactElement {
  const roles = useQuery(rolesQuery)
  if (roles.isError)
    return (
      <TextInput
        label="Which"
        description="The name of a role"
        {...{ value, error }}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
    )
  return (
    <NativeSelect
      label="Which"
      data={['', ...(roles.data?.items ?? []).map(({ name }) => name)].map((name) => ({
        value: name,
        label: name === '' ? 'Choose one' : name,
      }))}
      {...{ value, error }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** Of other people's keys nobody is shown a list. */
function KeyField({ value, error, onChange }: ChoiceProps): ReactElement {
  const keys = useQuery({
    queryKey: ['api-keys', 'choice'],
    queryFn: ({ signal }) => api.apiKeys.list({ query: { limit: 50 }, signal }),
  })
  return (
    <NativeSelect
      label="Which"
      description="One of your own keys"
      data={[
        { value: '', label: keys.data?.items.length === 0 ? 'You have none' : 'Choose one' },
        ...(keys.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      {...{ value, error }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
