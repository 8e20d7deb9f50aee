import { monotonicMs } from '../../../kernel/clock.ts'
import type { Bus } from '../../../kernel/db/bus.ts'
import { onNotice } from '../notices.ts'
import type { Published } from './published.ts'
import { createSlots, type Slot, type SlotParts, type Slots } from './slots.ts'

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

const WATCH_MS = 1_000
/** What nobody has asked for in so long is not watched, unless notices may be missed. */
const USED_MS = 60_000
const REVISIONS = 'SELECT key, revision FROM flags.environment WHERE key = ANY($1)'

interface LiveParts extends SlotParts {
  readonly bus: Pick<Bus, 'listen' | 'onGap' | 'healthy'>
}

/**
 * Keeps opened environments as they are in the database: told by notices, and once a second by a read of the revisions, so that a dead
 * bus costs a second and no more. A failed read leaves what is there.
 */
export function createLive({ bus, ...parts }: LiveParts): Live {
  const slots = createSlots(parts)
  const { opened } = slots
  let timer: NodeJS.Timeout | null = null
  let usedAtMs = Number.NEGATIVE_INFINITY
  let isWatching = false

  function look(): void {
    const isUsed = monotonicMs() - usedAtMs < USED_MS
    if (isWatching || opened.size === 0 || (!isUsed && bus.healthy())) return
    isWatching = true
    void watch(parts, slots).finally(() => {
      isWatching = false
    })
  }

  /** The first after a quiet time is answered by what is here, and has it looked up whether there is more. */
  function used(): void {
    const wasIdle = monotonicMs() - usedAtMs >= USED_MS
    usedAtMs = monotonicMs()
    if (wasIdle) look()
  }

  onNotice(bus, ({ environment, change }) => {
    const slot = opened.get(environment)
    if (slot !== undefined) slots.hear(slot, change).catch(ignoreRead)
  })
  bus.onGap(() => {
    for (const slot of opened.values()) slots.refresh(slot).catch(ignoreRead)
  })

  return {
    current(environment) {
      used()
      return opened.get(environment)?.published ?? null
    },
    async open(environment) {
      timer ??= setInterval(look, WATCH_MS).unref()
      used()
      const slot = slots.slotOf(environment)
      if (slot.published === null) await slots.refresh(slot).catch((error: unknown) => slots.fallBack(slot, error))
      if (slot.published === null) throw new TypeError(`the flags of ${environment} were read and are not there`)
      return slot.published
    },
    async catchUp(environment, revision) {
      const slot = opened.get(environment)
      if (slot?.published == null || slot.published.revision >= revision) return
      // Anybody may claim a revision: whether there is one is looked up before all flags are read.
      const rows = await parts.db.raw<{ revision: bigint }>(REVISIONS, [[environment]]).catch(() => [])
      if (Number(rows[0]?.revision ?? 0) > slot.published.revision) await slots.refresh(slot).catch(ignoreRead)
    },
    onSwap: slots.onSwap,
    doubts: () => [...opened.values()].flatMap(doubtOf),
    stop() {
      if (timer !== null) clearInterval(timer)
    },
  }
}

/** Reads what has another revision than what is here. */
async function watch({ db }: Pick<SlotParts, 'db'>, slots: Slots): Promise<void> {
  const { opened } = slots
  try {
    const rows = await db.raw<{ key: string; revision: bigint }>(REVISIONS, [[...opened.keys()]])
    const revisions = new Map(rows.map(({ key, revision }) => [key, Number(revision)]))
    for (const slot of opened.values()) {
      const { published, unreadSinceMs } = slot
      const isSame = published?.source === 'database' && published.revision === revisions.get(slot.environment)
      if (!isSame || unreadSinceMs !== null) slots.refresh(slot).catch(ignoreRead)
    }
  } catch {
    for (const slot of opened.values()) slots.doubt(slot)
  }
}

function doubtOf({ published, unreadSinceMs }: Slot): ReturnType<Live['doubts']>[number][] {
  if (published === null || (unreadSinceMs === null && published.source === 'database')) return []
  return [{ published, sinceMs: unreadSinceMs ?? monotonicMs() }]
}

/** What could not be read is served as it was, which `doubts` tells. */
function ignoreRead(): void {
  // NOTE: the watch tries again each second.
}
