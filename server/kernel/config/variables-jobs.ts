import type { Variable } from './variable.ts'

/** Who runs jobs and what brings them there. */
export const JOBS_VARIABLES = {
  EMBEDDED_JOBS: {
    kind: 'boolean',
    default: 'true',
    group: 'Jobs',
    description: 'Run jobs inside `serve`. Set to false when `plinth worker` processes run them.',
  },
  JOBS_CARRIER: {
    kind: 'choice',
    choices: ['pg-boss', 'bullmq'],
    default: 'pg-boss',
    group: 'Jobs',
    description:
      'What brings jobs to workers. `bullmq` needs REDIS_URL; jobs are kept in PostgreSQL all the same, and a lost Redis delays them. The same for every process.',
  },
} as const satisfies Record<string, Variable>
