import { Alert } from '@mantine/core'
import type { ReactElement } from 'react'
import type { FieldProps } from './schema-form.ts'

/** A value that this console has no field for is kept as it is. */
export function UnknownField({ entry }: FieldProps<'unknown'>): ReactElement {
  return (
    <Alert variant="outline" title={entry.label}>
      This value is not edited here. It stays as it is; the API can change it.
    </Alert>
  )
}
