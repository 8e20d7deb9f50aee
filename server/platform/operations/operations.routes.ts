import { Type } from 'typebox'
import { route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { HealthReport } from '../../kernel/telemetry/health.ts'
import type { JobsDoor } from './jobs-door.ts'

const queueShape = object({
  name: Type.String(),
  description: Type.String(),
  idempotentBy: Type.String(),
  ready: Type.Integer(),
  delayed: Type.Integer(),
  retrying: Type.Integer(),
  active: Type.Integer(),
  failed: Type.Integer(),
  completedLastHour: Type.Integer(),
})

const JOB_STATES = ['queued', 'active', 'completed', 'failed', 'cancelled'] as const

const jobProperties = {
  id: idOf('job'),
  queue: Type.String(),
  state: oneOf(JOB_STATES),
  attempt: Type.Integer(),
  attempts: Type.Integer(),
  createdAt: instant,
  startAfter: instant,
  startedAt: nullable(instant),
  endedAt: nullable(instant),
  reason: nullable(Type.String()),
}

const jobDetails = object({
  ...jobProperties,
  data: Type.Unknown({ description: 'The payload; sensitive values are replaced' }),
})
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
    route(
      {
        id: 'jobs.overview',
        method: 'GET',
        path: '/api/jobs',
        summary: 'Every queue with its numbers',
        policy: { can: 'jobs:read', rate: 'read' },
        schema: { response: { 200: object({ queues: Type.Array(queueShape) }) } },
      },
      async () => ({ queues: await jobs.overview() }),
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
        summary: 'Puts a failed job back into its queue',
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
        summary: 'Takes a waiting job out of its queue for good',
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
