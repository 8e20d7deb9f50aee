import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object } from '../../../kernel/http/schema.ts'
import { findExperiment } from '../experiments.ts'
import type { Recorder } from '../exposures/recorder.ts'
import type { ExperimentsDeps } from '../parts.ts'
import { byKey } from '../shapes.ts'
import { readResults } from './results.ts'
import { resultsShape } from './shapes.ts'

const READ = { can: 'experiments:read', rate: 'read' } as const
const NOT_FOUND = 'experiments/experiment-not-found'

export function resultRoutes(
  { db }: Pick<ExperimentsDeps, 'db'>,
  { flush }: Pick<Recorder, 'flush'>,
  enqueueAnalysis: (tx: Tx, key: string) => Promise<void>,
): Route[] {
  return [
    route(
      {
        id: 'experiments.results',
        method: 'GET',
        path: '/api/experiments/{key}/results',
        summary:
          'What was measured of a phase, the last one when none is named: each variant by each metric, with intervals.',
        policy: READ,
        schema: {
          params: byKey,
          query: object({ phase: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) }),
          response: { 200: resultsShape },
        },
        problems: [NOT_FOUND, 'experiments/no-results'],
      },
      async ({ params, query }) => readResults(db, await findExperiment(db, params.key), query.phase),
    ),
    route(
      {
        id: 'experiments.analyse',
        method: 'POST',
        path: '/api/experiments/{key}/analyse',
        summary: 'Has the results computed anew, beside the hourly run.',
        policy: { can: 'experiments:read', rate: 'write' },
        schema: { params: byKey, response: { 202: object({ status: Type.Literal('accepted') }) } },
        problems: [NOT_FOUND, 'identity/csrf'],
      },
      async (call) => {
        await findExperiment(db, call.params.key)
        await flush()
        await call.transaction((tx) => enqueueAnalysis(tx, call.params.key))
        return { status: 'accepted' as const }
      },
    ),
  ]
}
