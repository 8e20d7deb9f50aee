import { Type } from 'typebox'
import { route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { HealthReport } from '../../kernel/telemetry/health.ts'
import type { JobsDoor } from './jobs-door.ts'

const counted = (what: string) => Type.Integer({ description: `${what}; no more than 10,000 are counted` })
const waiting = (what: string) => counted(`${what}, of what waits (ready, delayed and retrying together)`)
const dead = (what: string) => counted(`${what}, of what has failed (failed and quarantined together)`)

const queueShape = object({
  name: Type.String(),
  description: Type.String(),
  idempotentBy: Type.String(),
  ready: waiting('Jobs that could run now'),
  delayed: waiting('Jobs whose time has not come'),
  retrying: waiting('Jobs that wait for another try'),
  active: counted('Jobs that run'),
  failed: dead('Jobs that were given up'),
  quarantined: dead('Jobs that lost their worker again and again'),
  completedLastHour: counted('Jobs that ended in the last hour'),
  paused: Type.Boolean({ description: 'Starts no job until it is resumed' }),
})

const JOB_STATES = ['queued', 'active', 'completed', 'failed', 'quarantined', 'cancelled'] as const

const jobProperties = {
  id: idOf('job'),
  queue: Type.String(),
  tenant: nullable(Type.String()),
  state: oneOf(JOB_STATES),
  attempt: Type.Integer(),
  attempts: Type.Integer(),
  createdAt: instant,
  startAfter: instant,
  startedAt: nullable(instant),
  endedAt: nullable(instant),
  reason: nullable(Type.String()),
  progress: nullable(object({ percent: Type.Number(), note: nullable(Type.String()), at: instant })),
}

const jobDetails = object({
  ...jobProperties,
  origin: nullable(
    object({
      requestId: Type.String({ description: 'Of the call that led to it' }),
      actor: Type.String({ description: '`user:` or `system:` and who, or `anonymous`' }),
      traceparent: Type.Optional(Type.String()),
    }),
  ),
  failure: nullable(
    object({
      name: Type.String({ description: 'The kind of error' }),
      code: nullable(Type.String()),
      stack: nullable(Type.String({ description: 'The calls that led to it' })),
    }),
  ),
  data: Type.Unknown({ description: 'The payload as it was stored; sensitive values are replaced' }),
  payload: nullable(
    object({
      version: Type.Integer(),
      currentVersion: Type.Integer({ description: 'Of the payloads that this program writes' }),
      current: Type.Unknown({
        description: 'The payload as a handler would get it now; sensitive values are replaced',
      }),
      fault: nullable(Type.String({ description: 'Why a handler would not get it' })),
    }),
  ),
})
const scheduleShape = object({
  name: Type.String(),
  queue: Type.String(),
  cron: Type.String({ description: 'Five fields' }),
  zone: Type.String({ description: 'IANA' }),
  lastTickAt: nullable(instant),
  nextTickAt: nullable(instant),
})
const queuePath = object({ queue: Type.String({ maxLength: 100 }) })
const jobPath = object({ id: idOf('job') })

const checkShape = object({
  name: Type.String(),
  status: oneOf(['pass', 'warn', 'fail']),
  observed: Type.String(),
  fix: nullable(Type.String()),
  tookMs: Type.Integer(),
  at: instant,
})

/** Queues and jobs for whoever runs the server. */
export function jobRoutes(jobs: JobsDoor) {
  return [
    ...jobActionRoutes(jobs),
    ...queueActionRoutes(jobs),
    route(
      {
        id: 'jobs.overview',
        method: 'GET',
        path: '/api/jobs',
        summary: 'Every queue with its numbers',
        policy: { can: 'jobs:read', rate: 'read' },
        schema: { response: { 200: object({ queues: Type.Array(queueShape), schedules: Type.Array(scheduleShape) }) } },
      },
      async () => ({ queues: await jobs.overview(), schedules: await jobs.schedules() }),
    ),
    route(
      {
        id: 'jobs.list',
        method: 'GET',
        path: '/api/jobs/list',
        summary: 'Jobs, newest first',
        policy: { can: 'jobs:read', rate: 'read' },
        schema: {
          query: object({
            ...pageQuery,
            queue: Type.Optional(Type.String({ maxLength: 100 })),
            state: Type.Optional(oneOf(JOB_STATES)),
          }),
          response: { 200: page(object(jobProperties)) },
        },
      },
      ({ query }) => jobs.list({ ...query, limit: query.limit ?? 20 }),
    ),
    route(
      {
        id: 'jobs.get',
        method: 'GET',
        path: '/api/jobs/{id}',
        summary: 'One job with its payload and the reason of its last failure',
        policy: { can: 'jobs:read', rate: 'read' },
        schema: { params: jobPath, response: { 200: jobDetails } },
        problems: ['jobs/not-found'],
      },
      ({ params }) => jobs.get(params.id),
    ),
  ]
}

function jobActionRoutes(jobs: JobsDoor) {
  return [
    route(
      {
        id: 'jobs.retry',
        method: 'POST',
        path: '/api/jobs/{id}/retry',
        summary: 'Puts a failed or quarantined job back into its queue',
        policy: { can: 'jobs:manage', rate: 'write' },
        schema: { params: jobPath, response: { 204: null } },
        problems: ['jobs/not-found', 'jobs/not-failed'],
      },
      (call) =>
        call.transaction(async (tx) => {
          await jobs.retry(tx, call.params.id)
          await tx.audit({ action: 'jobs.retried', subject: { kind: 'job', id: call.params.id } })
        }),
    ),
    route(
      {
        id: 'jobs.cancel',
        method: 'POST',
        path: '/api/jobs/{id}/cancel',
        summary: 'Ends a waiting or running job for good; a running one learns of it within seconds',
        policy: { can: 'jobs:manage', rate: 'write' },
        schema: { params: jobPath, response: { 204: null } },
        problems: ['jobs/not-found', 'jobs/already-ended'],
      },
      (call) =>
        call.transaction(async (tx) => {
          await jobs.cancel(tx, call.params.id)
          await tx.audit({ action: 'jobs.cancelled', subject: { kind: 'job', id: call.params.id } })
        }),
    ),
  ]
}

function queueActionRoutes(jobs: JobsDoor) {
  const head = (action: string) => ({
    method: 'POST' as const,
    path: `/api/job-queues/{queue}/${action}` as const,
    policy: { can: 'jobs:manage', rate: 'write' } as const,
    problems: ['jobs/no-such-queue'],
  })
  return [
    route(
      {
        ...head('pause'),
        id: 'jobs.pauseQueue',
        summary: 'Lets no job of a queue start until it is resumed; what runs, runs on',
        schema: { params: queuePath, response: { 204: null } },
      },
      (call) =>
        call.transaction(async (tx) => {
          if (!(await jobs.pause(tx, call.params.queue))) return
          await tx.audit({ action: 'jobs.queue-paused', subject: { kind: 'job-queue', id: call.params.queue } })
        }),
    ),
    route(
      {
        ...head('resume'),
        id: 'jobs.resumeQueue',
        summary: 'Lets the jobs of a paused queue start again',
        schema: { params: queuePath, response: { 204: null } },
      },
      (call) =>
        call.transaction(async (tx) => {
          if (!(await jobs.resume(tx, call.params.queue))) return
          await tx.audit({ action: 'jobs.queue-resumed', subject: { kind: 'job-queue', id: call.params.queue } })
        }),
    ),
    route(
      {
        ...head('redrive'),
        id: 'jobs.redriveQueue',
        summary: 'Puts the failed jobs of a queue back into it, 1,000 at most and none in quarantine',
        schema: { params: queuePath, response: { 200: object({ jobs: Type.Integer() }) } },
      },
      (call) =>
        call.transaction(async (tx) => {
          const redriven = await jobs.redrive(tx, call.params.queue)
          const subject = { kind: 'job-queue', id: call.params.queue }
          if (redriven > 0) await tx.audit({ action: 'jobs.queue-redriven', subject, details: { jobs: redriven } })
          return { jobs: redriven }
        }),
    ),
  ]
}

/** The startup check, with what was observed and what to do. */
export function checkRoutes(health: { report(): Promise<HealthReport> }) {
  return [
    route(
      {
        id: 'operations.startupCheck',
        method: 'GET',
        path: '/api/startup-check',
        summary: 'Every check with what was observed and how to mend it',
        policy: { can: 'operations:read', rate: 'read' },
        schema: {
          response: { 200: object({ status: oneOf(['pass', 'warn', 'fail']), checks: Type.Array(checkShape) }) },
        },
      },
      async () => {
        const report = await health.report()
        return {
          status: report.status,
          checks: Object.entries(report.checks).map(([name, check]) => ({ name, ...check, fix: check.fix ?? null })),
        }
      },
    ),
  ]
}

export function installationRoutes(products: readonly string[]) {
  return [
    route(
      {
        id: 'operations.installation',
        method: 'GET',
        path: '/api/installation',
        summary: 'The products that stand on this server, so that a console shows what there is.',
        policy: { access: 'public', rate: 'read' },
        schema: { response: { 200: object({ products: Type.Array(Type.String()) }) } },
      },
      async () => ({ products: [...products] }),
    ),
  ]
}
