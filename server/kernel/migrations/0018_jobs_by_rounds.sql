-- Beside jobs_in_turn and pack_jobs of 0017, which programs of before still call.
--
-- Up to `most` jobs of `of_queue` that are due, none of a tenant that has `share` of them: `busy` is tenant -> jobs it has. Those that are
-- named by `taken` and `tries` are left out. Whose tenant has fewest goes first, and among these goes round by the names of the tenants,
-- from behind `after`, whoever waits longer: two floods that are always older would otherwise leave a third nothing. Jobs of nobody (no
-- tenant, or '') have no share and one turn in each round. Looks at the first fifty in line; where there may be more, tenants are
-- looked up by an index of its own (plinth_job_tenant) from `after` on, no more than are needed, so that a flood of one, however long,
-- costs the others no more than that. Planned once: planning takes twice as long as the look, and no plan is right that reads a whole table.
CREATE FUNCTION kernel.jobs_by_rounds(of_queue text, share integer, most integer, busy jsonb, taken uuid[], tries integer[], after text)
RETURNS TABLE (id uuid, tenant text, try integer, turn bigint)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  line_length CONSTANT integer := 50;
  found_least CONSTANT integer := 64;
BEGIN
  RETURN QUERY WITH RECURSIVE standing AS MATERIALIZED (
    SELECT given.id, given.try FROM unnest(taken, tries) AS given (id, try)
  ),
  line AS MATERIALIZED (
    SELECT job.id, COALESCE(job.group_id, '') AS tenant, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try,
      job.priority, job.created_on
    FROM pgboss.job
    WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
    ORDER BY job.priority DESC, job.created_on LIMIT line_length
  ),
  onward AS (
    (SELECT job.group_id AS tenant FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.group_id IS NOT NULL AND job.group_id > after
        AND (SELECT count(*) FROM line) = line_length
      ORDER BY job.group_id LIMIT 1)
    UNION ALL
    SELECT (SELECT job.group_id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.group_id IS NOT NULL AND job.group_id > onward.tenant
      ORDER BY job.group_id LIMIT 1)
    FROM onward WHERE onward.tenant IS NOT NULL
  ),
  anew AS (
    (SELECT job.group_id AS tenant FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.group_id IS NOT NULL AND job.group_id <= after
        AND (SELECT count(*) FROM line) = line_length
      ORDER BY job.group_id LIMIT 1)
    UNION ALL
    SELECT (SELECT job.group_id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.group_id IS NOT NULL AND job.group_id > anew.tenant
        AND job.group_id <= after
      ORDER BY job.group_id LIMIT 1)
    FROM anew WHERE anew.tenant IS NOT NULL
  ),
  behind AS (
    SELECT found.* FROM (SELECT onward.tenant FROM onward UNION ALL SELECT anew.tenant FROM anew) AS tenants CROSS JOIN LATERAL (
      SELECT job.id, job.group_id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
      FROM pgboss.job
      WHERE job.name = of_queue AND job.group_id = tenants.tenant AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
        AND (job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END) NOT IN (SELECT standing.id, standing.try FROM standing)
      ORDER BY job.priority DESC, job.created_on
      LIMIT CASE WHEN tenants.tenant = '' THEN most ELSE GREATEST(share - COALESCE((busy ->> tenants.tenant)::int, 0), 0) END
    ) AS found
    LIMIT GREATEST(most, found_least)
  ),
  known AS (
    SELECT line.id, line.tenant, line.try, line.priority, line.created_on FROM line
    WHERE (line.id, line.try) NOT IN (SELECT standing.id, standing.try FROM standing)
    UNION
    SELECT behind.id, behind.group_id, behind.try, behind.priority, behind.created_on FROM behind
  ),
  placed AS (
    SELECT known.*, COALESCE((busy ->> known.tenant)::int, 0)
      + row_number() OVER (PARTITION BY known.tenant ORDER BY known.priority DESC, known.created_on, known.id) AS place
    FROM known
  ),
  turns AS (
    SELECT placed.*, row_number() OVER (ORDER BY placed.priority DESC, placed.place, placed.tenant <= after, placed.tenant) AS turn
    FROM placed WHERE placed.tenant = '' OR placed.place <= share
  )
  SELECT turns.id, turns.tenant, turns.try, turns.turn FROM turns ORDER BY turns.turn LIMIT most;
END
$$;

-- Admits a claimed job unless `share` others of its tenant are admitted and running: one call of what was a transaction of four. Those of one
-- tenant go one after the other; the count is a statement of its own, whose snapshot is younger than the lock. group_tier, which the engine
-- leaves to its users, holds the retry_count of the admitted attempt. It need not be on the disk, no more than the claim.
CREATE FUNCTION kernel.admit_job(of_queue text, of_job uuid, of_try integer, of_tenant text, share integer) RETURNS boolean
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(hashtextextended(of_queue || ' ' || of_tenant, 0));
  UPDATE pgboss.job SET group_tier = retry_count::text
  WHERE name = of_queue AND id = of_job AND state = 'active' AND retry_count = of_try AND share > (
    SELECT count(*) FROM pgboss.job AS other
    WHERE other.name = of_queue AND other.group_id = of_tenant AND other.state = 'active' AND other.id <> of_job
      AND other.group_tier = other.retry_count::text
  );
  RETURN FOUND;
END
$$;

-- As pack_jobs of 0017, but for the order of queues with shares: by rounds, `rounds` is queue -> the tenant that was last. `upto` is the one that
-- now is. What it makes need not be on the disk: a parcel that is lost with the database is empty when it is brought, and its jobs are packed anew.
CREATE FUNCTION kernel.pack_jobs(queues text[], epoch text, seconds double precision, most integer[], sizes integer[], shares jsonb, rounds jsonb)
RETURNS TABLE (id uuid, queue text, jobs integer, left_some boolean, upto text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
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
    SELECT wanted.queue, wanted.size, found.id, NULL::text AS tenant, found.try,
      row_number() OVER (PARTITION BY wanted.queue ORDER BY found.priority DESC, found.created_on, found.id) AS turn
    FROM wanted CROSS JOIN LATERAL (
      SELECT job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
      FROM pgboss.job
      WHERE job.name = wanted.queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
        AND (job.id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END) NOT IN (SELECT standing.id, standing.try FROM standing)
      ORDER BY job.priority DESC, job.created_on
      LIMIT CASE WHEN wanted.share IS NOT NULL THEN 0 ELSE GREATEST(wanted.room, 0) END
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
  made AS (
    INSERT INTO kernel.job_parcel (queue, ids, tries, epoch)
    SELECT due.queue, array_agg(due.id ORDER BY due.turn), array_agg(due.try ORDER BY due.turn), of_redis
    FROM due GROUP BY due.queue, (due.turn - 1) / due.size ORDER BY due.queue, (due.turn - 1) / due.size
    RETURNING job_parcel.id, job_parcel.queue, cardinality(job_parcel.ids) AS jobs
  )
  SELECT again.id, again.queue, again.jobs, false, NULL FROM again
  UNION ALL
  SELECT made.id, made.queue, made.jobs, sum(made.jobs) OVER (PARTITION BY made.queue) >= wanted.room,
    (SELECT due.tenant FROM due WHERE due.queue = made.queue ORDER BY due.turn DESC LIMIT 1)
  FROM made JOIN wanted ON wanted.queue = made.queue;
END
$$;
