import type { Outcome, Results } from './metrics/results.ts'

/** Trades won or lost in a row by close, scratches left out. */
export interface Run {
  readonly outcome: 1 | -1
  /** Places of its trades among the results. */
  readonly places: readonly number[]
}

/** All runs in their order. */
export function tradeRuns({ outcomes }: Pick<Results, 'outcomes'>): Run[] {
  const runs: { outcome: 1 | -1; places: number[] }[] = []
  for (const [at, outcome] of outcomes.entries()) {
    if (isEven(outcome)) continue
    const last = runs.at(-1)
    if (last?.outcome === outcome) last.places.push(at)
    else runs.push({ outcome, places: [at] })
  }
  return runs
}

function isEven(outcome: Outcome): outcome is 0 {
  return outcome === 0
}
