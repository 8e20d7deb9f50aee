import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Session } from '../api.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { deviceName } from './device-name.ts'

export function Sessions(): ReactElement {
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => api.auth.listSessions({ signal }) })
  return (
    <Panel title="Where you are signed in">
      <QueryView query={sessions}>
        {({ items }) => (
          <Rows label="Sessions">
            {items.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </Rows>
        )}
      </QueryView>
    </Panel>
  )
}

function SessionRow({ session }: { session: Session }): ReactElement {
  const queryClient = useQueryClient()
  const device = deviceName(session.userAgent)
  const revoke = useMutation({
    mutationFn: () => api.auth.revokeSession({ path: { id: session.id } }),
    onSuccess: async () => {
      notifyDone(`The session on ${device} is signed out.`)
      await queryClient.invalidateQueries({ queryKey: ['sessions'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={device}
      detail={
        <>
          {session.ip ?? 'Unknown address'}, last seen <When at={session.lastSeenAt} />
        </>
      }
      aside={
        session.current ? (
          <StateBadge tone="positive">This session</StateBadge>
        ) : (
          <Button
            size="xs"
            variant="default"
            aria-label={`Sign out the session on ${device}`}
            loading={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            Sign out
          </Button>
        )
      }
    />
  )
}
