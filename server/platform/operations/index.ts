import type { AnyProblemMaker } from '../../kernel/http/route.ts'
import type { MailDesk } from '../../kernel/mail/mail.ts'
import type { HealthReport } from '../../kernel/telemetry/health.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { JobsDoor } from './jobs-door.ts'
import { mailRoutes } from './mail.routes.ts'
import { checkRoutes, installationRoutes, jobRoutes } from './operations.routes.ts'

export interface OperationsDeps {
  readonly jobs: JobsDoor
  readonly jobProblems: AnyProblemMaker
  readonly mail: MailDesk
  readonly health: { report(): Promise<HealthReport> }
  /** Names of the products that PRODUCTS has chosen. */
  readonly products: readonly string[]
}

/** What whoever runs the server sees and does through the API: jobs, mail and checks. Owns no tables. */
export function createOperations({ jobs, jobProblems, mail, health, products }: OperationsDeps): Unit {
  return {
    name: 'operations',
    migrations: null,
    routes: [...jobRoutes(jobs), ...mailRoutes(mail), ...checkRoutes(health), ...installationRoutes(products)],
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
