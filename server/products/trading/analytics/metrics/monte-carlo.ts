import { ascending, quantile } from './percentiles.ts'
import { below, seededRandom } from './seeded-random.ts'

/** Runs times trades: what one answer may compute. */
export const DRAWS_MAX = 5_000_000
const CHECKPOINTS = 20

/** A future drawn from the past. */
export interface MonteCarlo {
  /** Results in R, of which each trade of a run is drawn with return to the pot. */
  readonly results: readonly number[] | Float64Array
  readonly seed: number
  readonly runs: number
  /** Trades of one run. */
  readonly trades: number
  /** What a run starts with: 1, or money. */
  readonly start: number
  /** Share of the equity at risk in each trade: 0.01 is one percent. */
  readonly riskShare: number
  /** Of the equity there is then, so that results compound; or always of the start. */
  readonly compounding: boolean
  /** The share of the start at which a run is ruined and ends: 0.5 when half is lost. */
  readonly ruinAt: number
}

/** A value of all runs: a twentieth of them is below P5, a half below P50, all but a twentieth below P95. */
export interface Spread {
  readonly p5: number
  readonly p50: number
  readonly p95: number
}

export interface Simulation {
  /** Results that were drawn from: under 30 they say little of what else could have come. */
  readonly n: number
  readonly runs: number
  readonly trades: number
  readonly seed: number
  readonly endEquity: Spread
  /** E / peak - 1, zero or less, peaks with the start among them. P5 is the deep end. */
  readonly maxDrawdown: Spread
  /** Share of runs that came down to `ruinAt`. */
  readonly riskOfRuin: number
  /** Share of runs that ended below their start. */
  readonly riskOfLoss: number
  /** Equity on the way, at about twenty places: what a fan is drawn from. */
  readonly fan: readonly (Spread & { readonly trade: number })[]
}

/** What every run came to. */
export interface SimulatedRuns {
  /** Numbers of trades after which equity is kept, ascending; the last is that of the last trade. */
  readonly checks: readonly number[]
  readonly ends: Float64Array
  /** The deepest E / peak - 1 of each. */
  readonly depths: Float64Array
  /** 1 where it came down to `ruinAt`. */
  readonly ruined: Uint8Array
  /** Equity of all runs at each check. */
  readonly paths: readonly Float64Array[]
}

/**
 * Bootstrap of trades (Efron 1979): runs of trades drawn independently from results that were, each at a fixed share of risk. It takes
 * for granted that trades do not depend on each other and that the future is like the past. The same seed gives the same numbers.
 * Null without results, or when runs times trades is beyond `DRAWS_MAX`.
 */
export function simulate(given: MonteCarlo): Simulation | null {
  const { seed, runs, trades, start, results } = given
  const told = simulateRuns(given)
  if (told === null) return null
  const { checks, ends, depths, ruined, paths } = told
  return {
    n: results.length,
    runs,
    trades,
    seed,
    endEquity: spreadOf(ends),
    maxDrawdown: spreadOf(depths),
    riskOfRuin: ruined.reduce((count, one) => count + one, 0) / runs,
    riskOfLoss: ends.reduce((count, end) => (end < start ? count + 1 : count), 0) / runs,
    fan: checks.map((trade, at) => ({ trade, ...spreadOf(paths[at] ?? ends) })),
  }
}

/** Every run that `simulate` is of. */
export function simulateRuns(given: MonteCarlo): SimulatedRuns | null {
  const { runs, trades } = given
  const pot = Float64Array.from(given.results)
  if (pot.length === 0 || runs < 1 || trades < 1 || runs * trades > DRAWS_MAX) return null
  const checks = checkpoints(trades)
  const into = { checks, ends: new Float64Array(runs), depths: new Float64Array(runs), ruined: new Uint8Array(runs) }
  const told = { ...into, paths: checks.map(() => new Float64Array(runs)) }
  runAll(pot, given, told)
  return told
}

/** What each run comes to is written into the arrays. */
function runAll(pot: Float64Array, given: MonteCarlo, { checks, ends, depths, ruined, paths }: SimulatedRuns): void {
  const { start, riskShare, compounding, runs } = given
  const random = seededRandom(given.seed)
  const size = pot.length
  const floor = start * given.ruinAt
  for (let run = 0; run < runs; run += 1) {
    let equity = start
    let peak = start
    let depth = 0
    // What equity is at the deepest drawdown so far, below the peak of now.
    let deepest = start
    let isRuined = false
    let done = 0
    for (let check = 0; check < checks.length; check += 1) {
      const until = checks[check] ?? 0
      for (; done < until && !isRuined; done += 1) {
        equity += (compounding ? equity : start) * riskShare * (pot[below(random, size)] ?? 0)
        if (equity > peak) {
          peak = equity
          deepest = peak * (1 + depth)
        } else if (equity < deepest) {
          depth = equity / peak - 1
          deepest = equity
        }
        isRuined = equity <= floor
      }
      const path = paths[check]
      if (path !== undefined) path[run] = equity
    }
    ruined[run] = isRuined ? 1 : 0
    ends[run] = equity
    depths[run] = depth
  }
}

function checkpoints(trades: number): number[] {
  const count = Math.min(trades, CHECKPOINTS)
  return Array.from({ length: count }, (_, at) => Math.round(((at + 1) * trades) / count))
}

function spreadOf(values: Float64Array): Spread {
  const sorted = ascending(values)
  const at = (p: number): number => quantile(sorted, p) ?? 0
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) }
}
