import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, minus, ZERO } from '../../../kernel/decimal.ts'
import { curveOf } from './curves.ts'
import { dayNumber } from './days.ts'
import { type Curve, dayCurve } from './equity.ts'
import { loadMarks, type Unmarked } from './marks.ts'
import type { Selection } from './selections.ts'

export interface MarkedCurve {
  readonly curve: Curve
  readonly unmarked: readonly Unmarked[]
}

/** Equity by the day with what open positions are worth; null when results are told in percent or R, which have no worth of positions. */
export async function markedCurve(db: Db, selection: Selection): Promise<MarkedCurve | null> {
  const { scope } = selection
  if (scope.measure.mode !== 'cash') return null
  const days = curveOf(selection, 'day').points.map((point) => point.day)
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
  return { curve: dayCurve(selection, changes), unmarked }
}
