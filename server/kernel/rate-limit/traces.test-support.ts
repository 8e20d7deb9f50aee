import fc from 'fast-check'
import type { Limit } from './limit.ts'
import { gridOf } from './window.ts'

/** How far the clock moves before a burst: to where a counter would go wrong, or anywhere. */
type Aim = 'still' | 'anywhere' | 'grain border' | 'a window on' | 'as told'

/** One burst of requests at one instant. */
export interface Burst {
  readonly aim: Aim
  /** Before, at or after the moment aimed at. */
  readonly offUs: -1 | 0 | 1
  readonly anyUs: number
  readonly requests: number
}

/** Bursts at the moments where windows end, grains change or room was promised, among others at random. */
export function bursts({ limit, windowSeconds }: Limit, longest = 40): fc.Arbitrary<Burst[]> {
  const one = fc.record({
    aim: fc.constantFrom<Aim>('still', 'anywhere', 'grain border', 'a window on', 'as told'),
    offUs: fc.constantFrom(-1 as const, 0 as const, 1 as const),
    anyUs: fc.nat({ max: windowSeconds * 1e6 }),
    requests: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: limit * 2 })),
  })
  return fc.array(one, { minLength: 5, maxLength: longest })
}

/** The instant of a burst, from the last one and from the wait that a caller was told there. */
export function instantOf(
  burst: Burst,
  limit: Limit,
  last: { readonly atUs: number; readonly waitUs: number },
): number {
  const { grainUs } = gridOf(limit)
  const border = grainUs === 1 ? (limit.windowSeconds * 1e6) / 60 : grainUs
  const aims: Readonly<Record<Aim, number>> = {
    still: last.atUs,
    anywhere: last.atUs + burst.anyUs,
    'grain border': (Math.floor(last.atUs / border) + 1) * border,
    'a window on': last.atUs + limit.windowSeconds * 1e6,
    'as told': last.atUs + last.waitUs,
  }
  return Math.max(last.atUs, Math.floor(aims[burst.aim]) + (burst.aim === 'still' ? 0 : burst.offUs))
}
