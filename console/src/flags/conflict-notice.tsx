import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ProblemError } from '../api.ts'
import { FieldChanges } from '../forms/field-changes.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { flagsKey } from './queries.ts'

interface ConflictNoticeProps<Theirs> {
  /** Of what the form stands on. */
  readonly place: readonly (string | number)[]
  readonly read: (signal: AbortSignal) => Promise<Theirs>
  readonly differences: (theirs: Theirs) => readonly { field: string; from: unknown; to: unknown }[]
  readonly onKeepMine: (theirs: Theirs) => void
  readonly onTakeTheirs: (theirs: Theirs) => void
}

/** Two people have changed the same version: says what the other one changed, and asks which counts. */
export function ConflictNotice<Theirs>(props: ConflictNoticeProps<Theirs>): ReactElement {
  const { place, read, differences, onKeepMine, onTakeTheirs } = props
  const theirs = useQuery({
    queryKey: [...flagsKey, 'conflict', ...place],
    queryFn: ({ signal }) => read(signal),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <Alert role="alert" variant="outline" color="red" title="Somebody else has saved this in the meantime">
      <Stack gap="sm">
        <p>Nothing of yours is lost, and nothing of theirs was overwritten. This is what they changed:</p>
        <QueryView query={theirs} rows={1}>
          {(read) => (
            <>
              <FieldChanges schema={{ type: 'object' }} changes={[...differences(read)]} />
              <Group>
                <Button size="xs" onClick={() => onKeepMine(read)}>
                  Save mine instead
                </Button>
                <Button size="xs" variant="default" onClick={() => onTakeTheirs(read)}>
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

export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'flags/changed-since'
}

export function needsApproval(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'flags/needs-approval'
}
