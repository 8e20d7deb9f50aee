import { type Decimal, plus, sum, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { DAY_MS, dayNumber, dayText, weekdayOfDay } from './days.ts'
import type { DayCash } from './load.ts'
import { type DayMovement, equityCurve } from './metrics/series.ts'
import type { Selection } from './selections.ts'

export const seriesKinds = ['trade', 'day', 'marked'] as const
export type SeriesKind = (typeof seriesKinds)[number]

/** Which days count as periods of return, and how many of them make a year. */
export interface DayCalendar {
  readonly days: 'trading-days' | 'calendar-days'
  readonly periods: 252 | 365
}

const TRADING_DAYS: DayCalendar = { days: 'trading-days', periods: 252 }
const CALENDAR_DAYS: DayCalendar = { days: 'calendar-days', periods: 365 }

/** One point of an equity curve before it is written out. */
export interface CurvePoint {
  readonly day: string
  /** Of the series by trade: when, and which; cash has no trade. */
  readonly at?: { readonly ms: number; readonly tradeId: Id<'trade'> | null }
  /** In money, with deposits and withdrawals; null when results are told in percent or R. */
  readonly equity: Decimal | null
  /** Results since the start, without deposits and withdrawals, in the unit of the mode. */
  readonly result: Decimal
  /** Time-weighted growth of one since the start; null when there was no capital to grow. */
  readonly index: number | null
  /** The return of the period that ends here. */
  readonly return: number | null
}

export interface Curve {
  readonly kind: SeriesKind
  /** Null when nothing happened. */
  readonly opening: Decimal | null
  readonly points: readonly CurvePoint[]
}

/** Crypto trades every day; all else Monday to Friday, with public holidays as days without trades. */
export function calendarOf({ trades }: Pick<Selection, 'trades'>): DayCalendar {
  return trades.length > 0 && trades.every(({ instrument }) => instrument.assetClass === 'crypto')
    ? CALENDAR_DAYS
    : TRADING_DAYS
}

/** What moved an account on a day. */
interface Moves {
  readonly flow: Decimal
  readonly result: Decimal
}

const NOTHING: Moves = { flow: ZERO, result: ZERO }

/** Where a curve begins: with the balance at the start of the first day, and later openings of accounts as deposits. */
function startOf({
  starts,
  cash,
  before,
  scope,
}: Selection): { day: number; opening: Decimal; later: DayCash[] } | null {
  const first = starts[0]?.day
  if (first === undefined) return null
  const { from } = scope.filter.asked
  const day = from === undefined ? first : Math.max(first, dayNumber(from))
  const earlier = cash.filter((one) => one.day < day)
  const opening = sum([
    ...starts.filter((one) => one.day <= day).map(({ balance }) => balance),
    ...earlier.flatMap(({ external, earned }) => [external, earned]),
    from === undefined ? ZERO : before[scope.measure.basis],
  ])
  const opened = starts.filter((one) => one.day > day)
  const later = [
    ...opened.map((one) => ({ day: one.day, external: one.balance, earned: ZERO })),
    ...cash.filter((one) => one.day >= day),
  ]
  return { day, opening, later }
}

/**
 * Equity by the day: what closing fills realised, cash, and with `marks` also the change of what is unrealised. Every day of the calendar
 * is there, from the start of the first account or of the filter to the last day on which anything happened. What falls on a weekend of
 * a calendar of trading days belongs to the Monday after.
 */
export function dayCurve(selection: Selection, marks: ReadonlyMap<number, Decimal> | null = null): Curve {
  const kind = marks === null ? 'day' : 'marked'
  const start = startOf(selection)
  if (start === null) return { kind, opening: null, points: [] }
  const { days } = calendarOf(selection)
  const { basis } = selection.scope.measure
  const place = (day: number): number => (days === 'calendar-days' ? day : workday(day))
  const moves = new Map<number, Moves>()
  const add = (day: number, flow: Decimal, result: Decimal): void => {
    const at = place(day)
    const known = moves.get(at) ?? NOTHING
    moves.set(at, { flow: plus(known.flow, flow), result: plus(known.result, result) })
  }
  for (const { day, external, earned } of start.later) add(day, external, earned)
  for (const one of selection.days) add(one.day, ZERO, one[basis])
  for (const [day, change] of marks ?? []) add(day, ZERO, change)
  const first = place(Math.min(start.day, ...selection.days.slice(0, 1).map(({ day }) => day)))
  const { to } = selection.scope.filter.asked
  const last = [...moves.keys()].reduce((most, day) => Math.max(most, day), first)
  const until = to === undefined ? last : Math.min(last, place(dayNumber(to)))
  const movements = []
  for (let day = first; day <= until; day += 1)
    if (place(day) === day) movements.push({ day: dayText(day), ...(moves.get(day) ?? NOTHING) })
  return { kind, opening: start.opening, points: cashPoints(start.opening, movements) }
}

/** Saturday and Sunday are told with the Monday after. */
function workday(day: number): number {
  const weekday = weekdayOfDay(day)
  return weekday === 6 ? day + 2 : weekday === 7 ? day + 1 : day
}

interface TradeMovement extends DayMovement {
  readonly at: { readonly ms: number; readonly tradeId: Id<'trade'> | null }
}

/** Equity by the closed trade, in order of closing; cash stands before the trades of its day. */
export function tradeCurve(selection: Selection): Curve {
  const start = startOf(selection)
  if (start === null) return { kind: 'trade', opening: null, points: [] }
  const { results } = selection
  const movements: TradeMovement[] = []
  const later = start.later.toSorted((left, right) => left.day - right.day)
  let next = 0
  const cashUntil = (day: string): void => {
    for (let one = later[next]; one !== undefined && dayText(one.day) <= day; one = later[next]) {
      const at = { ms: one.day * DAY_MS, tradeId: null }
      movements.push({ day: dayText(one.day), flow: one.external, result: one.earned, at })
      next += 1
    }
  }
  for (const [at, trade] of results.trades.entries()) {
    cashUntil(trade.closedDay)
    const result = { units: results.units[at] ?? 0n, scale: results.scale }
    movements.push({ day: trade.closedDay, flow: ZERO, result, at: { ms: trade.closedAtMs, tradeId: trade.id } })
  }
  cashUntil(LAST_DAY)
  return { kind: 'trade', opening: start.opening, points: cashPoints(start.opening, movements) }
}

const LAST_DAY = '9999-12-31'

function cashPoints(opening: Decimal, movements: readonly (DayMovement & Pick<CurvePoint, 'at'>)[]): CurvePoint[] {
  let result = ZERO
  let index = 1
  let grew = false
  return equityCurve(opening, movements).map((point, position) => {
    result = plus(result, point.result)
    if (point.return !== null) {
      index *= 1 + point.return
      grew = true
    }
    const { day, equity } = point
    const at = movements[position]?.at
    return {
      day,
      equity,
      result,
      index: grew ? index : null,
      return: point.return,
      ...(at === undefined ? {} : { at }),
    }
  })
}
