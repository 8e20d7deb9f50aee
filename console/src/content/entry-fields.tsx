import { Stack, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ContentType } from '../api.ts'
import type { Entry } from '../forms/fields.ts'
import { SchemaFields } from '../forms/schema-fields.tsx'
import type { SchemaForm } from '../forms/schema-form.ts'
import { objectFromForm } from '../forms/values.ts'
import { Panel } from '../shell/panel.tsx'
import type { Written } from './entry-calls.ts'

interface EntryFieldsProps {
  readonly type: ContentType
  readonly form: SchemaForm
  /** Of the schema that `entrySchema` makes. */
  readonly entries: readonly Entry[]
}

/** What an entry says, where it stands, and what search engines are told. */
export function EntryFields({ type, form, entries }: EntryFieldsProps): ReactElement {
  const [fields, slug, seo] = entries
  return (
    <Stack gap="lg">
      <Panel>
        {fields?.field.kind === 'object' && <SchemaFields form={form} entries={fields.field.entries} under="fields" />}
      </Panel>
      <Panel title="Address and search engines">
        <Stack gap="lg">
          <TextInput
            label={slug?.label}
            description={slug?.description}
            maxLength={80}
            autoComplete="off"
            leftSection={type.page === null ? undefined : '/'}
            {...form.getInputProps('slug')}
          />
          {seo?.field.kind === 'object' && <SchemaFields form={form} entries={seo.field.entries} under="seo" />}
        </Stack>
      </Panel>
    </Stack>
  )
}

/** What is sent of the form; an address that was emptied is left to the server. */
export function writtenIn(entries: readonly Entry[], values: Record<string, unknown>): Written {
  const { slug, ...written } = objectFromForm(entries, values) as unknown as Written
  return slug === undefined ? written : { ...written, slug }
}
