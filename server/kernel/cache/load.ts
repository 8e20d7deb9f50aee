import { monotonicMs } from '../clock.ts'
import type { Logger } from '../telemetry/log.ts'
import type { RegionCounts } from './counts.ts'
import { type Found, findShared, type SharedTier } from './find-shared.ts'
import { ERROR_KEPT_MS, type Landed } from './flights.ts'
import type { Generations } from './generations.ts'
import { estimatedBytes, frozenJson, isUnchanged, type Kept, type Memory } from './memory.ts'
import type { SharedEntry } from './shared.ts'

/** One value that is asked for. */
export interface Question {
  readonly keyText: string
  /** The value's own topic first, then what it has in common with others. */
  readonly topics: readonly string[]
  readonly load: () => Promise<unknown>
}

export interface LoaderParts {
  readonly name: string
  readonly form: string
  readonly ttlMs: number
  readonly staleMs: number
  readonly memory: Memory
  /** The region's values in memory. */
  readonly home: Map<string, Kept>
  readonly generations: Generations
  /** Null without Redis. */
  readonly tier: SharedTier | null
  readonly counts: RegionCounts
  readonly log: Logger
}

/** Gets a value that is not at hand, from Redis or by loading it. With `current` it is refreshed early, and nobody waits. */
export type Loader = (asked: Question, current: Kept | null) => Promise<Landed>

const JITTER = 0.1
/** A refresh is not content with a value in Redis that ends as soon as the current one, give or take. */
const SAME_END = 0.01

/** Keeps in both tiers what it loads, unless it was invalidated meanwhile. */
export function createLoader(parts: LoaderParts): Loader {
  const { name, form, ttlMs, staleMs, memory, home, generations, tier, counts, log } = parts
  let isFailing = false

  async function find({ topics }: Question, current: Kept | null): Promise<Found> {
    if (tier === null) return { state: 'load', lease: null, old: null }
    const leftMs = current === null ? 0 : Math.max(0, current.expiresAtMs - monotonicMs()) + SAME_END * ttlMs
    const found = await findShared(tier, { topics, form, leastMs: Math.ceil(staleMs + leftMs) }, current === null)
    if (found.state === 'hit') counts.sharedHits += 1
    else counts.sharedMisses += 1
    return found
  }

  function keep({ keyText, topics }: Question, { json, loadMs, leftMs }: SharedEntry, unchangedAt: number): Landed {
    const value = frozenJson(json)
    if (generations.unchangedSince(unchangedAt, topics)) {
      const touchedAtMs = monotonicMs()
      const staleUntilMs = touchedAtMs + leftMs
      const bytes = estimatedBytes(keyText, json)
      memory.keep({
        ...{ value, topics, home, keyText, unchangedAt, loadMs, bytes, touchedAtMs },
        ...{ expiresAtMs: staleUntilMs - staleMs, staleUntilMs },
      })
    } else counts.memoryRefused += 1
    return { value, failed: false }
  }

  /** The value from before, if it was not invalidated and is not too old; else undefined. */
  function standIn({ keyText, topics }: Question, old: SharedEntry | null, unchangedAt: number): unknown {
    const kept = home.get(keyText)
    if (kept !== undefined && isUnchanged(kept, generations) && kept.staleUntilMs > monotonicMs()) return kept.value
    return old !== null && generations.unchangedSince(unchangedAt, topics) ? frozenJson(old.json) : undefined
  }

  function failed(value: unknown, error: unknown): Landed {
    counts.loadsFailed += 1
    if (value === undefined) throw error
    counts.staleServed += 1
    if (!isFailing) log.warn({ error, cache: name }, 'values could not be loaded: those from before are served')
    isFailing = true
    return { value, failed: true }
  }

  return async (asked, current) => {
    const unchangedAt = generations.now()
    const found = await find(asked, current)
    if (found.state === 'hit') return keep(asked, found.entry, unchangedAt)
    if (found.state === 'busy') return { value: current?.value, failed: false }
    const startedMs = monotonicMs()
    let json: string
    try {
      json = toJson(name, await asked.load())
    } catch (error) {
      await found.lease?.fail(ERROR_KEPT_MS)
      return failed(standIn(asked, found.old, unchangedAt), error)
    }
    counts.loads += 1
    isFailing = false
    const lifeMs = ttlMs * (1 - JITTER + 2 * JITTER * Math.random()) + staleMs
    const entry = { json, loadMs: monotonicMs() - startedMs, leftMs: Math.round(lifeMs) }
    if ((await found.lease?.store(entry)) === false) counts.sharedRefused += 1
    return keep(asked, entry, unchangedAt)
  }
}

function toJson(name: string, value: unknown): string {
  const json = JSON.stringify(value) as string | undefined
  if (json === undefined) throw new TypeError(`${name} loaded undefined: what does not exist is null`)
  return json
}
