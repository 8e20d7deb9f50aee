/** Terms that a series or a continued fraction may need: for parameters up to about 1e8. */
const TERMS_MAX = 100_000
const EPSILON = 1e-17
const TINY = 1e-300
/** From here on Stirling's series has more digits than a double. */
const STIRLING_FROM = 10

/** What Stirling's formula leaves out of ln Γ(x), for x of at least 10. NIST DLMF 5.11.1. */
function stirlingRest(x: number): number {
  const s = 1 / (x * x)
  const tail =
    s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360_360 - s * (1 / 156 - s * (3617 / 122_400))))))
  return (1 / 12 - s * (1 / 360) + s * tail) / x
}

/** ln Γ(x) for x > 0. */
function logGamma(x: number): number {
  let shifted = x
  let product = 1
  for (; shifted < STIRLING_FROM; shifted += 1) product *= shifted
  const stirling = (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + stirlingRest(shifted)
  return stirling - Math.log(product)
}

/** ln B(a, b), without the digits that a difference of three large ln Γ loses. */
export function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a]
  if (large < STIRLING_FROM) return logGamma(small) + logGamma(large) - logGamma(small + large)
  const rest = stirlingRest(large) - stirlingRest(small + large)
  return logGamma(small) - (large - 0.5) * Math.log1p(small / large) - small * Math.log(small + large) + small + rest
}

/** x^a e^-x / Γ(a). */
function gammaFront(a: number, x: number): number {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - logGamma(a))
  const off = (x - a) / a
  const exponent = Math.abs(off) < 0.5 ? a * (Math.log1p(off) - off) : a * Math.log(x / a) - (x - a)
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(exponent - stirlingRest(a))
}

/** The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, each to full relative precision. NIST DLMF 8.7.1, 8.9.2. */
export function incompleteGamma(a: number, x: number): { readonly lower: number; readonly upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 }
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; n < TERMS_MAX && term > sum * EPSILON; n += 1) {
      term *= x / (a + n)
      sum += term
    }
    const lower = sum * gammaFront(a, x)
    return { lower, upper: 1 - lower }
  }
  const below = continuedFraction(
    (n) => -n * (n - a),
    (n) => x + 2 * n + 1 - a,
  )
  const upper = gammaFront(a, x) / (x + 1 - a + below)
  return { lower: 1 - upper, upper }
}

/** a1 / (b1 + a2 / (b2 + ...)). Lentz (1976), Thompson and Barnett (1986). */
function continuedFraction(a: (n: number) => number, b: (n: number) => number): number {
  let f = TINY
  let c = f
  let d = 0
  for (let n = 1; n < TERMS_MAX; n += 1) {
    d = b(n) + a(n) * d
    d = 1 / (d === 0 ? TINY : d)
    c = b(n) + a(n) / c
    if (c === 0) c = TINY
    const step = c * d
    f *= step
    if (Math.abs(step - 1) < 2.3e-16) break
  }
  return f
}

/**
 * The regularised incomplete beta function I_x(a, b) and its complement, each to full relative precision. `x` and `y = 1 - x` are both
 * given, so that whoever knows the smaller one exactly loses nothing. NIST DLMF 8.17.22, contracted.
 */
export function incompleteBeta(
  a: number,
  b: number,
  { x, y }: { readonly x: number; readonly y: number },
): { readonly lower: number; readonly upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (y <= 0) return { lower: 1, upper: 0 }
  if (x > (a + 1) / (a + b + 2)) {
    const { lower, upper } = incompleteBeta(b, a, { x: y, y: x })
    return { lower: upper, upper: lower }
  }
  const logX = x < 0.5 ? Math.log(x) : Math.log1p(-y)
  const logY = y < 0.5 ? Math.log(y) : Math.log1p(-x)
  const front = Math.exp(a * logX + b * logY - logBeta(a, b))
  const ahead = a * y - b * x
  const lower =
    front *
    continuedFraction(
      (n) => (n === 1 ? 1 : betaNumerator({ a, b, x }, n - 1)),
      (n) => betaDenominator({ a, b, x, y, ahead }, n - 1),
    )
  return { lower, upper: 1 - lower }
}

type Beta = { readonly a: number; readonly b: number; readonly x: number }

/** The even part of the continued fraction in the form of Didonato and Morris (1992), TOMS 18(3), which cancels nothing. */
function betaNumerator({ a, b, x }: Beta, n: number): number {
  const at = a + 2 * n - 1
  return (((a + n - 1) * (a + b + n - 1)) / (at * at)) * n * (b - n) * x * x
}

function betaDenominator({ a, b, x, y, ahead }: Beta & { readonly y: number; readonly ahead: number }, n: number) {
  const turn = n === 0 ? 0 : (n * (b - n) * x) / (a + 2 * n - 1)
  return n + turn + ((a + n) / (a + 2 * n + 1)) * (ahead + 1 + n * (1 + y))
}
