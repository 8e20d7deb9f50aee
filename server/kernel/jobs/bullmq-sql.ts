import { DUE } from './pgboss-sql.ts'

/** The statements of the Redis carrier: which due jobs it takes along, and the claim of one it brings. */

/** The retry_count that the next claim of a job sets, as the engine's own fetch does. Names the try before it begins. */
const NEXT_TRY = 'CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END'

/**
 * $1 queues, $2 epoch of Redis, $3 seconds after which what was carried is carried again, $4 most in Redis per queue, $5 JSON of queue ->
 * most jobs of one tenant at once. Marks jobs that are due as carried; returns for each queue their ids and tries, oldest first (ids are
 * UUIDv7), and whether some may be left for want of room. Several relays share the work by the marks. Jobs of a tenant that has all it
 * may are left where they are, so that a flood never fills the room of others. A mark of another epoch counts for nothing.
 */
export const TAKE_ALONG = `WITH standing AS MATERIALIZED (
    SELECT queue, tenant FROM kernel.job_carried WHERE queue = ANY($1) AND epoch = $2 AND at >= now() - $3 * interval '1 second'
  ),
  busy AS MATERIALIZED (
    SELECT queue, tenant, count(*) AS jobs FROM (
      SELECT queue, tenant FROM standing WHERE tenant IS NOT NULL
      UNION ALL
      SELECT name, group_id FROM pgboss.job WHERE name = ANY($1) AND state = 'active' AND group_id IS NOT NULL
    ) AS taken WHERE $5::jsonb ? queue GROUP BY queue, tenant
  ),
  wanted AS MATERIALIZED (
    SELECT queue, ($5::jsonb ->> queue)::int AS most,
      $4 - (SELECT count(*) FROM standing WHERE standing.queue = named.queue) AS room
    FROM unnest($1::text[]) AS named (queue)
    WHERE NOT EXISTS (SELECT FROM kernel.job_pause WHERE job_pause.queue = named.queue)
  ),
  due AS (
    SELECT wanted.queue, wanted.most, found.* FROM wanted CROSS JOIN LATERAL (
      SELECT job.id, job.group_id AS tenant, ${NEXT_TRY} AS try, job.priority, job.created_on
      FROM pgboss.job LEFT JOIN kernel.job_carried AS mark ON mark.job_id = job.id
      WHERE job.name = wanted.queue AND ${DUE}
        AND (mark.job_id IS NULL OR mark.epoch <> $2 OR mark.try <> ${NEXT_TRY} OR mark.at < now() - $3 * interval '1 second')
        AND (job.group_id IS NULL OR job.group_id <> ALL (
          ARRAY(SELECT busy.tenant FROM busy WHERE busy.queue = wanted.queue AND busy.jobs >= wanted.most)))
      ORDER BY job.priority DESC, job.created_on LIMIT GREATEST(wanted.room, 0)
    ) AS found
  ),
  ranked AS (
    SELECT due.*, row_number() OVER (PARTITION BY due.queue, due.tenant ORDER BY priority DESC, created_on) + COALESCE(busy.jobs, 0) AS place
    FROM due LEFT JOIN busy ON busy.queue = due.queue AND busy.tenant = due.tenant
  ),
  taken AS (
    INSERT INTO kernel.job_carried AS mark (job_id, queue, tenant, try, epoch)
    SELECT id, queue, tenant, try, $2 FROM ranked WHERE tenant IS NULL OR most IS NULL OR place <= most ORDER BY id
    ON CONFLICT (job_id) DO UPDATE SET try = excluded.try, epoch = excluded.epoch, at = now()
      WHERE mark.epoch <> excluded.epoch OR mark.try <> excluded.try OR mark.at < now() - $3 * interval '1 second'
    RETURNING job_id AS id, queue, try
  )
  SELECT queue, array_agg(id ORDER BY id) AS ids, array_agg(try ORDER BY id) AS tries, count(*) >= room AS "leftSome"
  FROM taken JOIN wanted USING (queue) GROUP BY queue, room`

/** $1 job ids, $2 tries. They did not reach Redis, or it brought them in vain: they may be taken along again. */
export const PUT_BACK = `DELETE FROM kernel.job_carried USING unnest($1::uuid[], $2::int[]) AS given (id, try)
  WHERE job_id = given.id AND job_carried.try = given.try`

/**
 * $1 queue, $2 ids, $3 tries. The engine's fetch for jobs that are named: none that is claimed, cancelled, put off, or locked by a
 * transaction that it must not overtake. A claim need not be on the disk, no more than the engine's own (see boss.ts). OFFSET 0: each
 * row is looked up by its id; joined, a plan for any parameters reads every due job of the queue (1 ms became 7 with 3,000 waiting).
 */
export const CLAIM = `WITH quick AS (SELECT set_config('synchronous_commit', 'off', true)), free AS (
    SELECT job.id, given.try FROM unnest($2::uuid[], $3::int[]) AS given (id, try) CROSS JOIN LATERAL (
      SELECT * FROM pgboss.job WHERE name = $1 AND id = given.id OFFSET 0 FOR UPDATE SKIP LOCKED
    ) AS job
    WHERE ${DUE} AND ${NEXT_TRY} = given.try
  ), claimed AS (
    UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now(), retry_count = free.try
    FROM free WHERE job.name = $1 AND job.id = free.id
    RETURNING job.id, job.name, job.data, job.retry_count AS "retryCount", job.retry_limit AS "retryLimit",
      job.created_on AS "createdOn", job.group_id AS "groupId"
  ), arrived AS (
    DELETE FROM kernel.job_carried WHERE job_id IN (SELECT id FROM claimed)
  )
  SELECT claimed.* FROM claimed, quick`

export const INSTALLATION = `SELECT id::text || '-' || current_database() AS id FROM kernel.job_carrier`
