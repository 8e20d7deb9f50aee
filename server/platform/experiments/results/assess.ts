import type { Metric } from '../metrics/metrics.ts'
import type { Analysis, Role } from '../shapes.ts'
import { bayesian, frequentist, sequential } from '../statistics/analyses.ts'
import { type Effect, effectOf } from '../statistics/effect.ts'
import { mismatchP } from '../statistics/mismatch.ts'
import { pair, type Sample, unadjusted } from '../statistics/samples.ts'
import type { Result, VariantResult } from './shapes.ts'

/** Below it neither the normal distribution of means nor an alarm is believed. */
const UNITS_MIN = 100
/** So small that many looks do not bring it by chance. */
const MISMATCH_P = 0.001
/** A chance in all guardrails of an experiment together to be switched off without harm. */
const HARM_ALPHA = 0.05
/** Of all units: more tell of a salt, a bucket or an identity that changed. */
const MIXED_MAX = 0.01

export interface Measured {
  readonly metric: Pick<Metric, 'key' | 'title' | 'kind' | 'desired'>
  readonly role: Role
  readonly margin: number
  readonly samples: ReadonlyMap<string, Sample>
}

export interface Evidence {
  readonly analysis: Analysis
  readonly control: string
  readonly variants: readonly { readonly key: string; readonly weight: number; readonly units: number }[]
  readonly mixedUnits: number
  readonly lostExposures: number
  readonly measured: readonly Measured[]
}

/** What can be said of what was seen. */
export function assess(evidence: Evidence): Result {
  const { analysis, variants, mixedUnits, lostExposures } = evidence
  const weights = variants.reduce((sum, { weight }) => sum + weight, 0)
  const units = variants.map((one) => ({
    ...{ variant: one.key, units: one.units, expectedShare: one.weight / weights },
  }))
  const p = mismatchP(variants)
  const isMismatch = p < MISMATCH_P && units.reduce((sum, one) => sum + one.units, 0) >= UNITS_MIN
  const metrics = evidence.measured.map((measured) => metricResult(evidence, measured))
  const found = { method: analysis.method, alpha: analysis.alpha, units, mixedUnits, lostExposures, metrics }
  return { ...found, sampleRatio: { p, isMismatch }, warnings: warningsOf({ ...found, isMismatch }) }
}

function metricResult(evidence: Evidence, measured: Measured): Result['metrics'][number] {
  const { metric, role } = measured
  return {
    ...{ key: metric.key, title: metric.title, role, kind: metric.kind, desired: metric.desired },
    isHarmed: role === 'guardrail' && isHarmed(evidence, measured),
    variants: evidence.variants.map(({ key }) => variantResult(evidence, measured, key)),
  }
}

function variantResult({ analysis, control }: Evidence, { metric, samples }: Measured, variant: string): VariantResult {
  const [base, sample] = [samples.get(control), samples.get(variant)]
  if (sample === undefined)
    return { ...nothing, variant, units: 0, mean: 0, sd: 0, verdict: 'unknown', fault: 'too-few-units' }
  const { n: units, level: mean } = pair(sample, sample).control
  const seen = { variant, units, mean, sd: Math.sqrt(Math.max(0, pair(sample, sample).levelVariance)) }
  if (variant === control) return { ...seen, ...nothing, verdict: 'control', fault: null }
  const effect = base === undefined ? 'too-few-units' : effectOf(base, sample, analysis.difference)
  if (base === undefined || typeof effect === 'string')
    return { ...seen, ...nothing, verdict: 'unknown', fault: typeof effect === 'string' ? effect : 'too-few-units' }
  const told = effectResult(effect, analysis, metric.desired === 'decrease')
  const varianceReduction = analysis.cupedDays > 0 ? reductionOf(effect, base, sample) : null
  const verdict = verdictOf(told, metric.desired === 'decrease')
  return { ...seen, effect: told, varianceReduction, verdict, fault: null }
}

const nothing = { effect: null, varianceReduction: null } as const

/** How much of the variance of a difference CUPED took away. */
function reductionOf({ standardError, difference }: Effect, base: Sample, sample: Sample): number | null {
  const plain = effectOf(unadjusted(base), unadjusted(sample), difference)
  return typeof plain === 'string' ? null : 1 - (standardError / plain.standardError) ** 2
}

type EffectResult = NonNullable<VariantResult['effect']>

function effectResult(effect: Effect, { method, alpha, prior }: Analysis, isLowerBetter: boolean): EffectResult {
  if (method !== 'bayesian') {
    const { interval, p, ...rest } = (method === 'sequential' ? sequential : frequentist)(effect, alpha)
    return {
      ...{ ...rest, difference: effect.difference, lower: interval[0], upper: interval[1] },
      ...{ chanceToWin: null, risk: null, p },
    }
  }
  const { interval, chanceAbove, risk, ...rest } = bayesian(effect, prior, alpha)
  return {
    ...{ ...rest, difference: effect.difference, lower: interval[0], upper: interval[1], p: null },
    chanceToWin: isLowerBetter ? 1 - chanceAbove : chanceAbove,
    risk: isLowerBetter ? { control: risk.treatment, treatment: risk.control } : risk,
  }
}

function verdictOf({ lower, upper }: EffectResult, isLowerBetter: boolean): VariantResult['verdict'] {
  if (lower <= 0 && upper >= 0) return 'unclear'
  return lower > 0 === isLowerBetter ? 'worse' : 'better'
}

/** Whether some variant is worse than the margin, by an interval that holds at every look and for all guardrails together. */
function isHarmed({ control, variants, measured }: Evidence, { metric, margin, samples }: Measured): boolean {
  const guardrails = measured.filter(({ role }) => role === 'guardrail').length
  const alpha = HARM_ALPHA / (guardrails * (variants.length - 1))
  const base = samples.get(control)
  return variants.some(({ key }) => {
    const sample = samples.get(key)
    if (key === control || base === undefined || sample === undefined) return false
    if (Math.min(base.n, sample.n) < UNITS_MIN) return false
    const effect = effectOf(base, sample, 'relative')
    if (typeof effect === 'string') return false
    const [lower, upper] = sequential(effect, alpha).interval
    return metric.desired === 'increase' ? upper < -margin : lower > margin
  })
}

function warningsOf({
  units,
  mixedUnits,
  lostExposures,
  isMismatch,
  metrics,
}: Pick<Result, 'units' | 'mixedUnits' | 'lostExposures' | 'metrics'> & {
  readonly isMismatch: boolean
}): Result['warnings'] {
  const all = units.reduce((sum, one) => sum + one.units, mixedUnits)
  const few = units.filter((one) => one.units < UNITS_MIN).map(({ variant }) => variant)
  const harmed = metrics.filter((metric) => metric.isHarmed).map(({ title }) => title)
  const warnings: readonly (false | Result['warnings'][number])[] = [
    isMismatch && {
      code: 'sample-ratio-mismatch',
      detail: 'Units are split as chance does not split them: find out why before you believe any difference.',
    },
    harmed.length > 0 && { code: 'guardrail-harmed', detail: `Worse, beyond doubt: ${harmed.join(', ')}.` },
    few.length > 0 && { code: 'too-few-units', detail: `Fewer than ${UNITS_MIN} units: ${few.join(', ')}.` },
    mixedUnits > all * MIXED_MAX && {
      code: 'mixed-units',
      detail: `${mixedUnits} of ${all} units were seen in two variants and are left out.`,
    },
    lostExposures > 0 && {
      code: 'exposures-lost',
      detail: `${lostExposures} exposures found no room in memory; those who came again are counted.`,
    },
  ]
  return warnings.filter((one) => one !== false)
}
