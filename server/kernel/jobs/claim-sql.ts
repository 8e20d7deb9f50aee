import { NEXT_TRY } from './pgboss-sql.ts'

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

/** $1 queue, $2 most, $3 when the first of them was enqueued at the earliest, or null. The jobs that are first in line, as the engine's own fetch: see migration 0021. */
export const CLAIM_DUE = `WITH ${QUICK}, free AS MATERIALIZED (SELECT id FROM kernel.jobs_in_line($1, $2, $3) AS line (id)),
  claimed AS (${claimed({ nextTry: NEXT_TRY })})
  SELECT claimed.* FROM claimed, quick`
