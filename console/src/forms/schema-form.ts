import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMemo, useState } from 'react'
import { faultsOf } from './faults.ts'
import { type Entry, entriesOf, type Field } from './fields.ts'
import type { JsonSchema } from './json-schema.ts'
import { type FormObject, objectToForm } from './values.ts'

export type SchemaForm = UseFormReturnType<FormObject>

/** Where a field stands: the form, the path of its value, and what the schema says of it. */
export interface FieldProps<Kind extends Field['kind'] = Field['kind']> {
  readonly form: SchemaForm
  readonly path: string
  readonly entry: Entry & { readonly field: Extract<Field, { kind: Kind }> }
}

/** The state of a form over an object that `schema` describes, beginning with `value`. */
export function useSchemaForm(schema: JsonSchema, value: unknown): { form: SchemaForm; entries: readonly Entry[] } {
  const entries = useMemo(() => entriesOf(schema), [schema])
  const [initialValues] = useState(() => objectToForm(entries, value))
  const form = useForm<FormObject>({ initialValues, validate: (values) => faultsOf(entries, values) })
  return { form, entries }
}

interface Hints {
  readonly label: string
  readonly description: string | undefined
  readonly required: boolean
}

export function hints({ entry }: { readonly entry: Entry }): Hints {
  return { label: entry.label, description: entry.description, required: entry.required }
}
