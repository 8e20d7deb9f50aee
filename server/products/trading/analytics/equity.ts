import { type Decimal, plus, sum, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { DAY_MS, dayNumber, dayText, weekdayOfDay } from './days.ts'
import type { DayCash } from './load.ts'
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

/** One point of an equity curve before it is written out. Money, percent and R are in units of the curve's scale. */
export interface CurvePoint {
  readonly day: string
  /** Of the series by trade: when it closed, and which it is; cash has no trade. */
  readonly ms: number | null
  readonly tradeId: Id<'trade'> | null
  /** In money, with deposits and withdrawals; null when results are told in percent or R. */
  readonly equity: bigint | null
  /** Deposits less withdrawals, taken as made before the result; nothing in percent or R. */
  readonly flow: bigint
  /** Results since the start, without deposits and withdrawals, in the unit of the mode. */
  readonly result: bigint
  /** Time-weighted growth of one since the start; null when there was no capital to grow. */
  readonly index: number | null
  /** The return of the period that ends here; null when there was nothing above zero to earn on. */
  readonly return: number | null
}

export interface Curve {
  readonly kind: SeriesKind
  /** Null when nothing happened. */
  readonly opening: Decimal | null
  readonly scale: number
  readonly points: readonly CurvePoint[]
}

/** Crypto trades every day; all else Monday to Friday, with public holidays as days without trades. */
export function calendarOf({ trades }: Pick<Selection, 'trades'>): DayCalendar {
  return trades.length > 0 && trades.every(({ instrument }) => instrument.assetClass === 'crypto')
    ? CALENDAR_DAYS
    : TRADING_DAYS
}

/** What moved an account at one place of a curve. */
interface Movement extends Pick<CurvePoint, 'day' | 'ms' | 'tradeId'> {
  /** Deposits less withdrawals, taken as made before the result. */
  readonly flow: Decimal
  readonly result: Decimal
}

type Moves = Pick<Movement, 'flow' | 'result'>

const NOTHING: Moves = { flow: ZERO, result: ZERO }
const DAY_ITSELF = { ms: null, tradeId: null }

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
 * is there, from the start of the first account or of the filter to the last day on which anything happened; what is marked goes on until
 * `today`. What falls on a weekend of a calendar of trading days belongs to the Monday after.
 */
export function dayCurve(
  selection: Selection,
  marks: ReadonlyMap<number, Decimal> | null = null,
  today: string | null = null,
): Curve {
  const kind = marks === null ? 'day' : 'marked'
  const start = startOf(selection)
  if (start === null) return { kind, opening: null, scale: 0, points: [] }
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
  const now = today === null ? first : dayNumber(today)
  const last = [...moves.keys()].reduce((most, day) => Math.max(most, day), Math.max(first, now))
  const until = to === undefined ? last : Math.min(last, place(dayNumber(to)))
  const movements: Movement[] = []
  for (let day = first; day <= until; day += 1)
    if (place(day) === day) movements.push({ day: dayText(day), ...DAY_ITSELF, ...(moves.get(day) ?? NOTHING) })
  return cashCurve(kind, start.opening, movements)
}

/** Saturday and Sunday are told with the Monday after. */
function workday(day: number): number {
  const weekday = weekdayOfDay(day)
  return weekday === 6 ? day + 2 : weekday === 7 ? day + 1 : day
}

/** Equity by the closed trade, in order of closing; cash stands before the trades of its day. */
export function tradeCurve(selection: Selection): Curve {
  const start = startOf(selection)
  if (start === null) return { kind: 'trade', opening: null, scale: 0, points: [] }
  const { results } = selection
  const movements: Movement[] = []
  const later = start.later.toSorted((left, right) => left.day - right.day)
  let next = 0
  const cashUntil = (day: string): void => {
    for (let one = later[next]; one !== undefined && dayText(one.day) <= day; one = later[next]) {
      const place = { day: dayText(one.day), ms: one.day * DAY_MS, tradeId: null }
      movements.push({ ...place, flow: one.external, result: one.earned })
      next += 1
    }
  }
  for (const [at, trade] of results.trades.entries()) {
    cashUntil(trade.closedDay)
    const result = { units: results.units[at] ?? 0n, scale: results.scale }
    movements.push({ day: trade.closedDay, ms: trade.closedAtMs, tradeId: trade.id, flow: ZERO, result })
  }
  cashUntil(LAST_DAY)
  return cashCurve('trade', start.opening, movements)
}

const LAST_DAY = '9999-12-31'

/** E_t = E_{t-1} + F_t + result, and r_t = result / (E_{t-1} + F_t). In whole numbers of one scale, so that 40,000 trades take no time. */
export function cashCurve(kind: SeriesKind, opening: Decimal, movements: readonly Movement[]): Curve {
  let scale = opening.scale
  for (const { flow, result } of movements) scale = Math.max(scale, flow.scale, result.scale)
  const shifts = Array.from({ length: scale + 1 }, (_, digits) => 10n ** BigInt(scale - digits))
  const unitsOf = (value: Decimal): bigint =>
    value.scale === scale || value === ZERO ? value.units : value.units * (shifts[value.scale] ?? 1n)
  let equity = unitsOf(opening)
  let result = 0n
  let index = 1
  let hasGrown = false
  const points = movements.map((movement): CurvePoint => {
    const flow = unitsOf(movement.flow)
    const base = equity + flow
    const gained = unitsOf(movement.result)
    const rate = base > 0n ? Number(gained) / Number(base) : null
    if (rate !== null) {
      index *= 1 + rate
      hasGrown = true
    }
    equity = base + gained
    result += gained
    const { day, ms, tradeId } = movement
    return { day, ms, tradeId, equity, flow, result, index: hasGrown ? index : null, return: rate }
  })
  return { kind, opening, scale, points }
}
