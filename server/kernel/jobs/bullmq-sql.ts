import { CLAIMED } from './claim-sql.ts'
import { DUE, NEXT_TRY, QUICK } from './pgboss-sql.ts'

/** The statements of the Redis carrier: which due jobs it takes along, and the claim of those it brings. */

/**
 * $1 queues, $2 epoch of Redis, $3 seconds after which what was carried is carried again, of each queue $4 the most jobs in Redis and $5
 * those of one parcel, $6 JSON of queue -> most jobs of one tenant at once, $7 JSON of queue -> the tenant that was last in turn. See
 * migration 0018. `again`: it was there before, which this statement sees by its snapshot, that has nothing of what the function makes.
 */
export const PACK = `SELECT id, queue, jobs, left_some AS "leftSome", upto,
    EXISTS (SELECT FROM kernel.job_parcel AS known WHERE known.id = packed.id) AS again
  FROM kernel.pack_jobs($1, $2, $3, $4, $5, $6, $7) AS packed`

/** $1 parcels. They did not reach Redis: what is in them may be taken along again. */
export const PUT_BACK = 'DELETE FROM kernel.job_parcel WHERE id = ANY($1)'

/**
 * $1 queue, $2 parcels. The engine's fetch for jobs that are named: none that is claimed, cancelled, put off, or locked by a transaction
 * that it must not overtake; such a one is out of its parcel, and taken along anew. OFFSET 0: each row is looked up by its id; joined, a
 * plan for any parameters reads every due job of the queue (1 ms became 7 with 3,000 waiting).
 */
export const CLAIM = `WITH ${QUICK}, opened AS (
    DELETE FROM kernel.job_parcel WHERE id = ANY($2) RETURNING id, ids, tries
  ), free AS (
    SELECT job.id, row_number() OVER (ORDER BY array_position($2::uuid[], opened.id), given.turn) AS turn
    FROM opened CROSS JOIN LATERAL unnest(ids, tries) WITH ORDINALITY AS given (id, try, turn) CROSS JOIN LATERAL (
      SELECT * FROM pgboss.job WHERE name = $1 AND id = given.id OFFSET 0 FOR UPDATE SKIP LOCKED
    ) AS job
    WHERE ${DUE} AND ${NEXT_TRY} = given.try
  ), claimed AS (${CLAIMED})
  SELECT claimed.* FROM claimed JOIN free USING (id), quick ORDER BY free.turn`

export const INSTALLATION = `SELECT id::text || '-' || current_database() AS id FROM kernel.job_carrier`
