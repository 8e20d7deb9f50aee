import type { Static, TSchema } from 'typebox'
import type { Db, Tx } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Failure } from './failure.ts'

/** What a handler gets besides its data. */
export interface JobContext {
  readonly jobId: string
  /** 1 for the first try; those that were put off or handed back do not count. */
  readonly attempt: number
  /** Whether this error, thrown, ends the job: no other try follows unless somebody asks for it. */
  isFinal(error: unknown): boolean
  readonly log: Logger
  /** Shows an operator how far the job is: 0 to 100 and a few words. Written at most twice a second, never waited for, never thrown. */
  progress(percent: number, note?: string): void
  /** Aborted at the deadline, at shutdown, by cancelling, and when another process has taken the job. */
  readonly signal: AbortSignal
  readonly db: Db
  /**
   * Runs `work` in a transaction that also records this job's effect: a second run of the same job (a stalled worker that came
   * back, a redelivery) finds the record and returns undefined without running `work`. `step` names the effect within the job.
   */
  once<Result>(work: (tx: Tx) => Promise<Result>, step?: string): Promise<Result | undefined>
  /**
   * As `once`, and what `work` came to is kept with the effect, in the same transaction: a later try, or a second run of this one, is given
   * it and does not run `work`. A job of several steps so goes on where its last try ended. The result is given as JSON has it, the first
   * time too; 64 KiB at most, else TypeError and no effect. Kept as long as the job can run again. Names are shared with `once`.
   */
  step<Result>(name: string, work: (tx: Tx) => Promise<Result>): Promise<Result>
}

/** Tries begun in any `seconds`. */
export interface TenantRate {
  /** 1 to 1000. */
  readonly starts: number
  /** A day at most. */
  readonly seconds: number
}

/**
 * A declared job. `idempotentBy` says in words by what the handler's effects happen once; outside work (SMTP, decoding) never runs
 * inside a transaction: do it between two `once` steps.
 */
export interface Job<Schema extends TSchema = TSchema> {
  /** `unit.verb-object`, also its queue. */
  readonly name: string
  readonly description: string
  /** Stored as JSON and checked when enqueued and again when run: instants are strings here, never Date. */
  readonly data: Schema
  /**
   * The version of `data`, 1 when absent. Raise it with a change that stored jobs do not fit, and give `upgrade`. A job of a newer
   * version, met by an older program during a deployment, waits for a newer one and loses no try.
   */
  readonly v?: number
  /** Makes the data of version `v` out of that of version `from`; the result is checked by `data`. */
  readonly upgrade?: (data: unknown, from: number) => unknown
  /** Tries in all; then the job is failed and stays visible. */
  readonly attempts: number
  /** Least wait before the second try; doubles with each try, up to as much again is added at random, at most an hour in all. */
  readonly backoffSeconds: number
  /** One try's time; then its signal is aborted and the try has failed. */
  readonly deadlineSeconds: number
  readonly idempotentBy: string
  /** Jobs of this kind run at once in one process; 2 when absent. */
  readonly concurrency?: number
  /** Jobs of one tenant at once, in all processes; those enqueued without a tenant are not counted. No limit when absent. */
  readonly tenantConcurrency?: number
  /**
   * Tries of one tenant that begin in any `seconds`, in all processes; what is more waits for its turn and loses no try. Those enqueued
   * without a tenant are not counted. No limit when absent.
   */
  readonly tenantRate?: TenantRate
  readonly handle: (context: JobContext, data: Static<Schema>) => Promise<void>
  /**
   * Called in the transaction that ends the job otherwise than done: no try is left, its workers were lost, or somebody cancelled it, of
   * which `failure.name` is `Cancelled`. A handler that has not noticed yet may still write after it. What it throws is logged, what it
   * wrote is undone then, and the job ends all the same.
   */
  readonly onDead?: (tx: Tx, data: Static<Schema>, failure: Failure) => Promise<void>
}

export type AnyJob = Omit<Job, 'handle' | 'onDead'> & {
  readonly handle: (context: JobContext, data: never) => Promise<void>
  readonly onDead?: (tx: Tx, data: never, failure: Failure) => Promise<void>
}

/** Declares a job; typed by its data. */
export function job<Schema extends TSchema>(declaration: Job<Schema>): Job<Schema> {
  return declaration
}

export interface EnqueueOptions {
  /** Not before this many seconds from now. */
  readonly delaySeconds?: number
  /** For whom: an organisation, a person. See Job.tenantConcurrency and Job.tenantRate. */
  readonly tenant?: string
  /**
   * While a job with this key waits for its first try, another is not added; the waiting one stays as it is and starts only after
   * this transaction, so it sees what the transaction wrote. A running or retrying one does not count.
   */
  readonly key?: string
}

/** Thrown by a handler when another try cannot help: the job is failed at once, its remaining attempts unused. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure'
}

/**
 * Thrown by a handler whom somebody told when to come back: the job waits that long, 1 s to an hour, and the try does not count, until
 * `days` after the job was added; from then on it is a failure like any other.
 */
export class ComeBackLater extends Error {
  override readonly name = 'ComeBackLater'
  readonly seconds: number
  readonly days: number

  constructor(message: string, seconds: number, days = 1) {
    super(message)
    this.seconds = Math.min(Math.max(Math.ceil(seconds), 1), COME_BACK_SECONDS_MAX)
    this.days = days
  }
}

const COME_BACK_SECONDS_MAX = 3600

/** Enqueues within the caller's transaction: the job exists exactly when the transaction commits. */
export function enqueue<Schema extends TSchema>(
  tx: Tx,
  target: Job<Schema>,
  data: Static<Schema>,
  options: EnqueueOptions = {},
): Promise<void> {
  return tx.enqueue({ queue: target.name, data, options: { ...options } })
}

/**
 * Work by the clock: `cron` in five fields of numbers, in `zone` (IANA). Each tick once, however many processes run: also one in an hour
 * that the clocks repeat or leave out (see ticks.ts), and once when no worker was there, for a week.
 */
export interface Schedule {
  readonly name: string
  readonly job: AnyJob
  readonly cron: string
  readonly zone: string
  readonly data: unknown
}
