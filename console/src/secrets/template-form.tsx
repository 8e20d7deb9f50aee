import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type LeaseTemplate } from '../api.ts'
import { isConflict } from '../changed-since.ts'
import { SchemaFields } from '../forms/schema-fields.tsx'
import { type SchemaForm, useSchemaForm } from '../forms/schema-form.ts'
import { objectFromForm } from '../forms/values.ts'
import { useProof } from '../identity/step-up.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { fieldErrors } from '../shell/problems.ts'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { secretsKey, templatesQuery } from './queries.ts'
import styles from './secrets.module.css'
import { noRules, rulesAtFirst, rulesSchemas } from './template-rules.ts'
import { leaseKinds } from './words.ts'

type Kind = LeaseTemplate['kind']
type Body = Parameters<typeof api.secrets.createLeaseTemplate>[0]['body']

interface TemplateFormProps {
  readonly template?: LeaseTemplate
  /** Begins anew with what was written meanwhile. */
  readonly onAnew?: (written: LeaseTemplate) => void
}

/** Makes a template, or writes one anew on the version that was seen. */
export function TemplateForm({ template, onAnew }: TemplateFormProps): ReactElement {
  const [kind, setKind] = useState<Kind>(template?.kind ?? 'postgresql')
  return (
    <Stack gap="lg">
      {template === undefined && (
        <NativeSelect
          label="Of"
          data={Object.entries(leaseKinds).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={({ currentTarget: { value } }) => setKind(value as Kind)}
        />
      )}
      <KindForm key={kind} kind={kind} {...{ template, onAnew }} />
    </Stack>
  )
}

interface KindFormProps {
  readonly kind: Kind
  readonly template: LeaseTemplate | undefined
  readonly onAnew: ((written: LeaseTemplate) => void) | undefined
}

function KindForm({ kind, template, onAnew }: KindFormProps): ReactElement {
  const rules = useSchemaForm(rulesSchemas[kind], template?.rules[kind] ?? rulesAtFirst[kind])
  const { form, submit, pending, problem } = useTemplateForm({
    kind,
    template,
    rules: rules.form,
    entries: rules.entries,
  })
  const queryClient = useQueryClient()
  async function readAnew(): Promise<void> {
    const { items } = await queryClient.fetchQuery({ ...templatesQuery, staleTime: 0 })
    const written = items.find(({ id }) => id === template?.id)
    if (written !== undefined) onAnew?.(written)
  }
  return (
    <form
      noValidate
      aria-label="Template"
      onSubmit={(event) => {
        event.preventDefault()
        if (!rules.form.validate().hasErrors) submit(event)
      }}
    >
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="What it is">
          <Stack>
            {template === undefined && (
              <TextInput
                label="Path"
                description="Such as shop/reports; it is asked for by this"
                maxLength={200}
                spellCheck={false}
                {...form.getInputProps('path')}
              />
            )}
            <Textarea label="Description" rows={2} maxLength={500} {...form.getInputProps('description')} />
            <TextInput
              label="Connection"
              description="The reference of the secret that accounts are made with, a URL: secret:databases/shop"
              maxLength={300}
              spellCheck={false}
              {...form.getInputProps('connection')}
            />
            <div className={styles.pair}>
              <TextInput label="Minutes of an account" inputMode="numeric" {...form.getInputProps('ttl')} />
              <TextInput label="Minutes at most, renewed" inputMode="numeric" {...form.getInputProps('maxTtl')} />
            </div>
          </Stack>
        </Panel>
        <Panel title="What an account may do">
          <SchemaFields form={rules.form} entries={rules.entries} />
        </Panel>
        <Group>
          <Button type="submit" loading={pending}>
            {template === undefined ? 'Make the template' : 'Save'}
          </Button>
          {isConflict(problem) && (
            <Button variant="default" onClick={() => void readAnew()}>
              Show what was written
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

interface Parts {
  readonly kind: Kind
  readonly template: LeaseTemplate | undefined
  readonly rules: SchemaForm
  readonly entries: ReturnType<typeof useSchemaForm>['entries']
}

const places: Readonly<Record<string, string>> = { ttlSeconds: 'ttl', maxTtlSeconds: 'maxTtl' }

function useTemplateForm({ kind, template, rules, entries }: Parts) {
  const prove = useProof()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [version, setVersion] = useState(template?.version ?? 0)
  const form = useForm({
    initialValues: {
      ...{ path: template?.path ?? '', description: template?.description ?? '' },
      ...{ connection: template?.connection ?? 'secret:' },
      ttl: minutesOf(template?.ttlSeconds ?? 3600),
      maxTtl: minutesOf(template?.maxTtlSeconds ?? 86_400),
    },
    validate: { path: filled('Enter a path'), connection: filled('Enter a reference'), ttl: minutes, maxTtl: minutes },
  })
  const sent = useFormSubmit({
    form,
    placeOf: (path) => places[path] ?? path,
    send: async ({ path, description, connection, ttl, maxTtl }) => {
      const body = {
        ...{ path, description, connection, kind, ttlSeconds: secondsOf(ttl), maxTtlSeconds: secondsOf(maxTtl) },
        rules: { [kind]: { ...noRules[kind], ...objectFromForm(entries, rules.values) } },
      } as Body
      try {
        return await prove(() =>
          template === undefined
            ? api.secrets.createLeaseTemplate({ body })
            : api.secrets.changeLeaseTemplate({ path: { id: template.id }, body: { ...body, version } }),
        )
      } catch (error) {
        rules.setErrors(ruleFaults(error, kind))
        throw error
      }
    },
    done: async (saved) => {
      setVersion(saved.version)
      notifyDone('Saved.')
      await queryClient.invalidateQueries({ queryKey: secretsKey })
      if (template === undefined) await navigate({ to: '/secrets/leases/templates/$id', params: { id: saved.id } })
    },
  })
  return { form, ...sent }
}

function minutesOf(seconds: number): string {
  return String(seconds / 60)
}

function secondsOf(typed: string): number {
  return Math.round(Number(typed) * 60)
}

function minutes(value: string): string | null {
  return /^\d{1,5}(?:\.\d+)?$/.test(value.trim()) && Number(value) > 0 ? null : 'Enter how many minutes'
}

/** The faults of the rules, by their places in the form of the kind. */
function ruleFaults(error: unknown, kind: Kind): Record<string, string> {
  const above = `rules.${kind}.`
  const faults = Object.entries(fieldErrors(error)).filter(([path]) => path.startsWith(above))
  return Object.fromEntries(faults.map(([path, fault]) => [path.slice(above.length), fault]))
}
