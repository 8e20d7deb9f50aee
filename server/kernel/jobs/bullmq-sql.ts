import { DUE } from './pgboss-sql.ts'

/** The statements of the Redis carrier: which due jobs it takes along, and the claim of those it brings. */

/** The retry_count that the next claim of a job sets, as the engine's own fetch does. Names the try before it begins. */
const NEXT_TRY = 'CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END'

/** Looks of all relays go one after the other until the transaction ends, each with a snapshot that has the parcels of the one before. */
export const LOOK_ALONE = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'
export const LOOK_KEY = 'jobs look'

/**
 * $1 queues, $2 epoch of Redis, $3 seconds after which what was carried is carried again, of each queue $4 the most jobs in Redis and $5
 * those of one parcel, $6 JSON of queue -> most jobs of one tenant at once. Puts jobs that are due into parcels; returns these, and for
 * each whether its queue may have more for which there was no room. Jobs of a tenant that has all it may are left where they are, so that
 * a flood never fills the room of others. Parcels of another epoch are returned again, as are those that were carried long ago: a job is in
 * one parcel for each of its tries. NOT IN: a table of hashes, where a join compares each job with each other.
 */
export const TAKE_ALONG = `WITH named AS MATERIALIZED (
    SELECT named.*, ($6::jsonb ->> queue)::int AS share FROM unnest($1::text[], $4::int[], $5::int[]) AS named (queue, most, size)
    WHERE NOT EXISTS (SELECT FROM kernel.job_pause WHERE job_pause.queue = named.queue)
  ),
  again AS (
    UPDATE kernel.job_parcel AS parcel SET epoch = $2, at = now() FROM named
    WHERE parcel.queue = named.queue AND (parcel.epoch <> $2 OR parcel.at < now() - $3 * interval '1 second')
    RETURNING parcel.id, parcel.queue, cardinality(parcel.ids) AS jobs
  ),
  standing AS MATERIALIZED (
    SELECT parcel.queue, given.id, given.try
    FROM kernel.job_parcel AS parcel JOIN named USING (queue) CROSS JOIN LATERAL unnest(parcel.ids, parcel.tries) AS given (id, try)
  ),
  busy AS MATERIALIZED (
    SELECT queue, tenant, count(*) AS jobs FROM (
      SELECT queue, job.group_id AS tenant FROM standing JOIN pgboss.job ON job.name = queue AND job.id = standing.id
      WHERE $6::jsonb ? queue AND job.state < 'active' AND job.group_id IS NOT NULL
      UNION ALL
      SELECT name, group_id FROM pgboss.job WHERE name = ANY($1) AND $6::jsonb ? name AND state = 'active' AND group_id IS NOT NULL
    ) AS taken GROUP BY queue, tenant
  ),
  wanted AS MATERIALIZED (
    SELECT named.*, most - (SELECT count(*) FROM standing WHERE standing.queue = named.queue) AS room FROM named
  ),
  due AS (
    SELECT wanted.queue, wanted.share, wanted.size, found.* FROM wanted CROSS JOIN LATERAL (
      SELECT job.id, job.group_id AS tenant, ${NEXT_TRY} AS try, job.priority, job.created_on
      FROM pgboss.job
      WHERE job.name = wanted.queue AND ${DUE} AND (job.id, ${NEXT_TRY}) NOT IN (SELECT id, try FROM standing)
        AND (job.group_id IS NULL OR job.group_id <> ALL (
          ARRAY(SELECT busy.tenant FROM busy WHERE busy.queue = wanted.queue AND busy.jobs >= wanted.share)))
      ORDER BY job.priority DESC, job.created_on LIMIT GREATEST(wanted.room, 0)
    ) AS found
  ),
  ranked AS (
    SELECT due.*, row_number() OVER (PARTITION BY due.queue, due.tenant ORDER BY priority DESC, created_on) + COALESCE(busy.jobs, 0) AS place
    FROM due LEFT JOIN busy ON busy.queue = due.queue AND busy.tenant = due.tenant
  ),
  taken AS (
    SELECT queue, id, try, size, row_number() OVER (PARTITION BY queue ORDER BY priority DESC, created_on, id) - 1 AS at
    FROM ranked WHERE tenant IS NULL OR share IS NULL OR place <= share
  ),
  made AS (
    INSERT INTO kernel.job_parcel (queue, ids, tries, epoch)
    SELECT queue, array_agg(id ORDER BY at), array_agg(try ORDER BY at), $2 FROM taken GROUP BY queue, at / size ORDER BY queue, at / size
    RETURNING id, queue, cardinality(ids) AS jobs
  )
  SELECT *, false AS "leftSome" FROM again
  UNION ALL
  SELECT made.*, sum(jobs) OVER (PARTITION BY queue) >= room FROM made JOIN wanted USING (queue)`

/** $1 parcels. They did not reach Redis: what is in them may be taken along again. */
export const PUT_BACK = 'DELETE FROM kernel.job_parcel WHERE id = ANY($1)'

/**
 * $1 queue, $2 parcels. The engine's fetch for jobs that are named: none that is claimed, cancelled, put off, or locked by a transaction
 * that it must not overtake; such a one is out of its parcel, and taken along anew. A claim need not be on the disk, no more than the
 * engine's own (see boss.ts). OFFSET 0: each row is looked up by its id; joined, a plan for any parameters reads every due job of the
 * queue (1 ms became 7 with 3,000 waiting).
 */
export const CLAIM = `WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)), opened AS (
    DELETE FROM kernel.job_parcel WHERE id = ANY($2) RETURNING ids, tries
  ), free AS (
    SELECT job.id, given.try FROM opened CROSS JOIN LATERAL unnest(ids, tries) AS given (id, try) CROSS JOIN LATERAL (
      SELECT * FROM pgboss.job WHERE name = $1 AND id = given.id OFFSET 0 FOR UPDATE SKIP LOCKED
    ) AS job
    WHERE ${DUE} AND ${NEXT_TRY} = given.try
  ), claimed AS (
    UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now(), retry_count = free.try
    FROM free WHERE job.name = $1 AND job.id = free.id
    RETURNING job.id, job.name, job.data, job.retry_count AS "retryCount", job.retry_limit AS "retryLimit",
      job.created_on AS "createdOn", job.group_id AS "groupId"
  )
  SELECT claimed.* FROM claimed, quick`

export const INSTALLATION = `SELECT id::text || '-' || current_database() AS id FROM kernel.job_carrier`
