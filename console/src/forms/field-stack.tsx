import { Stack } from '@mantine/core'
import type { ComponentType, ReactElement } from 'react'
import type { Entry } from './fields.ts'
import type { SchemaForm } from './schema-form.ts'

export interface SchemaFieldProps {
  readonly form: SchemaForm
  readonly path: string
  readonly entry: Entry
}

interface FieldStackProps {
  readonly form: SchemaForm
  readonly entries: readonly Entry[]
  /** The path of the object they are of; '' for the form itself. */
  readonly under: string
  readonly Field: ComponentType<SchemaFieldProps>
}

/** A field for each property of an object, in the order of the schema. */
export function FieldStack({ form, entries, under, Field }: FieldStackProps): ReactElement {
  return (
    <Stack gap="lg">
      {entries.map((entry) => (
        <Field key={entry.name} form={form} path={under === '' ? entry.name : `${under}.${entry.name}`} entry={entry} />
      ))}
    </Stack>
  )
}
