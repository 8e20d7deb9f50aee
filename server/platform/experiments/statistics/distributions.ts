import { incompleteBeta, incompleteGamma, logBeta } from './special.ts'

const STEPS_MAX = 200

/** The density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}

/** P(Z > z), to full relative precision in the far tail also. */
export function normalAbove(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2)
  return z > 0 ? upper / 2 : (1 + lower) / 2
}

/** P(Z < z). */
export function normalBelow(z: number): number {
  return normalAbove(-z)
}

/** The z that a standard normal value is below with probability `p`; infinite at 0 and 1. */
export function normalQuantile(p: number): number {
  return quantile(p, normalAbove, normalDensity)
}

/** P(T > t) of Student's t with `freedom` degrees, not necessarily whole. NIST DLMF 8.17 by x = ν / (ν + t²). */
export function studentAbove(t: number, freedom: number): number {
  const sum = freedom + t * t
  const { lower } = incompleteBeta(freedom / 2, 0.5, { x: freedom / sum, y: (t * t) / sum })
  return t > 0 ? lower / 2 : 1 - lower / 2
}

/** The t that a value of Student's t with `freedom` degrees is below with probability `p`. */
export function studentQuantile(p: number, freedom: number): number {
  const scale = logBeta(freedom / 2, 0.5) + Math.log(freedom) / 2
  return quantile(
    p,
    (t) => studentAbove(t, freedom),
    (t) => Math.exp((-(freedom + 1) / 2) * Math.log1p((t * t) / freedom) - scale),
  )
}

/** P(X > x) of chi-square with `freedom` degrees. */
export function chiSquareAbove(x: number, freedom: number): number {
  return incompleteGamma(freedom / 2, x / 2).upper
}

type Curve = (x: number) => number

/** Of a distribution symmetric about 0. */
function quantile(p: number, above: Curve, density: Curve): number {
  if (Number.isNaN(p) || p < 0 || p > 1) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (p === 0.5) return 0
  return p > 0.5 ? upperQuantile(1 - p, above, density) : -upperQuantile(p, above, density)
}

/** The x > 0 that is exceeded with probability `tail` < 1/2: Newton's method within a bracket that only shrinks. */
function upperQuantile(tail: number, above: Curve, density: Curve): number {
  let low = 0
  let high = 1
  while (above(high) > tail && high < Number.MAX_VALUE / 4) high *= 2
  let x = (low + high) / 2
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const excess = above(x) - tail
    if (excess === 0) return x
    if (excess > 0) low = x
    else high = x
    const newton = x + excess / density(x)
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (Math.abs(next - x) <= 2e-16 * x) return next
    x = next
  }
  return x
}
