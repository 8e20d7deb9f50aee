import { curveOf } from '../../curves.ts'
import { dayNumber } from '../../days.ts'
import type { DefinitionId } from '../../definitions.ts'
import type { Curve, SeriesKind } from '../../equity.ts'
import { type MarkedCurve, markedCurve } from '../../marked-curve.ts'
import { type Drawdown, drawdownReport } from '../../metrics/drawdown.ts'
import { FALLS } from '../../reports/drawdown.ts'
import { keptPoints } from '../../reports/equity.ts'
import type { Place } from '../pointer.ts'
import { type Question, question } from '../question.ts'
import type { RecipeId } from '../recipes.ts'
import { curveRows, NO_ROWS } from '../rows.ts'
import type { Context, PlaceOf } from './context.ts'

/** The series that a place is in, drawn as the report draws it. */
async function drawn({ members }: Place, { db, selection }: Context): Promise<MarkedCurve | null> {
  const kind = members[0]?.element.kind as SeriesKind | undefined
  if (kind === undefined) return null
  return kind === 'marked' ? await markedCurve(db, selection) : { curve: curveOf(selection, kind), unmarked: [] }
}

export const equityPlace: PlaceOf = async (place, context) => {
  const { measure, selection, asked } = context
  const { pattern, members } = place
  if (pattern === '/opening') return openingQuestion(curveOf(selection, 'day'), context)
  const series = await drawn(place, context)
  if (series === null) return null
  const { curve } = series
  const rows = curveRows(curve, selection)
  if (pattern === '/series/*/pointsOf') return question(measure, rows, { definition: 'equity.points' })
  if (pattern === '/series/*/unmarked/*/days') return unmarkedQuestion(place, context)
  const field = /^\/series\/\*\/points\/\*\/(equity|result|index|drawdown)$/.exec(pattern)?.[1]
  const at = keptPoints(curve, asked.points as number | undefined)[members[1]?.at ?? -1]
  if (field === undefined || at === undefined) return null
  const until = curveRows(curve, selection, { until: at + 1 })
  const recipe = field === 'drawdown' && measure.mode !== 'cash' ? 'equity.below' : (`equity.${field}` as RecipeId)
  return question(measure, until, {
    ...{ definition: `equity.${field}` as DefinitionId, recipe },
    given: openingOf(curve),
  })
}

function openingOf({ opening }: Curve) {
  return { opening: { value: opening, words: 'Equity before the first point' } }
}

function openingQuestion(curve: Curve, { measure }: Context): Question {
  return question(measure, NO_ROWS, { definition: 'equity.opening', given: openingOf(curve) })
}

function unmarkedQuestion({ members }: Place, { measure }: Context): Question {
  const value = Number(members[1]?.element.days)
  return question(measure, NO_ROWS, {
    definition: 'equity.unmarked',
    given: {
      unmarked: {
        value,
        words:
          'Days on which the position was held and no bar of up to five days before said its price, or no rate its worth',
      },
    },
  })
}

export const drawdownPlace: PlaceOf = async (place, context) => {
  const { measure, selection } = context
  const series = await drawn(place, context)
  if (series === null) return null
  const { curve } = series
  const whole = WHOLE[place.pattern]
  if (whole !== undefined) return question(measure, curveRows(curve, selection), { definition: whole })
  if (place.pattern === '/series/*/inResult/days')
    return daysQuestion(place.members[0]?.element.inResult, context, { curve, last: curve.points.at(-1)?.day })
  const field = /^\/series\/\*\/worst\/\*\/(depth|days)$/.exec(place.pattern)?.[1]
  const fall = fallsOf(curve)[place.members[1]?.at ?? -1]
  if (field === undefined || fall === undefined) return null
  if (field === 'days') return daysQuestion(fall, context, { curve, last: curve.points.findLast(hasReturn)?.day })
  const rows = curveRows(curve, selection, { from: fall.from, until: fall.until })
  return question(measure, rows, { definition: 'returns.maxDrawdown', recipe: 'drawdown.depth' })
}

const WHOLE: Readonly<Record<string, DefinitionId>> = {
  '/series/*/n': 'equity.points',
  '/series/*/current': 'returns.currentDrawdown',
  '/series/*/ulcerIndex': 'returns.ulcerIndex',
  '/series/*/inResult/amount': 'returns.maxCashDrawdown',
}

/** The falls of a curve in the report's order, each with the points from its peak to its valley. */
function fallsOf({ points }: Curve): (Drawdown & { readonly from: number; readonly until: number })[] {
  const places = points.flatMap((point, at) => (point.return === null ? [] : [at]))
  const { worst } = drawdownReport(
    places.map((at) => points[at]?.day ?? ''),
    places.map((at) => points[at]?.return ?? 0),
    FALLS,
  )
  return worst.map((fall) => ({
    ...fall,
    from: fall.peakAt < 0 ? (places[0] ?? 0) : (places[fall.peakAt] ?? 0) + 1,
    until: (places[fall.valleyAt] ?? -1) + 1,
  }))
}

function hasReturn(point: Curve['points'][number]): boolean {
  return point.return !== null
}

/** A fall lasts until its recovery, or until the last day. */
function daysQuestion(
  fall: unknown,
  { measure, selection }: Context,
  { curve, last = '1970-01-01' }: { readonly curve: Curve; readonly last: string | undefined },
): Question {
  const { start, recovery } = fall as Pick<Drawdown, 'start' | 'recovery'>
  const end = recovery ?? last
  const inside = curve.points.flatMap(({ day }, at) => (day >= start && day <= end ? [at] : []))
  const rows = curveRows(curve, selection, { from: inside[0] ?? 0, until: (inside.at(-1) ?? -1) + 1 })
  return question(measure, rows, {
    definition: 'drawdown.days',
    given: {
      since: { value: dayNumber(start), words: `The peak, ${start}, in days from 1970-01-01` },
      until: {
        value: dayNumber(end),
        words: `${recovery === null ? 'The last day' : 'The recovery'}, ${end}, in days from 1970-01-01`,
      },
    },
  })
}
