export interface Span {
  readonly lower: number
  readonly upper: number
}

/** From where to where an axis goes. */
export type Domain = readonly [low: number, high: number]

/** An interval this many times as far out as what matters most is cut, so that it does not press the others flat. */
const REACH = 3
const PADDING = 0.06

/** Less than this has no steps that a double can say. */
const NARROWEST = 1e-290

/** Holds zero and all intervals, those of `leading` whole. */
export function domainOf(spans: readonly Span[], leading: readonly Span[] = spans): Domain {
  const most = (of: readonly Span[]) => Math.max(0, ...of.map(({ lower, upper }) => Math.max(-lower, upper)))
  const limit = (leading.length === 0 ? most(spans) : most(leading)) * REACH
  const low = Math.max(-limit, Math.min(0, ...spans.map(({ lower }) => lower)))
  const high = Math.min(limit, Math.max(0, ...spans.map(({ upper }) => upper)))
  if (!(high - low > NARROWEST)) return [-1, 1]
  const padding = (high - low) * PADDING
  return [low - padding, high + padding]
}

/** Where a value stands, 0 at the left end and 1 at the right one. */
export function placeOf([low, high]: Domain, value: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)))
}

export function isBeyond([low, high]: Domain, value: number): boolean {
  return value < low || value > high
}

/** Round numbers within a domain, zero among them: steps of 1, 2 or 5 by a power of ten, at most `most` of them. */
export function ticksOf([low, high]: Domain, most = 5): number[] {
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough * (1 - 1e-9)) ?? 10 * power
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)]
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}
