import { LRUCache } from 'lru-cache'
import type { Generations } from './generations.ts'

/** A value in this process. */
export interface Kept {
  /** Frozen: every caller gets this one. */
  readonly value: unknown
  /** Its own first, then what it has in common with others. */
  readonly topics: readonly string[]
  /** Where its region finds it, by its key alone: a topic would have to be made for each look. */
  readonly home: Map<string, Kept>
  readonly keyText: string
  /** The count of generations up to which it is known to be unchanged. */
  unchangedAt: number
  /** How long it took to load: what is dear is refreshed earlier. */
  readonly loadMs: number
  readonly expiresAtMs: number
  /** Until when it is served if loading fails. */
  readonly staleUntilMs: number
  readonly bytes: number
  touchedAtMs: number
}

/** The values of all regions. */
export interface Memory {
  keep(kept: Kept): void
  /** Says that it was read: the least recently read go first. */
  touch(kept: Kept, nowMs: number): void
  drop(topic: string): void
  clear(): void
}

const TOUCH_EVERY_MS = 1000

/** Bounded by the estimated size of what it holds; it tells values that were read apart by the second. */
export function createMemory(bytesMax: number): Memory {
  const entries = new LRUCache<string, Kept>({
    maxSize: bytesMax,
    sizeCalculation: ({ bytes }) => bytes,
    dispose(kept) {
      if (kept.home.get(kept.keyText) === kept) kept.home.delete(kept.keyText)
    },
  })
  return {
    keep(kept) {
      const [topic = ''] = kept.topics
      entries.set(topic, kept)
      // What is larger than all of memory was not taken.
      if (entries.peek(topic) === kept) kept.home.set(kept.keyText, kept)
    },
    touch(kept, nowMs) {
      if (nowMs - kept.touchedAtMs < TOUCH_EVERY_MS) return
      kept.touchedAtMs = nowMs
      entries.get(kept.topics[0] ?? '')
    },
    drop: (topic) => void entries.delete(topic),
    clear: () => entries.clear(),
  }
}

/** Whether nothing it depends on has changed since it was read. */
export function isUnchanged(kept: Kept, generations: Generations): boolean {
  if (!generations.unchangedSince(kept.unchangedAt, kept.topics)) return false
  // What holds until now need not be looked up again until something changes.
  kept.unchangedAt = generations.now()
  return true
}

/** An entry's own objects, list nodes and map slots, beside the value. */
const ENTRY_BYTES = 400
/** What parsed JSON takes on the heap, by character of its text: between 1.5 (long texts) and 3 (small objects). */
const BYTES_BY_CHARACTER = 3

/** Roughly what a value takes that was parsed from `json`. */
export function estimatedBytes(keyText: string, json: string): number {
  return ENTRY_BYTES + BYTES_BY_CHARACTER * (keyText.length + json.length)
}

/** Parses JSON into a value that nobody can change. */
export function frozenJson(json: string): unknown {
  return freeze(JSON.parse(json))
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
