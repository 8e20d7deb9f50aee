import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { ExperimentsDeps } from '../parts.ts'
import { byKey, version } from '../shapes.ts'
import {
  archiveMetric,
  changeMetric,
  createMetric,
  findMetric,
  listMetrics,
  type Metric,
  type Use,
  usesOf,
} from './metrics.ts'
import { changeableMetric, metricShape, wantedMetric } from './shapes.ts'

const CSRF = 'identity/csrf'
const READ = { can: 'experiments:read', rate: 'read' } as const
const WRITE = { can: 'experiments:write', rate: 'write' } as const
const NOT_FOUND = 'experiments/metric-not-found'

export function metricRoutes({ db, events }: Pick<ExperimentsDeps, 'db' | 'events'>): Route[] {
  return [
    route(
      {
        id: 'experiments.metricEvents',
        method: 'GET',
        path: '/api/experiment-metrics/events',
        summary: 'Events of the product that metrics can be made of, each with the JSON Schema of its data.',
        policy: READ,
        schema: { response: { 200: object({ items: Type.Array(eventShape) }) } },
      },
      async () => ({
        items: events.map(({ name, description, schema }) => ({
          ...{ name, description, schema: JSON.parse(JSON.stringify(schema)) as object },
        })),
      }),
    ),
    route(
      {
        id: 'experiments.metrics',
        method: 'GET',
        path: '/api/experiment-metrics',
        summary: 'All metrics that are counted, or those that are archived, by title.',
        policy: READ,
        schema: {
          query: object({ archived: Type.Optional(Type.Boolean()) }),
          response: { 200: object({ items: Type.Array(metricShape) }) },
        },
      },
      async ({ query: { archived = false } }) => {
        const uses = await usesOf(db)
        return { items: (await listMetrics(db, archived)).map((metric) => toMetric(metric, uses.get(metric.id))) }
      },
    ),
    route(
      {
        id: 'experiments.getMetric',
        method: 'GET',
        path: '/api/experiment-metrics/{key}',
        summary: 'One metric.',
        policy: READ,
        schema: { params: byKey, response: { 200: metricShape } },
        problems: [NOT_FOUND],
      },
      ({ params }) => answer(db, params.key),
    ),
    ...writeRoutes({ db, events }),
  ]
}

const eventShape = object({
  name: Type.String(),
  description: Type.String(),
  schema: Type.Object({}, { additionalProperties: true, description: 'JSON Schema' }),
})

function writeRoutes({ db, events }: Pick<ExperimentsDeps, 'db' | 'events'>): Route[] {
  return [
    route(
      {
        id: 'experiments.createMetric',
        method: 'POST',
        path: '/api/experiment-metrics',
        summary: 'Makes a metric; it counts what happens from now on.',
        policy: WRITE,
        schema: { body: wantedMetric, response: { 201: metricShape } },
        problems: ['experiments/key-taken', 'experiments/bad-metric', 'experiments/bad-source', CSRF],
      },
      async (call) => toMetric(await call.transaction((tx) => createMetric(tx, events, call.body))),
    ),
    route(
      {
        id: 'experiments.changeMetric',
        method: 'PATCH',
        path: '/api/experiment-metrics/{key}',
        summary: 'Changes how a metric is called and measured; what it counts stays.',
        policy: WRITE,
        schema: {
          params: byKey,
          body: object({ version, ...Type.Partial(object(changeableMetric)).properties }),
          response: { 200: metricShape },
        },
        problems: [NOT_FOUND, 'experiments/bad-metric', 'experiments/changed-since', CSRF],
      },
      async (call) => {
        await call.transaction((tx) => changeMetric(tx, call.params.key, call.body))
        return answer(db, call.params.key)
      },
    ),
    route(
      {
        id: 'experiments.archiveMetric',
        method: 'DELETE',
        path: '/api/experiment-metrics/{key}',
        summary: 'Counts no more of a metric.',
        policy: WRITE,
        schema: { params: byKey, response: { 204: null } },
        problems: [NOT_FOUND, 'experiments/metric-in-use', CSRF],
      },
      (call) => call.transaction((tx) => archiveMetric(tx, call.params.key)),
    ),
  ]
}

async function answer(db: ExperimentsDeps['db'], key: string) {
  const metric = await findMetric(db, key)
  return toMetric(metric, (await usesOf(db)).get(metric.id))
}

function toMetric(row: Metric, usedBy: readonly Use[] = []) {
  return {
    ...{ id: row.id, key: row.key, kind: row.kind, numerator: row.numerator, denominator: row.denominator },
    ...{ title: row.title, description: row.description, desired: row.desired, cap: row.cap },
    ...{ windowHours: row.window_hours, version: row.version },
    ...{ createdAt: row.created_at, archivedAt: row.archived_at, usedBy: [...usedBy] },
  }
}
