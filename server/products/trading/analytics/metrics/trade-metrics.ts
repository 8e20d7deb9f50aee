import { type Decimal, minus, signOf } from '../../../../kernel/decimal.ts'
import { type ClosedTrade, type Measure, NET_CASH } from './closed-trade.ts'
import { ExactSum, exactSum } from './exact-sum.ts'
import { lineThrough, mean, sampleOf } from './moments.ts'
import { median } from './percentiles.ts'
import { figuresOfR } from './r-figures.ts'
import { apart, type Outcome, type Results, resultsOf, type Sums, sumsOf } from './results.ts'
import { type Interval, kellyFraction, kRatio, runsZScore, tInterval, tTest, wilsonInterval } from './significance.ts'
import { type Streaks, streaksOf } from './streaks.ts'

/** What an array of closed trades says. Money is exact; statistics are doubles in the unit of the measure; null is undefined. */
export interface TradeMetrics extends OutcomeMetrics, ValueMetrics {
  /** Trades that have a result in this measure: what everything else is of. */
  readonly n: number
  /** Trades without one. */
  readonly missing: number
  readonly money: MoneyTotals
  readonly r: RMetrics
  readonly streaks: Streaks
  /** Of days by their sum: a day at zero neither extends nor breaks. */
  readonly dayStreaks: Streaks
  readonly days: DayTotals
  readonly hold: HoldTimes
}

interface OutcomeMetrics {
  readonly wins: number
  readonly losses: number
  readonly scratches: number
  /** W / N. */
  readonly winRate: number | null
  /** W / (W + L). */
  readonly winRateDecided: number | null
  /** Of W / N. */
  readonly winRateInterval: Interval | null
}

/** Exact sums, whatever the mode. */
export interface MoneyTotals {
  readonly gross: Decimal
  readonly fees: Decimal
  readonly net: Decimal
  /** Of the trades that won, by the basis of the measure. */
  readonly won: Decimal
  /** Of the trades that lost: zero or less. */
  readonly lost: Decimal
  readonly largestWin: Decimal | null
  readonly largestLoss: Decimal | null
}

interface ValueMetrics {
  readonly sum: number
  /** Sum of wins / |sum of losses|; null without losses. */
  readonly profitFactor: number | null
  /** Average win / |average loss|. */
  readonly payoff: number | null
  /** Mean result: p * average win - q * |average loss| when scratches are zero. */
  readonly expectancy: number | null
  readonly expectancyInterval: Interval | null
  readonly kelly: number | null
  readonly averageWin: number | null
  readonly averageLoss: number | null
  readonly medianResult: number | null
  readonly medianWin: number | null
  readonly medianLoss: number | null
  readonly deviation: number | null
  readonly tStatistic: number | null
  readonly pValue: number | null
  readonly kRatio: number | null
  readonly runsZScore: number | null
}

/** Results in multiples of the initial risk. */
export interface RMetrics {
  readonly n: number
  /** Trades whose risk nobody said. */
  readonly missing: number
  readonly sum: number
  readonly average: number | null
  readonly averageInterval: Interval | null
  readonly median: number | null
  readonly deviation: number | null
  readonly sqn: number | null
  /** With n capped at 100. */
  readonly sqn100: number | null
}

export interface DayTotals {
  readonly n: number
  readonly wins: number
  readonly losses: number
  readonly best: Decimal | null
  readonly worst: Decimal | null
}

/** Milliseconds from the first entry to the last exit. */
export interface HoldTimes {
  readonly average: number | null
  readonly median: number | null
  readonly averageWin: number | null
  readonly averageLoss: number | null
  readonly medianWin: number | null
  readonly medianLoss: number | null
}

/** All metrics of trades in their order of closing; `results` are theirs by the measure, for those who have them already. */
export function tradeMetrics(
  trades: readonly ClosedTrade[],
  measure: Measure = NET_CASH,
  results: Results = resultsOf(trades, measure),
): TradeMetrics {
  const sums = sumsOf(results, measure.mode)
  const counts = outcomeMetrics(results)
  const streaks = streaksOf(results.outcomes)
  const days = dayResults(results)
  return {
    n: results.trades.length,
    missing: results.missing,
    ...counts,
    money: moneyTotals(results, sums, measure.basis),
    ...valueMetrics(results, { ...counts, ...sums, runs: streaks.runs }),
    r: rMetrics(trades, measure, results),
    streaks,
    dayStreaks: streaksOf(days.outcomes),
    days: days.totals,
    hold: holdTimes(results),
  }
}

function outcomeMetrics({ trades, wins, losses }: Results): OutcomeMetrics {
  const n = trades.length
  return {
    wins,
    losses,
    scratches: n - wins - losses,
    winRate: ratio(wins, n),
    winRateDecided: ratio(wins, wins + losses),
    winRateInterval: wilsonInterval(wins, n),
  }
}

function moneyTotals(
  { trades, units, scale, outcomes }: Results,
  { money }: Sums,
  basis: Measure['basis'],
): MoneyTotals {
  let largestWin: bigint | null = null
  let largestLoss: bigint | null = null
  for (const [at, value] of units.entries()) {
    if (outcomes[at] === 1 && (largestWin === null || value > largestWin)) largestWin = value
    else if (outcomes[at] === -1 && (largestLoss === null || value < largestLoss)) largestLoss = value
  }
  const gross = basis === 'gross' ? money.all : exactSum(trades, (trade) => trade.gross)
  const net = basis === 'net' ? money.all : exactSum(trades, (trade) => trade.net)
  return {
    gross,
    fees: minus(gross, net),
    net,
    won: money.won,
    lost: money.lost,
    largestWin: largestWin === null ? null : { units: largestWin, scale },
    largestLoss: largestLoss === null ? null : { units: largestLoss, scale },
  }
}

type Counted = OutcomeMetrics & Sums & { readonly runs: number }

function valueMetrics(results: Results, counted: Counted): ValueMetrics {
  const { values } = results
  const sample = sampleOf(values, counted.all)
  const { won, lost } = apart(values, results)
  const averageWin = ratio(counted.won, won.length)
  const averageLoss = ratio(counted.lost, lost.length)
  const payoff = averageWin === null || averageLoss === null ? null : ratio(averageWin, -averageLoss)
  const test = sample && tTest(sample)
  return {
    sum: counted.all,
    profitFactor: ratio(counted.won, -counted.lost),
    payoff,
    expectancy: sample?.mean ?? null,
    expectancyInterval: sample && tInterval(sample),
    kelly: kellyFraction(counted.winRateDecided, payoff),
    averageWin,
    averageLoss,
    medianResult: median(values),
    medianWin: median(won),
    medianLoss: median(lost),
    deviation: sample?.deviation ?? null,
    tStatistic: test?.t ?? null,
    pValue: test?.pValue ?? null,
    kRatio: kRatio(lineThrough(cumulative(values))),
    runsZScore: runsZScore(counted.wins, counted.losses, counted.runs),
  }
}

function rMetrics(trades: readonly ClosedTrade[], measure: Measure, results: Results): RMetrics {
  // In percent, trades that have no cost may have a risk.
  const { rs } = measure.mode === 'percent' ? resultsOf(trades, { ...measure, mode: 'cash' }) : results
  const values = rs.filter((r) => !Number.isNaN(r))
  return { n: values.length, missing: trades.length - values.length, ...figuresOfR(values) }
}

function dayResults({ trades, units, near, scale }: Results): { outcomes: Outcome[]; totals: DayTotals } {
  const sums = new Map<string, ExactSum>()
  let day = ''
  let sum = new ExactSum()
  for (const [at, { closedDay }] of trades.entries()) {
    if (closedDay !== day) {
      day = closedDay
      sum = sums.get(day) ?? new ExactSum()
      sums.set(day, sum)
    }
    sum.add(units[at] ?? 0n, near[at])
  }
  const totals = [...sums.values()].map((sum) => ({ units: sum.total(), scale }))
  const outcomes = totals.map(signOf)
  const days = {
    n: sums.size,
    wins: outcomes.filter((outcome) => outcome === 1).length,
    losses: outcomes.filter((outcome) => outcome === -1).length,
    best: totals.reduce<Decimal | null>((best, sum) => (best === null || sum.units > best.units ? sum : best), null),
    worst: totals.reduce<Decimal | null>(
      (worst, sum) => (worst === null || sum.units < worst.units ? sum : worst),
      null,
    ),
  }
  return { outcomes, totals: days }
}

function holdTimes(results: Results): HoldTimes {
  const held = new Float64Array(results.trades.length)
  for (const [at, { openedAtMs, closedAtMs }] of results.trades.entries()) held[at] = closedAtMs - openedAtMs
  const { won, lost } = apart(held, results)
  return {
    average: mean(held),
    median: median(held),
    averageWin: mean(won),
    averageLoss: mean(lost),
    medianWin: median(won),
    medianLoss: median(lost),
  }
}

function cumulative(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length)
  let sum = 0
  for (const [at, value] of values.entries()) {
    sum += value
    sums[at] = sum
  }
  return sums
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
