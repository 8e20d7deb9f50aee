import type { TSchema } from 'typebox'
import { monotonicMs } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { createCounts, type RegionCounts } from './counts.ts'
import { createFlights } from './flights.ts'
import { EVERYTHING } from './generations.ts'
import { createLoader, type LoaderParts, type Question } from './load.ts'
import { isUnchanged, type Kept } from './memory.ts'
import { tagTopic, topicOf } from './topic.ts'

/** A value as it comes back from the cache: what JSON makes of it. An instant is its ISO 8601 text. */
export type Stored<Value> = Value extends { toJSON(): infer Json }
  ? Stored<Json>
  : Value extends string | number | boolean | null
    ? Value
    : Value extends readonly (infer Item)[]
      ? readonly Stored<Item>[]
      : { readonly [Name in keyof Value]: Stored<Value[Name]> }

/** A kind of values that are read more often than they change. */
export interface RegionOptions<Key, Value> {
  /** `unit.what`; no other region has it. */
  readonly name: string
  /** What the values look like. Entries that another version of the program stored in another shape are not read. */
  readonly shape: TSchema
  /** How long a value is served without being read again, give or take a tenth: a net under the invalidation, not its replacement. */
  readonly ttlSeconds: number
  /** How long after that it is still served when loading fails; an invalidated value never is. */
  readonly staleSeconds: number
  /** Equal texts mean the same value for every caller: whatever the answer depends on is in it. */
  readonly keyText: (key: Key) => string
  /** Known before the load, so that an invalidation during it is noticed. */
  readonly tags?: (key: Key) => readonly string[]
  /** Reads the committed truth: outside any transaction, from the primary. Null for what does not exist, which is kept as well. */
  readonly load: (key: Key) => Promise<Value>
}

/** Values of one kind. They are frozen, and the same object for every caller. */
export interface Region<Key, Value> {
  /** The value in this process's memory, or undefined: waits for nothing and loads nothing. */
  peek(key: Key): Value | undefined
  /** The value, from memory, from Redis or loaded. Whoever asks after an invalidation is not given what was read before it. */
  get(key: Key): Promise<Value>
  /** Makes the values be read anew once `tx` has committed: here at once, in other processes with the notice. */
  invalidate(tx: Tx, ...keys: readonly Key[]): Promise<void>
}

export interface RegionParts extends Omit<LoaderParts, 'name' | 'ttlMs' | 'staleMs' | 'home' | 'counts'> {
  /** False while notices may be missed. */
  readonly hears: () => boolean
  readonly invalidate: (tx: Tx, topics: readonly string[]) => Promise<void>
}

/** exp(-20): beyond this many load times before its end nothing is refreshed early. */
const LOADS_AHEAD_MAX = 20

/** Creates a region; see createCache for what it guarantees. */
export function createRegion<Key, Value>(
  options: RegionOptions<Key, Value>,
  { hears, invalidate, ...parts }: RegionParts,
): Region<Key, Stored<Value>> & { readonly counts: RegionCounts } {
  const { name } = options
  const { memory, generations, log } = parts
  const counts = createCounts()
  const flights = createFlights(generations)
  const home = new Map<string, Kept>()
  const times = { ttlMs: options.ttlSeconds * 1000, staleMs: options.staleSeconds * 1000 }
  const loader = createLoader({ ...parts, name, counts, home, ...times })

  function fly(key: Key, keyText: string, current: Kept | null): Promise<unknown> {
    const topics = [topicOf(name, keyText), EVERYTHING, ...(options.tags?.(key) ?? []).map(tagTopic)]
    const asked: Question = { keyText, topics, load: () => options.load(key) }
    return flights.join(topics, () => loader(asked, current))
  }

  /** A value that is known not to have changed. One that may have, because nothing is heard, is only good for when loading fails. */
  function atHand(keyText: string, nowMs: number): Kept | undefined {
    const kept = home.get(keyText)
    if (kept === undefined || !hears() || kept.expiresAtMs <= nowMs || !isUnchanged(kept, generations)) return undefined
    memory.touch(kept, nowMs)
    return kept
  }

  return {
    counts,
    peek: (key) => atHand(options.keyText(key), monotonicMs())?.value as Stored<Value> | undefined,
    async get(key) {
      const keyText = options.keyText(key)
      const nowMs = monotonicMs()
      const kept = atHand(keyText, nowMs)
      if (kept === undefined) {
        counts.memoryMisses += 1
        return (await fly(key, keyText, null)) as Stored<Value>
      }
      counts.memoryHits += 1
      if (isDue(kept, nowMs))
        fly(key, keyText, kept).catch((error: unknown) => {
          log.warn({ error, cache: name }, 'a value could not be refreshed before its end')
        })
      return kept.value as Stored<Value>
    },
    invalidate: (tx, ...keys) =>
      invalidate(
        tx,
        keys.map((key) => topicOf(name, options.keyText(key))),
      ),
  }
}

/**
 * Refreshing early, at a time drawn so that of many processes about one does: the dearer the load, the earlier. XFetch: Vattani,
 * Chierichetti, Lowenstein, Optimal probabilistic cache stampede prevention, VLDB 2015.
 */
function isDue({ loadMs, expiresAtMs }: Kept, nowMs: number): boolean {
  const leftMs = expiresAtMs - nowMs
  return leftMs < loadMs * LOADS_AHEAD_MAX && -loadMs * Math.log(Math.random()) >= leftMs
}
