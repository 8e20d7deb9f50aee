import type { Db, Tx } from '../db/database.ts'
import { problems } from '../problem.ts'
import type { Logger } from '../telemetry/log.ts'
import { redact } from '../telemetry/redact.ts'
import { tellDead } from './dead.ts'
import { type Failure, readFailure } from './failure.ts'
import { type Envelope, readEnvelope, readPayload, type StoredOrigin } from './payload.ts'
import { CANCEL, GET, LISTS, OVERVIEW, PAUSE, PAUSED, REDRIVE, RESUME, RETRY_FAILED } from './pgboss-sql.ts'
import type { QueueSpec } from './queues.ts'

/** Problems of the calls on single jobs and lists. */
export const jobProblems = problems('jobs', {
  'not-found': { status: 404, title: 'There is no such job' },
  'no-such-queue': { status: 404, title: 'There is no such queue' },
  'not-failed': { status: 409, title: 'Only a failed job can be tried again' },
  'already-ended': { status: 409, title: 'The job has already ended' },
  'bad-cursor': { status: 400, title: 'The cursor is not one that a list gave' },
})

/** Numbers of one declared queue, counted now, each up to COUNTED_MAX; of those that wait the ones that are claimed next. */
export interface QueueOverview {
  readonly name: string
  readonly description: string
  readonly idempotentBy: string
  /** Could run now. */
  readonly ready: number
  /** Enqueued with a delay that has not passed. */
  readonly delayed: number
  /** Failed, waits for its backoff. */
  readonly retrying: number
  readonly active: number
  /** In quarantine not counted. */
  readonly failed: number
  readonly quarantined: number
  readonly completedLastHour: number
  /** Starts no job until it is resumed. */
  readonly paused: boolean
}

/** `quarantined`: failed because it lost its worker again and again; only somebody who asks for it runs it again. */
export type JobState = 'queued' | 'active' | 'completed' | 'failed' | 'quarantined' | 'cancelled'

export interface JobSummary {
  readonly id: string
  readonly queue: string
  readonly tenant: string | null
  readonly state: JobState
  /** Tries begun, but for those that do not count. */
  readonly attempt: number
  /** Tries it may have. */
  readonly attempts: number
  readonly createdAt: Date
  /** Runs not before this. */
  readonly startAfter: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** Why the last try failed; also while another one waits. */
  readonly reason: string | null
  /** What a running job last told of itself. */
  readonly progress: { readonly percent: number; readonly note: string | null; readonly at: Date } | null
}

export interface JobDetails extends JobSummary {
  /** The payload with sensitive values replaced; null when another program wrote it. */
  readonly data: unknown
  readonly origin: StoredOrigin | null
  readonly failure: ShownFailure | null
  readonly payload: PayloadState | null
}

/** Why the last try failed, and where in the program: a stack's calls without the message before them, which `reason` is. */
export interface ShownFailure {
  readonly name: string
  readonly code: string | null
  readonly stack: string | null
}

/** The stored payload beside what this program reads of it. */
export interface PayloadState {
  readonly version: number
  readonly currentVersion: number
  /** As a handler would get it, sensitive values replaced; null when it would get none. */
  readonly current: unknown
  /** Why a handler would not get it. */
  readonly fault: string | null
}

export interface JobFilter {
  readonly queue?: string
  readonly state?: JobState
  readonly limit: number
  readonly cursor?: string
}

export interface JobPage {
  readonly items: JobSummary[]
  readonly nextCursor: string | null
}

/** A queue view must not take longer the more there is to see. */
const COUNTED_MAX = 10_000

type StoredState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

interface JobRow {
  readonly id: string
  readonly queue: string
  readonly tenant: string | null
  readonly state: StoredState
  readonly retryCount: number
  readonly retryLimit: number
  /** Tries that do not count. */
  readonly spared: number
  readonly createdAt: Date
  readonly startAfter: Date
  readonly startedAt: Date | null
  readonly completedAt: Date | null
  readonly output: unknown
  readonly percent: number | null
  readonly note: string | null
  readonly toldAt: Date | null
}

type Queues = ReadonlyMap<string, QueueSpec>

/** Every declared queue by name. */
export async function overview(db: Db, queues: Queues): Promise<QueueOverview[]> {
  const rows = await db.raw<Omit<QueueOverview, 'description' | 'idempotentBy' | 'paused'>>(OVERVIEW, [
    [...queues.keys()],
    COUNTED_MAX,
  ])
  const counted = new Map(rows.map((row) => [row.name, row]))
  const paused = new Set((await db.raw<{ queue: string }>(PAUSED, [[...queues.keys()]])).map(({ queue }) => queue))
  const none = { ready: 0, delayed: 0, retrying: 0, active: 0, failed: 0, quarantined: 0, completedLastHour: 0 }
  return [...queues.values()]
    .map(({ name, description, idempotentBy }) => ({
      ...none,
      ...counted.get(name),
      name,
      description,
      idempotentBy,
      paused: paused.has(name),
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** Jobs newest first by keyset; an undeclared queue gives an empty page. Throws jobs/bad-cursor. */
export async function list(db: Db, queues: Queues, filter: JobFilter): Promise<JobPage> {
  const names = filter.queue === undefined ? [...queues.keys()] : [filter.queue].filter((name) => queues.has(name))
  const seen = filter.cursor === undefined ? null : readCursor(filter.cursor)
  const rows = await db.raw<JobRow & Record<string, unknown>>(LISTS[filter.state ?? 'any'], [
    names,
    seen,
    filter.limit + 1,
  ])
  const shown = rows.slice(0, filter.limit)
  const last = shown.at(-1)
  const more = rows.length > filter.limit && last !== undefined
  return { items: shown.map(toSummary), nextCursor: more ? writeCursor(last.id) : null }
}

/** One job with what is stored of it. Throws jobs/not-found. */
export async function get(db: Db, queues: Queues, id: string): Promise<JobDetails> {
  const [row] = await db.raw<JobRow & { data: unknown }>(GET, [[...queues.keys()], id])
  if (row === undefined) throw jobProblems('not-found')
  const stored = readEnvelope(row.data)
  const spec = queues.get(row.queue)
  return {
    ...toSummary(row),
    data: stored === null || spec === undefined ? null : redact(spec.data, stored.data),
    origin: stored?.origin ?? null,
    failure: shownFailure(readFailure(row.output)),
    payload: spec === undefined || stored === null ? null : payloadState(spec, stored),
  }
}

function shownFailure(failure: Failure | null): ShownFailure | null {
  if (failure === null) return null
  const { name, code = null, stack = '' } = failure
  const calls = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { name, code, stack: calls.length === 0 ? null : calls.map((line) => line.trim()).join('\n') }
}

function payloadState(spec: QueueSpec, stored: Envelope): PayloadState {
  const versions = { version: stored.dataV ?? 1, currentVersion: spec.v }
  try {
    return { ...versions, current: redact(spec.data, readPayload(spec, stored).data), fault: null }
  } catch (error) {
    return { ...versions, current: null, fault: (error as Error).message }
  }
}

/** Gives a failed job one more try when the transaction commits. Throws jobs/not-found and jobs/not-failed. */
export async function retry(tx: Tx, queues: Queues, id: string): Promise<void> {
  const names = [...queues.keys()]
  const revived = await tx.raw(RETRY_FAILED, [names, id])
  if (revived.length > 0) return
  throw jobProblems((await tx.raw(GET, [names, id])).length === 0 ? 'not-found' : 'not-failed')
}

/** Ends a job that has not ended. Throws jobs/not-found and jobs/already-ended. */
export async function cancel(tx: Tx, queues: Queues, log: Logger, id: string): Promise<void> {
  const names = [...queues.keys()]
  const [cancelled] = await tx.raw<{ id: string; name: string; data: unknown }>(CANCEL, [names, id])
  if (cancelled !== undefined)
    return tellDead(tx, queues.get(cancelled.name), { ...cancelled, failure: CANCELLED }, log)
  throw jobProblems((await tx.raw(GET, [names, id])).length === 0 ? 'not-found' : 'already-ended')
}

/** Gives the oldest 1,000 failed jobs of a queue, those in quarantine left out, one more try; how many. Throws jobs/no-such-queue. */
export async function redrive(tx: Tx, queues: Queues, queue: string): Promise<number> {
  known(queues, queue)
  const [row] = await tx.raw<{ revived: number }>(REDRIVE, [queue, REDRIVE_MAX])
  return row?.revived ?? 0
}

/** Whether the queue was not paused before. Throws jobs/no-such-queue. */
export async function pause(tx: Tx, queues: Queues, queue: string): Promise<boolean> {
  known(queues, queue)
  return (await tx.raw(PAUSE, [queue])).length > 0
}

/** Whether the queue was paused before. Throws jobs/no-such-queue. */
export async function resume(tx: Tx, queues: Queues, queue: string): Promise<boolean> {
  known(queues, queue)
  return (await tx.raw(RESUME, [queue])).length > 0
}

const REDRIVE_MAX = 1000
const CANCELLED: Failure = { name: 'Cancelled', message: 'somebody cancelled the job' }

function known(queues: Queues, queue: string): void {
  if (!queues.has(queue)) throw jobProblems('no-such-queue')
}

function isQuarantined(output: unknown): boolean {
  return (output as { quarantined?: unknown } | null)?.quarantined === true
}

function toSummary(row: JobRow): JobSummary {
  const state = row.state === 'created' || row.state === 'retry' ? 'queued' : row.state
  return {
    id: row.id,
    queue: row.queue,
    tenant: row.tenant,
    state: state === 'failed' && isQuarantined(row.output) ? 'quarantined' : state,
    attempt: row.startedAt === null ? 0 : row.retryCount + 1 - row.spared,
    attempts: row.retryLimit + 1 - row.spared,
    createdAt: row.createdAt,
    startAfter: row.startAfter,
    startedAt: row.startedAt,
    endedAt: row.completedAt,
    reason: readFailure(row.output)?.message ?? null,
    progress:
      row.percent === null || row.toldAt === null ? null : { percent: row.percent, note: row.note, at: row.toldAt },
  }
}

function writeCursor(id: string): string {
  return Buffer.from(id).toString('base64url')
}

/** Cursors of former versions have more before the id. */
function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString().split('|').at(-1) ?? ''
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw jobProblems('bad-cursor')
  return id
}
