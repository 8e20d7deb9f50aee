import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { monotonicMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { PACK, PUT_BACK } from './bullmq-sql.ts'
import type { QueueSpec } from './queues.ts'

/** Jobs of one queue on their way: which ones is in its row. Redis holds nothing else of them. */
export interface Parcel {
  readonly id: string
  readonly jobs: number
  /** It was handed over before; Redis may have lost it, or a part of it. */
  readonly again: boolean
}

/** How much of one queue goes to Redis. */
export interface Window {
  /** Jobs of one parcel at most. */
  readonly size: number
  /** Jobs in Redis at once. */
  readonly most: number
}

interface Taken extends Parcel {
  readonly [column: string]: unknown
  readonly queue: string
  readonly leftSome: boolean
}

export interface RelayOptions {
  readonly db: Db
  readonly log: Logger
  readonly redis: Redis
  /** Key that names the contents of Redis. */
  readonly epochKey: string
  readonly specs: readonly QueueSpec[]
  /** Null for a queue that nobody here works on now. */
  readonly window: (queue: string) => Window | null
  /** Hands parcels of one queue to Redis, oldest first; those that are there already change nothing. */
  readonly push: (queue: string, parcels: readonly Parcel[]) => Promise<void>
}

/** Looks for due jobs and hands them to Redis. */
export interface Relay {
  /** There may be something to carry. Many calls in a moment cost one look. */
  nudge(): void
  /** What the queue had in Redis has been brought, `brought` jobs of it to this process since it was last empty. */
  drained(queue: string, brought: number): void
  stop(): Promise<void>
}

/** What Redis was given and has not brought for so long is given again: it may have lost it. */
const CARRY_AGAIN_SECONDS = 30
/** Who was brought so many until Redis was empty looks for more, though another process may have carried them. */
const MANY = 32
/** A look under way is followed by another after as long as it took, so that at most half of the time goes into looking. */
const LOOK_AGAIN_MS_MIN = 1

/**
 * The rows in PostgreSQL are the outbox. A look packs what it takes along before it pushes: a process that dies between the two costs
 * the jobs half a minute. Parcels carry the epoch, a word that lives in Redis: when Redis has been emptied, all are given again at once.
 */
export function startRelay(options: RelayOptions): Relay {
  const { log } = options
  /** Queues with more due jobs than there was room for. */
  const leftIn = new Set<string>()
  const look = createLook(options, leftIn)
  let timer: NodeJS.Timeout | undefined
  let planned = false
  let looking: Promise<void> = Promise.resolve()
  let again = false
  let restUntilMs = 0
  let busy = false
  let stopped = false
  let away = false

  async function run(): Promise<void> {
    planned = false
    busy = true
    again = false
    const startedMs = monotonicMs()
    try {
      await look()
      if (away) log.info({}, 'jobs are carried by Redis again')
      away = false
    } catch (error) {
      if (!away) log.warn({ err: error }, 'jobs cannot be handed to Redis; they wait in the database')
      away = true
    }
    busy = false
    restUntilMs = monotonicMs() + Math.max(LOOK_AGAIN_MS_MIN, monotonicMs() - startedMs)
    if (again && !stopped) schedule()
  }

  function schedule(): void {
    const restMs = restUntilMs - monotonicMs()
    const start = (): void => {
      if (!stopped) looking = run()
    }
    planned = true
    if (restMs <= 0) setImmediate(start)
    else timer = setTimeout(start, restMs)
  }

  function nudge(): void {
    if (busy) again = true
    else if (!planned && !stopped) schedule()
  }

  return {
    nudge,
    drained(queue, brought) {
      if (leftIn.delete(queue) || busy || brought >= MANY) nudge()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

function createLook(options: RelayOptions, leftIn: Set<string>): () => Promise<void> {
  const { db, redis, specs, epochKey, push, window } = options
  const queues = specs.map((spec) => spec.name)
  const shares = sharesOf(specs)

  async function pack(epoch: string): Promise<Taken[]> {
    const open = queues.flatMap((queue) => {
      const found = window(queue)
      return found === null ? [] : [{ queue, ...found }]
    })
    if (open.length === 0) return []
    const names = open.map(({ queue }) => queue)
    const [most, sizes] = [open.map((one) => one.most), open.map((one) => one.size)]
    return db.raw<Taken>(PACK, [names, epoch, CARRY_AGAIN_SECONDS, most, sizes, shares])
  }

  /** Where one queue's push fails, those behind it are put back with it. */
  async function pushOrPutBack(taken: readonly Taken[]): Promise<void> {
    let left = [...Map.groupBy(taken, ({ queue }) => queue)]
    for (const [queue, parcels] of left) if (parcels.some(({ leftSome }) => leftSome)) leftIn.add(queue)
    try {
      for (const [queue, parcels] of left) {
        await push(queue, parcels)
        left = left.filter(([other]) => other !== queue)
      }
    } catch (error) {
      await db.raw(PUT_BACK, [left.flatMap(([, parcels]) => parcels.map(({ id }) => id))])
      throw error
    }
  }

  return async () => {
    if (redis.status !== 'ready') throw new Error(`Redis is not connected (${redis.status})`)
    await pushOrPutBack(await pack(await epochOf(redis, epochKey)))
  }
}

/** JSON of queue -> most jobs of one tenant at once. */
function sharesOf(specs: readonly QueueSpec[]): string {
  const shared = specs.flatMap((spec) => (spec.tenantConcurrency === null ? [] : [[spec.name, spec.tenantConcurrency]]))
  return JSON.stringify(Object.fromEntries(shared))
}

async function epochOf(redis: Redis, key: string): Promise<string> {
  const found = await redis.get(key)
  if (found !== null) return found
  await redis.set(key, randomUUID(), 'NX')
  const made = await redis.get(key)
  if (made === null) throw new Error('Redis does not keep what it is given')
  return made
}
