import type { Snapshot } from '@plinth/sdk/flags'
import { monotonicMs } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Metrics } from '../../../kernel/telemetry/metrics.ts'
import { loadPart, loadSnapshot } from '../admin/snapshot.ts'
import type { Change } from '../notices.ts'
import { type Published, publish } from './published.ts'
import type { SnapshotFiles } from './snapshot-file.ts'
import { type Unread, withChange, withPart } from './unread.ts'

export interface SlotParts {
  readonly db: Db
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'flagsRevision' | 'flagsStale'>
  readonly files: SnapshotFiles
}

/** What this process holds of an environment. */
export interface Slot {
  readonly environment: string
  /** Null until it was read once. */
  published: Published | null
  loading: Promise<void> | null
  /** Null when nothing was heard of since what is here was read. */
  unread: Unread | null
  /** Since when it cannot be read, by the monotonic clock; null while it can. */
  unreadSinceMs: number | null
}

export interface Slots {
  readonly opened: ReadonlyMap<string, Slot>
  /** Opens it empty when it is not there. */
  slotOf(environment: string): Slot
  /** Reads all anew; one read at a time, and once more when told of a change meanwhile. What it throws, the slot keeps what it had. */
  refresh(slot: Slot): Promise<void>
  /** As `refresh`, but reads only what the changes that were heard of name, when none is missing. */
  hear(slot: Slot, change: Change | null): Promise<void>
  /** The last good flags of the disk, until the database answers; throws `error` when there are none. */
  fallBack(slot: Slot, error: unknown): Promise<void>
  doubt(slot: Slot): void
  onSwap(listener: (published: Published) => void): void
}

/** The environments in the memory of this process, each swapped as a whole and kept on disk. */
export function createSlots(parts: SlotParts): Slots {
  const { db, metrics, files } = parts
  const opened = new Map<string, Slot>()
  const listeners: ((published: Published) => void)[] = []

  function swap(slot: Slot, next: Published): void {
    slot.published = next
    metrics.flagsRevision.set({ environment: next.environment }, next.revision)
    for (const listener of listeners) listener(next)
  }

  /** NOTE: nobody can ask between the last look at what is unread and the end of `loading`. */
  async function readInto(slot: Slot): Promise<void> {
    try {
      for (let { unread } = slot; unread !== null; unread = slot.unread) {
        slot.unread = null
        const snapshot = await readUnread(db, slot, unread)
        if (snapshot === null) continue
        const { published, environment } = slot
        slot.unreadSinceMs = null
        metrics.flagsStale.set({ environment }, 0)
        if (published?.revision === snapshot.revision && published.source === 'database') continue
        swap(slot, publish(snapshot, 'database', published))
        files.keep(snapshot)
      }
    } finally {
      slot.loading = null
    }
  }

  /** After the notices that have come along with the first. */
  function read(slot: Slot): Promise<void> {
    slot.loading ??= Promise.resolve()
      .then(() => readInto(slot))
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'flags/environment-not-found') opened.delete(slot.environment)
        else doubt(parts, slot)
        throw error
      })
    return slot.loading
  }

  return {
    opened,
    doubt: (slot) => doubt(parts, slot),
    slotOf(environment) {
      const slot = opened.get(environment) ?? emptySlot(environment)
      opened.set(environment, slot)
      return slot
    },
    refresh(slot) {
      slot.unread = 'all'
      return read(slot)
    },
    hear(slot, change) {
      slot.unread = withChange(slot.unread, change)
      return read(slot)
    },
    async fallBack(slot, error) {
      const kept = opened.has(slot.environment) ? await files.read(slot.environment) : null
      if (kept === null) {
        opened.delete(slot.environment)
        throw error
      }
      if (slot.published === null) swap(slot, publish(kept, 'disk', null))
    },
    onSwap: (listener) => void listeners.push(listener),
  }
}

function emptySlot(environment: string): Slot {
  return { environment, published: null, loading: null, unread: null, unreadSinceMs: null }
}

/** Null: it is here already. */
async function readUnread(db: Db, { environment, published }: Slot, unread: Unread): Promise<Snapshot | null> {
  if (unread !== 'all' && published?.source === 'database' && unread.from <= published.revision) {
    if (unread.to <= published.revision) return null
    const part = await loadPart(db, environment, unread)
    if (part.revision === unread.to) return withPart(published.evaluator.snapshot, part, unread)
  }
  return await loadSnapshot(db, environment)
}

function doubt({ log, metrics }: SlotParts, slot: Slot): void {
  if (slot.unreadSinceMs !== null) return
  const { environment, published } = slot
  slot.unreadSinceMs = monotonicMs()
  metrics.flagsStale.set({ environment }, 1)
  log.warn({ environment, revision: published?.revision }, 'flags cannot be read; the last good ones are served')
}
