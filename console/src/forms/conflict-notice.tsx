import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import { QueryView } from '../shell/query-view.tsx'

interface ConflictNoticeProps<Theirs> {
  /** Of what the form stands on, as the key of a query. */
  readonly place: readonly unknown[]
  readonly read: (signal: AbortSignal) => Promise<Theirs>
  /** What the other one changed. */
  readonly children: (theirs: Theirs) => ReactNode
  readonly words: ConflictWords
  readonly onKeepMine: (theirs: Theirs) => void
  readonly onTakeTheirs: (theirs: Theirs) => void
  /** Further ways out. */
  readonly more?: ((theirs: Theirs) => ReactNode) | undefined
}

/** How a conflict is told, and what keeping one's own and taking theirs come to. */
export interface ConflictWords {
  readonly title: string
  readonly lead: string
  readonly keep: string
  readonly take: string
}

/** Of somebody else's change; what keeping one's own comes to depends on what is saved. */
export function ofAnother(keep: string): ConflictWords {
  return {
    title: 'Somebody else has saved this in the meantime',
    lead: 'Nothing of yours is lost, and nothing of theirs was overwritten. This is what they changed:',
    ...{ keep, take: 'Drop mine and go on with theirs' },
  }
}

/** The same version was changed twice: shows what the other change says, where it is seen, and asks which counts. */
export function ConflictNotice<Theirs>(props: ConflictNoticeProps<Theirs>): ReactElement {
  const { place, read, children, words, onKeepMine, onTakeTheirs, more } = props
  const theirs = useQuery({ queryKey: place, queryFn: ({ signal }) => read(signal), staleTime: 0, gcTime: 0 })
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    notice.current?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <Alert ref={notice} role="alert" variant="outline" color="red" title={words.title}>
      <Stack gap="sm">
        <p>{words.lead}</p>
        <QueryView query={theirs} rows={1}>
          {(saved) => (
            <>
              {children(saved)}
              <Group>
                <Button size="xs" onClick={() => onKeepMine(saved)}>
                  {words.keep}
                </Button>
                {more?.(saved)}
                <Button size="xs" variant="default" onClick={() => onTakeTheirs(saved)}>
                  {words.take}
                </Button>
              </Group>
            </>
          )}
        </QueryView>
      </Stack>
    </Alert>
  )
}
