import { nowMs } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, minus, ZERO } from '../../../kernel/decimal.ts'
import { accountClock } from '../ledger/trading-day.ts'
import type { Scope } from './asked.ts'
import { dayNumber } from './days.ts'
import { type Curve, dayCurve } from './equity.ts'
import { loadMarks, type Unmarked } from './marks.ts'
import type { Selection } from './selections.ts'

export interface MarkedCurve {
  readonly curve: Curve
  readonly unmarked: readonly Unmarked[]
}

/** The trading day that it is in the accounts, the latest of several; null when all of them are archived. What is marked depends on it. */
export function todayOf({ filter }: Pick<Scope, 'filter'>): string | null {
  const atMs = nowMs()
  const days = filter.accounts.flatMap((one) => (one.archived_at === null ? [accountClock(one).day(atMs)] : []))
  return days.sort().at(-1) ?? null
}

/** Equity by the day until today with what open positions are worth; null when results are told in percent or R, which have no worth of positions. */
export async function markedCurve(db: Db, selection: Selection): Promise<MarkedCurve | null> {
  const { scope } = selection
  if (scope.measure.mode !== 'cash') return null
  const today = todayOf(scope)
  const days = dayCurve(selection, new Map(), today).points.map((point) => point.day)
  const last = days.at(-1)
  if (last === undefined) return { curve: dayCurve(selection, new Map()), unmarked: [] }
  const { unrealised, unmarked } = await loadMarks(db, scope.filter, last)
  const changes = new Map<number, Decimal>()
  let before = ZERO
  for (const text of days) {
    const day = dayNumber(text)
    const worth = unrealised.get(day) ?? ZERO
    const change = minus(worth, before)
    if (change.units !== 0n) changes.set(day, change)
    before = worth
  }
  return { curve: dayCurve(selection, changes, today), unmarked }
}
