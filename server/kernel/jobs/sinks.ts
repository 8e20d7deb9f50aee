import { now } from '../clock.ts'
import type { JobRequest, Tx, TxSinks } from '../db/database.ts'
import type { EventType } from '../db/events.ts'
import { newId } from '../id.ts'
import type { EnqueueOptions } from './job.ts'
import { compileCheck, type Envelope, envelope, storedOrigin } from './payload.ts'
import { HOLD_WAITING, INSERT_EVENT, INSERT_JOBS } from './pgboss-sql.ts'
import type { QueueSpec } from './queues.ts'

interface NewJob {
  readonly id: string
  readonly queue: string
  readonly data: Envelope
  readonly key?: string
  readonly delaySeconds?: number
  readonly tenant?: string
}

/** A waiting job may start between the refused insert and the lock on it; then the insert is tried again. */
const KEYED_TRIES_MAX = 5
const NOBODY = ''

/** What enqueues and publishes inside a transaction. `queues` and `subscribers` (by event name) may still grow until the start. */
export function createSinks(
  queues: ReadonlyMap<string, QueueSpec>,
  subscribers: ReadonlyMap<string, readonly string[]>,
): Pick<TxSinks, 'enqueue' | 'publish'> {
  const eventChecks = new WeakMap<EventType, (data: unknown) => string | null>()

  function checkEvent(type: EventType, data: unknown): string | null {
    const check = eventChecks.get(type) ?? compileCheck(type.schema)
    eventChecks.set(type, check)
    return check(data)
  }

  return {
    async enqueue(tx: Tx, request: JobRequest) {
      const spec = queues.get(request.queue)
      const fault = spec?.check(request.data)
      if (spec === undefined || fault === undefined) throw new TypeError(`no unit declares the job ${request.queue}`)
      if (fault !== null) throw new TypeError(`job ${request.queue} was enqueued with wrong data: ${fault}`)
      const { delaySeconds, key, ...options } = request.options as EnqueueOptions
      const id = newId<'job'>()
      // Those that are nobody's take turns with the tenants: see jobs_by_rounds.
      const tenant = options.tenant ?? (spec.tenantConcurrency === null ? undefined : NOBODY)
      const job = {
        id,
        queue: request.queue,
        data: envelope(tx.origin, request.data, spec.v),
        ...(delaySeconds === undefined ? {} : { delaySeconds }),
        ...(tenant === undefined ? {} : { tenant }),
      }
      await (key === undefined ? insert(tx, job) : insertKeyed(tx, { ...job, key }, key))
    },

    async publish(tx: Tx, type: EventType, data: unknown) {
      const fault = checkEvent(type, data)
      if (fault !== null) throw new TypeError(`event ${type.name} was published with wrong data: ${fault}`)
      const stored = envelope(tx.origin, data)
      const jobs = (subscribers.get(type.name) ?? []).map(
        (queue): NewJob => ({ id: newId<'job'>(), queue, data: stored }),
      )
      const { requestId, actor } = storedOrigin(tx.origin)
      const values = [JSON.stringify(jobs), newId<'event'>(), type.name, JSON.stringify(data), now(), requestId, actor]
      const inserted = await tx.raw(INSERT_EVENT, values)
      if (inserted.length !== jobs.length) throw missingQueues(jobs)
    },
  }
}

async function insert(tx: Tx, job: NewJob): Promise<void> {
  const inserted = await tx.raw(INSERT_JOBS, [JSON.stringify([job])])
  if (inserted.length === 0) throw missingQueues([job])
}

async function insertKeyed(tx: Tx, job: NewJob, key: string): Promise<void> {
  for (let attempt = 1; attempt <= KEYED_TRIES_MAX; attempt += 1) {
    const inserted = await tx.raw(INSERT_JOBS, [JSON.stringify([job])])
    if (inserted.length > 0) return
    const held = await tx.raw(HOLD_WAITING, [job.queue, key])
    if (held.length > 0) return
  }
  throw missingQueues([job])
}

function missingQueues(jobs: readonly NewJob[]): Error {
  const names = jobs.map((job) => job.queue).join(', ')
  return new Error(`a queue of ${names} is missing in the database: jobs are enqueued only after start()`)
}
