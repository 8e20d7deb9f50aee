import type { Snapshot } from '@plinth/sdk/flags'
import type { SnapshotKeys } from '../admin/snapshot.ts'
import type { Change } from '../notices.ts'

/** What changed from one revision to another, every one between them heard of. */
interface Named {
  readonly from: number
  readonly to: number
  readonly flags: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
}

/** What is still to be read of an environment. */
export type Unread = Named | 'all'

/** With a change that was heard of; after a gap, all. */
export function withChange(unread: Unread | null, change: Change | null): Unread {
  if (unread === 'all' || change === null) return 'all'
  const { revision, kind, key } = change
  const former = unread ?? { from: revision - 1, to: revision - 1, flags: new Set(), segments: new Set() }
  if (revision <= former.to) return former
  if (revision !== former.to + 1) return 'all'
  return {
    from: former.from,
    to: revision,
    flags: kind === 'flag' ? new Set([...former.flags, key]) : former.flags,
    segments: kind === 'segment' ? new Set([...former.segments, key]) : former.segments,
  }
}

/** What is here with a part of it read anew: what of `keys` was not found is gone. The rest stays the same objects. */
export function withPart(here: Snapshot, part: Snapshot, keys: SnapshotKeys): Snapshot {
  return {
    environment: here.environment,
    revision: part.revision,
    flags: replaced(here.flags, part.flags, new Set(keys.flags)),
    segments: replaced(here.segments, part.segments, new Set(keys.segments)),
  }
}

function replaced<One extends { readonly key: string }>(
  here: readonly One[],
  found: readonly One[],
  keys: ReadonlySet<string>,
): readonly One[] {
  if (keys.size === 0) return here
  return [...here.filter(({ key }) => !keys.has(key)), ...found].sort((a, b) => (a.key < b.key ? -1 : 1))
}
