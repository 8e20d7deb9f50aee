import type { ReactElement } from 'react'
import { api, type ContentType } from '../api.ts'
import { ConflictNotice, ofAnother } from '../forms/conflict-notice.tsx'
import { FieldChanges } from '../forms/field-changes.tsx'
import type { JsonSchema } from '../forms/json-schema.ts'
import { callsOf, type Entry } from './entry-calls.ts'

interface EntryConflictProps {
  readonly type: ContentType
  /** What the form began with. */
  readonly base: Entry
  readonly onKeepMine: (theirs: Entry) => void
  readonly onTakeTheirs: (theirs: Entry) => void
}

/** Two people have written on top of the same version of an entry. */
export function EntryConflict({ type, base, onKeepMine, onTakeTheirs }: EntryConflictProps): ReactElement {
  const { id, version } = base
  return (
    <ConflictNotice
      place={['content', type.name, 'conflict', id, version]}
      read={async (signal) => {
        const entry = await callsOf(type).read({ path: { id }, signal })
        const path = { type: type.name, id }
        const { changes } = await api.content.diff({ path, query: { from: version, to: entry.version }, signal })
        return { entry, changes }
      }}
      words={ofAnother('Save mine on top of it')}
      onKeepMine={({ entry }) => onKeepMine(entry)}
      onTakeTheirs={({ entry }) => onTakeTheirs(entry)}
    >
      {({ changes }) => <FieldChanges schema={type.fields as JsonSchema} changes={changes} />}
    </ConflictNotice>
  )
}
