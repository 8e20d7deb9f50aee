import { type Static, Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import type { Values } from './metrics/moments.ts'
import { ascending, quantile } from './metrics/percentiles.ts'
import { count, maybeNumber } from './shapes.ts'

export const BINS = 30
export const binsQuery = { bins: Type.Optional(Type.Integer({ minimum: 5, maximum: 100 })) }

export const bin = object({
  from: { ...maybeNumber, description: 'Included; null: all below' },
  to: { ...maybeNumber, description: 'Not included; null: all above' },
  n: count,
})

/**
 * How many values lie where: bins of one round width (1, 2 or 5 by a power of ten), one of them beginning at zero, from the first to the
 * last percentile, and one open bin at each end for what is further out. About `bins` of them.
 */
export function histogram(values: Values, bins: number): Static<typeof bin>[] {
  const sorted = ascending(values)
  const low = quantile(sorted, 0.01)
  const high = quantile(sorted, 0.99)
  if (low === null || high === null) return []
  const width = roundWidth((high - low) / bins)
  const first = Math.floor(low / width)
  const last = Math.max(first, Math.ceil(high / width) - 1)
  const counts = new Array<number>(last - first + 3).fill(0)
  let at = 0
  let until = edge(first, width)
  for (const value of sorted) {
    while (value >= until) {
      at += 1
      until = at === counts.length - 1 ? Number.POSITIVE_INFINITY : edge(first + at, width)
    }
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts.flatMap((n, at) => {
    const isOpen = at === 0 || at === counts.length - 1
    if (isOpen && n === 0) return []
    const from = edge(first + at - 1, width)
    return [{ from: at === 0 ? null : from, to: at === counts.length - 1 ? null : edge(first + at, width), n }]
  })
}

function roundWidth(width: number): number {
  if (!(width > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(width))
  const digit = width / power
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10)
}

/** A multiple of the width without the dust of the product: 0.3 / 0.1 is a little less than 3. */
function edge(at: number, width: number): number {
  return Number((at * width).toPrecision(12))
}
