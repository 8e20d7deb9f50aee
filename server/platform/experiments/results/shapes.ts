import { type Static, Type } from 'typebox'
import { instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { difference } from '../shapes.ts'

const number = Type.Number()

const effect = object({
  difference,
  estimate: number,
  standardError: number,
  lower: number,
  upper: number,
  chanceToWin: nullable(Type.Number({ description: 'Bayesian: of being better than the control' })),
  risk: nullable(
    object({
      control: Type.Number({ description: 'Expected loss of keeping the control' }),
      treatment: Type.Number({ description: 'Expected loss of taking this variant' }),
    }),
  ),
  p: nullable(Type.Number({ description: 'Frequentist and sequential: of no difference' })),
})

const variantResult = namedObject('ExperimentVariantResult', {
  variant: Type.String(),
  units: Type.Integer(),
  mean: Type.Number({ description: 'Of a unit; of a ratio, the sum by the sum' }),
  sd: Type.Number({ description: 'Of a unit' }),
  effect: nullable(effect),
  varianceReduction: nullable(
    Type.Number({
      description: 'Of the variance of the difference, the share that CUPED took away; null: not adjusted',
    }),
  ),
  verdict: oneOf(['control', 'better', 'worse', 'unclear', 'unknown']),
  fault: nullable(oneOf(['too-few-units', 'no-variance', 'control-is-zero'])),
})
export type VariantResult = Static<typeof variantResult>

const metricResult = object({
  ...{ key: Type.String(), title: Type.String(), role: oneOf(['primary', 'secondary', 'guardrail']) },
  ...{ kind: oneOf(['conversion', 'mean', 'ratio']), desired: oneOf(['increase', 'decrease']) },
  isHarmed: Type.Boolean({ description: 'Of a guardrail: worse than its margin, certain at every look' }),
  variants: Type.Array(variantResult),
})

const warning = object({
  code: oneOf(['too-few-units', 'sample-ratio-mismatch', 'mixed-units', 'exposures-lost', 'guardrail-harmed']),
  detail: Type.String(),
})

/** What was computed at one time. */
const result = object({
  method: oneOf(['bayesian', 'frequentist', 'sequential']),
  alpha: number,
  units: Type.Array(
    object({
      ...{ variant: Type.String(), units: Type.Integer() },
      expectedShare: Type.Number({ description: 'Of all units' }),
    }),
  ),
  mixedUnits: Type.Integer({ description: 'Seen in two variants, and left out' }),
  lostExposures: Type.Integer(),
  sampleRatio: object({ p: number, isMismatch: Type.Boolean() }),
  metrics: Type.Array(metricResult),
  warnings: Type.Array(warning),
})
export type Result = Static<typeof result>

export const resultsShape = namedObject('ExperimentResults', {
  ...{ key: Type.String(), phase: Type.Integer(), startedAt: instant, endedAt: nullable(instant), computedAt: instant },
  ...result.properties,
  series: Type.Array(
    object({
      ...{ metric: Type.String(), variant: Type.String() },
      points: Type.Array(
        object({ at: instant, units: Type.Integer(), estimate: number, lower: number, upper: number }),
      ),
    }),
    { description: 'The last effect of each day' },
  ),
})
