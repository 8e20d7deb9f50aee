import { dayNumber } from '../days.ts'

const YEAR_DAYS = 365
/** Rates are sought where the growth over the whole span is within exp of plus or minus this. */
const REACH = 80
const FIRST_STEP = 0.01
const STEP_GROWTH = 1.15

interface Payment {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly amount: number
}

/**
 * Internal rate of return a year, actual days by 365: the rate at which the payments' present values add up to zero. What was paid in is
 * negative, what came back or is there at the end positive. Null without both signs, or when all is on one day. Of several rates
 * that solve it, the one nearest to zero.
 */
export function xirr(payments: readonly Payment[]): number | null {
  const amounts = payments.filter(({ amount }) => amount !== 0)
  if (!amounts.some(({ amount }) => amount > 0) || !amounts.some(({ amount }) => amount < 0)) return null
  const numbers = amounts.map(({ day }) => dayNumber(day))
  const first = numbers.reduce((least, day) => Math.min(least, day))
  const span = numbers.reduce((most, day) => Math.max(most, day)) - first
  if (span === 0) return null
  const terms = amounts.map(({ amount }, at) => ({ amount, part: ((numbers[at] ?? 0) - first) / span }))
  const bracket = nearestBracket((growth) => presentValue(terms, growth))
  if (bracket === null) return null
  const growth = brentRoot((at) => presentValue(terms, at), bracket)
  const rate = Math.expm1((growth * YEAR_DAYS) / span)
  return Number.isFinite(rate) ? rate : null
}

interface Term {
  readonly amount: number
  /** Of the span, 0 to 1. */
  readonly part: number
}

/** Sum of a_i exp(-growth * part_i): parts are at most 1, so that no factor is beyond exp(REACH). */
function presentValue(terms: readonly Term[], growth: number): number {
  let value = 0
  for (const { amount, part } of terms) value += amount * Math.exp(-growth * part)
  return value
}

type Bracket = readonly [low: number, high: number]

/** The first change of sign from zero outwards, on both sides in turn. */
function nearestBracket(value: (at: number) => number): Bracket | null {
  const atZero = value(0)
  if (atZero === 0) return [0, 0]
  let up = 0
  let upValue = atZero
  let down = 0
  let downValue = atZero
  for (let step = FIRST_STEP; up < REACH; step *= STEP_GROWTH) {
    const nextUp = up + step
    const nextUpValue = value(nextUp)
    if (upValue * nextUpValue <= 0) return [up, nextUp]
    const nextDown = down - step
    const nextDownValue = value(nextDown)
    if (downValue * nextDownValue <= 0) return [nextDown, down]
    up = nextUp
    upValue = nextUpValue
    down = nextDown
    downValue = nextDownValue
  }
  return null
}

/** The root within a bracket. Brent (1973), Algorithms for Minimization without Derivatives, ch. 4. */
function brentRoot(value: (at: number) => number, [low, high]: Bracket): number {
  let a = low
  let b = high
  let fa = value(a)
  let fb = value(b)
  let c = a
  let fc = fa
  let d = b - a
  let e = d
  for (let round = 0; round < 200 && fb !== 0; round += 1) {
    if (fb * fc > 0) {
      c = a
      fc = fa
      d = b - a
      e = d
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      ;[a, b, c] = [b, c, b]
      ;[fa, fb, fc] = [fb, fc, fb]
    }
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + 1e-18
    const half = (c - b) / 2
    if (Math.abs(half) <= tolerance) break
    const step = interpolated({ a, b, c, fa, fb, fc })
    if (
      Math.abs(e) >= tolerance &&
      step !== null &&
      2 * Math.abs(step) < Math.min(3 * Math.abs(half), Math.abs(e)) &&
      step * half > 0
    ) {
      e = d
      d = step
    } else {
      d = half
      e = half
    }
    a = b
    fa = fb
    b += Math.abs(d) > tolerance ? d : Math.sign(half) * tolerance
    fb = value(b)
  }
  return b
}

interface Points {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly fa: number
  readonly fb: number
  readonly fc: number
}

/** The step from b that the secant, or the inverse parabola of three points, proposes; null when it has none. */
function interpolated({ a, b, c, fa, fb, fc }: Points): number | null {
  if (Math.abs(fa) <= Math.abs(fb)) return null
  const s = fb / fa
  if (a === c) return (-s * (c - b)) / (1 - s)
  const q = fa / fc
  const r = fb / fc
  const p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
  return -p / ((q - 1) * (r - 1) * (s - 1))
}
