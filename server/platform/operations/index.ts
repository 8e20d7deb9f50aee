import type { AnyProblemMaker } from '../../kernel/http/route.ts'
import type { HealthReport } from '../../kernel/telemetry/health.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { JobsDoor } from './jobs-door.ts'
import { checkRoutes, jobRoutes } from './operations.routes.ts'

export interface OperationsDeps {
  readonly jobs: JobsDoor
  readonly jobProblems: AnyProblemMaker
  readonly health: { report(): Promise<HealthReport> }
}

/** What whoever runs the server sees and does through the API: jobs and checks. Owns no tables. */
export function createOperations({ jobs, jobProblems, health }: OperationsDeps): Unit {
  return {
    name: 'operations',
    migrations: null,
    routes: [...jobRoutes(jobs), ...checkRoutes(health)],
    problems: [jobProblems],
    permissions: {
      'operations:read': 'See the startup check',
      'jobs:read': 'See queues and jobs',
      'jobs:manage': 'Retry and cancel jobs',
    },
    events: [],
  }
}
