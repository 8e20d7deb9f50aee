import { DUE, NEXT_TRY } from './pgboss-sql.ts'

/**
 * $1 queue, $2 most, $3 most of one tenant, $4 the tenant that was last in turn, see migration 0018. The engine's fetch for a queue whose
 * tenants have shares: the engine's own reads past every job of a tenant that has its share, each time. More are looked at than are claimed,
 * since others may be claiming the first of them.
 */
export const CLAIM_IN_TURN = `WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)), busy AS MATERIALIZED (
    SELECT COALESCE(jsonb_object_agg(tenant, jobs), '{}') AS jobs FROM (
      SELECT group_id AS tenant, count(*) AS jobs FROM pgboss.job WHERE name = $1 AND state = 'active' AND group_id IS NOT NULL GROUP BY group_id
    ) AS counted
  ), free AS (
    SELECT job.id, next.turn FROM busy CROSS JOIN LATERAL kernel.jobs_by_rounds($1, $3::int, $2::int * 8, busy.jobs, '{}', '{}', $4) AS next CROSS JOIN LATERAL (
      SELECT * FROM pgboss.job WHERE name = $1 AND id = next.id OFFSET 0 FOR UPDATE SKIP LOCKED
    ) AS job
    WHERE ${DUE} LIMIT $2::int
  ), claimed AS (
    UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now(), retry_count = ${NEXT_TRY}
    FROM free WHERE job.name = $1 AND job.id = free.id
    RETURNING job.id, job.name, job.data, job.retry_count AS "retryCount", job.retry_limit AS "retryLimit",
      job.created_on AS "createdOn", job.group_id AS "groupId", job.output, job.source_retry_count AS "sourceRetryCount", free.turn
  )
  SELECT claimed.* FROM claimed, quick ORDER BY claimed.turn`
