import { CLAIMED } from './claim-sql.ts'
import { DUE, QUICK } from './pgboss-sql.ts'

/**
 * $1 queue, $2 most, $3 most of one tenant, $4 the tenant that was last in turn, see migration 0018. The engine's fetch for a queue whose
 * tenants have shares: the engine's own reads past every job of a tenant that has its share, each time. More are looked at than are claimed,
 * since others may be claiming the first of them.
 */
export const CLAIM_IN_TURN = `WITH ${QUICK}, busy AS MATERIALIZED (
    SELECT COALESCE(jsonb_object_agg(tenant, jobs), '{}') AS jobs FROM (
      SELECT group_id AS tenant, count(*) AS jobs FROM pgboss.job WHERE name = $1 AND state = 'active' AND group_id IS NOT NULL GROUP BY group_id
    ) AS counted
  ), free AS (
    SELECT job.id, next.turn FROM busy CROSS JOIN LATERAL kernel.jobs_by_rounds($1, $3::int, $2::int * 8, busy.jobs, '{}', '{}', $4) AS next CROSS JOIN LATERAL (
      SELECT * FROM pgboss.job WHERE name = $1 AND id = next.id OFFSET 0 FOR UPDATE SKIP LOCKED
    ) AS job
    WHERE ${DUE} LIMIT $2::int
  ), claimed AS (${CLAIMED})
  SELECT claimed.* FROM claimed JOIN free USING (id), quick ORDER BY free.turn`
