/** Of a sample: its mean, and its variance by n - 1. */
export interface Moments {
  readonly mean: number
  readonly variance: number
}

/** What was seen of one variant, by units. */
export type Sample =
  /** Of `n` units, the share `mean` did it. */
  | { readonly kind: 'proportion'; readonly n: number; readonly mean: number }
  | ({ readonly kind: 'mean'; readonly n: number } & Moments)
  /** A sum by a sum, of which each unit has a part in both. */
  | {
      readonly kind: 'ratio'
      readonly n: number
      readonly numerator: Moments
      readonly denominator: Moments
      readonly covariance: number
    }
  /** A mean with what the same units did before: adjusted by CUPED. Deng et al. (2013), WSDM. */
  | {
      readonly kind: 'adjusted'
      readonly n: number
      readonly after: Moments
      readonly before: Moments
      readonly covariance: number
    }

/** A sample as one number by unit: `level` is what a relative difference is measured by. */
export interface Summary extends Moments {
  readonly n: number
  readonly level: number
}

type Adjusted = Extract<Sample, { readonly kind: 'adjusted' }>

/** Control and treatment by the numbers that are compared. */
export interface Pair {
  readonly control: Summary
  readonly treatment: Summary
  /** Variance of the control's level, and how much of it CUPED explains by what was before: 0 where nothing is adjusted. */
  readonly levelVariance: number
  readonly explained: number
}

/** Summarises two samples of one kind. */
export function pair(control: Sample, treatment: Sample): Pair {
  const isAdjusted = control.kind === 'adjusted' && treatment.kind === 'adjusted'
  const theta = isAdjusted ? pooledTheta(control, treatment) : 0
  const summaries = { control: summary(control, theta), treatment: summary(treatment, theta) }
  return isAdjusted
    ? { ...summaries, levelVariance: control.after.variance, explained: theta * control.covariance }
    : { ...summaries, levelVariance: summaries.control.variance, explained: 0 }
}

/** Covariance by variance of what was before, over both samples as one. */
function pooledTheta(a: Adjusted, b: Adjusted): number {
  const n = a.n + b.n
  const between = (a.n * b.n) / n
  const pooled = (of: (sample: Adjusted) => number, apart: number) =>
    (a.n - 1) * of(a) + (b.n - 1) * of(b) + between * apart
  const [after, before] = [b.after.mean - a.after.mean, b.before.mean - a.before.mean]
  const variance = pooled((sample) => sample.before.variance, before * before)
  const spread = pooled((sample) => sample.after.variance, after * after)
  return variance <= 0 || spread <= 0 ? 0 : pooled((sample) => sample.covariance, after * before) / variance
}

function summary(sample: Sample, theta: number): Summary {
  const { n } = sample
  if (sample.kind === 'proportion')
    return { n, mean: sample.mean, level: sample.mean, variance: sample.mean * (1 - sample.mean) }
  if (sample.kind === 'mean') return { n, mean: sample.mean, level: sample.mean, variance: sample.variance }
  if (sample.kind === 'ratio') return ratioSummary(sample)
  const { after, before, covariance } = sample
  return {
    ...{ n, level: after.mean, mean: after.mean - theta * before.mean },
    variance: after.variance + theta * theta * before.variance - 2 * theta * covariance,
  }
}

/** The variance of a ratio of means, by the delta method. */
function ratioSummary({ n, numerator, denominator, covariance }: Extract<Sample, { readonly kind: 'ratio' }>): Summary {
  if (denominator.mean === 0) return { n, mean: 0, level: 0, variance: 0 }
  const mean = numerator.mean / denominator.mean
  const variance =
    (numerator.variance + mean * mean * denominator.variance - 2 * mean * covariance) / denominator.mean ** 2
  return { n, mean, level: mean, variance }
}
