import { compare, type Decimal, toNumber } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import { type ClosedTrade, NET_CASH } from './closed-trade.ts'
import { exactSum } from './exact-sum.ts'
import { mean } from './moments.ts'
import { median } from './percentiles.ts'
import { permutationPValue } from './permutation.ts'
import { resultsOf } from './results.ts'

export type BehaviourKind =
  | 'larger-re-entry'
  | 'beyond-daily-plan'
  | 'oversized'
  | 'losers-held-longer'
  | 'outside-planned-hours'
  | 'stop-moved-away'

/** Something trades have in common, and what came of them: a fact, not a verdict. */
export interface BehaviourFlag {
  readonly kind: BehaviourKind
  /** Trades looked at. */
  readonly n: number
  readonly triggered: readonly Trigger[]
  /** Of the trades that triggered it: exact, after costs. */
  readonly net: Decimal
  readonly average: number | null
  /** Of all the others. */
  readonly averageOthers: number | null
  /** How often chance alone would set these trades as far apart; see `permutationPValue`. Null when there is nothing to compare. */
  readonly pValue: number | null
}

export interface Trigger {
  readonly tradeId: Id<'trade'>
  /** The trade that it follows, where the flag is about two. */
  readonly after: Id<'trade'> | null
  /** What was compared: minutes, the number of the day, times the median size, times the median hold, the minute of the day, or times. */
  readonly measured: number
}

const MINUTE_MS = 60_000

/**
 * Entered within so many minutes after a trade was closed at a loss, at `factor` times its size or more. Size is the cost, since quantities
 * of two instruments cannot be compared; a factor over 1 leaves out what only the price made larger.
 */
export function largerReEntries(
  trades: readonly ClosedTrade[],
  { minutes = 15, factor = 1.1, seed = 1 },
): BehaviourFlag {
  const losses = lossesOf(trades).toSorted((left, right) => left.closedAtMs - right.closedAtMs)
  const found = byEntry(trades).flatMap((trade): Trigger[] => {
    const size = toNumber(trade.cost)
    for (let at = countUntil(losses, trade.openedAtMs) - 1; at >= 0; at -= 1) {
      const loss = losses[at]
      if (loss === undefined || loss.closedAtMs < trade.openedAtMs - minutes * MINUTE_MS) break
      if (loss === trade || size < toNumber(loss.cost) * factor) continue
      return [{ tradeId: trade.id, after: loss.id, measured: (trade.openedAtMs - loss.closedAtMs) / MINUTE_MS }]
    }
    return []
  })
  return flagOf('larger-re-entry', trades, { triggered: found, seed })
}

/** Entered as more than the planned number of its day. `dayOf` is the day of the entry. */
export function beyondDailyPlan(
  trades: readonly ClosedTrade[],
  { perDay, dayOf, seed = 1 }: { perDay: number; dayOf: (trade: ClosedTrade) => string; seed?: number },
): BehaviourFlag {
  const counts = new Map<string, number>()
  const triggered = byEntry(trades).flatMap((trade): Trigger[] => {
    const count = (counts.get(dayOf(trade)) ?? 0) + 1
    counts.set(dayOf(trade), count)
    return count > perDay ? [{ tradeId: trade.id, after: null, measured: count }] : []
  })
  return flagOf('beyond-daily-plan', trades, { triggered, seed })
}

/** Of more than `factor` times the median size, as cost. */
export function oversized(trades: readonly ClosedTrade[], { factor = 2, seed = 1 }): BehaviourFlag {
  const middle = median(trades.map(({ cost }) => toNumber(cost))) ?? 0
  const triggered = trades.flatMap((trade): Trigger[] => {
    const measured = toNumber(trade.cost) / middle
    return middle > 0 && measured > factor ? [{ tradeId: trade.id, after: null, measured }] : []
  })
  return flagOf('oversized', trades, { triggered, seed })
}

export interface HoldFlag extends BehaviourFlag {
  /** Median hold of losers / median hold of winners; null without both. */
  readonly ratio: number | null
}

/**
 * Losers that were held longer than `factor` times the median winner. The p-value is of hold times, since losers differ from winners in
 * their results by what they are: how often chance alone would set the mean holds of losers and winners as far apart.
 */
export function losersHeldLonger(trades: readonly ClosedTrade[], { factor = 1, seed = 1 }): HoldFlag {
  const { outcomes } = resultsOf(trades, NET_CASH)
  const held = trades.map(({ openedAtMs, closedAtMs }) => closedAtMs - openedAtMs)
  const heldBy = (outcome: 1 | -1): number[] => held.filter((_, at) => outcomes[at] === outcome)
  const [winners, losers] = [median(heldBy(1)), median(heldBy(-1))]
  const triggered = trades.flatMap((trade, at): Trigger[] => {
    const measured = winners === null || winners === 0 ? 0 : (held[at] ?? 0) / winners
    return outcomes[at] === -1 && measured > factor ? [{ tradeId: trade.id, after: null, measured }] : []
  })
  const decided = held.filter((_, at) => outcomes[at] !== 0)
  const isLoser = outcomes.filter((outcome) => outcome !== 0).map((outcome) => outcome === -1)
  return {
    ...flagOf('losers-held-longer', trades, { triggered, seed }),
    ratio: winners === null || losers === null || winners === 0 ? null : losers / winners,
    pValue: permutationPValue(decided, isLoser, seed),
  }
}

/** Minutes of the day in the account's zone, 0 to 1439; the end is not included. One that ends before it begins goes past midnight. */
export interface PlannedHours {
  readonly fromMinute: number
  readonly toMinute: number
}

/** Entered outside all planned hours. */
export function outsidePlannedHours(
  trades: readonly ClosedTrade[],
  { hours, seed = 1 }: { hours: readonly PlannedHours[]; seed?: number },
): BehaviourFlag {
  const isPlanned = (minute: number): boolean =>
    hours.some(({ fromMinute, toMinute }) =>
      fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute,
    )
  const triggered = trades.flatMap(({ id, entryMinute }): Trigger[] =>
    isPlanned(entryMinute) ? [] : [{ tradeId: id, after: null, measured: entryMinute }],
  )
  return flagOf('outside-planned-hours', trades, { triggered, seed })
}

/** Whose stop was moved away from the entry while they were open, so many times each. */
export function stopMovedAway(
  trades: readonly ClosedTrade[],
  { moved, seed = 1 }: { moved: ReadonlyMap<string, number>; seed?: number },
): BehaviourFlag {
  const triggered = trades.flatMap(({ id }): Trigger[] => {
    const measured = moved.get(id)
    return measured === undefined ? [] : [{ tradeId: id, after: null, measured }]
  })
  return flagOf('stop-moved-away', trades, { triggered, seed })
}

function flagOf(
  kind: BehaviourKind,
  trades: readonly ClosedTrade[],
  { triggered, seed }: { triggered: readonly Trigger[]; seed: number },
): BehaviourFlag {
  const ids = new Set(triggered.map(({ tradeId }) => tradeId))
  const marked = trades.map(({ id }) => ids.has(id))
  const values = trades.map(({ net }) => toNumber(net))
  return {
    kind,
    n: trades.length,
    triggered,
    net: exactSum(
      trades.filter((_, at) => marked[at]),
      ({ net }) => net,
    ),
    average: mean(values.filter((_, at) => marked[at])),
    averageOthers: mean(values.filter((_, at) => !marked[at])),
    pValue: permutationPValue(values, marked, seed),
  }
}

function lossesOf(trades: readonly ClosedTrade[]): ClosedTrade[] {
  return trades.filter(({ net }) => compare(net, NET_CASH.epsilon) < 0)
}

function byEntry(trades: readonly ClosedTrade[]): ClosedTrade[] {
  return trades.toSorted((left, right) => left.openedAtMs - right.openedAtMs || (left.id < right.id ? -1 : 1))
}

/** How many of the losses, which are in order, were closed by then. */
function countUntil(losses: readonly ClosedTrade[], ms: number): number {
  let low = 0
  let high = losses.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((losses[middle]?.closedAtMs ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  return low
}
