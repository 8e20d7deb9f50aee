import { type Decimal, signOf, toNumber } from '../../../../kernel/decimal.ts'
import { type ClosedTrade, type Measure, scratchOf } from './closed-trade.ts'
import { ExactSum, unitsAt } from './exact-sum.ts'
import { total } from './moments.ts'

/** 1 won, -1 lost, 0 neither. */
export type Outcome = 1 | 0 | -1

/** The results of the trades that have one in this measure. */
export interface Results {
  readonly trades: readonly ClosedTrade[]
  /** Trades left out: without a risk (or cost) there is no R (or percent). */
  readonly missing: number
  /** Results as money in units of `10 ** -scale`, whatever the mode. */
  readonly units: readonly bigint[]
  readonly scale: number
  /** The doubles nearest to the units. */
  readonly near: Float64Array
  readonly outcomes: readonly Outcome[]
  readonly wins: number
  readonly losses: number
  /** Results in the unit of the mode. */
  readonly values: Float64Array
  /** R of each by the basis; NaN where nobody said the risk. */
  readonly rs: Float64Array
}

/** The last power of ten that is a double. */
const EXACT_POWER = 22

/** Results of trades by a measure. What is won and lost is told by money, so that it is the same in every mode. */
export function resultsOf(all: readonly ClosedTrade[], measure: Measure): Results {
  const { basis, mode, epsilon, ticks = null } = measure
  const trades = mode === 'cash' ? all : all.filter((trade) => divisorOf(trade, mode) !== null)
  let scale = epsilon.scale
  for (const trade of trades) scale = Math.max(scale, trade[basis].scale)
  const within = ticks === null ? null : trades.map((trade) => scratchOf(trade, measure))
  for (const one of within ?? []) scale = Math.max(scale, one.scale)
  const same = unitsAt(epsilon, scale)
  const divisor = 10 ** scale
  // Both are doubles exactly, so that their quotient is rounded once, as `toNumber` does.
  const isWhole = (units: number): boolean => scale <= EXACT_POWER && Math.abs(units) <= Number.MAX_SAFE_INTEGER
  const units: bigint[] = []
  const near = new Float64Array(trades.length)
  const values = new Float64Array(trades.length)
  const rs = new Float64Array(trades.length)
  const outcomes: Outcome[] = []
  let wins = 0
  let losses = 0
  for (const [at, trade] of trades.entries()) {
    const value = unitsAt(trade[basis], scale)
    const limit = within === null ? same : unitsAt(within[at] ?? epsilon, scale)
    const outcome = value > limit ? 1 : value < -limit ? -1 : 0
    units.push(value)
    outcomes.push(outcome)
    if (outcome === 1) wins += 1
    else if (outcome === -1) losses += 1
    const rounded = Number(value)
    const money = isWhole(rounded) ? rounded / divisor : toNumber(trade[basis])
    near[at] = rounded
    values[at] = mode === 'cash' ? money : money / (divisorOf(trade, mode) ?? 1)
    rs[at] = money / (divisorOf(trade, 'r') ?? Number.NaN)
  }
  return { trades, missing: all.length - trades.length, units, scale, near, outcomes, wins, losses, values, rs }
}

/** Null when the trade has no result in this mode. */
export function divisorOf(trade: ClosedTrade, mode: Measure['mode']): number | null {
  if (mode === 'cash') return 1
  const divisor = mode === 'percent' ? trade.cost : trade.risk
  return divisor === null || signOf(divisor) <= 0 ? null : toNumber(divisor)
}

/** Numbers of the trades, apart by what was won and what was lost. */
export function apart(
  values: Float64Array,
  { outcomes, wins, losses }: Results,
): { won: Float64Array; lost: Float64Array } {
  const won = new Float64Array(wins)
  const lost = new Float64Array(losses)
  let wonCount = 0
  let lostCount = 0
  for (const [at, value] of values.entries()) {
    if (outcomes[at] === 1) won[wonCount++] = value
    else if (outcomes[at] === -1) lost[lostCount++] = value
  }
  return { won, lost }
}

/** Sums in money and in the unit of the mode: of all, of what was won, and of what was lost (zero or less). */
export interface Sums {
  readonly all: number
  readonly won: number
  readonly lost: number
  readonly money: { readonly all: Decimal; readonly won: Decimal; readonly lost: Decimal }
}

/** All results in money. */
export function sumOf({ units, near, scale }: Results): Decimal {
  const sum = new ExactSum()
  for (const [at, value] of units.entries()) sum.add(value, near[at])
  return { units: sum.total(), scale }
}

/** Adds up exactly in money; in percent and R with compensation, since a quotient has no exact decimal. */
export function sumsOf(results: Results, mode: Measure['mode']): Sums {
  const { units, scale, near, outcomes, values } = results
  const sums = [new ExactSum(), new ExactSum(), new ExactSum()] as const
  const [lost, even, won] = sums
  for (const [at, value] of units.entries()) sums[((outcomes[at] ?? 0) + 1) as 0 | 1 | 2].add(value, near[at])
  const money = {
    all: { units: lost.total() + even.total() + won.total(), scale },
    won: { units: won.total(), scale },
    lost: { units: lost.total(), scale },
  }
  if (mode === 'cash') return { all: toNumber(money.all), won: toNumber(money.won), lost: toNumber(money.lost), money }
  const parts = apart(values, results)
  return { all: total(values), won: total(parts.won), lost: total(parts.lost), money }
}
