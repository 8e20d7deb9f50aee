import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useEffect, useRef } from 'react'
import { QueryView } from '../shell/query-view.tsx'

interface ConflictNoticeProps<Theirs> {
  /** Of what the form stands on, as the key of a query. */
  readonly place: readonly unknown[]
  readonly read: (signal: AbortSignal) => Promise<Theirs>
  /** What the other one changed. */
  readonly children: (theirs: Theirs) => ReactElement
  /** What keeping one's own comes to. */
  readonly keep: string
  readonly onKeepMine: (theirs: Theirs) => void
  readonly onTakeTheirs: (theirs: Theirs) => void
}

/** Two people have changed the same version: shows what the other one changed, where it is seen, and asks which counts. */
export function ConflictNotice<Theirs>(props: ConflictNoticeProps<Theirs>): ReactElement {
  const { place, read, children, keep, onKeepMine, onTakeTheirs } = props
  const theirs = useQuery({ queryKey: place, queryFn: ({ signal }) => read(signal), staleTime: 0, gcTime: 0 })
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    notice.current?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <Alert ref={notice} role="alert" variant="outline" color="red" title="Somebody else has saved this in the meantime">
      <Stack gap="sm">
        <p>Nothing of yours is lost, and nothing of theirs was overwritten. This is what they changed:</p>
        <QueryView query={theirs} rows={1}>
          {(saved) => (
            <>
              {children(saved)}
              <Group>
                <Button size="xs" onClick={() => onKeepMine(saved)}>
                  {keep}
                </Button>
                <Button size="xs" variant="default" onClick={() => onTakeTheirs(saved)}>
                  Drop mine and go on with theirs
                </Button>
              </Group>
            </>
          )}
        </QueryView>
      </Stack>
    </Alert>
  )
}
