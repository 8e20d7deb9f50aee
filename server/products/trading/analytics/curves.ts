import { type Curve, dayCurve, type SeriesKind, tradeCurve } from './equity.ts'
import type { Results } from './metrics/results.ts'
import type { Selection } from './selections.ts'
import { unitCurve } from './unit-curve.ts'

const drawn = new WeakMap<Results, Map<SeriesKind, Curve>>()

/** The curve of a selection, worked out once for all reports that look at it. */
export function curveOf(selection: Selection, kind: 'trade' | 'day'): Curve {
  const known = drawn.get(selection.results) ?? new Map<SeriesKind, Curve>()
  drawn.set(selection.results, known)
  const curve = known.get(kind) ?? draw(selection, kind)
  known.set(kind, curve)
  return curve
}

function draw(selection: Selection, kind: 'trade' | 'day'): Curve {
  if (selection.scope.measure.mode !== 'cash') return unitCurve(selection, kind)
  return kind === 'trade' ? tradeCurve(selection) : dayCurve(selection)
}
