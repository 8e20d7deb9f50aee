import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { monotonicMs } from '../clock.ts'
import { systemOrigin } from '../db/actor.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { LOOK_ALONE, LOOK_KEY, PUT_BACK, TAKE_ALONG } from './bullmq-sql.ts'
import type { QueueSpec } from './queues.ts'

/** Jobs of one queue on their way: which ones is in its row. Redis holds nothing else of them. */
export interface Parcel {
  readonly id: string
  readonly jobs: number
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
  /** Jobs that a parcel of the queue may hold. */
  readonly parcelMax: (queue: string) => number
  /** Hands parcels of one queue to Redis, oldest first; those that are there already change nothing. */
  readonly push: (queue: string, parcels: readonly Parcel[]) => Promise<void>
}

/** Looks for due jobs and hands them to Redis. */
export interface Relay {
  /** There may be something to carry. Many calls in a moment cost one look. */
  nudge(): void
  /** What the queue had in Redis has been brought. */
  drained(queue: string): void
  stop(): Promise<void>
}

/** What Redis was given and has not brought for so long is given again: it may have lost it. */
const CARRY_AGAIN_SECONDS = 30
/**
 * Of one queue in Redis at once: enough to keep the workers of many processes busy, few enough to be found and given again quickly, and to
 * learn soon how many jobs go into a parcel.
 */
const PARCELS_MIN = 32
const PARCELS_PER_PLACE = 2
const JOBS_MAX = 5000
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
    drained(queue) {
      if (leftIn.delete(queue) || busy) nudge()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

function createLook(options: RelayOptions, leftIn: Set<string>): () => Promise<void> {
  const { db, redis, specs, epochKey, push, parcelMax } = options
  const queues = specs.map((spec) => spec.name)
  const shares = sharesOf(specs)

  async function takeAlong(epoch: string): Promise<Taken[]> {
    const sizes = queues.map(parcelMax)
    const most = specs.map(({ concurrency }, at) =>
      Math.min(Math.max(PARCELS_MIN, concurrency * PARCELS_PER_PLACE) * (sizes[at] ?? 1), JOBS_MAX),
    )
    return db.transaction(systemOrigin('jobs.carry', 'jobs.carry'), async (tx) => {
      await tx.later(LOOK_ALONE, [LOOK_KEY])
      return tx.raw<Taken>(TAKE_ALONG, [queues, epoch, CARRY_AGAIN_SECONDS, most, sizes, shares])
    })
  }

  async function pushOrPutBack(queue: string, parcels: readonly Taken[]): Promise<void> {
    if (parcels.some(({ leftSome }) => leftSome)) leftIn.add(queue)
    try {
      await push(queue, parcels)
    } catch (error) {
      await db.raw(PUT_BACK, [parcels.map(({ id }) => id)])
      throw error
    }
  }

  return async () => {
    if (redis.status !== 'ready') throw new Error(`Redis is not connected (${redis.status})`)
    const taken = Map.groupBy(await takeAlong(await epochOf(redis, epochKey)), ({ queue }) => queue)
    for (const [queue, parcels] of taken) await pushOrPutBack(queue, parcels)
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
