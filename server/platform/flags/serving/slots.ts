import type { Snapshot } from '@plinth/sdk/flags'
import { monotonicMs } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Metrics } from '../../../kernel/telemetry/metrics.ts'
import { type Published, publish } from './published.ts'
import type { SnapshotFiles } from './snapshot-file.ts'

export interface SlotParts {
  readonly db: Db
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'flagsRevision' | 'flagsStale'>
  readonly files: SnapshotFiles
  readonly load: (db: Db, environment: string) => Promise<Snapshot>
}

/** What this process holds of an environment. */
export interface Slot {
  readonly environment: string
  /** Null until it was read once. */
  published: Published | null
  loading: Promise<void> | null
  /** Told of a change while loading. */
  again: boolean
  /** Since when it cannot be read, by the monotonic clock; null while it can. */
  unreadSinceMs: number | null
}

export interface Slots {
  readonly opened: ReadonlyMap<string, Slot>
  /** Opens it empty when it is not there. */
  slotOf(environment: string): Slot
  /** Reads anew; one read at a time, and once more when told of a change meanwhile. What it throws, the slot keeps what it had. */
  refresh(slot: Slot): Promise<void>
  /** The last good flags of the disk, until the database answers; throws `error` when there are none. */
  fallBack(slot: Slot, error: unknown): Promise<void>
  doubt(slot: Slot): void
  onSwap(listener: (published: Published) => void): void
}

/** The environments in the memory of this process, each swapped as a whole and kept on disk. */
export function createSlots({ db, log, metrics, files, load }: SlotParts): Slots {
  const opened = new Map<string, Slot>()
  const listeners: ((published: Published) => void)[] = []

  function swap(slot: Slot, next: Published): void {
    slot.published = next
    metrics.flagsRevision.set({ environment: next.environment }, next.revision)
    for (const listener of listeners) listener(next)
  }

  async function readInto(slot: Slot): Promise<void> {
    do {
      slot.again = false
      const snapshot = await load(db, slot.environment)
      const { published, environment } = slot
      slot.unreadSinceMs = null
      metrics.flagsStale.set({ environment }, 0)
      if (published?.revision === snapshot.revision && published.source === 'database') continue
      swap(slot, publish(snapshot, 'database'))
      files.keep(snapshot)
    } while (slot.again)
  }

  function doubt(slot: Slot): void {
    if (slot.unreadSinceMs !== null) return
    const { environment, published } = slot
    slot.unreadSinceMs = monotonicMs()
    metrics.flagsStale.set({ environment }, 1)
    log.warn({ environment, revision: published?.revision }, 'flags cannot be read; the last good ones are served')
  }

  return {
    opened,
    doubt,
    slotOf(environment) {
      const slot = opened.get(environment) ?? {
        ...{ environment, published: null, loading: null, again: false, unreadSinceMs: null },
      }
      opened.set(environment, slot)
      return slot
    },
    refresh(slot) {
      slot.again = true
      slot.loading ??= readInto(slot)
        .catch((error: unknown) => {
          if (error instanceof Problem && error.code === 'flags/environment-not-found') opened.delete(slot.environment)
          else doubt(slot)
          throw error
        })
        .finally(() => {
          slot.loading = null
        })
      return slot.loading
    },
    async fallBack(slot, error) {
      const kept = opened.has(slot.environment) ? await files.read(slot.environment) : null
      if (kept === null) {
        opened.delete(slot.environment)
        throw error
      }
      if (slot.published === null) swap(slot, publish(kept, 'disk'))
    },
    onSwap: (listener) => void listeners.push(listener),
  }
}
