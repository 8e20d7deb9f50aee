import type { Outcome } from './results.ts'

/** Runs of the same outcome in the order of the results. What is neither won nor lost neither extends nor breaks one. */
export interface Streaks {
  readonly longestWin: number
  readonly longestLoss: number
  /** The one that lasts at the end: above zero wins, below zero losses. */
  readonly current: number
  /** How many runs there are. */
  readonly runs: number
}

/** Streaks of outcomes in their order. */
export function streaksOf(outcomes: Iterable<Outcome>): Streaks {
  let longestWin = 0
  let longestLoss = 0
  let current = 0
  let runs = 0
  for (const outcome of outcomes) {
    if (outcome === 0) continue
    if (Math.sign(current) === outcome) current += outcome
    else {
      current = outcome
      runs += 1
    }
    longestWin = Math.max(longestWin, current)
    longestLoss = Math.max(longestLoss, -current)
  }
  return { longestWin, longestLoss, current, runs }
}
