import { systemOrigin } from '../db/actor.ts'
import type { Db, Tx } from '../db/database.ts'
import type { TenantRate } from './job.ts'
import { ADMIT, QUEUE_UP, READ_PACE, WRITE_PACE } from './pgboss-sql.ts'
import type { QueueSpec } from './queues.ts'

/** Asked to start although its tenant has all it may: the engine's filter let two workers in at once. */
export class NoRoomForTenant extends Error {
  override readonly name = 'NoRoomForTenant'
}

/** Asked to start although its tenant began as many as it may; its turn comes in `seconds`. */
export class TenantTooFast extends Error {
  override readonly name = 'TenantTooFast'
  readonly seconds: number

  constructor(message: string, seconds: number) {
    super(message)
    this.seconds = seconds
  }
}

/** A claimed job, as far as it matters here. */
interface Asking {
  readonly id: string
  readonly name: string
  readonly retryCount: number
  readonly groupId?: string | null
}

/**
 * Lets a claimed job begin, or throws NoRoomForTenant or TenantTooFast. Those of one tenant in one queue are asked one after the other, by
 * the clock of the database, so what all processes begin keeps to the limits.
 */
export async function admitTenant(db: Db, spec: QueueSpec, job: Asking): Promise<void> {
  const { tenantConcurrency, tenantRate } = spec
  const { name, id, retryCount, groupId: tenant } = job
  if (!tenant || tenant === id) return
  if (tenantConcurrency !== null) {
    const [answer] = await db.raw<{ admitted: boolean }>(ADMIT, [name, id, retryCount, tenant, tenantConcurrency])
    if (answer?.admitted !== true) throw new NoRoomForTenant(`${tenantConcurrency} jobs of this tenant are running`)
  }
  if (tenantRate === null) return
  const refusal = await db.transaction(systemOrigin(name, `job:${id}`), async (tx) => {
    await tx.raw(QUEUE_UP, [name, tenant])
    return await begin(tx, { queue: name, tenant }, tenantRate)
  })
  if (refusal !== null) throw refusal
}

interface Pace {
  readonly started: readonly Date[] | null
  readonly nextAt: Date | null
  readonly at: Date
}

/** Counts a start, or gives the job the next turn that nobody was given: a flood comes back one by one and not all at once. */
async function begin(
  tx: Tx,
  { queue, tenant }: { readonly queue: string; readonly tenant: string },
  { starts, seconds }: TenantRate,
): Promise<TenantTooFast | null> {
  const [pace] = await tx.raw<Pace & Record<string, unknown>>(READ_PACE, [queue, tenant])
  if (pace === undefined) throw new Error('the clock of the database was not told')
  const atMs = pace.at.getTime()
  const windowMs = seconds * 1000
  const recentMs = (pace.started ?? []).map((start) => start.getTime()).filter((ms) => ms > atMs - windowMs)
  const nextMs = Math.max(pace.nextAt?.getTime() ?? 0, atMs)
  const write = (startedMs: readonly number[], untilMs: number) =>
    tx.raw(WRITE_PACE, [queue, tenant, startedMs.map((ms) => new Date(ms)), new Date(untilMs)])
  const [oldestMs] = recentMs.slice(-starts)
  if (oldestMs === undefined || recentMs.length < starts) {
    await write([...recentMs, atMs], nextMs)
    return null
  }
  const turnMs = Math.max(oldestMs + windowMs, nextMs)
  await write(recentMs, turnMs + windowMs / starts)
  return new TenantTooFast(`${starts} jobs of this tenant were begun within ${seconds} s`, (turnMs - atMs) / 1000)
}
