import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useStep } from '../shell/use-step.ts'
import { colleaguesQuery, requestsKey } from './queries.ts'
import type { ServiceRequest } from './types.ts'

/** Gives the request to somebody. Who may not work on requests is refused by the server, which says so. */
export function Assignment({ request }: { request: ServiceRequest }): ReactElement {
  const me = useMe()
  const colleagues = useQuery(colleaguesQuery(may(me, 'agency:staff.view')))
  const [chosen, choose] = useState(request.assignee?.id ?? '')
  const step = useStep<ServiceRequest>({ of: requestsKey })
  const known = new Map([
    ...(me == null ? [] : [[me.user.id, `${me.user.name} (you)`] as const]),
    ...(request.assignee === null ? [] : [[request.assignee.id, request.assignee.name] as const]),
    ...(colleagues.data ?? []).map(({ id, name }) => [id, id === me?.user.id ? `${name} (you)` : name] as const),
  ])
  const assign = (): void =>
    step.run(chosen === '' ? 'Nobody has it now.' : 'It is handed over.', () =>
      api.agency.assignRequest({
        path: { id: request.id },
        body: { assigneeId: chosen === '' ? null : chosen },
      }),
    )
  return (
    <Stack gap="md">
      <ProblemNotice error={step.problem ?? colleagues.error} />
      <Group align="flex-end">
        <NativeSelect
          label="Who works on it"
          value={chosen}
          data={[{ value: '', label: 'Nobody yet' }, ...[...known].map(([value, label]) => ({ value, label }))]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <Button variant="default" loading={step.pending} onClick={assign}>
          Hand it over
        </Button>
      </Group>
    </Stack>
  )
}
