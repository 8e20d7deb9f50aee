-- As in 0018, but for how tenants and their jobs are looked up: by plinth_job_waiting and by nothing else. Of a queue that came after the
-- statistics the planner expects one row, so that any index that begins with the queue seems as good, and one of those was read to its end
-- for each tenant. `blocked` has no nulls; said this way, only the index that says it so will do.
CREATE OR REPLACE FUNCTION kernel.jobs_by_rounds(of_queue text, share integer, most integer, busy jsonb, taken uuid[], tries integer[], after text)
RETURNS TABLE (id uuid, tenant text, try integer, turn bigint)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off AS $$
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
      WHERE job.name = of_queue AND job.state < 'active' AND job.blocked IS NOT TRUE AND job.group_id IS NOT NULL AND job.group_id > after
        AND (SELECT count(*) FROM line) = line_length
      ORDER BY job.group_id LIMIT 1)
    UNION ALL
    SELECT (SELECT job.group_id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND job.blocked IS NOT TRUE AND job.group_id IS NOT NULL AND job.group_id > onward.tenant
      ORDER BY job.group_id LIMIT 1)
    FROM onward WHERE onward.tenant IS NOT NULL
  ),
  anew AS (
    (SELECT job.group_id AS tenant FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND job.blocked IS NOT TRUE AND job.group_id IS NOT NULL AND job.group_id <= after
        AND (SELECT count(*) FROM line) = line_length
      ORDER BY job.group_id LIMIT 1)
    UNION ALL
    SELECT (SELECT job.group_id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND job.blocked IS NOT TRUE AND job.group_id IS NOT NULL AND job.group_id > anew.tenant
        AND job.group_id <= after
      ORDER BY job.group_id LIMIT 1)
    FROM anew WHERE anew.tenant IS NOT NULL
  ),
  behind AS (
    SELECT found.* FROM (SELECT onward.tenant FROM onward UNION ALL SELECT anew.tenant FROM anew) AS tenants CROSS JOIN LATERAL (
      SELECT job.id, job.group_id, CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END AS try, job.priority, job.created_on
      FROM pgboss.job
      WHERE job.name = of_queue AND job.group_id = tenants.tenant AND job.state < 'active' AND job.blocked IS NOT TRUE AND job.start_after <= now()
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

-- The first `most` jobs of a queue that are due, from those enqueued at `since` on when it is given, locked; those locked by others are passed
-- over. A function for its settings: of few rows, as far as the planner knows, it reads all that wait and sorts them.
CREATE FUNCTION kernel.jobs_in_line(of_queue text, most integer, since timestamptz) RETURNS SETOF uuid
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off AS $$
BEGIN
  IF since IS NULL THEN
    RETURN QUERY SELECT job.id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
      ORDER BY job.priority DESC, job.created_on LIMIT most FOR UPDATE SKIP LOCKED;
  ELSE
    RETURN QUERY SELECT job.id FROM pgboss.job
      WHERE job.name = of_queue AND job.state < 'active' AND NOT job.blocked AND job.start_after <= now()
        AND job.priority = 0 AND job.created_on >= since
      ORDER BY job.priority DESC, job.created_on LIMIT most FOR UPDATE SKIP LOCKED;
  END IF;
END
$$;

ALTER FUNCTION kernel.pack_jobs(text[], text, double precision, integer[], integer[], jsonb, jsonb) SET enable_bitmapscan = off;
ALTER FUNCTION kernel.pack_jobs(text[], text, double precision, integer[], integer[], jsonb, jsonb) SET enable_sort = off;

-- What is planned without reading tables whole seems so dear to PostgreSQL before 18 that it was compiled for each call, for most of a second.
DO $$
DECLARE
  planned regprocedure;
BEGIN
  FOR planned IN SELECT oid FROM pg_proc WHERE pronamespace = 'kernel'::regnamespace AND 'enable_seqscan=off' = ANY(proconfig) LOOP
    EXECUTE format('ALTER FUNCTION %s SET jit = off', planned);
  END LOOP;
END
$$;
