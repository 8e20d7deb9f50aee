-- Up to `most` jobs of `of_queue` that are due, none of a tenant that has `share` of them: `busy` is tenant -> jobs it has. Those that are
-- named by `taken` and `tries` are left out. Looks at the first two hundred in line; only where these have too few is each tenant looked up by
-- an index of its own (plinth_job_tenant), so that a flood of one, however long, costs the others no more than that.
CREATE FUNCTION kernel.jobs_in_turn(of_queue text, share integer, most integer, busy jsonb, taken uuid[], tries integer[])
RETURNS TABLE (id uuid, tenant text, try integer, priority integer, created_on timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  line_length CONSTANT integer := 200;
BEGIN
  RETURN QUERY WITH RECURSIVE standing AS MATERIALIZED (
    SELECT given.id, given.try FROM unnest(taken, tries) AS given (id, try)
  ),
  line AS MATERIALIZED (
    SELECT job.id, job.group_id AS tenant, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
    FROM pgboss.job
    WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
    ORDER BY job.priority DESC, job.created_on LIMIT line_length
  ),
  early AS MATERIALIZED (
    SELECT ranked.* FROM (
      SELECT line.*, row_number() OVER (PARTITION BY line.tenant ORDER BY line.priority DESC, line.created_on) AS place FROM line
      WHERE (line.id, line.try) NOT IN (SELECT standing.id, standing.try FROM standing)
    ) AS ranked
    WHERE ranked.tenant IS NULL OR ranked.place + COALESCE((busy ->> ranked.tenant)::int, 0) <= share
  ),
  tenants AS (
    (SELECT job.group_id AS tenant FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.group_id IS NOT NULL
        AND (SELECT count(*) FROM line) = line_length AND (SELECT count(*) FROM early) < most
      ORDER BY job.group_id LIMIT 1)
    UNION ALL
    SELECT (SELECT job.group_id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.group_id IS NOT NULL AND job.group_id > tenants.tenant
      ORDER BY job.group_id LIMIT 1)
    FROM tenants WHERE tenants.tenant IS NOT NULL
  ),
  behind AS (
    SELECT found.* FROM tenants CROSS JOIN LATERAL (
      SELECT job.id, job.group_id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
      FROM pgboss.job
      WHERE job.name = of_queue AND job.group_id = tenants.tenant AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
        AND (job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END) NOT IN (SELECT standing.id, standing.try FROM standing)
      ORDER BY job.priority DESC, job.created_on
      LIMIT GREATEST(share - COALESCE((busy ->> tenants.tenant)::int, 0), 0)
    ) AS found
  )
  SELECT each.id, each.tenant, each.try, each.priority, each.created_on FROM (
    SELECT early.id, early.tenant, early.try, early.priority, early.created_on FROM early
    UNION
    SELECT behind.id, behind.group_id, behind.try, behind.priority, behind.created_on FROM behind
  ) AS each
  ORDER BY each.priority DESC, each.created_on, each.id LIMIT most;
END
$$;

-- As before (0016), but for how the jobs of a queue with shares are found.
CREATE OR REPLACE FUNCTION kernel.pack_jobs(queues text[], epoch text, seconds double precision, most integer[], sizes integer[], shares jsonb)
RETURNS TABLE (id uuid, queue text, jobs integer, left_some boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  of_redis CONSTANT text := epoch;
  before CONSTANT timestamptz := now() - seconds * interval '1 second';
BEGIN
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
    SELECT wanted.queue, wanted.share, wanted.size, wanted.room, found.* FROM wanted CROSS JOIN LATERAL (
      SELECT job.id, job.group_id AS tenant, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
      FROM pgboss.job
      WHERE job.name = wanted.queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
        AND (job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END) NOT IN (SELECT standing.id, standing.try FROM standing)
      ORDER BY job.priority DESC, job.created_on
      LIMIT CASE WHEN wanted.share IS NOT NULL THEN 0 ELSE GREATEST(wanted.room, 0) END
    ) AS found
    UNION ALL
    SELECT wanted.queue, wanted.share, wanted.size, wanted.room, turn.* FROM wanted CROSS JOIN LATERAL kernel.jobs_in_turn(
      wanted.queue, wanted.share, wanted.room::int,
      (SELECT COALESCE(jsonb_object_agg(busy.tenant, busy.jobs), '{}') FROM busy WHERE busy.queue = wanted.queue),
      ARRAY(SELECT standing.id FROM standing WHERE standing.queue = wanted.queue),
      ARRAY(SELECT standing.try FROM standing WHERE standing.queue = wanted.queue)
    ) AS turn
    WHERE wanted.share IS NOT NULL AND wanted.room > 0
  ),
  ranked AS (
    SELECT due.*, row_number() OVER (PARTITION BY due.queue, due.tenant ORDER BY due.priority DESC, due.created_on)
      + COALESCE(busy.jobs, 0) AS place
    FROM due LEFT JOIN busy ON busy.queue = due.queue AND busy.tenant = due.tenant
  ),
  ordered AS (
    SELECT ranked.*, row_number() OVER (PARTITION BY ranked.queue ORDER BY ranked.priority DESC, ranked.created_on, ranked.id) - 1 AS at
    FROM ranked WHERE ranked.tenant IS NULL OR ranked.share IS NULL OR ranked.place <= ranked.share
  ),
  made AS (
    INSERT INTO kernel.job_parcel (queue, ids, tries, epoch)
    SELECT ordered.queue, array_agg(ordered.id ORDER BY ordered.at), array_agg(ordered.try ORDER BY ordered.at), of_redis
    FROM ordered WHERE ordered.at < ordered.room
    GROUP BY ordered.queue, ordered.at / ordered.size ORDER BY ordered.queue, ordered.at / ordered.size
    RETURNING job_parcel.id, job_parcel.queue, cardinality(job_parcel.ids) AS jobs
  )
  SELECT again.id, again.queue, again.jobs, false FROM again
  UNION ALL
  SELECT made.id, made.queue, made.jobs, sum(made.jobs) OVER (PARTITION BY made.queue) >= wanted.room
  FROM made JOIN wanted ON wanted.queue = made.queue;
END
$$;
