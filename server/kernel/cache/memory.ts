import { LRUCache } from 'lru-cache'
import type { Generations } from './generations.ts'

/** A value in this process. */
export interface Kept {
  /** Frozen: every caller gets this one. */
  readonly value: unknown
  readonly topics: readonly string[]
  /** The count of generations up to which it is known to be unchanged. */
  unchangedAt: number
  /** How long it took to load: what is dear is refreshed earlier. */
  readonly loadMs: number
  readonly expiresAtMs: number
  /** Until when it is served if loading fails. */
  readonly staleUntilMs: number
  readonly bytes: number
}

export type Memory = LRUCache<string, Kept>

/** Bounded by the estimated size of what it holds; the least recently read go first. */
export function createMemory(bytesMax: number): Memory {
  return new LRUCache({ maxSize: bytesMax, sizeCalculation: (kept) => kept.bytes })
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
export function estimatedBytes(topic: string, json: string): number {
  return ENTRY_BYTES + BYTES_BY_CHARACTER * (topic.length + json.length)
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
