import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs, nowMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { type Failure, toFailure } from './failure.ts'
import type { Heartbeat } from './heartbeat.ts'
import { ComeBackLater, type JobContext, PermanentFailure } from './job.ts'
import type { JobMetrics, JobOutcome } from './job-metrics.ts'
import { type Envelope, jobOrigin, NewerPayload, readPayload } from './payload.ts'
import { HAND_BACK, PUT_OFF, TAKE_STEP } from './pgboss-sql.ts'
import { createProgress, type Progress } from './progress.ts'
import type { QueueSpec } from './queues.ts'
import { admitTenant, NoRoomForTenant, TenantTooFast } from './tenants.ts'

/** How long a handler may take to notice its aborted signal before it is left behind. */
const ABORT_GRACE_MS = 500
/** A job this old is no longer put off without its tries counting. */
const PUT_OFF_MS_MAX = 24 * 3600 * 1000

/** Between two looks whether a program is there that reads a newer payload: a deployment is done in minutes. */
const NEWER_PAYLOAD_SECONDS = 15

/** Past its deadline a try has this long to be recorded before its heart stops. */
const HEART_SLACK_SECONDS = 10

class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded'
}

class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown'
}

/** A job that this process has claimed, as the carrier hands it over. `retryCount` names the try and fences every write. */
export interface ClaimedJob {
  readonly id: string
  readonly name: string
  readonly data: unknown
  readonly retryCount: number
  readonly retryLimit: number
  readonly createdOn: Date
  readonly groupId?: string | null
}

/** What the carrier is to record of a try; `completed` also of one that was given back, whose row it will not find. */
export interface TryResult {
  readonly id: string
  readonly status: 'completed' | 'failed' | 'deadletter'
  readonly output?: Failure
}

export interface Attempts {
  /** Runs one try of a claimed job and says what the carrier is to record. Never throws. */
  run(spec: QueueSpec, job: ClaimedJob): Promise<TryResult>
  /** Gives back a claimed job that was not started. Never throws: one that cannot be is freed when its heartbeat is missed. */
  handBack(job: ClaimedJob): Promise<void>
  /** Aborts every running try; each then hands its job back for another process. */
  abortAll(): void
}

export interface AttemptsOptions {
  readonly db: Db
  readonly log: Logger
  readonly metrics: JobMetrics
  readonly heartbeat: Heartbeat
}

/** The running tries of this process. */
export function createAttempts(options: AttemptsOptions): Attempts {
  const running = new Set<AbortController>()

  return {
    async run(spec, job) {
      const controller = new AbortController()
      const log = options.log.child({ queue: spec.name, jobId: job.id, attempt: job.retryCount + 1 })
      const deadline = setTimeout(() => {
        controller.abort(new DeadlineExceeded(`the deadline of ${spec.deadlineSeconds} s has passed`))
      }, spec.deadlineSeconds * 1000)
      const progress = createProgress(options.db, log, { queue: spec.name, id: job.id, retryCount: job.retryCount })
      const held = {
        queue: spec.name,
        id: job.id,
        retryCount: job.retryCount,
        secondsMax: spec.deadlineSeconds + HEART_SLACK_SECONDS,
      }
      const claim = options.heartbeat.hold(held)
      running.add(controller)
      const startedMs = monotonicMs()
      try {
        const signal = AbortSignal.any([controller.signal, claim])
        const thrown = await settle(work({ ...options, log }, spec, { job, signal, progress }), signal)
        const ended = await conclude({ ...options, log }, { job, thrown, aborted: controller.signal, claim })
        options.metrics.duration(spec.name, ended.outcome, (monotonicMs() - startedMs) / 1000)
        if (ended.outcome === 'dead') options.metrics.deadLettered(spec.name)
        return ended.result
      } finally {
        clearTimeout(deadline)
        progress.end()
        options.heartbeat.release(held)
        running.delete(controller)
      }
    },
    async handBack(job) {
      await handBack({ ...options, log: options.log.child({ queue: job.name, jobId: job.id }) }, job)
    },
    abortAll() {
      for (const controller of running) controller.abort(new ShuttingDown('the process is shutting down'))
    },
  }
}

async function work(options: AttemptsOptions, spec: QueueSpec, running: Running): Promise<void> {
  const { job } = running
  // The heart learns of the job before the handler may block this thread.
  await null
  const stored = readPayload(spec, job.data)
  await admitTenant(options.db, spec, job)
  await spec.handle(createContext(options, stored, running), stored.data)
}

interface Running {
  readonly job: ClaimedJob
  readonly signal: AbortSignal
  readonly progress: Progress
}

function createContext(options: AttemptsOptions, stored: Envelope, { job, signal, progress }: Running): JobContext {
  const origin = jobOrigin(job.name, stored.origin)
  let log: Logger | null = null
  return {
    jobId: job.id,
    attempt: job.retryCount + 1,
    isFinal: (error) => isFinal(job, error),
    get log() {
      log ??= options.log.child({ requestId: stored.origin.requestId, traceparent: origin.traceparent })
      return log
    },
    progress: progress.tell,
    signal,
    db: options.db,
    once(work, step = '') {
      return options.db.transaction(origin, async (tx) => {
        signal.throwIfAborted()
        const taken = await tx.raw(TAKE_STEP, [job.id, step])
        return taken.length === 0 ? undefined : work(tx)
      })
    },
  }
}

/** What `work` threw, or null. A handler that ignores its aborted signal is left behind after a grace with the signal's reason. */
async function settle(work: Promise<void>, signal: AbortSignal): Promise<unknown> {
  const settled = work.then(
    () => null,
    (error: unknown) => (signal.aborted ? signal.reason : (error ?? new Error('the handler threw nothing'))),
  )
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const leftBehind = aborted
    .then(() => sleep(ABORT_GRACE_MS, undefined, { ref: false }))
    .then(() => signal.reason as unknown)
  return Promise.race([settled, leftBehind])
}

interface Ending {
  readonly job: ClaimedJob
  readonly thrown: unknown
  readonly aborted: AbortSignal
  readonly claim: AbortSignal
}

async function conclude(
  options: AttemptsOptions,
  { job, thrown, aborted, claim }: Ending,
): Promise<{ outcome: JobOutcome; result: TryResult }> {
  const { log } = options
  if (thrown === null) {
    log.debug({}, 'job completed')
    return { outcome: 'completed', result: { id: job.id, status: 'completed' } }
  }
  if (aborted.reason instanceof ShuttingDown && (await handBack(options, job))) {
    log.info({}, 'job handed back at shutdown')
    return { outcome: 'handed-back', result: { id: job.id, status: 'completed' } }
  }
  if (thrown instanceof NoRoomForTenant && (await handBack(options, job))) {
    log.debug({}, 'job waits until its tenant has room')
    return { outcome: 'handed-back', result: { id: job.id, status: 'completed' } }
  }
  const output = toFailure(thrown)
  if (thrown instanceof TenantTooFast && (await putOff(options, job, { seconds: thrown.seconds, why: output }))) {
    log.debug({ seconds: thrown.seconds }, 'job waits for its tenant’s turn')
    return { outcome: 'put-off', result: { id: job.id, status: 'completed' } }
  }
  const seconds = putOffSeconds(job, thrown)
  if (seconds !== null && (await putOff(options, job, { seconds, why: output }))) {
    log.info({ seconds, reason: output.message }, 'job put off')
    return { outcome: 'put-off', result: { id: job.id, status: 'completed' } }
  }
  if (claim.aborted) {
    log.warn({ reason: output.message }, 'job was taken from this process')
    return { outcome: 'lost', result: { id: job.id, status: 'failed', output } }
  }
  if (isFinal(job, thrown)) {
    log.error({ err: thrown }, 'job failed for good')
    return { outcome: 'dead', result: { id: job.id, status: 'deadletter', output } }
  }
  log.warn({ err: thrown }, 'job failed and will be tried again')
  return { outcome: 'retried', result: { id: job.id, status: 'failed', output } }
}

/** How long the job waits without losing a try, or null when this error ends the try. */
function putOffSeconds(job: ClaimedJob, thrown: unknown): number | null {
  if (thrown instanceof NewerPayload) return NEWER_PAYLOAD_SECONDS
  return thrown instanceof ComeBackLater && mayBePutOff(job) ? thrown.seconds : null
}

function mayBePutOff(job: ClaimedJob): boolean {
  return nowMs() - job.createdOn.getTime() < PUT_OFF_MS_MAX
}

function isFinal(job: ClaimedJob, error: unknown): boolean {
  if (error instanceof PermanentFailure) return true
  if (putOffSeconds(job, error) !== null) return false
  return job.retryCount >= job.retryLimit
}

/**
 * NOTE: after this the row is no longer `active`, so the `completed` that is reported for it touches nothing: the engine settles only
 * active rows of the very attempt.
 */
async function handBack({ db, log }: AttemptsOptions, job: ClaimedJob): Promise<boolean> {
  try {
    await db.raw(HAND_BACK, [job.name, job.id, job.retryCount])
    return true
  } catch (error) {
    log.warn({ err: error }, 'job could not be handed back; it is freed when its heartbeat is missed')
    return false
  }
}

/** As handBack; when it cannot be written the engine's backoff does. */
async function putOff(
  { db, log }: AttemptsOptions,
  job: ClaimedJob,
  { seconds, why }: { seconds: number; why: Failure },
): Promise<boolean> {
  try {
    await db.raw(PUT_OFF, [job.name, job.id, job.retryCount, seconds, JSON.stringify(why)])
    return true
  } catch (error) {
    log.warn({ err: error }, 'job could not be put off; it is tried again after its backoff')
    return false
  }
}
