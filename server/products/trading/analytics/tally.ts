import { type Static, Type } from 'typebox'
import { namedObject } from '../../../kernel/http/schema.ts'
import type { LoadedTrade } from './loaded-trade.ts'
import type { Results } from './metrics/results.ts'
import { wilsonInterval } from './metrics/significance.ts'
import type { Selection } from './selections.ts'
import { count, exact, maybeExact, maybeInterval, maybeNumber, textOf } from './shapes.ts'

/** What some trades add up to. Money is in units of the results' scale. */
export interface Tally {
  n: number
  wins: number
  losses: number
  money: bigint
  sum: number
  won: number
  lost: number
  largestWin: bigint | null
  largestLoss: bigint | null
  rN: number
  rSum: number
}

export const tallyShape = {
  n: count,
  wins: count,
  losses: count,
  scratches: count,
  net: { ...exact, description: 'Exact sum in money by the basis asked for, whatever the mode' },
  sum: { ...Type.Number(), description: 'Sum in the unit of the mode' },
  average: maybeNumber,
  winRate: maybeNumber,
  winRateInterval: maybeInterval,
  profitFactor: maybeNumber,
  payoff: maybeNumber,
  largestWin: maybeExact,
  largestLoss: maybeExact,
  avgR: maybeNumber,
  rN: { ...count, description: 'Trades whose risk is known: what avgR is of' },
}

export const tallyDefinitions = {
  n: 'trades.n',
  wins: 'trades.wins',
  losses: 'trades.losses',
  scratches: 'trades.scratches',
  net: 'money.result',
  sum: 'trades.sum',
  average: 'trades.expectancy',
  winRate: 'trades.winRate',
  winRateInterval: 'trades.winRateInterval',
  profitFactor: 'trades.profitFactor',
  payoff: 'trades.payoff',
  largestWin: 'money.largestWin',
  largestLoss: 'money.largestLoss',
  avgR: 'r.average',
  rN: 'r.n',
} as const

export const tallyTotal = namedObject('Tally', tallyShape)

/** Adds up the results by a key; a trade without one is left out, and one with several counts for each. */
export function tallies<Key>(
  { results }: Pick<Selection, 'results'>,
  keysOf: (trade: LoadedTrade) => readonly Key[],
): Map<Key, Tally> {
  const found = new Map<Key, Tally>()
  for (const [at, trade] of results.trades.entries()) {
    for (const key of keysOf(trade as LoadedTrade)) addResult(tallyAt(found, key), results, at)
  }
  return found
}

function tallyAt<Key>(found: Map<Key, Tally>, key: Key): Tally {
  const known = found.get(key)
  if (known !== undefined) return known
  const begun = emptyTally()
  found.set(key, begun)
  return begun
}

/** Of all results together. */
export function tallyOf(told: Pick<Selection, 'results'>): Tally {
  const [all] = tallies(told, () => [null]).values()
  return all ?? emptyTally()
}

export function emptyTally(): Tally {
  const none = { largestWin: null, largestLoss: null }
  return { n: 0, wins: 0, losses: 0, money: 0n, sum: 0, won: 0, lost: 0, ...none, rN: 0, rSum: 0 }
}

function addResult(tally: Tally, { units, values, outcomes, rs }: Results, at: number): void {
  const money = units[at] ?? 0n
  const value = values[at] ?? 0
  const r = rs[at] ?? Number.NaN
  tally.n += 1
  tally.money += money
  tally.sum += value
  if (!Number.isNaN(r)) {
    tally.rN += 1
    tally.rSum += r
  }
  if (outcomes[at] === 1) {
    tally.wins += 1
    tally.won += value
    if (tally.largestWin === null || money > tally.largestWin) tally.largestWin = money
  } else if (outcomes[at] === -1) {
    tally.losses += 1
    tally.lost += value
    if (tally.largestLoss === null || money < tally.largestLoss) tally.largestLoss = money
  }
}

/** A tally as it is answered; ratios of nothing are null. */
export function writtenTally(tally: Tally, scale: number): Static<typeof tallyTotal> {
  const { n, wins, losses, money, sum, won, lost, rN, rSum } = tally
  const moneyText = (units: bigint | null) => textOf(units === null ? null : { units, scale })
  const averageWin = ratio(won, wins)
  const averageLoss = ratio(lost, losses)
  return {
    ...{ n, wins, losses, scratches: n - wins - losses },
    ...{ net: moneyText(money) ?? '0', sum, average: ratio(sum, n) },
    ...{ winRate: ratio(wins, n), winRateInterval: wilsonInterval(wins, n) },
    profitFactor: ratio(won, -lost),
    payoff: averageWin === null || averageLoss === null ? null : ratio(averageWin, -averageLoss),
    ...{ largestWin: moneyText(tally.largestWin), largestLoss: moneyText(tally.largestLoss) },
    ...{ avgR: ratio(rSum, rN), rN },
  }
}

export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
