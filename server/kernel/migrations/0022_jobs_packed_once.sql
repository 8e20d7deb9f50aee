-- As in 0018, but what was taken along is read once and not again for each parcel that is made of it: who was last in turn is found once for
-- a queue, and the line, which is read in its order, is sorted within one moment only.
CREATE OR REPLACE FUNCTION kernel.pack_jobs(queues text[], epoch text, seconds double precision, most integer[], sizes integer[], shares jsonb, rounds jsonb)
RETURNS TABLE (id uuid, queue text, jobs integer, left_some boolean, upto text)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  of_redis CONSTANT text := epoch;
  before CONSTANT timestamptz := now() - seconds * interval '1 second';
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('kernel.pack_jobs', 0));
  RETURN QUERY WITH named AS MATERIALIZED (
    SELECT given.*, (shares ->> given.queue)::int AS share FROM unnest(queues, most, sizes) AS given (queue, most, size)
    WHERE NOT EXISTS (SELECT FROM kernel.job_pause WHERE job_pause.queue = given.queue)
  ),
  stale AS (
    SELECT parcel.id FROM kernel.job_parcel AS parcel JOIN named USING (queue)
    WHERE parcel.epoch <> of_redis OR parcel.at < before FOR UPDATE OF parcel SKIP LOCKED
  ),
  again AS (
    UPDATE kernel.job_parcel AS parcel SET epoch = of_redis, at = now() FROM stale WHERE parcel.id = stale.id
    RETURNING parcel.id, parcel.queue, cardinality(parcel.ids) AS jobs
  ),
  standing AS MATERIALIZED (
    SELECT parcel.queue, given.id, given.try
    FROM kernel.job_parcel AS parcel JOIN named USING (queue) CROSS JOIN LATERAL unnest(parcel.ids, parcel.tries) AS given (id, try)
  ),
  busy AS MATERIALIZED (
    SELECT taken.queue, taken.tenant, count(*) AS jobs FROM (
      SELECT standing.queue, job.group_id AS tenant FROM standing JOIN pgboss.job ON job.name = standing.queue AND job.id = standing.id
      WHERE shares ? standing.queue AND job.state < 'active' AND job.group_id IS NOT NULL
      UNION ALL
      SELECT job.name, job.group_id FROM pgboss.job
      WHERE job.name = ANY(queues) AND shares ? job.name AND job.state = 'active' AND job.group_id IS NOT NULL
    ) AS taken GROUP BY taken.queue, taken.tenant
  ),
  wanted AS MATERIALIZED (
    SELECT named.*, named.most - (SELECT count(*) FROM standing WHERE standing.queue = named.queue) AS room FROM named
  ),
  due AS (
    SELECT wanted.queue, wanted.size, found.id, NULL::text AS tenant, found.try, found.turn
    FROM wanted CROSS JOIN LATERAL (
      SELECT line.id, line.try, row_number() OVER (ORDER BY line.priority DESC, line.created_on, line.id) AS turn FROM (
        SELECT job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
        FROM pgboss.job
        WHERE job.name = wanted.queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
          AND (job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END) NOT IN (SELECT standing.id, standing.try FROM standing)
        ORDER BY job.priority DESC, job.created_on
        LIMIT CASE WHEN wanted.share IS NOT NULL THEN 0 ELSE GREATEST(wanted.room, 0) END
      ) AS line
    ) AS found
    UNION ALL
    SELECT wanted.queue, wanted.size, found.id, found.tenant, found.try, found.turn FROM wanted CROSS JOIN LATERAL kernel.jobs_by_rounds(
      wanted.queue, wanted.share, wanted.room::int,
      (SELECT COALESCE(jsonb_object_agg(busy.tenant, busy.jobs), '{}') FROM busy WHERE busy.queue = wanted.queue),
      ARRAY(SELECT standing.id FROM standing WHERE standing.queue = wanted.queue),
      ARRAY(SELECT standing.try FROM standing WHERE standing.queue = wanted.queue),
      COALESCE(rounds ->> wanted.queue, '')
    ) AS found
    WHERE wanted.share IS NOT NULL AND wanted.room > 0
  ),
  parcels AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, due.queue, array_agg(due.id ORDER BY due.turn) AS ids, array_agg(due.try ORDER BY due.turn) AS tries,
      (due.turn - 1) / due.size AS turn
    FROM due GROUP BY due.queue, (due.turn - 1) / due.size
  ),
  made AS (
    INSERT INTO kernel.job_parcel (id, queue, ids, tries, epoch) SELECT parcels.id, parcels.queue, parcels.ids, parcels.tries, of_redis FROM parcels
  ),
  latest AS MATERIALIZED (
    SELECT DISTINCT ON (due.queue) due.queue, due.tenant FROM due WHERE due.tenant IS NOT NULL ORDER BY due.queue, due.turn DESC
  ),
  packed AS (
    SELECT again.id, again.queue, again.jobs, false AS left_some, NULL AS upto, -1 AS turn FROM again
    UNION ALL
    SELECT parcels.id, parcels.queue, cardinality(parcels.ids), sum(cardinality(parcels.ids)) OVER (PARTITION BY parcels.queue) >= wanted.room,
      latest.tenant, parcels.turn
    FROM parcels JOIN wanted ON wanted.queue = parcels.queue LEFT JOIN latest ON latest.queue = parcels.queue
  )
  SELECT packed.id, packed.queue, packed.jobs, packed.left_some, packed.upto FROM packed ORDER BY packed.turn;
END
$$;
