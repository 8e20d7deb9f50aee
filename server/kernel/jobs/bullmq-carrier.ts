import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Secret } from '../config/secret.ts'
import type { Logger } from '../telemetry/log.ts'
import { type Bringer, startBringing } from './bullmq-bringer.ts'
import { connect } from './bullmq-connections.ts'
import { INSTALLATION } from './bullmq-sql.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { evictionOf } from './eviction-check.ts'
import { removeFormerKeys } from './former-keys.ts'
import { listenForJobs } from './job-listener.ts'
import { type Parcel, startRelay } from './relay.ts'

export interface BullMqOptions extends CarrierOptions {
  readonly redisUrl: Secret
}

/**
 * Jobs carried by BullMQ. Redis holds names of parcels and nothing else, of several jobs where they are quick; a worker that is brought
 * one claims the rows, and what Redis brings twice, late or never is settled by the rows.
 */
export async function createBullMqCarrier(options: BullMqOptions): Promise<Carrier> {
  const { url, db, log, metrics, specs } = options
  const installation = await installationOf(options)
  const prefix = `plinth-carried-${installation}`
  const { pushing, working, letGo } = connect(options.redisUrl)
  const queues = new Map<string, Queue>()
  const bringers = new Map<string, Bringer>()

  function queueOf(name: string): Queue {
    const known = queues.get(name) ?? new Queue(name, { connection: pushing, prefix, skipVersionCheck: true })
    if (!queues.has(name)) known.on('error', told)
    queues.set(name, known)
    return known
  }

  /** That Redis is away is told once, by the relay. */
  function told(error: unknown): void {
    if (working.status !== 'ready' || pushing.status !== 'ready') return
    metrics.engineFault('error')
    log.error({ err: error }, 'the Redis carrier of jobs met a fault')
  }

  const relay = startRelay({
    db,
    log,
    redis: pushing,
    epochKey: `${prefix}:epoch`,
    specs,
    window: (queue) => bringers.get(queue)?.window() ?? null,
    // BullMQ keeps one job of a name: what is pushed again while it is there changes nothing.
    async push(queue, parcels) {
      await forgetHalfLost(queueOf(queue), parcels)
      await queueOf(queue).addBulk(
        parcels.map(({ id, jobs }) => ({ name: queue, data: { jobs }, opts: { jobId: id } })),
      )
    },
  })
  const listening = await listenForJobs(url, log, relay.nudge)
  pushing.on('ready', () => relay.nudge(null))
  const greet = (): void => {
    void warnOfEviction(pushing, log)
    void tidyUp(pushing, installation, log)
  }
  if (pushing.status === 'ready') greet()
  else pushing.once('ready', greet)

  return {
    async open(spec) {
      bringers.set(spec.name, startBringing(options, { spec, prefix, connection: working, relay, told }))
      relay.nudge(spec.name)
    },
    async close(queue) {
      const bringer = bringers.get(queue)
      bringers.delete(queue)
      await bringer?.close()
    },
    wake: relay.nudge,
    async end() {
      await Promise.all([relay.stop(), listening.close()])
      letGo()
    },
  }
}

/** A parcel whose name has gone from every list while its contents are there would never be brought, and what is pushed would change nothing. */
async function forgetHalfLost(queue: Queue, parcels: readonly Parcel[]): Promise<void> {
  const known = parcels.filter(({ again }) => again)
  await Promise.all(
    known.map(async ({ id }) => {
      if ((await queue.getJobState(id)) === 'unknown') await queue.remove(id)
    }),
  )
}

/** Said once at the start; health says it as long as it is so. */
async function warnOfEviction(redis: Redis, log: Logger): Promise<void> {
  const found = await evictionOf(redis).catch(() => null)
  if (found === null || found.isSafe) return
  log.warn({ policy: found.policy }, 'the Redis that carries jobs may evict them; they are then carried again, late')
}

async function tidyUp(redis: Redis, installation: string, log: Logger): Promise<void> {
  try {
    const removed = await removeFormerKeys(redis, installation)
    if (removed > 0) log.info({ removed }, 'what former versions left in Redis was removed')
  } catch (error) {
    log.warn({ err: error }, 'what former versions left in Redis could not be removed; the next start tries again')
  }
}

/** Two installations on one Redis must not take each other's jobs along. A copy of a database has another name. */
async function installationOf({ db }: BullMqOptions): Promise<string> {
  const [row] = await db.raw<{ id: string }>(INSTALLATION)
  if (row === undefined) throw new Error('kernel.job_carrier is empty')
  return row.id
}
