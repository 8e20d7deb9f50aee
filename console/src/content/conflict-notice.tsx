import { Alert, Button, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type ContentType, ProblemError } from '../api.ts'
import { FieldChanges } from '../forms/field-changes.tsx'
import type { JsonSchema } from '../forms/json-schema.ts'
import { QueryView } from '../shell/query-view.tsx'
import { callsOf, type Entry } from './entry-calls.ts'

interface ConflictNoticeProps {
  readonly type: ContentType
  /** What the form began with. */
  readonly base: Entry
  readonly onKeepMine: (theirs: Entry) => void
  readonly onTakeTheirs: (theirs: Entry) => void
}

/** Two people have written on top of the same version: shows what the other one changed, and asks which counts. */
export function ConflictNotice({ type, base, onKeepMine, onTakeTheirs }: ConflictNoticeProps): ReactElement {
  const { id, version } = base
  const theirs = useQuery({
    queryKey: ['content', type.name, 'conflict', id, version],
    queryFn: async ({ signal }) => {
      const entry = await callsOf(type).read({ path: { id }, signal })
      const path = { type: type.name, id }
      const { changes } = await api.content.diff({ path, query: { from: version, to: entry.version }, signal })
      return { entry, changes }
    },
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <Alert role="alert" variant="outline" color="red" title="Somebody else has saved this in the meantime">
      <Stack gap="sm">
        <p>Nothing of yours is lost, and nothing of theirs was overwritten. This is what they changed:</p>
        <QueryView query={theirs} rows={1}>
          {({ entry, changes }) => (
            <>
              <FieldChanges schema={type.fields as JsonSchema} changes={changes} />
              <Group>
                <Button size="xs" onClick={() => onKeepMine(entry)}>
                  Save mine on top of it
                </Button>
                <Button size="xs" variant="default" onClick={() => onTakeTheirs(entry)}>
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
  return error instanceof ProblemError && error.code === 'content/changed-since'
}
