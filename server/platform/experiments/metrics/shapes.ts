import { type Static, Type } from 'typebox'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { key, version } from '../shapes.ts'
import { metricSource } from './sources.ts'

const kind = oneOf(['conversion', 'mean', 'ratio'])
export type MetricKind = Static<typeof kind>
const desired = oneOf(['increase', 'decrease'])
export type Desired = Static<typeof desired>

/** Values of a unit above it count as it: by a percentile of all units that have a value above zero, or a number. */
const cap = Type.Union([
  object({ kind: Type.Literal('percentile'), value: Type.Number({ minimum: 0.5, maximum: 0.9999 }) }),
  object({ kind: Type.Literal('absolute'), value: Type.Number({ exclusiveMinimum: 0, maximum: 1e15 }) }),
])
export type Cap = Static<typeof cap>

/** What may change of a metric. */
export const changeableMetric = {
  title: line(200),
  description: text(2000),
  desired,
  cap: nullable(cap),
  windowHours: nullable(Type.Integer({ minimum: 1, maximum: 8760 })),
}

export const wantedMetric = object({
  ...{ key, kind, numerator: metricSource, denominator: Type.Optional(metricSource) },
  ...{ title: changeableMetric.title, desired },
  description: Type.Optional(changeableMetric.description),
  cap: Type.Optional(changeableMetric.cap),
  windowHours: Type.Optional(changeableMetric.windowHours),
})
export type WantedMetric = Static<typeof wantedMetric>

export const metricShape = namedObject('ExperimentMetric', {
  ...{ id: idOf('metric'), key: Type.String(), kind },
  ...{ numerator: metricSource, denominator: nullable(metricSource) },
  ...changeableMetric,
  ...{ version, createdAt: instant, archivedAt: nullable(instant) },
  usedBy: Type.Array(object({ key: Type.String(), title: Type.String() }), {
    description: 'Experiments that have not ended: until then it is not archived',
  }),
})
