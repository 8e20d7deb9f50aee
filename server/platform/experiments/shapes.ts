import { type Static, Type } from 'typebox'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../kernel/http/schema.ts'

const STATES = ['draft', 'running', 'stopped', 'concluded'] as const
export type State = (typeof STATES)[number]
const ROLES = ['primary', 'secondary', 'guardrail'] as const
export type Role = (typeof ROLES)[number]

export const key = Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$' })
export const byKey = object({ key })
export const version = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })
export const state = oneOf(STATES)
export const difference = oneOf(['relative', 'absolute'])
/** Of flags: theirs to check. */
const named = Type.String({ minLength: 1, maxLength: 200 })
const METRICS_MAX = 20
const CUPED_DAYS_MAX = 60

const prior = object({
  mean: Type.Number({ minimum: -1e9, maximum: 1e9 }),
  sd: Type.Number({ exclusiveMinimum: 0, maximum: 1e9 }),
  difference,
})

const analysis = namedObject('ExperimentAnalysis', {
  method: oneOf(['bayesian', 'frequentist', 'sequential']),
  difference,
  alpha: Type.Number({ minimum: 0.0001, maximum: 0.3, description: 'Intervals hold with probability 1 - alpha' }),
  cupedDays: Type.Integer({
    ...{ minimum: 0, maximum: CUPED_DAYS_MAX },
    description: 'Days before the exposure that metrics are adjusted by; 0: not adjusted',
  }),
  prior: nullable(prior),
})
export type Analysis = Static<typeof analysis>

export const DEFAULT_ANALYSIS: Analysis = {
  ...{ method: 'bayesian', difference: 'relative', alpha: 0.05 },
  ...{ cupedDays: 0, prior: null },
}

const wantedMetric = object({
  key,
  role: oneOf(ROLES),
  margin: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1, description: 'Of a guardrail: how much worse than the control is borne' }),
  ),
  switchOff: Type.Optional(
    Type.Boolean({ description: 'Of a guardrail: whether harm that is certain switches the flag off' }),
  ),
})

const plannedUnits = nullable(
  Type.Integer({
    minimum: 2,
    maximum: 1_000_000_000,
    description: 'All variants together, as the power calculator says',
  }),
)

/** What an experiment is made of. */
export const wantedExperiment = {
  title: line(200),
  hypothesis: text(4000),
  flag: named,
  environment: named,
  ruleId: named,
  control: named,
  analysis: Type.Optional(analysis),
  plannedUnits: Type.Optional(plannedUnits),
  metrics: Type.Array(wantedMetric, { maxItems: METRICS_MAX }),
  ownerId: Type.Optional(idOf('user')),
}
export type WantedExperiment = Static<ReturnType<typeof object<typeof wantedExperiment>>>

const person = object({ id: idOf('user'), name: nullable(Type.String()) })

const phase = namedObject('ExperimentPhase', {
  number: Type.Integer(),
  variants: Type.Array(
    object({ key: Type.String(), share: Type.Number({ description: 'Of all units, as the rule splits' }) }),
  ),
  startedAt: instant,
  endedAt: nullable(instant),
  reason: nullable(Type.String()),
})

/** By the last result of the last phase. */
const standing = object({
  ...{ computedAt: instant, units: Type.Integer({ description: 'Of all variants' }) },
  mixedUnits: Type.Integer(),
  alarms: Type.Array(oneOf(['sample-ratio-mismatch', 'guardrail-harmed'])),
})

export const experimentShape = namedObject('Experiment', {
  id: idOf('experiment'),
  ...{ key: Type.String(), title: Type.String(), hypothesis: Type.String() },
  ...{ flag: Type.String(), environment: Type.String(), ruleId: Type.String(), control: Type.String() },
  analysis,
  plannedUnits,
  owner: person,
  state,
  winner: nullable(Type.String()),
  conclusion: nullable(Type.String()),
  version,
  createdAt: instant,
  changedAt: instant,
  metrics: Type.Array(
    object({
      ...{ key: Type.String(), title: Type.String(), role: oneOf(ROLES) },
      ...{ margin: Type.Number(), switchOff: Type.Boolean() },
    }),
  ),
  phases: Type.Array(phase),
  standing: nullable(standing),
  actions: Type.Array(oneOf(['change', 'start', 'stop', 'conclude', 'delete']), {
    description: 'What may be done with it as it stands',
  }),
})
