import {
  compare,
  type Decimal,
  divide,
  minus,
  negate,
  plus,
  signOf,
  times,
  trimmed,
} from '../../../../kernel/decimal.ts'
import type { ClosedTrade, Measure } from './closed-trade.ts'
import { seededRandom, shuffled } from './seeded-random.ts'

/** Digits behind the point of what is divided. */
const SCALE = 18

/** Trades as they might have been, to be told beside those that were. Hindsight: it knows what nobody knew then. */
export interface WhatIf {
  readonly trades: readonly ClosedTrade[]
  /** Trades that are other than they were, or gone. */
  readonly changed: number
  /** Trades of which nobody can say, for want of their risk or excursion. */
  readonly unknown: number
  readonly unknownAre: 'left-out' | 'as-they-were'
}

/** Without the trades that the predicate names. */
export function without(trades: readonly ClosedTrade[], isRemoved: (trade: ClosedTrade) => boolean): WhatIf {
  const kept = trades.filter((trade) => !isRemoved(trade))
  return { trades: kept, changed: trades.length - kept.length, unknown: 0, unknownAre: 'as-they-were' }
}

/** Every trade at the same risk: all its money times `risk / initial risk`. Trades whose risk nobody said are left out. */
export function atFixedRisk(trades: readonly ClosedTrade[], risk: Decimal): WhatIf {
  const known = trades.filter((trade) => riskOf(trade) !== null)
  const { trades: sized, changed } = changedEach(known, (trade) => {
    const own = riskOf(trade)
    return own === null || compare(own, risk) === 0 ? trade : resized(trade, risk, own)
  })
  return { trades: sized, changed, unknown: trades.length - known.length, unknownAre: 'left-out' }
}

/**
 * A stop at `multiple` R: a trade that was down so far loses exactly that before costs, whatever came after. Where the excursion is not
 * known, a trade that ended below is stopped, and of the others nobody can say. Slippage is none: real stops do worse.
 */
export function stoppedAt(trades: readonly ClosedTrade[], multiple: Decimal): WhatIf {
  return changedEach(trades, (trade) => {
    const risk = riskOf(trade)
    if (risk === null) return 'unknown'
    const loss = times(risk, multiple)
    const isBelow = compare(trade.gross, negate(loss)) < 0
    if (isBelow || (trade.mae !== null && compare(trade.mae, loss) >= 0)) return withGross(trade, negate(loss))
    return trade.mae === null ? 'unknown' : trade
  })
}

/** Every trade that was up at some time closed at this share of its best, before the same costs. */
export function exitedAtShareOfBest(trades: readonly ClosedTrade[], share: Decimal): WhatIf {
  return changedEach(trades, (trade) => {
    if (trade.mfe === null) return 'unknown'
    return signOf(trade.mfe) > 0 ? withGross(trade, times(trade.mfe, share)) : trade
  })
}

/** The same trades in another order: the end is the same, the way there and its drawdown are not. */
export function inRandomOrder(trades: readonly ClosedTrade[], seed: number): WhatIf {
  const order = shuffled(trades, seededRandom(seed))
  const changed = order.filter((trade, at) => trade !== trades[at]).length
  return { trades: order, changed, unknown: 0, unknownAre: 'as-they-were' }
}

/** What results add up to after each trade, in their order: the curve beside which another is shown. Exact. */
export function cumulativeResults(trades: readonly ClosedTrade[], basis: Measure['basis'] = 'net'): Decimal[] {
  let sum: Decimal = { units: 0n, scale: 0 }
  return trades.map((trade) => {
    sum = plus(sum, trade[basis])
    return sum
  })
}

function changedEach(trades: readonly ClosedTrade[], change: (trade: ClosedTrade) => ClosedTrade | 'unknown'): WhatIf {
  let changed = 0
  let unknown = 0
  const made = trades.map((trade) => {
    const other = change(trade)
    if (other === 'unknown') unknown += 1
    else if (other !== trade) changed += 1
    return other === 'unknown' ? trade : other
  })
  return { trades: made, changed, unknown, unknownAre: 'as-they-were' }
}

function withGross(trade: ClosedTrade, gross: Decimal): ClosedTrade {
  if (compare(gross, trade.gross) === 0) return trade
  return changed(trade, { gross, net: minus(gross, feesOf(trade)) })
}

function feesOf({ gross, net }: ClosedTrade): Decimal {
  return minus(gross, net)
}

function resized(trade: ClosedTrade, risk: Decimal, own: Decimal): ClosedTrade {
  const scaled = (amount: Decimal): Decimal => trimmed(divide(times(amount, risk), own, SCALE, 'half-even'))
  const gross = scaled(trade.gross)
  const fees = scaled(feesOf(trade))
  return changed(trade, {
    gross,
    net: minus(gross, fees),
    cost: scaled(trade.cost),
    risk,
    tick: trade.tick == null ? null : scaled(trade.tick),
    mae: trade.mae && scaled(trade.mae),
    mfe: trade.mfe && scaled(trade.mfe),
  })
}

/** Field by field: those of a trade that was loaded are not its own properties. */
function changed(trade: ClosedTrade, to: Partial<ClosedTrade>): ClosedTrade {
  const { id, instrumentId, gross, net, cost, risk, mae, mfe, tick = null } = trade
  const { openedAtMs, closedAtMs, closedDay, entryWeekday, entryMinute } = trade
  const when = { openedAtMs, closedAtMs, closedDay, entryWeekday, entryMinute }
  return { id, instrumentId, gross, net, cost, risk, mae, mfe, tick, ...when, ...to }
}

function riskOf({ risk }: ClosedTrade): Decimal | null {
  return risk === null || signOf(risk) <= 0 ? null : risk
}
