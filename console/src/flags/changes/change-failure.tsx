import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { FlagChange } from '../more-queries.ts'

/** Why an approved change was not applied when its moment came; nothing of it holds. */
export function ChangeFailure({ failure }: { failure: NonNullable<FlagChange['failure']> }): ReactElement {
  const { detail, errors } = failure
  return (
    <Alert
      role="status"
      variant="outline"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title="It was approved, and could not be applied"
    >
      <Text size="sm">{detail}</Text>
      {errors.map((error) => (
        <Text key={`${error.pointer} ${error.detail}`} size="sm">
          {[error.pointer, error.detail].filter((part) => part !== '').join(': ')}
        </Text>
      ))}
    </Alert>
  )
}
