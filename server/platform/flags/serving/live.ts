import type { Snapshot } from '@plinth/sdk/flags'
import { monotonicMs } from '../../../kernel/clock.ts'
import type { Bus } from '../../../kernel/db/bus.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Metrics } from '../../../kernel/telemetry/metrics.ts'
import { type Published, publish } from './published.ts'
import type { SnapshotFiles } from './snapshot-file.ts'

export interface LiveParts {
  readonly db: Db
  readonly bus: Pick<Bus, 'listen' | 'onGap' | 'healthy'>
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'flagsRevision' | 'flagsStale'>
  readonly files: SnapshotFiles
  readonly load: (db: Db, environment: string) => Promise<Snapshot>
}

/** The flags in the memory of this process. */
export interface Live {
  /** Null before the environment was opened. */
  current(environment: string): Published | null
  /** The environment's flags, from the database or, when that is away, the last good ones. Throws flags/environment-not-found. */
  open(environment: string): Promise<Published>
  /** Reads anew when what is here is older: for callers who were told of a revision by another process. */
  catchUp(environment: string, revision: number): Promise<void>
  /** Called after each swap. */
  onSwap(listener: (published: Published) => void): void
  /** What is served that may be out of date, and since when it could not be read. */
  doubts(): readonly { readonly published: Published; readonly sinceMs: number }[]
  stop(): void
}

interface Slot {
  published: Published | null
  loading: Promise<void> | null
  /** Told of a change while loading. */
  again: boolean
  /** By the monotonic clock; null while it can be read. */
  unreadSinceMs: number | null
}

const WATCH_MS = 1_000
/** An environment nobody has asked about for so long is not watched, unless notices may be missed. */
const USED_MS = 60_000
const REVISIONS = 'SELECT key, revision FROM flags.environment WHERE key = ANY($1)'

/**
 * Keeps opened environments as they are in the database: told by notices, and once a second by a read of the revisions, so that a dead
 * bus costs a second and no more. A failed read leaves what is there.
 */
export function createLive({ db, bus, log, metrics, files, load }: LiveParts): Live {
  const slots = new Map<string, Slot>()
  const listeners: ((published: Published) => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let usedAtMs = Number.NEGATIVE_INFINITY
  let watching: Promise<void> | null = null

  function swap(slot: Slot, next: Published): void {
    slot.published = next
    metrics.flagsRevision.set({ environment: next.environment }, next.revision)
    metrics.flagsStale.set({ environment: next.environment }, next.source === 'disk' ? 1 : 0)
    for (const listener of listeners) listener(next)
  }

  async function readInto(environment: string, slot: Slot): Promise<void> {
    do {
      slot.again = false
      const snapshot = await load(db, environment)
      slot.unreadSinceMs = null
      const { published } = slot
      if (published?.revision === snapshot.revision && published.source === 'database') continue
      swap(slot, publish(snapshot, 'database'))
      files
        .write(snapshot)
        .catch((error: unknown) => log.warn({ err: error, environment }, 'flags were not kept on disk'))
    } while (slot.again)
  }

  function refresh(environment: string, slot: Slot): Promise<void> {
    slot.again = true
    slot.loading ??= readInto(environment, slot)
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'flags/environment-not-found') slots.delete(environment)
        else doubt(environment, slot)
        throw error
      })
      .finally(() => {
        slot.loading = null
      })
    return slot.loading
  }

  function doubt(environment: string, slot: Slot): void {
    if (slot.unreadSinceMs !== null) return
    slot.unreadSinceMs = monotonicMs()
    metrics.flagsStale.set({ environment }, 1)
    log.warn({ environment, revision: slot.published?.revision }, 'flags cannot be read; the last good ones are served')
  }

  function told(environment: string): void {
    const slot = slots.get(environment)
    if (slot !== undefined) refresh(environment, slot).catch(ignoreRead)
  }

  async function watch(): Promise<void> {
    try {
      const rows = await db.raw<{ key: string; revision: bigint }>(REVISIONS, [[...slots.keys()]])
      for (const [environment, slot] of slots) {
        const row = rows.find(({ key }) => key === environment)
        const isSame = Number(row?.revision) === slot.published?.revision && slot.published?.source === 'database'
        if (!isSame || slot.unreadSinceMs !== null) told(environment)
      }
    } catch {
      for (const [environment, slot] of slots) doubt(environment, slot)
    }
  }

  function look(): void {
    const isUsed = monotonicMs() - usedAtMs < USED_MS
    if (slots.size === 0 || (!isUsed && bus.healthy())) return
    watching ??= watch().finally(() => {
      watching = null
    })
  }

  bus.listen('flags', (payload) => told(payload.split(' ')[0] ?? ''))
  bus.onGap(() => {
    for (const environment of slots.keys()) told(environment)
  })

  return {
    current(environment) {
      const wasIdle = monotonicMs() - usedAtMs >= USED_MS
      usedAtMs = monotonicMs()
      if (wasIdle) look()
      return slots.get(environment)?.published ?? null
    },
    async open(environment) {
      timer ??= setInterval(look, WATCH_MS).unref()
      usedAtMs = monotonicMs()
      const slot = slots.get(environment) ?? { published: null, loading: null, again: false, unreadSinceMs: null }
      if (slot.published !== null) return slot.published
      slots.set(environment, slot)
      try {
        await refresh(environment, slot)
      } catch (error) {
        const kept = slots.has(environment) ? await files.read(environment) : null
        if (kept === null) {
          slots.delete(environment)
          throw error
        }
        if (slot.published === null) swap(slot, publish(kept, 'disk'))
      }
      if (slot.published === null) throw new TypeError(`the flags of ${environment} were read and are not there`)
      return slot.published
    },
    async catchUp(environment, revision) {
      const slot = slots.get(environment)
      if (slot?.published == null || slot.published.revision >= revision) return
      await refresh(environment, slot).catch(ignoreRead)
    },
    onSwap: (listener) => void listeners.push(listener),
    doubts: () =>
      [...slots.values()].flatMap(({ published, unreadSinceMs }) =>
        published === null || (unreadSinceMs === null && published.source === 'database')
          ? []
          : [{ published, sinceMs: unreadSinceMs ?? monotonicMs() }],
      ),
    stop() {
      if (timer !== null) clearInterval(timer)
    },
  }
}

/** What could not be read is served as it was, which `doubts` tells. */
function ignoreRead(): void {
  // NOTE: the watch tries again each second.
}
