import type { ComponentType, ReactElement } from 'react'
import { FieldGroup } from './field-group.tsx'
import { FieldStack, type SchemaFieldProps } from './field-stack.tsx'
import type { FieldProps } from './schema-form.ts'

interface ObjectFieldProps extends FieldProps<'object'> {
  readonly Field: ComponentType<SchemaFieldProps>
}

export function ObjectField({ form, path, entry, Field }: ObjectFieldProps): ReactElement {
  return (
    <FieldGroup label={entry.label} description={entry.description} error={form.errors[path]} path={path}>
      <FieldStack form={form} entries={entry.field.entries} under={path} Field={Field} />
    </FieldGroup>
  )
}
