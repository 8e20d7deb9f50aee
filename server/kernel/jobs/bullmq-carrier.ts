import { Queue } from 'bullmq'
import type { Secret } from '../config/secret.ts'
import { type Bringer, startBringing } from './bullmq-bringer.ts'
import { connect } from './bullmq-connections.ts'
import { INSTALLATION } from './bullmq-sql.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { listenForJobs } from './job-listener.ts'
import { startRelay } from './relay.ts'

export interface BullMqOptions extends CarrierOptions {
  readonly redisUrl: Secret
}

/**
 * Jobs carried by BullMQ. Redis holds names of parcels and nothing else, of several jobs where they are quick; a worker that is brought
 * one claims the rows, and what Redis brings twice, late or never is settled by the rows.
 */
export async function createBullMqCarrier(options: BullMqOptions): Promise<Carrier> {
  const { url, db, log, metrics, specs } = options
  const prefix = await prefixOf(options)
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
      await queueOf(queue).addBulk(
        parcels.map(({ id, jobs }) => ({ name: queue, data: { jobs }, opts: { jobId: id } })),
      )
    },
  })
  const listening = await listenForJobs(url, log, relay.nudge)
  pushing.on('ready', relay.nudge)

  return {
    async open(spec) {
      bringers.set(spec.name, startBringing(options, { spec, prefix, connection: working, relay, told }))
      relay.nudge()
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

/** Two installations on one Redis must not take each other's jobs along. A copy of a database has another name. */
async function prefixOf({ db }: BullMqOptions): Promise<string> {
  const [row] = await db.raw<{ id: string }>(INSTALLATION)
  if (row === undefined) throw new Error('kernel.job_carrier is empty')
  return `plinth-carried-${row.id}`
}
