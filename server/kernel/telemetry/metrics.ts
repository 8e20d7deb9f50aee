import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** prom-client's own gauges whose names end in _total, which `promtool check metrics` rejects. */
const REJECTED_DEFAULTS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
]
/** OpenTelemetry semantic conventions, http.server.request.duration. */
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const JOB_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300]

/** Each sample wakes the process: at prom-client's own 10 ms, this and the watcher of `http/shed.ts` were half of what an idle server spent. */
const LOOP_SAMPLE_MS = 50

export type Metrics = ReturnType<typeof createMetrics>

/** All metrics of the process, on a registry of its own. Labels are bounded: route templates, codes, queue names; never ids. */
export function createMetrics(version: string) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS })
  for (const name of REJECTED_DEFAULTS) registry.removeSingleMetric(name)
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] })
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers: [registry] })

  gauge('build_info', 'Version of the running program, as a label.', ['version']).set({ version }, 1)
  return {
    registry,
    httpDuration: histogram(
      'http_server_request_duration_seconds',
      'Time from request head to the end of the answer.',
      ['http_request_method', 'http_route', 'http_response_status_code'],
      HTTP_BUCKETS,
    ),
    httpActive: gauge('http_server_active_requests', 'Requests being answered now.', []),
    httpShed: counter('http_server_shed_requests_total', 'Requests refused to protect the rest.', ['reason']),
    eventStreams: gauge('http_server_event_streams', 'Streams of events that are open now.', []),
    eventStreamsEnded: counter('http_server_event_streams_ended_total', 'Streams that the server ended.', ['reason']),
    problems: counter('http_server_problem_total', 'Problems answered, by code.', ['code']),
    rateDecisions: counter('rate_limit_decisions_total', 'Decisions of the request limiter.', ['policy', 'decision']),
    dbConnections: gauge('db_client_connections', 'Connections of a pool by state.', ['pool', 'state']),
    dbPending: gauge('db_client_connection_pending_requests', 'Requests that wait for a connection.', ['pool']),
    dbRetries: counter('db_tx_retries_total', 'Transactions run again, by SQLSTATE.', ['reason']),
    jobDuration: histogram('job_duration_seconds', 'Time one try of a job took.', ['queue', 'outcome'], JOB_BUCKETS),
    jobReady: gauge('job_queue_ready', 'Jobs that could run now.', ['queue']),
    jobOldestReady: gauge('job_queue_oldest_ready_age_seconds', 'Age of the oldest job that could run now.', ['queue']),
    jobDeadLetter: counter('job_dead_letter_total', 'Jobs that failed for good.', ['queue']),
    jobEngineFaults: counter('job_engine_faults_total', 'Faults and warnings of the job engine itself.', ['kind']),
    cacheLookups: counter('cache_lookups_total', 'Values looked up, by tier.', ['cache', 'tier', 'outcome']),
    cacheLoads: counter('cache_loads_total', 'Values loaded from where they come from.', ['cache', 'outcome']),
    cacheRefusedFills: counter(
      'cache_refused_fills_total',
      'Loaded values that were not kept, because they were invalidated during the load.',
      ['cache', 'tier'],
    ),
    cacheStaleServed: counter('cache_stale_served_total', 'Old values served because loading failed.', ['cache']),
    mailMessages: counter('email_messages_total', 'Mail by transport and outcome.', ['provider', 'outcome']),
    smsMessages: counter('sms_messages_total', 'SMS by provider and outcome.', ['provider', 'outcome']),
    authLogins: counter('auth_login_attempts_total', 'Sign-in attempts.', ['method', 'result']),
    authRefreshReuse: counter(
      'auth_refresh_reuse_total',
      'Refresh tokens presented after their successor was used.',
      [],
    ),
    authPasswordHashes: counter('auth_password_hashes_total', 'Password hashes computed.', []),
    authCaptchas: counter('auth_captcha_total', 'Captcha answers checked.', ['provider', 'outcome']),
    authLockouts: counter('auth_lockouts_total', 'Accounts locked after too many failures.', []),
    auditUnsealedAge: gauge('audit_unsealed_age_seconds', 'Age of the oldest audit record outside the chain.', []),
    flagsRevision: gauge('flags_revision', 'Revision of the flags in memory.', ['environment']),
    flagsStale: gauge('flags_stale', '1 while flags are served that may be out of date.', ['environment']),
    flagsFallbacks: counter('flags_fallbacks_total', "Flags answered by the caller's default for want of an answer.", [
      'reason',
    ]),
    exposuresLost: counter('experiments_exposures_lost_total', 'Exposures that found no room in memory.', []),
    filesLifecycle: counter('files_lifecycle_total', 'Files and versions that the rules of their lifecycle ended.', [
      'what',
    ]),
    telemetryDropped: counter('telemetry_dropped_total', 'Telemetry lost because nobody read it.', ['signal']),
    dependencyUp: gauge('dependency_up', '1 while the dependency answers.', ['dependency']),
  }
}

/** The job engine's view of the metrics. */
export function jobMetrics(metrics: Metrics) {
  return {
    duration: (queue: string, outcome: string, seconds: number) =>
      metrics.jobDuration.observe({ queue, outcome }, seconds),
    deadLettered: (queue: string) => metrics.jobDeadLetter.inc({ queue }),
    ready(queue: string, jobs: number, oldestAgeSeconds: number) {
      metrics.jobReady.set({ queue }, jobs)
      metrics.jobOldestReady.set({ queue }, oldestAgeSeconds)
    },
    engineFault: (kind: 'error' | 'warning') => metrics.jobEngineFaults.inc({ kind }),
  }
}
