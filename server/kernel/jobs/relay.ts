import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { monotonicMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { PUT_BACK, TAKE_ALONG } from './bullmq-sql.ts'
import type { QueueSpec } from './queues.ts'

/** A job on its way: which try of which row. Redis holds nothing else of it. */
export interface Parcel {
  readonly id: string
  readonly queue: string
  readonly try: number
}

export interface RelayOptions {
  readonly db: Db
  readonly log: Logger
  readonly redis: Redis
  /** Key that names the contents of Redis. */
  readonly epochKey: string
  readonly specs: readonly QueueSpec[]
  /** Hands parcels of one queue to Redis, oldest first; those that are there already change nothing. */
  readonly push: (queue: string, parcels: readonly Parcel[]) => Promise<void>
}

/** Looks for due jobs and hands them to Redis. */
export interface Relay {
  /** There may be something to carry. Many calls in a moment cost one look. */
  nudge(): void
  stop(): Promise<void>
}

/** What Redis was given and has not brought for so long is given again: it may have lost it. */
const CARRY_AGAIN_SECONDS = 30
/** Jobs of one queue in Redis at once: enough to keep workers busy, few enough to be found and given again quickly. */
const WINDOW = 1000
/** A look under way is followed by another after as long as it took, so that at most half of the time goes into looking. */
const LOOK_AGAIN_MS_MIN = 1

/**
 * The rows in PostgreSQL are the outbox. A look marks what it takes along before it pushes: a process that dies between the two costs
 * the job half a minute. The marks carry the epoch, a word that lives in Redis: when Redis has been emptied, every mark is void at once.
 */
export function startRelay(options: RelayOptions): Relay {
  const { db, log, redis, specs } = options
  const queues = specs.map((spec) => spec.name)
  const shares = sharesOf(specs)
  let timer: NodeJS.Timeout | undefined
  let planned = false
  let looking: Promise<void> = Promise.resolve()
  let again = false
  let restUntilMs = 0
  let busy = false
  let stopped = false
  let away = false

  async function look(): Promise<void> {
    if (redis.status !== 'ready') throw new Error(`Redis is not connected (${redis.status})`)
    const epoch = await epochOf(redis, options.epochKey)
    const parcels = await db.raw<Parcel>(TAKE_ALONG, [queues, epoch, CARRY_AGAIN_SECONDS, WINDOW, shares])
    const byQueue = Map.groupBy(parcels.toSorted(byAge), (parcel) => parcel.queue)
    for (const [queue, some] of byQueue) await pushOrPutBack(queue, some)
  }

  async function pushOrPutBack(queue: string, parcels: readonly Parcel[]): Promise<void> {
    try {
      await options.push(queue, parcels)
    } catch (error) {
      await db.raw(PUT_BACK, [parcels.map(({ id }) => id), parcels.map((parcel) => parcel.try)])
      throw error
    }
  }

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

  return {
    nudge() {
      if (busy) again = true
      else if (!planned && !stopped) schedule()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

/** JSON of queue -> most jobs of one tenant at once. */
function sharesOf(specs: readonly QueueSpec[]): string {
  const shared = specs.flatMap((spec) => (spec.tenantConcurrency === null ? [] : [[spec.name, spec.tenantConcurrency]]))
  return JSON.stringify(Object.fromEntries(shared))
}

/** Ids are UUIDv7, so that their order is that of enqueueing. */
function byAge(one: Parcel, other: Parcel): number {
  return one.id < other.id ? -1 : 1
}

async function epochOf(redis: Redis, key: string): Promise<string> {
  const found = await redis.get(key)
  if (found !== null) return found
  await redis.set(key, randomUUID(), 'NX')
  const made = await redis.get(key)
  if (made === null) throw new Error('Redis does not keep what it is given')
  return made
}
