import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { ProblemError } from '../../api.ts'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'

interface StaleNoticeProps<Said> {
  /** Of what was changed: its key, and how it is read anew. */
  readonly name: readonly unknown[]
  readonly read: (signal: AbortSignal) => Promise<Said>
  readonly onKeepMine: (theirs: Said) => void
  readonly onTakeTheirs: (theirs: Said) => void
  /** What the other window has written, and further ways out. */
  readonly children?: (theirs: Said) => ReactNode
  readonly more?: (theirs: Said) => ReactNode
}

interface SaveProblemProps<Said> extends StaleNoticeProps<Said> {
  readonly problem: Error | null
}

/** Why something could not be saved; what was written in two windows is asked about. */
export function SaveProblem<Said>({ problem, ...stale }: SaveProblemProps<Said>): ReactElement {
  const isStale = problem instanceof ProblemError && problem.code === 'trading/journal-stale'
  return isStale ? <StaleNotice {...stale} /> : <ProblemNotice error={problem} />
}

/** The same was written in two windows: asks which one counts, before anything is lost. */
function StaleNotice<Said>(props: StaleNoticeProps<Said>): ReactElement {
  const { name, read, onKeepMine, onTakeTheirs, children, more } = props
  const theirs = useQuery({
    queryKey: [...name, 'stale'],
    queryFn: ({ signal }) => read(signal),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <Alert role="alert" variant="outline" color="red" title="You have saved this in another window in the meantime">
      <Stack gap="sm">
        <p>What stands here is kept, and nothing of the other was overwritten. Which one counts?</p>
        <QueryView query={theirs} rows={1}>
          {(said) => (
            <>
              {children?.(said)}
              <Group>
                <Button size="xs" onClick={() => onKeepMine(said)}>
                  Save what stands here
                </Button>
                {more?.(said)}
                <Button size="xs" variant="default" onClick={() => onTakeTheirs(said)}>
                  Drop it and go on with the other
                </Button>
              </Group>
            </>
          )}
        </QueryView>
      </Stack>
    </Alert>
  )
}
