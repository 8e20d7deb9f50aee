-- Several jobs of one queue that have been handed to Redis and not been claimed yet, instead of a row for each (kernel.job_carried, which
-- processes from before this go on reading). Losing it means handing them over again, so it need not survive a crash.
CREATE UNLOGGED TABLE kernel.job_parcel (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  queue text NOT NULL,
  ids uuid[] NOT NULL,
  -- Of each job the retry_count that the claim will set: it is carried anew for every try.
  tries integer[] NOT NULL,
  -- Names the contents of one Redis between two losses.
  epoch text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  CHECK (cardinality(ids) = cardinality(tries))
);

-- Puts jobs of `queues` that are due into parcels; returns these, and for each whether its queue may have more for which there was no room.
-- Of each queue `most` is the most jobs in Redis and `sizes` those of one parcel; `shares` is queue -> most jobs of one tenant at once, and
-- jobs of a tenant that has all it may are left where they are, so that a flood never fills the room of others. Parcels of another epoch are
-- returned again, as are those carried `seconds` ago: a job is in one parcel for each of its tries.
--
-- Looks go one after the other, each with a snapshot that has the parcels of the one before: in a function each statement takes its own. The
-- lock is held for no longer than the statement, whatever becomes of the process that asked. NOT IN is a table of hashes, where a join would
-- compare each job with each other.
CREATE FUNCTION kernel.pack_jobs(queues text[], epoch text, seconds double precision, most integer[], sizes integer[], shares jsonb)
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
        AND (job.group_id IS NULL OR job.group_id <> ALL (
          ARRAY(SELECT busy.tenant FROM busy WHERE busy.queue = wanted.queue AND busy.jobs >= wanted.share)))
      ORDER BY job.priority DESC, job.created_on
      -- Where tenants have shares more are looked at than there is room for: those behind a flood come in with the same look.
      LIMIT CASE WHEN wanted.room <= 0 THEN 0 WHEN wanted.share IS NULL THEN wanted.room ELSE GREATEST(wanted.room, 1000) END
    ) AS found
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
