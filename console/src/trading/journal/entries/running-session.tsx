import { Alert, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { When } from '../../../shell/when.tsx'
import { runningSessionQuery } from '../queries.ts'

/** Leads to the session that runs. */
export function RunningSession(): ReactElement | null {
  const { data } = useQuery(runningSessionQuery)
  if (data === undefined || data === null) return null
  return (
    <Alert variant="outline" title="A session is running">
      <Group justify="space-between">
        <span>
          Since <When at={data.startedAt} />
        </span>
        <ButtonLink size="xs" to="/trading/journal/sessions/$id" params={{ id: data.id }}>
          Go to the session
        </ButtonLink>
      </Group>
    </Alert>
  )
}
