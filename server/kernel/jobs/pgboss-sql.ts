import { createHash } from 'node:crypto'

/**
 * Our statements on the tables of pg-boss 12.35, but for claims (claim-sql.ts, tenant-sql.ts, bullmq-sql.ts). The engine expires and
 * deletes by itself; these do what it has no call for in one statement of the caller's transaction. `pgboss-sql.test.ts` compares the
 * rows with its own.
 */
export const SCHEMA = 'pgboss'

/** The engine's notification channel: its notifyChannelSql('pgboss'), payload = queue. */
export const CHANNEL = `pgboss_${createHash('sha224').update(SCHEMA).digest('hex').slice(0, 24)}`

/**
 * Input: JSON array of {id, queue, data, key?, delaySeconds?, tenant?}. Returns the queue of each inserted row. One NOTIFY per queue that
 * got a job to run now. Queues have the engine's policy `short`: one waiting (`created`) job per singleton key, so a job without a
 * key gets its id as key. A missing queue row yields no job, which the caller sees by the count.
 */
const INSERTION = (input: string) => `
  requested AS (
    SELECT * FROM jsonb_to_recordset(${input}::jsonb)
      AS row (id uuid, queue text, data jsonb, key text, "delaySeconds" double precision, tenant text)
  ),
  inserted AS (
    INSERT INTO pgboss.job (
      id, name, data, start_after, created_on, singleton_key, expire_seconds, deletion_seconds, keep_until,
      retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds, group_id
    )
    SELECT requested.id, queue.name, requested.data, due.at, now(), COALESCE(requested.key, requested.id::text),
      queue.expire_seconds, queue.deletion_seconds, due.at + queue.retention_seconds * interval '1 second',
      queue.retry_limit, queue.retry_delay, queue.retry_backoff, queue.retry_delay_max, queue.policy, queue.dead_letter,
      queue.heartbeat_seconds, requested.tenant
    FROM requested
    JOIN pgboss.queue ON queue.name = requested.queue
    CROSS JOIN LATERAL (SELECT now() + COALESCE(requested."delaySeconds", 0) * interval '1 second' AS at) AS due
    ON CONFLICT DO NOTHING
    RETURNING name, start_after
  ),
  notified AS (
    SELECT pg_notify('${CHANNEL}', name) FROM (SELECT DISTINCT name FROM inserted WHERE start_after <= now()) AS woken
  )`
/** The count is there so that the notifications are evaluated. */
const INSERTED = 'SELECT name FROM inserted WHERE (SELECT count(*) FROM notified) >= 0'

/** $1: jobs. */
export const INSERT_JOBS = `WITH ${INSERTION('$1')} ${INSERTED}`

/** $1: jobs of the subscribers; $2-$7: id, name, data, occurred_at, request_id, actor of the event. */
export const INSERT_EVENT = `WITH event AS (
    INSERT INTO kernel.event (id, name, data, occurred_at, request_id, actor) VALUES ($2, $3, $4, $5, $6, $7)
  ), ${INSERTION('$1')} ${INSERTED}`

/**
 * $1 queue, $2 key. Locks the waiting job of that key until the caller commits: claims pass over locked rows, so the job cannot
 * start before it can see what the caller wrote. The notification wakes a worker that passed it over meanwhile.
 */
export const HOLD_WAITING = `WITH waiting AS (
    SELECT id FROM pgboss.job WHERE name = $1 AND singleton_key = $2 AND state = 'created' FOR UPDATE
  )
  SELECT pg_notify('${CHANNEL}', $1) FROM waiting`

/** $1 queue, $2 tenant. Starts of one tenant's jobs of one queue are counted one after the other until the transaction ends. */
export const QUEUE_UP = `SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))`

/**
 * $1 queue, $2 id, $3 the attempt's retry_count, $4 tenant, $5 the most at once. See migration 0018. The claim counts before it claims, so
 * that two workers at once may both see room.
 */
export const ADMIT = 'SELECT kernel.admit_job($1, $2, $3, $4, $5) AS admitted'

/** $1 queue, $2 tenant. Always a row; `at` is now, under QUEUE_UP later than any start that is told. */
export const READ_PACE = `SELECT pace.started, pace.next_at AS "nextAt", clock.at
  FROM (SELECT clock_timestamp() AS at) AS clock LEFT JOIN kernel.job_pace AS pace ON queue = $1 AND tenant = $2`

/** $1 queue, $2 tenant, $3 starts, $4 the next turn. */
export const WRITE_PACE = `INSERT INTO kernel.job_pace (queue, tenant, started, next_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (queue, tenant) DO UPDATE SET started = excluded.started, next_at = excluded.next_at`

/** No rate looks back further than a day. */
export const PRUNE_PACE = "DELETE FROM kernel.job_pace WHERE next_at < now() - interval '2 days'"

/**
 * Of a job: its tries that do not count. retry_count names the try and fences, so it counts them too; the engine leaves this column alone
 * where no queue has another for its dead letters.
 */
const SPARED = 'COALESCE(job.source_retry_count, 0)'

/**
 * $1 queue, $2 ids, $3 the attempts' retry_counts. Ready at once and one try richer: a shutdown is not the job's fault. The retry_count
 * stays, and the next claim raises it, so that nothing this process still writes can touch the next attempt.
 */
export const HAND_BACK = `WITH returned AS (
    UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1, source_retry_count = ${SPARED} + 1,
      start_after = now(), heartbeat_on = NULL
    FROM unnest($2::uuid[], $3::int[]) AS given (id, attempt)
    WHERE job.name = $1 AND job.id = given.id AND state = 'active' AND retry_count = given.attempt
    RETURNING job.name
  )
  SELECT pg_notify('${CHANNEL}', name) FROM returned LIMIT 1`

/** $1 queue, $2 id, $3 the attempt's retry_count, $4 seconds, $5 why. As HAND_BACK, but ready only then. */
export const PUT_OFF = `UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1, source_retry_count = ${SPARED} + 1,
    start_after = now() + $4 * interval '1 second', heartbeat_on = NULL, output = $5::jsonb
  WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3`

/** $1 queue, $2 id, $3 the attempt's retry_count. Written before the handler is called, of a job that has lost a worker: see RESCUE_STALLED. */
export const MARK_BEGUN = `UPDATE pgboss.job SET output = output || jsonb_build_object('begun', retry_count)
  WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3 RETURNING id`

/**
 * $1 queues, $2 seconds, $3 losses, $4 those of the queues whose jobs are claimed ahead. Frees jobs whose worker has not been heard of,
 * without the backoff the engine would add. The try counts when its handler was called. Of a job that was claimed ahead that is certain when
 * it was heard of since, or from its second loss on, when MARK_BEGUN tells; before that the try is given back, and the loss counts.
 * A job that lost its worker $3 times in a row is failed instead, in quarantine: it may be what ends the workers. From the second
 * loss on jobs come back spread over half a minute, so that those which only ran beside it are not lost with it again.
 */
export const RESCUE_STALLED = `WITH held AS (
    SELECT name, id, retry_count, retry_limit,
      CASE WHEN output ->> 'name' = 'WorkerLost' THEN COALESCE((output ->> 'losses')::int, 0) ELSE 0 END AS before,
      CASE WHEN name <> ALL($4) OR heartbeat_on > started_on THEN true
        WHEN output ->> 'name' = 'WorkerLost' THEN COALESCE((output ->> 'begun')::int = retry_count, false) END AS begun
    FROM pgboss.job WHERE name = ANY($1) AND state = 'active' AND heartbeat_on < now() - $2 * interval '1 second'
    FOR UPDATE SKIP LOCKED
  ), stalled AS (
    SELECT name, id, begun IS TRUE AS counts, begun IS TRUE AND retry_count >= retry_limit AS spent,
      before + (begun IS NOT FALSE)::int AS losses, begun IS FALSE AS unbegun FROM held
  ), freed AS (
    UPDATE pgboss.job SET heartbeat_on = NULL, retry_limit = retry_limit + (NOT counts)::int, source_retry_count = ${SPARED} + unbegun::int,
      state = CASE WHEN ended THEN 'failed' ELSE 'retry' END::pgboss.job_state,
      completed_on = CASE WHEN ended THEN now() END,
      start_after = now() + CASE WHEN losses = 1 THEN 0 ELSE 30 * random() END * interval '1 second',
      output = jsonb_build_object('name', 'WorkerLost', 'message', 'the worker was not heard of any more', 'losses', losses)
        || CASE WHEN losses >= $3 THEN jsonb_build_object('quarantined', true,
          'message', format('%s workers in a row were lost while they ran this job', losses)) ELSE '{}' END
    FROM stalled CROSS JOIN LATERAL (SELECT losses >= $3 OR spent AS ended) AS verdict
    WHERE job.name = stalled.name AND job.id = stalled.id
    RETURNING job.name, job.id, ended, losses >= $3 AS quarantined, job.output, CASE WHEN ended THEN job.data END AS data
  )
  SELECT name, id, ended, quarantined, output, data, pg_notify('${CHANNEL}', name) FROM freed`

const QUARANTINED = "(COALESCE(output -> 'quarantined', 'false') = 'true')"

/** Of a job: it could run now. */
export const DUE = "job.state < 'active' AND NOT job.blocked AND job.start_after <= now()"

/** $1 queues. Those that are paused or have a job to run now. ORDER BY: as a mere EXISTS it is planned to read every due job. */
export const WANTED_QUEUES = `SELECT name, paused, NOT paused AS ready FROM unnest($1::text[]) AS wanted (name)
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM kernel.job_pause WHERE queue = wanted.name) AS paused) AS pause
  LEFT JOIN LATERAL (SELECT true AS due FROM pgboss.job WHERE job.name = wanted.name AND ${DUE}
    ORDER BY job.priority DESC, job.created_on LIMIT 1) AS found ON true
  WHERE paused OR found.due`

/** $1 queue. */
export const PAUSE = 'INSERT INTO kernel.job_pause (queue) VALUES ($1) ON CONFLICT DO NOTHING RETURNING queue'

/** $1 queue. */
export const RESUME = 'DELETE FROM kernel.job_pause WHERE queue = $1 RETURNING queue'

/** $1 queues. */
export const PAUSED = 'SELECT queue FROM kernel.job_pause WHERE queue = ANY($1)'

/** $1 queues, $2 how many are counted of each at most: those that are claimed next, and the oldest of these. */
export const READY_DEPTH = `SELECT given.name, ready.jobs AS ready, ready.seconds AS "oldestSeconds" FROM unnest($1::text[]) AS given (name)
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS jobs, extract(epoch FROM now() - min(start_after))::float8 AS seconds FROM (
      SELECT job.start_after FROM pgboss.job WHERE job.name = given.name AND ${DUE} ORDER BY job.priority DESC, job.created_on LIMIT $2
    ) AS next
  ) AS ready WHERE ready.jobs > 0`

/** $1 queues. clock_timestamp(): a job that became due between this statement's now() and its snapshot counts as well. */
export const BUSY = `SELECT EXISTS (
    SELECT FROM pgboss.job WHERE name = ANY($1) AND (state = 'active' OR (
      state < 'active' AND start_after <= clock_timestamp() AND NOT EXISTS (SELECT FROM kernel.job_pause WHERE queue = job.name)))
  ) AS busy`

/** $1 queues, $2 how many are counted of each state of each queue at most; of those that wait, those that are claimed next. */
export const OVERVIEW = `SELECT given.name, waiting.*, active.*, dead.*, completed.* FROM unnest($1::text[]) AS given (name)
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE start_after <= now())::int AS ready,
      count(*) FILTER (WHERE state = 'created' AND start_after > now())::int AS delayed,
      count(*) FILTER (WHERE state = 'retry' AND start_after > now())::int AS retrying
    FROM (
      SELECT job.state, job.start_after FROM pgboss.job WHERE job.name = given.name AND job.state < 'active' AND NOT job.blocked
      ORDER BY job.priority DESC, job.created_on LIMIT $2
    ) AS next
  ) AS waiting
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS active FROM (SELECT FROM pgboss.job WHERE job.name = given.name AND job.state = 'active' LIMIT $2) AS counted
  ) AS active
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT ${QUARANTINED})::int AS failed, count(*) FILTER (WHERE ${QUARANTINED})::int AS quarantined
    FROM (SELECT job.output FROM pgboss.job WHERE job.name = given.name AND job.state > 'completed' AND job.state = 'failed' LIMIT $2) AS counted
  ) AS dead
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS "completedLastHour" FROM (
      SELECT FROM pgboss.job WHERE job.name = given.name AND job.state = 'completed' AND job.completed_on > now() - interval '1 hour' LIMIT $2
    ) AS counted
  ) AS completed`

/**
 * $1 queues, $2 ids, $3 retry_counts of claimed tries, $4 whether their handler was called: started_on goes along with the heartbeat of one
 * that waits, which is how RESCUE_STALLED knows. Returns those that are still held. Waits for no lock: what is being ended has no need
 * of it, and two statements that take many rows in orders of their own would stand in each other's way.
 */
export const BEAT = `WITH held AS MATERIALIZED (
    SELECT job.*, given.begun FROM unnest($1::text[], $2::uuid[], $3::int[], $4::boolean[]) AS given (queue, id, attempt, begun) CROSS JOIN LATERAL (
      SELECT name, id, retry_count FROM pgboss.job
      WHERE name = given.queue AND id = given.id AND retry_count = given.attempt AND state = 'active' OFFSET 0
    ) AS job
  ), free AS (
    SELECT job.name, job.id, held.begun FROM held CROSS JOIN LATERAL (
      SELECT * FROM pgboss.job WHERE name = held.name AND id = held.id OFFSET 0 FOR UPDATE SKIP LOCKED
    ) AS job WHERE job.state = 'active' AND job.retry_count = held.retry_count
  ), beaten AS (
    UPDATE pgboss.job SET heartbeat_on = now(), started_on = CASE WHEN free.begun THEN job.started_on ELSE now() END
    FROM free WHERE job.name = free.name AND job.id = free.id
  )
  SELECT id, retry_count AS "retryCount" FROM held`

/** $1 queue, $2 id, $3 the attempt's retry_count, $4 percent, $5 note. A try that lost its job writes nothing. */
export const WRITE_PROGRESS = `INSERT INTO kernel.job_progress (job_id, attempt, percent, note)
  SELECT id, retry_count, $4, $5 FROM pgboss.job WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3
  ON CONFLICT (job_id) DO UPDATE SET attempt = excluded.attempt, percent = excluded.percent, note = excluded.note, at = now()`

/** Of a job: the retry_count that the next claim of it sets, as the engine's own fetch does. Names the try before it begins. Migration 0018 has the same. */
export const NEXT_TRY = 'CASE WHEN job.started_on IS NULL THEN job.retry_count ELSE job.retry_count + 1 END'

/** A job of nobody has the empty tenant where tenants have shares, and had its own id before that. */
const COLUMNS = `job.id, name AS queue, state::text AS state, retry_count AS "retryCount", retry_limit AS "retryLimit", ${SPARED} AS spared,
  created_on AS "createdAt", start_after AS "startAfter", started_on AS "startedAt", completed_on AS "completedAt", output,
  NULLIF(NULLIF(group_id, job.id::text), '') AS tenant, progress.percent, progress.note, progress.at AS "toldAt"`

/** With what the running try last told. */
const TOLD = `LEFT JOIN kernel.job_progress AS progress
  ON progress.job_id = job.id AND job.state = 'active' AND progress.attempt = job.retry_count`

/** $1 queues, $2 id of the last row seen or null, $3 limit. Newest first, which ids are by their time. */
const LIST = (which: string) => `SELECT ${COLUMNS} FROM unnest($1::text[]) AS given (queue) CROSS JOIN LATERAL (
    SELECT * FROM pgboss.job WHERE job.name = given.queue AND ${which} AND ($2::uuid IS NULL OR job.id < $2::uuid) ORDER BY job.id DESC LIMIT $3
  ) AS job ${TOLD}
  ORDER BY job.id DESC LIMIT $3`

const DEAD = (state: string) => `job.state > 'completed' AND job.state = '${state}'`

/** Each names its states in its text, so that it is planned with the index that has only these. */
export const LISTS = {
  any: LIST('true'),
  queued: LIST("job.state < 'active'"),
  active: LIST("job.state = 'active'"),
  completed: LIST("job.state = 'completed'"),
  failed: LIST(`${DEAD('failed')} AND NOT ${QUARANTINED}`),
  quarantined: LIST(`${DEAD('failed')} AND ${QUARANTINED}`),
  cancelled: LIST(DEAD('cancelled')),
} as const

/** $1 queues, $2 id. */
export const GET = `SELECT ${COLUMNS}, data FROM pgboss.job ${TOLD} WHERE name = ANY($1) AND job.id = $2`

/** One more try, at once; what was counted towards a quarantine is forgotten. */
const REVIVED = `UPDATE pgboss.job SET state = 'retry', retry_limit = GREATEST(retry_limit, retry_count) + 1, start_after = now(),
    completed_on = NULL, output = output - '{losses,quarantined}'::text[]`

/** $1 queues, $2 id. As the engine's retry(). */
export const RETRY_FAILED = `WITH revived AS (${REVIVED} WHERE name = ANY($1) AND id = $2 AND state = 'failed' RETURNING name)
  SELECT pg_notify('${CHANNEL}', name) FROM revived`

/** $1 queue, $2 how many. The oldest failures first; none that is in quarantine. Looked up one by one: see claimed() in claim-sql.ts. */
export const REDRIVE = `WITH dead AS (
    SELECT id FROM pgboss.job WHERE name = $1 AND state = 'failed' AND NOT ${QUARANTINED}
    ORDER BY completed_on LIMIT $2 FOR UPDATE SKIP LOCKED
  ), revived AS (${REVIVED} WHERE name = $1 AND id = ANY(ARRAY(SELECT id FROM dead)) RETURNING name),
  notified AS (SELECT pg_notify('${CHANNEL}', $1) WHERE EXISTS (SELECT FROM revived))
  SELECT (SELECT count(*)::int FROM revived) AS revived, (SELECT count(*) FROM notified) AS woken`

/** $1 queues, $2 id. As the engine's cancel(); a running handler is told by its next heartbeat. */
export const CANCEL = `UPDATE pgboss.job SET state = 'cancelled', completed_on = now()
  WHERE name = ANY($1) AND id = $2 AND state < 'completed' RETURNING id, name, data`

/**
 * $1 queue, $2 id, $3 the attempt's retry_count, $4 why. Another try follows, after the engine's backoff for as many tries as count: the
 * engine's own fail() would take those that were put off or handed back for failures.
 */
export const FAIL_TRY = `UPDATE pgboss.job SET state = 'retry', heartbeat_on = NULL, output = $4::jsonb,
    start_after = now() + LEAST(retry_delay_max,
      GREATEST(retry_delay, 1) * 2 ^ LEAST(16, retry_count - ${SPARED}) * (1 + random())) * interval '1 second'
  WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3`

/** What a statement of its own need not have on the disk when it is answered, claims and completions: see boss.ts. */
export const QUICK = `quick AS (SELECT set_config('synchronous_commit', 'off', true))`

/** $1 queue, $2 ids, $3 the attempts' retry_count. The engine's complete() looks at each attempt as text, which takes a third longer. */
export const COMPLETE = `WITH ${QUICK}, completed AS (
    UPDATE pgboss.job SET state = 'completed', completed_on = now(), output = NULL
    WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'active' AND retry_count = $3
  )
  SELECT FROM quick`

/** $1 queue, $2 id, $3 the attempt's retry_count, $4 why. The engine's dead letter for one job. */
export const FAIL_FOR_GOOD = `UPDATE pgboss.job SET state = 'failed', completed_on = now(), heartbeat_on = NULL, output = $4::jsonb
  WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3 RETURNING id`

/** $1 hours. Failed jobs are kept longer, by the queue's own setting. */
export const PRUNE_COMPLETED = `DELETE FROM pgboss.job WHERE state = 'completed' AND completed_on < now() - $1 * interval '1 hour'`

/** $1 hours. An effect's record is kept as long as its job can be run again. */
export const PRUNE_EFFECTS = `DELETE FROM kernel.job_effect AS effect WHERE at < now() - $1 * interval '1 hour'
  AND NOT EXISTS (SELECT FROM pgboss.job WHERE job.id = effect.job_id)`

export const PRUNE_PROGRESS = `DELETE FROM kernel.job_progress AS progress
  WHERE NOT EXISTS (SELECT FROM pgboss.job WHERE job.id = progress.job_id AND job.state = 'active')`

/** Of queues that no program works on any more, or that are paused: what is in them is packed anew when it is wanted. */
export const PRUNE_PARCELS = "DELETE FROM kernel.job_parcel WHERE at < now() - interval '1 day'"

/** What processes of a former version have marked for Redis. */
export const PRUNE_CARRIED = "DELETE FROM kernel.job_carried WHERE at < now() - interval '1 day'"

/** $1 days. */
export const PRUNE_EVENTS = `DELETE FROM kernel.event WHERE occurred_at < now() - $1 * interval '1 day'`

/** $1 job, $2 step. What the step came to, as text; null where nothing was kept. */
export const STEP_RESULT = 'SELECT result::text AS kept FROM kernel.job_effect WHERE job_id = $1 AND step = $2'

/** $1 job, $2 step, $3 what it came to. */
export const KEEP_RESULT = 'UPDATE kernel.job_effect SET result = $3::jsonb WHERE job_id = $1 AND step = $2'

/** $1 job, $2 step. No row when the step has been taken before. */
export const TAKE_STEP = `INSERT INTO kernel.job_effect (job_id, step) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true AS taken`
