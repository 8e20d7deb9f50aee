import { type Control, type Edit, without } from '../control.ts'

const attempt = 'server/kernel/jobs/attempt.ts'
const statements = 'server/kernel/jobs/pgboss-sql.ts'
const sinks = 'server/kernel/jobs/sinks.ts'
const relay = 'server/kernel/jobs/relay.ts'
const beating = 'server/kernel/jobs/heartbeat-worker.ts'
const carrier = 'server/kernel/jobs/bullmq-carrier.ts'

const lifecycle = 'server/kernel/jobs/jobs-lifecycle.test.ts'
const bullmq = 'server/kernel/jobs/bullmq.test.ts'
const heartbeat = 'server/kernel/jobs/heartbeat.test.ts'

/** The thread of the heart beats only when the thread of the handlers tells it to. */
const BEATS_WHEN_TOLD: readonly Edit[] = [
  {
    file: beating,
    guard: 'await sleep(everyMs)',
    instead: "await new Promise((go) => port.once('message', go))",
  },
  {
    file: 'server/kernel/jobs/heartbeat.ts',
    guard: 'worker.unref()',
    instead:
      'worker.unref()\n    setInterval(() => worker.postMessage({ block: createBlock() }), setting.everyMs).unref()',
  },
]

/** Who enqueues waits for Redis. */
const WAITS_FOR_REDIS: readonly Edit[] = [
  {
    file: carrier,
    guard: "pushing.on('ready', () => relay.nudge(null))",
    instead:
      "pushing.on('ready', () => relay.nudge(null))\n  Object.assign(globalThis, { askRedis: () => pushing.ping() })",
  },
  {
    file: sinks,
    guard: 'await (key === undefined ?',
    instead: "await Reflect.get(globalThis, 'askRedis')?.()\n      await (key === undefined ?",
  },
]

/** A job is due by the clock of the process that enqueues it. */
const DUE_BY_OWN_CLOCK: readonly Edit[] = [
  {
    file: sinks,
    guard: 'data: envelope(tx.origin, request.data, spec.v),',
    instead: 'data: envelope(tx.origin, request.data, spec.v), sent: now(),',
  },
  {
    file: statements,
    guard: '"delaySeconds" double precision, tenant text)',
    instead: '"delaySeconds" double precision, tenant text, sent timestamptz)',
  },
  {
    file: statements,
    guard: 'SELECT now() + COALESCE(requested."delaySeconds", 0)',
    instead: 'SELECT COALESCE(requested.sent, now()) + COALESCE(requested."delaySeconds", 0)',
  },
]

/** Of the cases of jobs. */
export const jobControls: Readonly<Record<string, Control>> = {
  J25: {
    shown: {
      file: 'test/faults/jobs-kill.test.ts',
      test: 'effects that are not recorded under their job are found out',
    },
  },
  J26: without(attempt, 'return taken.length === 0 ? undefined : take(tx)', 'return take(tx)', {
    file: lifecycle,
    test: 'a process that was frozen and comes back to a job of another takes no second effect',
  }),
  J27: {
    without: BEATS_WHEN_TOLD,
    caughtBy: { file: heartbeat, test: 'the heart of a program that computes without a pause goes on beating' },
  },
  J28: without(
    'server/kernel/jobs/sinks.ts',
    'await (key === undefined ?',
    'await tx.raw("COMMIT")\n      await (key === undefined ?',
    {
      file: 'server/kernel/jobs/jobs.test.ts',
      test: 'a committed job runs and a rolled back one never exists',
    },
  ),
  J29: without(relay, 'const CARRY_AGAIN_SECONDS = 30', 'const CARRY_AGAIN_SECONDS = 3_000', {
    file: bullmq,
    test: 'jobs that Redis lost one by one are carried again after half a minute',
  }),
  J30: without(relay, 'if (found !== null) return found', "if (found !== undefined) return 'always'", {
    file: bullmq,
    test: 'Redis emptied costs none of 200 jobs, and none takes effect twice',
  }),
  J31: {
    without: WAITS_FOR_REDIS,
    caughtBy: { file: bullmq, test: 'a Redis that hangs keeps no transaction waiting' },
  },
  J32: without(beating, 'if (client === lost) client = null', '', {
    file: heartbeat,
    test: 'heartbeats go on by themselves after a lost connection',
  }),
  J33: {
    shown: {
      file: 'test/faults/poison-job.test.ts',
      test: 'ends one process after the other when nobody counts: the same look finds it',
    },
  },
  J34: {
    without: DUE_BY_OWN_CLOCK,
    caughtBy: {
      file: 'test/faults/clock-jump.test.ts',
      test: 'three days back and 400 ahead answers, runs its jobs, revives no session and makes no id twice',
    },
  },
  J35: without('server/kernel/jobs/ticks.ts', '(isShown && !isRepeated(atMs))', 'isShown', {
    file: 'server/kernel/jobs/ticks.test.ts',
    test: 'in the hour that is repeated comes the first time',
  }),
  J36: without(
    'server/kernel/jobs/schedules.ts',
    'WHERE name = $1 AND ticked_at < to_timestamp($2::float8 / 1000) RETURNING name`',
    'WHERE name = $1 RETURNING name`',
    {
      file: 'server/kernel/jobs/schedules.test.ts',
      test: 'a tick that two schedulers see is taken by one of them, when both have decided to',
    },
  ),
  J37: without(attempt, 'if (thrown instanceof NewerPayload) return NEWER_PAYLOAD_SECONDS', '', {
    file: 'server/kernel/jobs/versions.test.ts',
    test: 'a job of a newer program waits for one without losing a try',
  }),
  J38: without(statements, 'admit_job($1, $2, $3, $4, $5)', 'admit_job($1, $2, $3, $4, $5 + 1)', {
    file: 'server/kernel/jobs/pgboss-sql.test.ts',
    test: 'of one tenant no more are admitted than may run, even when all ask at once',
  }),
  J39: {
    shown: {
      file: 'test/faults/held-snapshot.test.ts',
      test: 'leaves a queue that deletes what it takes less: the same look finds it',
    },
  },
  J40: without(
    statements,
    'start_after = now(), heartbeat_on = NULL\n    FROM unnest',
    "start_after = now() + interval '1 hour', heartbeat_on = NULL\n    FROM unnest",
    {
      file: lifecycle,
      test: 'a stopping process lets handlers end, then hands the rest back, and another takes them at once',
    },
  ),
  J41: without('server/kernel/db/embedded-owner.ts', 'return isSameProcess(holder.pid, holder.start)', 'return false', {
    file: 'server/kernel/db/embedded.test.ts',
    test: 'a second process is refused within 2 s, and told who owns the folder',
  }),
  J42: without('server/kernel/telemetry/redact.ts', "if (node[MARK] === true) return '[redacted]'", '', {
    file: 'server/kernel/telemetry/redact.test.ts',
    test: 'marked values are replaced at every depth, unmarked ones shown',
  }),
  J43: without('server/kernel/mail/provider-pause.ts', 'if (seconds > 0) throw', 'if (seconds > 1e9) throw', {
    file: 'server/kernel/mail/providers.test.ts',
    test: 'after a 429 no request is made until the provider said so, by any mail',
  }),
}
