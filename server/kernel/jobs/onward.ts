import { monotonicMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { ClaimedJob } from './attempt.ts'
import { CLAIM_DUE } from './claim-sql.ts'

/** What comes into the line behind others that were claimed, a retry or a late commit, waits no longer for its turn. */
const WHOLE_EVERY_MS = 1000

export interface Claimed {
  readonly jobs: readonly ClaimedJob[]
  /** There may be jobs that this claim did not look at. */
  readonly leftSome: boolean
}

/**
 * Claims of one queue, in its order. While there is more than is claimed, the next claim begins where the last one ended: what was claimed
 * stays in the index until no snapshot is older, and under a transaction that is held open each claim would step over all of it. Once a
 * second, and as soon as there is less than there is room for, the line is looked at from its beginning.
 */
export function openOnward(db: Db, queue: string): (most: number) => Promise<Claimed> {
  let since: Date | null = null
  let wholeAtMs = 0
  return async (most) => {
    const from = monotonicMs() - wholeAtMs < WHOLE_EVERY_MS ? since : null
    const startedMs = monotonicMs()
    const jobs = await db.raw<ClaimedJob & Record<string, unknown>>(CLAIM_DUE, [queue, most, from])
    if (from === null) wholeAtMs = startedMs
    since = jobs.length < most ? null : newest(jobs)
    return { jobs, leftSome: from !== null && jobs.length < most }
  }
}

function newest(jobs: readonly ClaimedJob[]): Date {
  return new Date(Math.max(...jobs.map(({ createdOn }) => createdOn.getTime())))
}
