import { NEXT_TRY, QUICK } from './pgboss-sql.ts'

/**
 * How every claim of ours ends: the jobs of `free` in queue $1, which their rows are locked by, begin a try. Their ids are one array, so that
 * the rows are looked up whatever the planner believes: joined, a queue that came after the statistics counts as one row and is read whole for
 * each claim, 1.5 s of a million; joined and an array as well, the array is sorted anew for each row.
 */
export const CLAIMED = `
    UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now(), retry_count = ${NEXT_TRY}
    WHERE name = $1 AND id = ANY(ARRAY(SELECT id FROM free))
    RETURNING id, name, data, retry_count AS "retryCount", retry_limit AS "retryLimit",
      created_on AS "createdOn", group_id AS "groupId", output, source_retry_count AS "sourceRetryCount"
  `

/** $1 queue, $2 most, $3 when the first of them was enqueued at the earliest, or null. The jobs that are first in line, as the engine's own fetch: see migration 0021. */
export const CLAIM_DUE = `WITH ${QUICK}, free AS MATERIALIZED (SELECT id, turn FROM kernel.jobs_in_line($1, $2, $3) WITH ORDINALITY AS line (id, turn)),
  claimed AS (${CLAIMED})
  SELECT claimed.* FROM claimed JOIN free USING (id), quick ORDER BY free.turn`
