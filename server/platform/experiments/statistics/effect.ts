import { type Pair, pair, type Sample } from './samples.ts'

/** Treatment less control; `relative`: by the control's mean. */
export type Difference = 'relative' | 'absolute'

/** Why nothing can be said. */
export type Fault = 'too-few-units' | 'no-variance' | 'control-is-zero'

/** An estimated difference. */
export interface Effect {
  readonly estimate: number
  readonly standardError: number
  /** Welch (1947) and Satterthwaite (1946). */
  readonly freedom: number
  /** Units of both. */
  readonly n: number
  /** Mean of the control, unadjusted: what turns a relative difference into an absolute one. */
  readonly level: number
  readonly difference: Difference
}

/** The difference of two samples of one kind with its standard error, that of a relative one by the delta method. */
export function effectOf(control: Sample, treatment: Sample, difference: Difference): Effect | Fault {
  if (control.n < 2 || treatment.n < 2) return 'too-few-units'
  const both = pair(control, treatment)
  const [a, b] = [both.control, both.treatment]
  if (!(a.variance > 0 && b.variance > 0)) return 'no-variance'
  if (a.level === 0 || a.mean === 0) return 'control-is-zero'
  const variance = difference === 'absolute' ? a.variance / a.n + b.variance / b.n : relativeVariance(both)
  if (!(variance > 0)) return 'no-variance'
  const [shareA, shareB] = [a.variance / a.n, b.variance / b.n]
  return {
    estimate: difference === 'absolute' ? b.mean - a.mean : (b.mean - a.mean) / a.level,
    standardError: Math.sqrt(variance),
    freedom: (shareA + shareB) ** 2 / (shareA ** 2 / (a.n - 1) + shareB ** 2 / (b.n - 1)),
    ...{ n: a.n + b.n, level: a.level, difference },
  }
}

/** Of (treatment - control) / level, where level is the control's unadjusted mean. */
function relativeVariance({ control: a, treatment: b, levelVariance, explained }: Pair): number {
  const times = b.level / a.level
  const ofControl = a.variance + (times * times - 1) * levelVariance + 2 * (1 - times) * explained
  return (b.variance / b.n + ofControl / a.n) / a.level ** 2
}
