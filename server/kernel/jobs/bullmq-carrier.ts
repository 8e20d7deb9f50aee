import { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { PgBoss } from 'pg-boss'
import type { Secret } from '../config/secret.ts'
import type { Attempts, ClaimedJob } from './attempt.ts'
import { connect } from './bullmq-connections.ts'
import { CLAIM, FAIL_FOR_GOOD, INSTALLATION, PUT_BACK } from './bullmq-sql.ts'
import type { Carrier } from './carrier.ts'
import { listenForJobs } from './job-listener.ts'
import type { PulseTools } from './pulse.ts'
import type { QueueSpec } from './queues.ts'
import { type Parcel, startRelay } from './relay.ts'

export interface BullMqOptions extends PulseTools {
  readonly url: string
  readonly redisUrl: Secret
  /** Records what became of a try, as the engine does for its own workers. */
  readonly boss: PgBoss
  readonly attempts: Attempts
  readonly specs: readonly QueueSpec[]
}

/** Between two tries of BullMQ after a fault of Redis, which its own default sets 15 s apart. */
const TRY_AGAIN_MS = 1000
/** Told by a worker that was brought a job it could not claim. */
const IN_VAIN = 'in vain'

/**
 * Jobs carried by BullMQ. Redis holds (id, try) and nothing else; a worker that is brought one claims the row, and what Redis brings
 * twice, late or never is settled by the row.
 */
export async function createBullMqCarrier(options: BullMqOptions): Promise<Carrier> {
  const { url, db, log, metrics, specs } = options
  const prefix = await prefixOf(options)
  const { pushing, working, letGo } = connect(options.redisUrl)
  const queues = new Map<string, Queue>()
  const workers = new Map<string, Worker<Parcel, string | undefined>>()

  function queueOf(name: string): Queue {
    const known = queues.get(name) ?? new Queue(name, { connection: pushing, prefix, skipVersionCheck: true })
    if (!queues.has(name)) known.on('error', told)
    queues.set(name, known)
    return known
  }

  /** That Redis is away is told once, by the relay. */
  function told(error: Error): void {
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
    async push(queue, parcels) {
      await queueOf(queue).addBulk(
        parcels.map((parcel) => ({ name: queue, data: parcel, opts: { jobId: `${parcel.id}_${parcel.try}` } })),
      )
    },
  })
  const unlisten = listenForJobs(url, log, relay.nudge)
  pushing.on('ready', relay.nudge)

  return {
    async open(spec) {
      const worker = openWorker(options, { spec, prefix, connection: working, nudge: relay.nudge })
      worker.on('error', told)
      workers.set(spec.name, worker)
      relay.nudge()
    },
    async close(queue) {
      const worker = workers.get(queue)
      workers.delete(queue)
      await worker?.close()
    },
    wake: relay.nudge,
    async end() {
      await Promise.all([relay.stop(), unlisten()])
      letGo()
    },
  }
}

interface Place {
  readonly spec: QueueSpec
  readonly prefix: string
  readonly connection: Redis
  /** There may be something to carry. */
  readonly nudge: () => void
}

/** A worker that claims the row of what it is brought, and gives back the mark of what it could not claim. */
function openWorker(
  options: BullMqOptions,
  { spec, prefix, connection, nudge }: Place,
): Worker<Parcel, string | undefined> {
  const { db, log, attempts } = options

  async function run(parcel: Parcel): Promise<string | undefined> {
    const [claimed] = await db.raw<ClaimedJob & Record<string, unknown>>(CLAIM, [spec.name, parcel.id, parcel.try])
    if (claimed === undefined) return IN_VAIN
    await settle(options, claimed, await attempts.run(spec, claimed))
    if (spec.tenantConcurrency !== null) nudge()
    return undefined
  }

  async function putBack({ id, try: which }: Parcel): Promise<void> {
    try {
      await db.raw(PUT_BACK, [[id], [which]])
    } catch (error) {
      log.warn({ err: error, jobId: id }, 'job will be carried again only in a while')
    }
  }

  const worker = new Worker<Parcel, string | undefined>(spec.name, ({ data }) => run(data), {
    connection,
    prefix,
    concurrency: spec.concurrency,
    runRetryDelay: TRY_AGAIN_MS,
    maxStalledCount: 0,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    skipVersionCheck: true,
  })
  worker.on('drained', nudge)
  worker.on('failed', (job) => void (job && putBack(job.data)))
  worker.on('completed', ({ data }, result) => void (result === IN_VAIN && putBack(data)))
  return worker
}

/** The engine settles only active rows of the very try, so a `completed` of a job that was given back touches nothing. */
async function settle(
  { boss, db }: BullMqOptions,
  job: ClaimedJob,
  { status, output }: Awaited<ReturnType<Attempts['run']>>,
): Promise<void> {
  if (status === 'completed') await boss.complete(job.name, { id: job.id, retryCount: job.retryCount })
  else if (status === 'failed') await boss.fail(job.name, { id: job.id, retryCount: job.retryCount }, { ...output })
  else await db.raw(FAIL_FOR_GOOD, [job.name, job.id, job.retryCount, JSON.stringify(output)])
}

/** Two installations on one Redis must not take each other's jobs along. A copy of a database has another name. */
async function prefixOf({ db }: BullMqOptions): Promise<string> {
  const [row] = await db.raw<{ id: string }>(INSTALLATION)
  if (row === undefined) throw new Error('kernel.job_carrier is empty')
  return `plinth-jobs-${row.id}`
}
