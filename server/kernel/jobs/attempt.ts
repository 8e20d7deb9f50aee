import { monotonicMs, nowMs } from '../clock.ts'
import type { Origin } from '../db/actor.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { type Failure, toFailure } from './failure.ts'
import type { Heartbeat, Hold } from './heartbeat.ts'
import { ComeBackLater, type JobContext, PermanentFailure } from './job.ts'
import type { JobMetrics, JobOutcome } from './job-metrics.ts'
import { type Envelope, jobOrigin, NewerPayload, readPayload } from './payload.ts'
import { HAND_BACK, MARK_BEGUN, PUT_OFF, TAKE_STEP } from './pgboss-sql.ts'
import { createProgress, type Progress } from './progress.ts'
import { claimsAhead, type QueueSpec } from './queues.ts'
import { keepingResult } from './step-result.ts'
import { Stop } from './stop.ts'
import { admitTenant, NoRoomForTenant, TenantTooFast } from './tenants.ts'

/** How long a handler may take to notice its aborted signal before it is left behind. */
const ABORT_GRACE_MS = 500
const DAY_MS = 24 * 3600 * 1000

/** Between two looks whether a program is there that reads a newer payload: a deployment is done in minutes. */
const NEWER_PAYLOAD_SECONDS = 15

/** A try has its deadline and this long, for the wait before it and its record behind it, before its heart stops. */
const HEART_SLACK_SECONDS = 10

class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded'
}

class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown'
}

/** Cancelled, or given to another process. */
class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
}

/** A job that this process has claimed, as the carrier hands it over. `retryCount` names the try and fences every write. */
export interface ClaimedJob {
  readonly id: string
  readonly name: string
  readonly data: unknown
  readonly retryCount: number
  readonly retryLimit: number
  /** Tries before this one that did not count. */
  readonly sourceRetryCount?: number | null
  readonly createdOn: Date
  readonly groupId?: string | null
  /** What came of the try before this one. */
  readonly output?: unknown
}

/** What the carrier is to record of a try; `completed` also of one that was given back, whose row it will not find. */
export interface TryResult {
  readonly id: string
  readonly status: 'completed' | 'failed' | 'deadletter'
  readonly output?: Failure
}

/** One try of a job that this process has claimed. */
export interface Attempt {
  readonly job: ClaimedJob
  /** Runs the handler and says what the carrier is to record. Never throws. */
  run(): Promise<TryResult>
  /** Its heart stops. */
  letGo(): void
}

export interface Attempts {
  /** Its heart beats from now on, until it has run or is let go. */
  begin(spec: QueueSpec, job: ClaimedJob): Attempt
  /** Gives back tries of one queue that were not run. Never throws: what cannot be is freed when its heartbeat is missed. */
  handBack(attempts: readonly Attempt[]): Promise<void>
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
  const { heartbeat, metrics } = options
  const running = new Set<Stop>()

  async function run(of: Try): Promise<TryResult> {
    const { spec, stop } = of
    const deadline = setTimeout(() => {
      stop.stop(new DeadlineExceeded(`the deadline of ${spec.deadlineSeconds} s has passed`))
    }, spec.deadlineSeconds * 1000)
    running.add(stop)
    heartbeat.begin(of.hold)
    const startedMs = monotonicMs()
    try {
      const thrown = await settle(work(options, of), stop)
      const ended = await conclude(options, of, thrown)
      metrics.duration(spec.name, ended.outcome, (monotonicMs() - startedMs) / 1000)
      if (ended.outcome === 'dead') metrics.deadLettered(spec.name)
      return ended.result
    } finally {
      clearTimeout(deadline)
      of.isEnded = true
      of.progress?.end()
      heartbeat.release(of.hold)
      running.delete(stop)
    }
  }

  return {
    begin(spec, job) {
      const stop = new Stop()
      const lose = (): void => {
        of.isLost = true
        stop.stop(new ClaimLost('the job is not held by this process any more'))
      }
      const secondsMax = spec.deadlineSeconds + HEART_SLACK_SECONDS
      const hold = heartbeat.hold({ queue: spec.name, id: job.id, retryCount: job.retryCount, secondsMax }, lose)
      const of: Try = { spec, job, stop, hold, progress: null, isLost: false, isEnded: false }
      return {
        job,
        run: () => run(of),
        letGo: () => heartbeat.release(hold),
      }
    },
    async handBack(attempts) {
      await handBack(
        options,
        attempts.map(({ job }) => job),
      )
      for (const attempt of attempts) attempt.letGo()
    },
    abortAll() {
      for (const stop of running) stop.stop(new ShuttingDown('the process is shutting down'))
    },
  }
}

interface Try {
  readonly spec: QueueSpec
  readonly job: ClaimedJob
  readonly stop: Stop
  readonly hold: Hold
  /** Of a handler that tells of it. */
  progress: Progress | null
  isLost: boolean
  isEnded: boolean
}

/** What each line of the log says of a try. */
function aboutOf(job: ClaimedJob): Record<string, unknown> {
  return { queue: job.name, jobId: job.id, attempt: attemptOf(job) }
}

/** 1 for the first try that counts. */
function attemptOf({ retryCount, sourceRetryCount }: ClaimedJob): number {
  return retryCount - (sourceRetryCount ?? 0) + 1
}

async function work(options: AttemptsOptions, of: Try): Promise<void> {
  const { spec, job } = of
  // The heart has learnt of every job of a claim before the first one's handler may block this thread.
  await null
  // It may have been cancelled, or given to another process, while it waited for a place.
  of.stop.throwIfStopped()
  if (claimsAhead(spec) && wasLost(job)) await markBegun(options, of)
  const stored = readPayload(spec, job.data)
  await admitTenant(options.db, spec, job)
  await spec.handle(createContext(options, of, stored), stored.data)
}

function wasLost({ output }: ClaimedJob): boolean {
  return (output as { name?: unknown } | null | undefined)?.name === 'WorkerLost'
}

/** From its second loss on it counts whether a job was begun: it may be what ends its workers. Few jobs are lost at all. */
async function markBegun({ db }: AttemptsOptions, of: Try): Promise<void> {
  const { name, id, retryCount } = of.job
  if ((await db.raw(MARK_BEGUN, [name, id, retryCount])).length > 0) return
  of.isLost = true
  throw new ClaimLost('the job is not held by this process any more')
}

/** What few handlers ask for is made when one does. */
function createContext(options: AttemptsOptions, of: Try, stored: Envelope): JobContext {
  const { job, stop } = of
  let made: Origin | null = null
  const origin = (): Origin => {
    made ??= jobOrigin(job.name, stored.origin)
    return made
  }
  let log: Logger | null = null
  return {
    jobId: job.id,
    attempt: attemptOf(job),
    isFinal: (error) => isFinal(job, error),
    get log() {
      const { requestId } = stored.origin
      log ??= options.log.child({ ...aboutOf(job), requestId, traceparent: origin().traceparent })
      return log
    },
    progress(percent, note) {
      if (of.isEnded) return
      if (of.progress === null) {
        const about = { queue: job.name, id: job.id, retryCount: job.retryCount }
        of.progress = createProgress(options.db, options.log.child(aboutOf(job)), about)
      }
      of.progress.tell(percent, note)
    },
    get signal() {
      return stop.signal
    },
    db: options.db,
    once(take, step = '') {
      return options.db.transaction(origin(), async (tx) => {
        stop.throwIfStopped()
        const taken = await tx.raw(TAKE_STEP, [job.id, step])
        return taken.length === 0 ? undefined : take(tx)
      })
    },
    step(name, take) {
      return options.db.transaction(origin(), async (tx) => {
        stop.throwIfStopped()
        return await keepingResult(tx, { jobId: job.id, step: name }, take)
      })
    },
  }
}

/** What `work` threw, or null. A handler that ignores its aborted signal is left behind after a grace with the signal's reason. */
function settle(work: Promise<void>, stop: Stop): Promise<unknown> {
  return new Promise((resolve) => {
    work.then(
      () => resolve(null),
      (error: unknown) => resolve(stop.reason ?? error ?? new Error('the handler threw nothing')),
    )
    stop.onStop(() => setTimeout(() => resolve(stop.reason), ABORT_GRACE_MS).unref())
  })
}

interface Ended {
  readonly outcome: JobOutcome
  readonly result: TryResult
}

async function conclude(options: AttemptsOptions, { job, stop, isLost }: Try, thrown: unknown): Promise<Ended> {
  if (thrown === null) {
    options.log.debug(aboutOf(job), 'job completed')
    return { outcome: 'completed', result: { id: job.id, status: 'completed' } }
  }
  const log = options.log.child(aboutOf(job))
  if (stop.reason instanceof ShuttingDown && (await handBack(options, [job]))) {
    log.info({}, 'job handed back at shutdown')
    return { outcome: 'handed-back', result: { id: job.id, status: 'completed' } }
  }
  if (thrown instanceof NoRoomForTenant && (await handBack(options, [job]))) {
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
  if (isLost) {
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
  return thrown instanceof ComeBackLater && isYounger(job, thrown.days) ? thrown.seconds : null
}

function isYounger(job: ClaimedJob, days: number): boolean {
  return nowMs() - job.createdOn.getTime() < days * DAY_MS
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
async function handBack({ db, log }: AttemptsOptions, jobs: readonly ClaimedJob[]): Promise<boolean> {
  const [first] = jobs
  if (first === undefined) return true
  const ids = jobs.map(({ id }) => id)
  try {
    await db.raw(HAND_BACK, [first.name, ids, jobs.map(({ retryCount }) => retryCount)])
    return true
  } catch (error) {
    const about = { queue: first.name, jobIds: ids, err: error }
    log.warn(about, 'jobs could not be handed back; they are freed when their heartbeat is missed')
    return false
  }
}

/** As handBack; when it cannot be written the backoff of a try that failed does. */
async function putOff(
  { db, log }: AttemptsOptions,
  job: ClaimedJob,
  { seconds, why }: { seconds: number; why: Failure },
): Promise<boolean> {
  try {
    await db.raw(PUT_OFF, [job.name, job.id, job.retryCount, seconds, JSON.stringify(why)])
    return true
  } catch (error) {
    log.warn({ ...aboutOf(job), err: error }, 'job could not be put off; it is tried again after its backoff')
    return false
  }
}
