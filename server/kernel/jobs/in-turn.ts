import type { Db } from '../db/database.ts'
import type { ClaimedJob } from './attempt.ts'
import type { Claimed } from './onward.ts'
import { CLAIM_IN_TURN } from './tenant-sql.ts'

/** Claims of a queue whose tenants have shares of `share` jobs; each process goes round them by itself. */
export function openInTurn(db: Db, queue: string, share: number): (most: number) => Promise<Claimed> {
  let lastTenant = ''
  return async (most) => {
    const jobs = await db.raw<ClaimedJob & Record<string, unknown>>(CLAIM_IN_TURN, [queue, most, share, lastTenant])
    lastTenant = jobs.at(-1)?.groupId ?? lastTenant
    return { jobs, leftSome: false }
  }
}
