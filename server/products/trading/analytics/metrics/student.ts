/** Two-sided p-value of Student's t: how often chance alone is at least as far from zero. I_x(df/2, 1/2), x = df / (df + t^2). */
export function studentTwoSided(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
}

/** The t that chance alone exceeds on both sides together with probability `p`, by bisection to the last bits. */
export function studentCritical(p: number, degrees: number): number {
  let low = 0
  let high = 1
  while (studentTwoSided(high, degrees) > p && high < 1e300) high *= 2
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (studentTwoSided(middle, degrees) > p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The regularised incomplete beta function I_x(a, b). DLMF 8.17; the continued fraction is 8.17.22. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

const TINY = 1e-300
const PRECISION = 1e-16
const ROUNDS_MAX = 10_000

/** By Lentz's method as Thompson and Barnett (1986) mended it. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= ROUNDS_MAX; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    const factor = d * c
    value *= factor
    if (Math.abs(factor - 1) < PRECISION) break
  }
  return value
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/** For positive arguments: Stirling's series from 10 on (DLMF 5.11.1), the recurrence below it. */
function logGamma(z: number): number {
  let shift = 0
  let at = z
  while (at < 10) {
    shift += Math.log(at)
    at += 1
  }
  const inverse = 1 / (at * at)
  const series = STIRLING.reduceRight((value, coefficient) => value * inverse + coefficient, 0) / at
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift
}

const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]
