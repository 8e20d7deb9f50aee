import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { ClaimedJob } from './attempt.ts'
import { CLAIM } from './bullmq-sql.ts'
import type { CarrierOptions } from './carrier.ts'
import { type Lane, openLane } from './lane.ts'
import type { QueueSpec } from './queues.ts'
import type { Parcel, Relay, Window } from './relay.ts'
import { together } from './together.ts'

/** What a job of BullMQ holds, unless Redis evicted it and kept its name; its id is the parcel's. */
type Brought = Partial<Pick<Parcel, 'jobs'>>

/** Between two tries after a fault of Redis. */
const TRY_AGAIN_MS = 1000
/**
 * What was brought to a process that died before it had claimed it is brought again after both at most. Where a claim takes
 * longer it is brought twice, and its second claim finds no parcel.
 */
const LOCK_MS = 10_000
const STALLED_LOOK_MS = 5000
/** What a lane claims ahead comes in so many parcels. */
const PARCELS_AHEAD = 4
/** Of more jobs the row would be compressed, which takes longer than to write it. */
const PARCEL_JOBS_MAX = 90
/** Parcels of one queue in Redis: enough to keep the workers of many processes busy, few enough to be found and given again quickly. */
const PARCELS_MAX = 250
/** And until a job of it has ended here, which tells how many go into one. */
const FIRST_PARCELS_MIN = 32
const FIRST_PARCELS_PER_PLACE = 2
const JOBS_MAX = 5000

export interface Place {
  readonly spec: QueueSpec
  readonly prefix: string
  readonly connection: Redis
  readonly relay: Relay
  readonly told: (error: unknown) => void
}

/** What brings one queue's jobs to this process. */
export interface Bringer {
  window(): Window
  close(): Promise<void>
}

/**
 * Fetches a parcel when its lane has room and claims the rows. Redis is done with a parcel once its rows are claimed; from then on their
 * heartbeat tells whether they are worked on.
 */
export function startBringing(options: CarrierOptions, place: Place): Bringer {
  const { spec, told } = place
  const lane = openLane(options, spec, () => {
    tellRoom()
    if (spec.tenantConcurrency !== null) place.relay.nudge(spec.name)
  })
  const worker = openWorker(place, () => {
    place.relay.drained(spec.name, broughtSinceEmpty)
    broughtSinceEmpty = 0
  })
  const claim = claimsOf(options, spec.name)
  const taking = new Set<Promise<void>>()
  let brought = 0
  let broughtSinceEmpty = 0
  let onRoom = () => {}
  let closed = false

  function tellRoom(): void {
    if (closed || lane.room() > brought) onRoom()
  }

  async function room(): Promise<void> {
    if (closed || lane.room() > brought) return
    await new Promise<void>((resolve) => {
      onRoom = resolve
    })
  }

  async function take(job: Job<Brought, null>, token: string): Promise<void> {
    const { jobs = 1 } = job.data
    brought += jobs
    broughtSinceEmpty += jobs
    for (const one of await claim(job.id ?? '')) lane.run(one)
    brought -= jobs
    tellRoom()
    await job.moveToCompleted(null, token, false).catch(told)
  }

  async function bring(): Promise<void> {
    await room()
    const token = randomUUID()
    const job = closed ? undefined : await worker.getNextJob(token)
    if (job === undefined) return
    const taken = take(job, token).finally(() => taking.delete(taken))
    taking.add(taken)
  }

  async function bringAll(): Promise<void> {
    while (!closed)
      await bring().catch((error: unknown) => {
        told(error)
        return sleep(TRY_AGAIN_MS, undefined, { ref: false })
      })
  }

  const bringing = bringAll()
  return {
    window: () => windowOf(spec, lane),
    async close() {
      closed = true
      lane.stop()
      tellRoom()
      // By force: it would wait until its blocking command has timed out. What it is fetching is still taken, and handed back.
      await Promise.all([worker.close(true), bringing])
      await Promise.all(taking)
      await lane.rest()
    },
  }
}

function windowOf({ concurrency }: QueueSpec, lane: Lane): Window {
  const ahead = Math.floor((lane.width() - concurrency) / PARCELS_AHEAD)
  const size = Math.min(Math.max(1, ahead), PARCEL_JOBS_MAX)
  const first = Math.max(FIRST_PARCELS_MIN, concurrency * FIRST_PARCELS_PER_PLACE)
  return { size, most: Math.min(size * (lane.paceIsKnown() ? PARCELS_MAX : first), JOBS_MAX) }
}

function openWorker({ spec, prefix, connection, told }: Place, drained: () => void): Worker<Brought, null> {
  const worker = new Worker<Brought, null>(spec.name, null, {
    connection,
    prefix,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_LOOK_MS,
    removeOnComplete: { count: 0 },
    skipVersionCheck: true,
  })
  worker.on('drained', drained)
  worker.on('error', told)
  // Finds what was brought to a process that died before it had claimed it.
  worker.startStalledCheckTimer().catch(told)
  return worker
}

/**
 * Claims what can be of a parcel; several together are answered to the first. Never throws. NOTE: a parcel that could not be claimed is
 * carried again in a while, by its age.
 */
function claimsOf({ db, log }: CarrierOptions, queue: string): (parcel: string) => Promise<readonly ClaimedJob[]> {
  const claim = together(async (parcels: readonly string[]) => {
    const claimed = await db.raw<ClaimedJob & Record<string, unknown>>(CLAIM, [queue, parcels])
    return parcels.map((_, at) => (at === 0 ? claimed : []))
  })
  return async (parcel) => {
    try {
      return await claim(parcel)
    } catch (error) {
      log.warn({ err: error, parcel }, 'a parcel of jobs will be carried again only in a while')
      return []
    }
  }
}
