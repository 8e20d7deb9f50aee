import type { AnyProblemMaker } from '../../kernel/http/route.ts'
import type { HealthReport } from '../../kernel/telemetry/health.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { JobsDoor } from './jobs-door.ts'
import { mailRoutes } from './mail.routes.ts'
import { checkRoutes, installationRoutes, jobRoutes } from './operations.routes.ts'
import { type OwnMailDeps, ownMailRoutes } from './own-mail.routes.ts'

export interface OperationsDeps extends OwnMailDeps {
  readonly jobs: JobsDoor
  readonly jobProblems: AnyProblemMaker
  readonly health: { report(): Promise<HealthReport> }
  /** Names of the products that PRODUCTS has chosen. */
  readonly products: readonly string[]
}

/** What whoever runs the server sees and does through the API: jobs, mail and checks; and what everybody gets by mail. Owns no tables. */
export function createOperations(deps: OperationsDeps): Unit {
  const { jobs, jobProblems, mail, health, products } = deps
  return {
    name: 'operations',
    migrations: null,
    routes: [
      ...[...jobRoutes(jobs), ...mailRoutes(mail), ...ownMailRoutes(deps)],
      ...[...checkRoutes(health), ...installationRoutes(products)],
    ],
    problems: [jobProblems],
    permissions: {
      'operations:read': 'See the startup check',
      'jobs:read': 'See queues and jobs',
      'jobs:manage': 'Retry and cancel jobs, pause queues',
      'mail:read': 'See to whom mail was sent, what became of it and whom none is sent to',
      'mail:manage': 'Let mail go again to an address that it was stopped for',
    },
    events: [],
  }
}
