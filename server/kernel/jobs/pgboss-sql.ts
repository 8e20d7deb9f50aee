import { createHash } from 'node:crypto'

/**
 * Every statement of ours on the tables of pg-boss 12.35. The engine fetches, completes, retries and deletes by itself; these do what
 * it has no call for in one statement of the caller's transaction. `pgboss-sql.test.ts` compares the rows with its own.
 */
export const SCHEMA = 'pgboss'

/** The engine's notification channel: its notifyChannelSql('pgboss'), payload = queue. */
const CHANNEL = `pgboss_${createHash('sha224').update(SCHEMA).digest('hex').slice(0, 24)}`

/**
 * Input: JSON array of {id, queue, data, key?, delaySeconds?}. Returns the queue of each inserted row. One NOTIFY per queue that
 * got a job to run now. Queues have the engine's policy `short`: one waiting (`created`) job per singleton key, so a job without a
 * key gets its id as key. A missing queue row yields no job, which the caller sees by the count.
 */
const INSERTION = (input: string) => `
  requested AS (
    SELECT * FROM jsonb_to_recordset(${input}::jsonb)
      AS row (id uuid, queue text, data jsonb, key text, "delaySeconds" double precision)
  ),
  inserted AS (
    INSERT INTO pgboss.job (
      id, name, data, start_after, created_on, singleton_key, expire_seconds, deletion_seconds, keep_until,
      retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds
    )
    SELECT requested.id, queue.name, requested.data, due.at, now(), COALESCE(requested.key, requested.id::text),
      queue.expire_seconds, queue.deletion_seconds, due.at + queue.retention_seconds * interval '1 second',
      queue.retry_limit, queue.retry_delay, queue.retry_backoff, queue.retry_delay_max, queue.policy, queue.dead_letter,
      queue.heartbeat_seconds
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
 * $1 queue, $2 key. Locks the waiting job of that key until the caller commits: the engine fetches with SKIP LOCKED, so the job cannot
 * start before it can see what the caller wrote. The notification wakes a worker that passed it over meanwhile.
 */
export const HOLD_WAITING = `WITH waiting AS (
    SELECT id FROM pgboss.job WHERE name = $1 AND singleton_key = $2 AND state = 'created' FOR UPDATE
  )
  SELECT pg_notify('${CHANNEL}', $1) FROM waiting`

/**
 * $1 queue, $2 id, $3 the attempt's retry_count. Ready at once and one try richer: a shutdown is not the job's fault. The retry_count
 * stays, and the next claim raises it, so that nothing this process still writes can touch the next attempt.
 */
export const HAND_BACK = `WITH returned AS (
    UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1, start_after = now(), heartbeat_on = NULL
    WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3
    RETURNING name
  )
  SELECT pg_notify('${CHANNEL}', name) FROM returned`

/** $1 queue, $2 id, $3 the attempt's retry_count, $4 seconds, $5 why. As HAND_BACK, but ready only then. */
export const PUT_OFF = `UPDATE pgboss.job SET state = 'retry', retry_limit = retry_limit + 1,
    start_after = now() + $4 * interval '1 second', heartbeat_on = NULL, output = $5::jsonb
  WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3`

/**
 * $1 queues, $2 seconds. Frees jobs whose worker has not been heard of, without the backoff the engine would add; the try counts. Jobs
 * on their last try are left to the engine, which fails them with a reason.
 */
export const RESCUE_STALLED = `WITH stalled AS (
    SELECT name, id FROM pgboss.job
    WHERE name = ANY($1) AND state = 'active' AND heartbeat_on < now() - $2 * interval '1 second' AND retry_count < retry_limit
    FOR UPDATE SKIP LOCKED
  ), freed AS (
    UPDATE pgboss.job SET state = 'retry', start_after = now(), heartbeat_on = NULL,
      output = '{"name": "WorkerLost", "message": "the worker was not heard of any more"}'
    FROM stalled WHERE job.name = stalled.name AND job.id = stalled.id
    RETURNING job.name, job.id
  )
  SELECT name, id, pg_notify('${CHANNEL}', name) FROM freed`

const DUE = "state < 'active' AND NOT blocked AND start_after <= now()"

/** $1 queues. Those that have a job to run now. */
export const READY_QUEUES = `SELECT name FROM unnest($1::text[]) AS wanted (name)
  WHERE EXISTS (SELECT FROM pgboss.job WHERE job.name = wanted.name AND ${DUE})`

/** $1 queues. */
export const READY_DEPTH = `SELECT name, count(*)::int AS ready, extract(epoch FROM now() - min(start_after))::float8 AS "oldestSeconds"
  FROM pgboss.job WHERE name = ANY($1) AND ${DUE} GROUP BY name`

/** $1 queues. clock_timestamp(): a job that became due between this statement's now() and its snapshot counts as well. */
export const BUSY = `SELECT EXISTS (
    SELECT FROM pgboss.job WHERE name = ANY($1) AND (state = 'active' OR (state < 'active' AND start_after <= clock_timestamp()))
  ) AS busy`

/** $1 queues. */
export const OVERVIEW = `SELECT name,
    count(*) FILTER (WHERE ${DUE})::int AS ready,
    count(*) FILTER (WHERE state = 'created' AND start_after > now())::int AS delayed,
    count(*) FILTER (WHERE state = 'retry' AND start_after > now())::int AS retrying,
    count(*) FILTER (WHERE state = 'active')::int AS active,
    count(*) FILTER (WHERE state = 'failed')::int AS failed,
    count(*) FILTER (WHERE state = 'completed' AND completed_on > now() - interval '1 hour')::int AS "completedLastHour"
  FROM pgboss.job WHERE name = ANY($1) GROUP BY name`

/** $1 queue, $2 id, $3 the attempt's retry_count, $4 percent, $5 note. A try that lost its job writes nothing. */
export const WRITE_PROGRESS = `INSERT INTO kernel.job_progress (job_id, attempt, percent, note)
  SELECT id, retry_count, $4, $5 FROM pgboss.job WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $3
  ON CONFLICT (job_id) DO UPDATE SET attempt = excluded.attempt, percent = excluded.percent, note = excluded.note, at = now()`

const COLUMNS = `job.id, name AS queue, state::text AS state, retry_count AS "retryCount", retry_limit AS "retryLimit",
  created_on AS "createdAt", start_after AS "startAfter", started_on AS "startedAt", completed_on AS "completedAt", output,
  progress.percent, progress.note, progress.at AS "toldAt"`

/** With what the running try last told. */
const JOBS = `pgboss.job LEFT JOIN kernel.job_progress AS progress
  ON progress.job_id = job.id AND job.state = 'active' AND progress.attempt = job.retry_count`

/** $1 queues, $2 states, $3/$4 created_on and id of the last row seen or null, $5 limit. Newest first. */
export const LIST = `SELECT ${COLUMNS}, created_on::text AS "createdKey" FROM ${JOBS}
  WHERE name = ANY($1) AND state = ANY($2::pgboss.job_state[])
    AND ($3::timestamptz IS NULL OR (created_on, job.id) < ($3::timestamptz, $4::uuid))
  ORDER BY created_on DESC, job.id DESC LIMIT $5`

/** $1 queues, $2 id. */
export const GET = `SELECT ${COLUMNS}, data FROM ${JOBS} WHERE name = ANY($1) AND job.id = $2`

/** $1 queues, $2 id. As the engine's retry(): one more try is granted. */
export const RETRY_FAILED = `WITH revived AS (
    UPDATE pgboss.job SET state = 'retry', retry_limit = GREATEST(retry_limit, retry_count) + 1, start_after = now(), completed_on = NULL
    WHERE name = ANY($1) AND id = $2 AND state = 'failed'
    RETURNING name
  )
  SELECT pg_notify('${CHANNEL}', name) FROM revived`

/** $1 queues, $2 id. As the engine's cancel(); a running handler is told by its next heartbeat. */
export const CANCEL = `UPDATE pgboss.job SET state = 'cancelled', completed_on = now()
  WHERE name = ANY($1) AND id = $2 AND state < 'completed' RETURNING id`

/** $1 hours. Failed jobs are kept longer, by the queue's own setting. */
export const PRUNE_COMPLETED = `DELETE FROM pgboss.job WHERE state = 'completed' AND completed_on < now() - $1 * interval '1 hour'`

/** $1 hours. An effect's record is kept as long as its job can be run again. */
export const PRUNE_EFFECTS = `DELETE FROM kernel.job_effect AS effect WHERE at < now() - $1 * interval '1 hour'
  AND NOT EXISTS (SELECT FROM pgboss.job WHERE job.id = effect.job_id)`

export const PRUNE_PROGRESS = `DELETE FROM kernel.job_progress AS progress
  WHERE NOT EXISTS (SELECT FROM pgboss.job WHERE job.id = progress.job_id AND job.state = 'active')`

/** $1 days. */
export const PRUNE_EVENTS = `DELETE FROM kernel.event WHERE occurred_at < now() - $1 * interval '1 day'`

/** $1 job, $2 step. No row when the step has been taken before. */
export const TAKE_STEP = `INSERT INTO kernel.job_effect (job_id, step) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true AS taken`
