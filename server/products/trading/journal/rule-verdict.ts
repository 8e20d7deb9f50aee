import { compare, type Decimal, decimal, divide, minus, times } from '../../../kernel/decimal.ts'
import { localDate, localTime, weekdayOf } from '../../../kernel/zoned.ts'
import { shortContractName } from '../ledger/symbols.ts'
import type { Side } from '../ledger/tables.ts'
import type { Rule } from './rules.ts'

export type Verdict = 'pass' | 'fail' | 'unknown'

/** What rules look at. */
export interface JudgedTrade {
  readonly symbol: string
  readonly root: string | null
  readonly side: Side
  readonly openedAt: Date
  /** Null while it is open. */
  readonly closedAt: Date | null
  /** Of the account. */
  readonly timeZone: string
  readonly stop: Decimal | null
  /** In the account's currency, as metrics take it: entered, or from the stop. */
  readonly risk: Decimal | null
  /** What the planned target would bring, in the account's currency. */
  readonly plannedGain: Decimal | null
  readonly tagIds: ReadonlySet<string>
  /** 1 for the first trade that was opened in the account on its trading day. */
  readonly ordinalOfDay: number
  /** Items of the checklist by the id of their rule. */
  readonly checks: ReadonlyMap<string, boolean>
}

const MINUTE_MS = 60_000
const R_DIGITS = 18

/** Whether the trade kept the rule; unknown where nobody said what it needs. `at` is the present, for trades that are open. */
export function verdictOf(rule: Rule, trade: JudgedTrade, at: Date): Verdict {
  switch (rule.kind) {
    case 'symbols':
      return verdict(isAmong(rule.symbols, trade))
    case 'session-window':
      return verdict(isWithin(rule, minuteOfDay(trade.openedAt, rule.timeZone ?? trade.timeZone)))
    case 'weekdays':
      return verdict(rule.weekdays.includes(weekdayOf(localDate(trade.openedAt, trade.timeZone))))
    case 'side':
      return verdict((rule.side === 'long') === (trade.side === 1))
    case 'max-risk':
      return trade.risk === null ? 'unknown' : verdict(compare(trade.risk, decimal(rule.amount)) <= 0)
    case 'min-planned-r':
      return plannedR(trade, decimal(rule.r))
    case 'max-trades-per-day':
      return verdict(trade.ordinalOfDay <= rule.count)
    case 'stop-required':
      return verdict(trade.stop !== null)
    case 'tag-required':
      return verdict(trade.tagIds.has(rule.tagId))
    case 'max-hold':
      return held(trade, rule.minutes * MINUTE_MS, at)
    case 'checklist':
      return checked(trade.checks.get(rule.id))
  }
}

function verdict(isKept: boolean): Verdict {
  return isKept ? 'pass' : 'fail'
}

function checked(passed: boolean | undefined): Verdict {
  return passed === undefined ? 'unknown' : verdict(passed)
}

/** By symbol, of a future also with one digit of its year, or by what a derivative is written on, in any case. */
function isAmong(symbols: readonly string[], { symbol, root }: JudgedTrade): boolean {
  const upper = symbol.toUpperCase()
  const names = [upper, root === null ? upper : shortContractName(upper), root?.toUpperCase()]
  return symbols.some((one) => names.includes(one.toUpperCase()))
}

/** From the start up to, but without, the end; one that ends before it starts goes on after midnight. */
function isWithin({ from, until }: { readonly from: string; readonly until: string }, minute: number): boolean {
  const [start, end] = [minutesOf(from), minutesOf(until)]
  return start < end ? minute >= start && minute < end : minute >= start || minute < end
}

/** What clocks in the zone show, in minutes from midnight. */
function minuteOfDay(at: Date, zone: string): number {
  return minutesOf(localTime(at, zone).slice(11, 16))
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** An open trade fails once it is held too long, and may still pass before. */
function held({ openedAt, closedAt }: JudgedTrade, longestMs: number, at: Date): Verdict {
  const heldMs = (closedAt ?? at).getTime() - openedAt.getTime()
  if (heldMs > longestMs) return 'fail'
  return closedAt === null ? 'unknown' : 'pass'
}

/** Planned gain by risk, exact but for the last of 18 digits. */
function plannedR({ risk, plannedGain }: JudgedTrade, least: Decimal): Verdict {
  if (risk === null || risk.units === 0n || plannedGain === null) return 'unknown'
  return verdict(compare(plannedGain, times(risk, least)) >= 0)
}

/** What the target would bring: of the most that was held, at the rate of the entries. */
export function plannedGainOf(trade: {
  readonly side: Side
  readonly averageEntry: Decimal
  readonly target: Decimal | null
  readonly quantityMax: Decimal
  readonly quantityEntered: Decimal
  readonly costBase: Decimal
}): Decimal | null {
  const { side, averageEntry, target, quantityMax, quantityEntered, costBase } = trade
  const entered = times(averageEntry, quantityEntered)
  if (target === null || entered.units === 0n) return null
  const way = side === 1 ? minus(target, averageEntry) : minus(averageEntry, target)
  return divide(times(times(way, quantityMax), costBase), entered, R_DIGITS, 'half-even')
}
