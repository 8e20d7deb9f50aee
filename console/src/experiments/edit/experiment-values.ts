import { isWithin, percentOf, shareOf, typedNumber } from '../typed.ts'
import type { Experiment, ExperimentBody } from '../types.ts'

export interface ChosenMetric {
  key: string
  role: Experiment['metrics'][number]['role']
  /** In percent. */
  margin: string
  switchOff: boolean
}

/** An experiment as the fields hold it. */
export interface ExperimentValues {
  key: string
  title: string
  hypothesis: string
  flag: string
  /** Environment and id of the rule; empty: none chosen. */
  rule: string
  control: string
  method: Experiment['analysis']['method']
  difference: Experiment['analysis']['difference']
  /** How surely intervals hold, in percent. */
  certainty: string
  cupedDays: string
  hasPrior: boolean
  priorMean: string
  priorSd: string
  plannedUnits: string
  metrics: ChosenMetric[]
}

const PLANNED_MAX = 1_000_000_000

export const blankMetric = (role: ChosenMetric['role']): ChosenMetric => ({
  ...{ key: '', role, margin: role === 'guardrail' ? '5' : '0', switchOff: role === 'guardrail' },
})

export const blankExperiment: ExperimentValues = {
  ...{ key: '', title: '', hypothesis: '', flag: '', rule: '', control: '' },
  ...{ method: 'bayesian', difference: 'relative', certainty: '95', cupedDays: '0' },
  ...{ hasPrior: false, priorMean: '0', priorSd: '30', plannedUnits: '' },
  metrics: [blankMetric('primary')],
}

export function valuesOf(experiment: Experiment): ExperimentValues {
  const { key, title, hypothesis, flag, environment, ruleId, control, analysis, plannedUnits, metrics } = experiment
  const { method, difference, alpha, cupedDays, prior } = analysis
  const inFields = (value: number) => (prior?.difference === 'absolute' ? String(value) : percentOf(value))
  return {
    ...{ key, title, hypothesis, flag, rule: ruleValue(environment, ruleId), control, method, difference },
    ...{ certainty: percentOf(1 - alpha), cupedDays: String(cupedDays), hasPrior: prior !== null },
    priorMean: prior === null ? blankExperiment.priorMean : inFields(prior.mean),
    priorSd: prior === null ? blankExperiment.priorSd : inFields(prior.sd),
    plannedUnits: plannedUnits === null ? '' : String(plannedUnits),
    metrics: metrics.map((metric) => ({ ...blankMetric(metric.role), ...metric, margin: percentOf(metric.margin) })),
  }
}

/** Environments have no slash, so the first one parts them from the id of a rule. */
export function ruleValue(environment: string, ruleId: string): string {
  return `${environment}/${ruleId}`
}

type Said = Omit<ExperimentBody, 'key' | 'ownerId'>

/** The prior speaks of the same difference as the analysis. */
export function bodyOf(values: ExperimentValues): Said {
  const { title, hypothesis, flag, rule, control, method, difference, certainty, cupedDays, plannedUnits } = values
  const slash = rule.indexOf('/')
  const inBody = (typed: string) => (difference === 'relative' ? shareOf(typed) : (typedNumber(typed) ?? Number.NaN))
  const prior =
    method === 'bayesian' && values.hasPrior
      ? { mean: inBody(values.priorMean), sd: inBody(values.priorSd), difference }
      : null
  return {
    ...{ title: title.trim(), hypothesis: hypothesis.trim(), flag, control },
    ...{ environment: rule.slice(0, slash), ruleId: rule.slice(slash + 1) },
    analysis: {
      ...{ method, difference, prior, cupedDays: Number(cupedDays) },
      alpha: Number((1 - shareOf(certainty)).toPrecision(12)),
    },
    plannedUnits: plannedUnits.trim() === '' ? null : (typedNumber(plannedUnits) ?? null),
    metrics: values.metrics.map(({ key, role, margin, switchOff }) =>
      role === 'guardrail' ? { key, role, margin: shareOf(margin), switchOff } : { key, role },
    ),
  }
}

/** Only words change while an experiment runs, and after its conclusion. */
export function wordsOf({ title, hypothesis }: ExperimentValues): Pick<Said, 'title' | 'hypothesis'> {
  return { title: title.trim(), hypothesis: hypothesis.trim() }
}

const FIELD_BY_PATH: Readonly<Record<string, string>> = {
  'analysis.alpha': 'certainty',
  'analysis.cupedDays': 'cupedDays',
  'analysis.prior.mean': 'priorMean',
  'analysis.prior.sd': 'priorSd',
  environment: 'rule',
  ruleId: 'rule',
}

/** The field that shows what the server says of a member. */
export function fieldOf(path: string): string {
  return FIELD_BY_PATH[path] ?? path
}

const chosen = (message: string) => (value: string) => (value === '' ? message : null)
const priorRule = (least: number) => (typed: string, values: ExperimentValues) =>
  values.method === 'bayesian' && values.hasPrior ? isWithin(least, PLANNED_MAX)(typed) : null

export const experimentRules = {
  key: (typed: string) =>
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(typed) ? null : 'Small letters, digits, points and hyphens',
  title: (typed: string) => (typed.trim() === '' ? 'Name it' : null),
  flag: chosen('Choose a flag'),
  rule: chosen('Choose a rule that splits'),
  control: chosen('Choose the control'),
  certainty: isWithin(70, 99.99),
  cupedDays: isWithin(0, 60, { whole: true }),
  priorMean: priorRule(-PLANNED_MAX),
  priorSd: priorRule(0.000_001),
  plannedUnits: (typed: string) => (typed.trim() === '' ? null : isWithin(2, PLANNED_MAX, { whole: true })(typed)),
  metrics: {
    key: chosen('Choose a metric'),
    margin: (typed: string, values: ExperimentValues, path: string) =>
      values.metrics[Number(path.split('.')[1])]?.role === 'guardrail' ? isWithin(0, 100)(typed) : null,
  },
}

/** What two versions of an experiment say differently, by what the fields are called. */
export function changedParts(was: Experiment, is: Experiment): string[] {
  const parts: readonly (readonly [string, (one: Experiment) => unknown])[] = [
    ['Title', ({ title }) => title],
    ['Hypothesis', ({ hypothesis }) => hypothesis],
    ['Rule', ({ flag, environment, ruleId, control }) => [flag, environment, ruleId, control]],
    ['Analysis', ({ analysis }) => analysis],
    ['Planned sample', ({ plannedUnits }) => plannedUnits],
    ['Metrics', ({ metrics }) => metrics],
    ['Owner', ({ owner }) => owner.id],
    ['State', ({ state }) => state],
  ]
  return parts.filter(([, of]) => JSON.stringify(of(was)) !== JSON.stringify(of(is))).map(([name]) => name)
}
