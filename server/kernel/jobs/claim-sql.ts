import { DUE, NEXT_TRY } from './pgboss-sql.ts'

/** A claim need not be on the disk: see boss.ts. */
export const QUICK = `quick AS (SELECT set_config('synchronous_commit', 'off', true))`

/**
 * How every claim of ours ends: the jobs of `free` in queue $1, which their rows are locked by, begin a try. Their ids are an array too, so
 * that each row is looked up whatever the planner believes: joined alone, a queue that came after the statistics counts as one row and is
 * read whole for each claim, 1.5 s of a million.
 */
export const claimed = ({ nextTry, also }: { nextTry: string; also?: string }): string => `
    UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now(), retry_count = ${nextTry}
    FROM free WHERE job.name = $1 AND job.id = free.id AND job.id = ANY(ARRAY(SELECT id FROM free))
    RETURNING job.id, job.name, job.data, job.retry_count AS "retryCount", job.retry_limit AS "retryLimit",
      job.created_on AS "createdOn", job.group_id AS "groupId", job.output, job.source_retry_count AS "sourceRetryCount"${also === undefined ? '' : `, ${also}`}
  `

const claimDue = (where = ''): string => `WITH ${QUICK}, free AS (
    SELECT job.id FROM pgboss.job WHERE job.name = $1 AND ${DUE}${where}
    ORDER BY job.priority DESC, job.created_on LIMIT $2 FOR UPDATE SKIP LOCKED
  ), claimed AS (${claimed({ nextTry: NEXT_TRY })})
  SELECT claimed.* FROM claimed, quick`

/** $1 queue, $2 most. The jobs that are first in line, as the engine's own fetch. */
export const CLAIM_DUE = claimDue()

/** $1 queue, $2 most, $3 when the oldest of them was enqueued: as CLAIM_DUE, without a step over what was claimed before it. */
export const CLAIM_DUE_SINCE = claimDue(' AND job.priority = 0 AND job.created_on >= $3')
