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
  /** The tenant that was last in turn, of a queue whose tenants have shares. */
  readonly upto: string | null
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
  /** There may be something to carry, of one queue or, null, of any. Many calls in a moment cost one look. */
  nudge(queue: string | null): void
  /** What the queue had in Redis has been brought, `brought` jobs of it to this process since it was last empty. */
  drained(queue: string, brought: number): void
  stop(): Promise<void>
}

/** What Redis was given and has not brought for so long is given again: it may have lost it. */
const CARRY_AGAIN_SECONDS = 30
/** Who was brought so many until Redis was empty looks for more, though another process may have carried them. */
const MANY = 32
/**
 * A look that took along many is followed by another after as long as it took, so that at most half of the time goes into looking; one that
 * found few is not, since a single job waits for each.
 */
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
  /** Queues that the next look is about; null: all. */
  let asked: Set<string> | null = new Set()
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
    const about = asked
    asked = new Set()
    let carried = 0
    try {
      carried = await look(about)
      if (away) log.info({}, 'jobs are carried by Redis again')
      away = false
    } catch (error) {
      asked = null
      if (!away) log.warn({ err: error }, 'jobs cannot be handed to Redis; they wait in the database')
      away = true
    }
    busy = false
    restUntilMs = monotonicMs() + (carried < MANY ? LOOK_AGAIN_MS_MIN : monotonicMs() - startedMs)
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

  function nudge(queue: string | null): void {
    if (queue === null) asked = null
    else asked?.add(queue)
    if (busy) again = true
    else if (!planned && !stopped) schedule()
  }

  return {
    nudge,
    drained(queue, brought) {
      if (leftIn.delete(queue) || busy || brought >= MANY) nudge(queue)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

/** Tells how many jobs it has carried. */
function createLook(
  options: RelayOptions,
  leftIn: Set<string>,
): (about: ReadonlySet<string> | null) => Promise<number> {
  const { db, redis, specs, epochKey, push, window } = options
  const queues = specs.map((spec) => spec.name)
  const shares = sharesOf(specs)
  /** Queue -> the tenant that was last in turn. */
  const rounds = new Map<string, string>()

  async function pack(about: ReadonlySet<string> | null, epoch: string): Promise<Taken[]> {
    const wanted = about === null ? queues : queues.filter((queue) => about.has(queue))
    const open = wanted.flatMap((queue) => {
      const found = window(queue)
      return found === null ? [] : [{ queue, ...found }]
    })
    if (open.length === 0) return []
    const names = open.map(({ queue }) => queue)
    const [most, sizes] = [open.map((one) => one.most), open.map((one) => one.size)]
    const after = JSON.stringify(Object.fromEntries(rounds))
    const taken = await db.raw<Taken>(PACK, [names, epoch, CARRY_AGAIN_SECONDS, most, sizes, shares, after])
    for (const { queue, upto } of taken) if (upto !== null) rounds.set(queue, upto)
    return taken
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

  return async (about) => {
    if (redis.status !== 'ready') throw new Error(`Redis is not connected (${redis.status})`)
    const taken = await pack(about, await epochOf(redis, epochKey))
    await pushOrPutBack(taken)
    return taken.reduce((sum, { jobs }) => sum + jobs, 0)
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
