import { type Decimal, signOf, ZERO } from '../../../../kernel/decimal.ts'
import { dayNumber, dayText, weekdayOfDay } from '../days.ts'
import { type Curve, calendarOf } from '../equity.ts'
import type { LoadedTrade } from '../loaded-trade.ts'
import type { ClosedTrade, Measure } from '../metrics/closed-trade.ts'
import { ExactSum } from '../metrics/exact-sum.ts'
import type { Results } from '../metrics/results.ts'
import type { Selection } from '../selections.ts'
import type { Column, Scalar } from './values.ts'

export const rowKinds = [
  ...(['trades', 'days', 'points', 'closures', 'movements', 'path', 'runs', 'simulations', 'none'] as const),
] as const

/** What one row is of: the trade, or the days of the calendar that it tells of. */
export interface RowHead {
  readonly tradeId: string | null
  readonly executionId?: string | null
  readonly cashMovementId?: string | null
  /** What happened, where that is not said by what the row is of. */
  readonly what?: string | null
  readonly symbol: string | null
  /** The trading day of the close, or the day of the row. */
  readonly day: string | null
  /** Days whose closing fills it is of. */
  readonly days: readonly string[]
}

/** What stands behind a figure, in order, with its numbers by their names. */
export interface Rows {
  readonly kind: (typeof rowKinds)[number]
  readonly n: number
  readonly headOf: (at: number) => RowHead
  /** Made when it is asked for; those that no formula names cost nothing. */
  readonly columns: Readonly<Record<string, () => Column>>
}

/** Of a row that is of nothing in particular. */
export const NOBODY: RowHead = { tradeId: null, symbol: null, day: null, days: [] }

/** Figures that are given, as what a simulation was asked for, have nothing behind them. */
export const NO_ROWS: Rows = { kind: 'none', n: 0, headOf: () => NOBODY, columns: {} }

/** Numbers without a name of their own: runs, simulated futures. */
export function plainRows(kind: Rows['kind'], columns: Readonly<Record<string, Column>>): Rows {
  const n = Math.max(0, ...Object.values(columns).map((column) => column.length))
  return { kind, n, headOf: () => NOBODY, columns: lazy(columns) }
}

/** Trades with the columns that formulas name. */
export function tradeRows(
  trades: readonly ClosedTrade[],
  { basis }: Pick<Measure, 'basis'>,
  more: Readonly<Record<string, Column>> = {},
): Rows {
  const column = (of: (trade: ClosedTrade) => Scalar) => () => trades.map(of)
  return {
    kind: 'trades',
    n: trades.length,
    headOf: (at) => headOfTrade(trades[at]),
    columns: {
      result: column((trade) => trade[basis]),
      gross: column(({ gross }) => gross),
      net: column(({ net }) => net),
      cost: column(({ cost }) => positive(cost)),
      risk: column(({ risk }) => positive(risk)),
      mae: column(({ mae }) => mae),
      mfe: column(({ mfe }) => mfe),
      tick: column(({ tick }) => tick ?? ZERO),
      held: column(({ openedAtMs, closedAtMs }) => closedAtMs - openedAtMs),
      opened: column(({ openedAtMs }) => openedAtMs),
      minute: column(({ entryMinute }) => entryMinute),
      byBroker: column((trade) => ((trade as LoadedTrade).excursionBy === 'bars' ? 0 : 1)),
      ...lazy(more),
    },
  }
}

/** Without one that is above zero there is nothing to divide by. */
function positive(value: Decimal | null): Decimal | null {
  return value === null || signOf(value) <= 0 ? null : value
}

function headOfTrade(trade: ClosedTrade | undefined): RowHead {
  if (trade === undefined) return NOBODY
  const { instrument } = trade as Partial<LoadedTrade>
  return { tradeId: trade.id, symbol: instrument?.symbol ?? null, day: trade.closedDay, days: [trade.closedDay] }
}

/** Points of a curve, each with what was there before, what came, and what was won or lost, from `from` to before `until`. */
export function curveRows(
  curve: Curve,
  selection: Selection,
  { from = 0, until = curve.points.length }: { readonly from?: number; readonly until?: number } = {},
): Rows {
  const { points, opening, scale } = curve
  const shown = points.slice(from, until)
  const resultAt = (at: number): bigint => (points[at]?.result ?? 0n) - (points[at - 1]?.result ?? 0n)
  const beforeAt = (at: number): Decimal | null => {
    const one = points[at]
    if (one === undefined || one.equity === null || opening === null) return null
    return { units: one.equity - one.flow - resultAt(at), scale }
  }
  const column = (of: (at: number) => Scalar) => () => shown.map((_, at) => of(from + at))
  const merged = calendarOf(selection).days === 'trading-days'
  return {
    kind: curve.kind === 'trade' ? 'points' : 'days',
    n: shown.length,
    headOf: (at) => {
      const one = shown[at]
      if (one === undefined) return NOBODY
      const days = curve.kind === 'trade' ? [one.day] : toldOn(one.day, merged)
      return { ...NOBODY, tradeId: one.tradeId, day: one.day, days }
    },
    columns: {
      before: column(beforeAt),
      flow: column((at) => ({ units: points[at]?.flow ?? 0n, scale })),
      result: column((at) => ({ units: resultAt(at), scale })),
      dayNumber: column((at) => dayNumber(points[at]?.day ?? '1970-01-01')),
    },
  }
}

const MONDAY = 1

/** Saturday and Sunday are told with the Monday after, where days without trades are working days. */
function toldOn(day: string, merged: boolean): string[] {
  const number = dayNumber(day)
  const before = merged && weekdayOfDay(number) === MONDAY ? [dayText(number - 2), dayText(number - 1)] : []
  return [...before, day]
}

/** Trading days with a close, each with the exact sum of its trades. */
export function dayRows({ trades, units, near, scale }: Results): Rows {
  const sums = new Map<string, ExactSum>()
  for (const [at, { closedDay }] of trades.entries()) {
    const sum = sums.get(closedDay) ?? new ExactSum()
    sums.set(closedDay, sum)
    sum.add(units[at] ?? 0n, near[at])
  }
  const days = [...sums.keys()].sort()
  const result = days.map((day): Scalar => ({ units: sums.get(day)?.total() ?? 0n, scale }))
  return {
    kind: 'days',
    n: days.length,
    headOf: (at) => ({ ...NOBODY, day: days[at] ?? null, days: days.slice(at, at + 1) }),
    columns: { result: () => result },
  }
}

function lazy(columns: Readonly<Record<string, Column>>): Rows['columns'] {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, () => column]))
}
