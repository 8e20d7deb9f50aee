import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { explain } from './problems.ts'

/** Says what failed and what to do; announced when it appears. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: () => void }): ReactElement | null {
  if (error === null || error === undefined) return null
  const { title, detail, requestId } = explain(error)
  return (
    <Alert role="alert" variant="outline" color="red" icon={<IconAlertTriangle aria-hidden />} title={title}>
      {detail !== undefined && <Text size="sm">{detail}</Text>}
      {requestId !== undefined && (
        <Text size="xs" c="dimmed" mt={4}>
          Request {requestId}
        </Text>
      )}
      {retry !== undefined && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  )
}
