import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { monotonicMs } from '../clock.ts'
import type { RedisLink } from '../redis/redis.ts'
import { withCacheScripts } from './shared-scripts.ts'
import { isTag } from './topic.ts'

/** A stored value with what its reader needs to know of it. */
export interface SharedEntry {
  readonly json: string
  readonly loadMs: number
  /** Until Redis forgets it. */
  readonly leftMs: number
}

/**
 * The permission to store what one is about to load, while nobody invalidates it: kept for as long as the load takes, a minute at most, and
 * free for others 3 s after its process died. Ended by one of the two.
 */
export interface Lease {
  /** False when it was refused; null when Redis gave no answer. */
  store(entry: SharedEntry): Promise<boolean | null>
  fail(keptMs: number): Promise<void>
}

export type Finding =
  | { readonly state: 'hit'; readonly entry: SharedEntry }
  | { readonly state: 'lead'; readonly lease: Lease; readonly old: SharedEntry | null }
  /** Another process loads, or did and failed a moment ago. */
  | { readonly state: 'wait' | 'failed'; readonly old: SharedEntry | null }
  /** Cut or changed in Redis, or of another form: to be discarded. */
  | { readonly state: 'unusable'; readonly damaged: boolean }

export interface Sought {
  /** The value's own topic first, then its tags. */
  readonly topics: readonly string[]
  /** A short text that stands for the form of the values: those of another form are not read. */
  readonly form: string
  /** A value with less life left is not a hit. */
  readonly leastMs: number
}

/** Values in Redis. Every answer is null when Redis gave none within its budget. */
export interface Shared {
  find(sought: Sought): Promise<Finding | null>
  /** Takes away values and marks of the topics; true when Redis has confirmed. */
  drop(noticeId: string, topics: readonly string[]): Promise<boolean>
  discard(topic: string): Promise<void>
  onLoss(handler: () => void): void
}

const LEASE_MS = 3_000
const EXTEND_EVERY_MS = 1_000
/** A load that takes longer hangs. */
const EXTENDED_MS_MAX = 60_000
const MARK_MS = 24 * 3600_000
const DONE_MS = 60_000
/** The braces put all keys into one slot of a Redis in cluster mode: the scripts touch several, and notices name keys of any kind. */
const PREFIX = '{plinth}:cache'

/** One Redis, in cluster mode with one shard or without; two installations need two databases of it, or two of them. */
export function createShared(redis: RedisLink): Shared {
  return {
    async find({ topics, form, leastMs }) {
      const keys = keysOf(topics)
      const token = randomBytes(9).toString('base64url')
      const reply = await redis.ask((client) =>
        withCacheScripts(client).plinthCacheFind(keys.length, ...keys, token, token, LEASE_MS, MARK_MS, leastMs),
      )
      if (reply === null) return null
      const [state, text, leftMs, stamp] = reply
      const entry = text === null ? null : decode(text, form, leftMs)
      if (entry === 'damaged') return { state: 'unusable', damaged: true }
      if (state === 'hit') return entry === null ? { state: 'unusable', damaged: false } : { state, entry }
      return state === 'lead'
        ? { state, lease: leaseOf(redis, { keys, token, stamp, form }), old: entry }
        : { state, old: entry }
    },
    async drop(noticeId, topics) {
      const keys = [`${PREFIX}:done:${noticeId}`, ...topics.flatMap(droppedKeys)]
      const reply = await redis.ask((client) => withCacheScripts(client).plinthCacheDrop(keys.length, ...keys, DONE_MS))
      return reply !== null
    },
    async discard(topic) {
      await redis.ask((client) => client.unlink(valueKey(topic)))
    },
    onLoss: redis.onLoss,
  }
}

interface Held {
  readonly keys: readonly string[]
  readonly token: string
  readonly stamp: string
  readonly form: string
}

function leaseOf(redis: RedisLink, { keys, token, stamp, form }: Held): Lease {
  const [, own = ''] = keys
  const endMs = monotonicMs() + EXTENDED_MS_MAX
  const extending = setInterval(() => {
    if (monotonicMs() > endMs) clearInterval(extending)
    else void redis.ask((client) => withCacheScripts(client).plinthCacheExtend(1, own, token, LEASE_MS))
  }, EXTEND_EVERY_MS).unref()
  return {
    async store(entry) {
      clearInterval(extending)
      const reply = await redis.ask((client) =>
        withCacheScripts(client).plinthCacheStore(
          keys.length,
          ...keys,
          token,
          stamp,
          encode(entry, form),
          entry.leftMs,
        ),
      )
      return reply === null ? null : reply === 1
    },
    async fail(keptMs) {
      clearInterval(extending)
      await redis.ask((client) => withCacheScripts(client).plinthCacheFail(1, own, token, keptMs))
    },
  }
}

const valueKey = (topic: string): string => `${PREFIX}:value:${topic}`
const leaseKey = (topic: string): string => `${PREFIX}:lease:${topic}`
const markKey = (topic: string): string => `${PREFIX}:mark:${topic}`

function keysOf([own = '', ...tags]: readonly string[]): string[] {
  return [valueKey(own), leaseKey(own), ...tags.map(markKey)]
}

function droppedKeys(topic: string): string[] {
  return isTag(topic) ? [markKey(topic)] : [valueKey(topic), leaseKey(topic)]
}

/** A line that says what follows, with its checksum, then the JSON. */
function encode({ json, loadMs }: SharedEntry, form: string): string {
  return `${form} ${Math.round(loadMs)} ${crc32(json)}\n${json}`
}

/** Null for a value of another form, such as another version of the program stored. */
function decode(text: string, form: string, leftMs: number): SharedEntry | 'damaged' | null {
  const headEnd = text.indexOf('\n')
  const [storedForm, loadMs, checksum] = text.slice(0, headEnd).split(' ')
  const json = text.slice(headEnd + 1)
  if (headEnd === -1 || Number(checksum) !== crc32(json)) return 'damaged'
  return storedForm === form ? { json, loadMs: Number(loadMs), leftMs } : null
}
