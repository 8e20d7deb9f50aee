import type { PgBoss } from 'pg-boss'
import type { TSchema } from 'typebox'
import type { Tx } from '../db/database.ts'
import type { Subscription, Unit } from '../unit.ts'
import type { Failure } from './failure.ts'
import type { AnyJob, JobContext, TenantRate } from './job.ts'
import { compileCheck } from './payload.ts'

/** What the engine must know of one queue: a declared job's or a subscription's. */
export interface QueueSpec {
  readonly name: string
  readonly description: string
  readonly idempotentBy: string
  readonly attempts: number
  readonly backoffSeconds: number
  readonly deadlineSeconds: number
  readonly concurrency: number
  readonly tenantConcurrency: number | null
  readonly tenantRate: TenantRate | null
  /** The shape of the payload; its marks of sensitive values decide what an operator sees. */
  readonly data: TSchema
  readonly v: number
  readonly upgrade: ((data: unknown, from: number) => unknown) | null
  /** The faults of a value as one line, or null. */
  readonly check: (data: unknown) => string | null
  readonly handle: (context: JobContext, data: unknown) => Promise<void>
  /** Null: nobody wants to know that a job of it is dead. */
  readonly onDead: ((tx: Tx, data: unknown, failure: Failure) => Promise<void>) | null
}

/** What a unit declares for the job engine. */
export type JobDeclarations = Pick<Unit, 'jobs' | 'subscriptions' | 'schedules'>

const CONCURRENCY_DEFAULT = 2
const SUBSCRIPTION = {
  attempts: 10,
  backoffSeconds: 5,
  deadlineSeconds: 60,
  concurrency: CONCURRENCY_DEFAULT,
  tenantConcurrency: null,
  tenantRate: null,
}

const BACKOFF_SECONDS_MAX = 3600
const STARTS_MAX = 1000
const RATE_SECONDS_MAX = 86_400
/** The engine's own clock on a try; only a backstop behind ours and RESCUE_STALLED, which say why and tell the unit: it must come after both. */
const EXPIRE_SLACK_SECONDS = 60
/** The engine fails a job at this age of its heartbeat: a backstop behind RESCUE_STALLED, which also counts the losses. */
const HEARTBEAT_SECONDS = 120
const FAILED_KEPT_SECONDS = 30 * 86_400
const WAITING_KEPT_SECONDS = 365 * 86_400

/** A declared job's queue, its data schema compiled. */
export function jobQueue(job: AnyJob): QueueSpec {
  const { v = 1, upgrade = null } = job
  if (v > 1 && upgrade === null) throw new TypeError(`job ${job.name} has version ${v} and no upgrade`)
  return {
    name: job.name,
    description: job.description,
    idempotentBy: job.idempotentBy,
    attempts: job.attempts,
    backoffSeconds: job.backoffSeconds,
    deadlineSeconds: job.deadlineSeconds,
    concurrency: job.concurrency ?? CONCURRENCY_DEFAULT,
    tenantConcurrency: job.tenantConcurrency ?? null,
    tenantRate: checkTenantRate(job.tenantRate),
    data: job.data,
    v,
    upgrade,
    check: compileCheck(job.data),
    handle: job.handle as QueueSpec['handle'],
    onDead: (job.onDead as QueueSpec['onDead'] | undefined) ?? null,
  }
}

function checkTenantRate(rate: TenantRate | undefined): TenantRate | null {
  if (rate === undefined) return null
  const { starts, seconds } = rate
  if (!(Number.isInteger(starts) && starts >= 1 && starts <= STARTS_MAX && seconds > 0 && seconds <= RATE_SECONDS_MAX))
    throw new TypeError(`a rate is 1 to ${STARTS_MAX} starts in up to ${RATE_SECONDS_MAX} seconds`)
  return rate
}

/** A subscription's queue: its handler is one step, so it takes effect once per event and subscriber. */
export function subscriptionQueue(subscription: Subscription): QueueSpec {
  const handle = subscription.handle as (tx: unknown, data: unknown) => Promise<void>
  return {
    name: subscription.name,
    description: `On ${subscription.event.name}: ${subscription.event.description}`,
    idempotentBy: 'the event and the subscriber',
    ...SUBSCRIPTION,
    data: subscription.event.schema,
    v: 1,
    upgrade: null,
    check: compileCheck(subscription.event.schema),
    handle: async (context, data) => {
      await context.once((tx) => handle(tx, data))
    },
    onDead: null,
  }
}

/** Not where rows that run are counted, nor where there is one try: one that is lost with its process is none to spare. */
export function claimsAhead({ tenantConcurrency, attempts }: QueueSpec): boolean {
  return tenantConcurrency === null && attempts > 1
}

function settings(spec: QueueSpec) {
  return {
    retryLimit: spec.attempts - 1,
    retryDelay: spec.backoffSeconds,
    retryBackoff: true,
    retryDelayMax: BACKOFF_SECONDS_MAX,
    expireInSeconds: spec.deadlineSeconds + EXPIRE_SLACK_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: FAILED_KEPT_SECONDS,
    retentionSeconds: WAITING_KEPT_SECONDS,
    notify: true,
  }
}

/** Makes the stored queues equal the declared ones; reads first, so that a start that changes nothing writes nothing. */
export async function ensureQueues(boss: PgBoss, specs: Iterable<QueueSpec>): Promise<void> {
  const stored = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]))
  for (const spec of specs) {
    const wanted = settings(spec)
    const found = stored.get(spec.name)
    if (found === undefined) {
      await boss.createQueue(spec.name, { ...wanted, policy: 'short' })
    } else if (Object.entries(wanted).some(([key, value]) => found[key as keyof typeof found] !== value)) {
      await boss.updateQueue(spec.name, wanted)
    }
  }
}
