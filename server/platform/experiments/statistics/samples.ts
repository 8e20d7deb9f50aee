/** Of a sample: its mean, and its variance by n - 1. */
export interface Moments {
  readonly mean: number
  readonly variance: number
}

/** A sum by a sum, of which each unit has a part in both. */
interface Parts {
  readonly numerator: Moments
  readonly denominator: Moments
  readonly covariance: number
}

/** The same ratio of the same units before, with how each of its parts goes along with each part of the ratio. */
export interface EarlierRatio extends Parts {
  readonly with: {
    readonly numerator: { readonly numerator: number; readonly denominator: number }
    readonly denominator: { readonly numerator: number; readonly denominator: number }
  }
}

/** What was seen of one variant, by units. */
export type Sample =
  /** Of `n` units, the share `mean` did it. */
  | { readonly kind: 'proportion'; readonly n: number; readonly mean: number }
  | ({ readonly kind: 'mean'; readonly n: number } & Moments)
  | ({ readonly kind: 'ratio'; readonly n: number; readonly earlier?: EarlierRatio } & Parts)
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

/** What was seen without what was before. */
export function unadjusted(sample: Sample): Sample {
  if (sample.kind === 'adjusted') return { kind: 'mean', n: sample.n, ...sample.after }
  if (sample.kind !== 'ratio') return sample
  const { earlier: _, ...ratio } = sample
  return ratio
}

/** Summarises two samples of one kind. */
export function pair(first: Sample, second: Sample): Pair {
  const [control, treatment] = [linearised(first), linearised(second)]
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
  if (sample.kind === 'ratio') {
    const ratio = ratioMoments(sample)
    return { n, level: ratio.mean, ...ratio }
  }
  const { after, before, covariance } = sample
  return {
    ...{ n, level: after.mean, mean: after.mean - theta * before.mean },
    variance: after.variance + theta * theta * before.variance - 2 * theta * covariance,
  }
}

/**
 * A ratio with what was before, as a mean of one number by unit: each unit's part in the ratio by the delta method, which CUPED adjusts by its part
 * in the earlier ratio. Where nobody had an earlier denominator there is nothing to adjust by. Deng, Knoblich and Lu (2018), KDD; Deng et al.
 * (2013), WSDM.
 */
function linearised(sample: Sample): Sample {
  if (sample.kind !== 'ratio' || sample.earlier === undefined || sample.earlier.denominator.mean === 0) return sample
  const { n, earlier } = sample
  const [after, before] = [ratioMoments(sample), ratioMoments(earlier)]
  const { numerator, denominator } = earlier.with
  const along =
    numerator.numerator -
    before.mean * numerator.denominator -
    after.mean * denominator.numerator +
    after.mean * before.mean * denominator.denominator
  const scale = sample.denominator.mean * earlier.denominator.mean
  return { kind: 'adjusted', n, after, before, covariance: scale === 0 ? 0 : along / scale }
}

/** A ratio of means with the variance of one unit's part in it, by the delta method. */
function ratioMoments({ numerator, denominator, covariance }: Parts): Moments {
  if (denominator.mean === 0) return { mean: 0, variance: 0 }
  const mean = numerator.mean / denominator.mean
  const variance =
    (numerator.variance + mean * mean * denominator.variance - 2 * mean * covariance) / denominator.mean ** 2
  return { mean, variance }
}
