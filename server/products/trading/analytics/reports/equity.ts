import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { formatDecimal, toNumber } from '../../../../kernel/decimal.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { curveOf } from '../curves.ts'
import { type Curve, calendarOf, seriesKinds } from '../equity.ts'
import { type MarkedCurve, markedCurve, todayOf } from '../marked-curve.ts'
import { lacking } from '../marks.ts'
import type { Report } from '../report.ts'
import { count, day, exact, finite, maybeExact, maybeNumber, textOf } from '../shapes.ts'
import { thinned } from '../thin.ts'

const point = object({
  day,
  at: nullable(instant),
  tradeId: nullable(idOf('trade')),
  equity: maybeExact,
  result: exact,
  index: maybeNumber,
  drawdown: maybeNumber,
})

const series = namedObject('EquitySeries', {
  kind: oneOf(seriesKinds),
  from: nullable(day),
  to: nullable(day),
  pointsOf: { ...count, description: 'How many points the series has' },
  thinned: Type.Boolean({ description: 'Whether some were left out for drawing; no extreme is' }),
  points: Type.Array(point),
  unmarked: Type.Array(
    object({ instrumentId: idOf('instrument'), symbol: Type.String(), days: count, lacks: oneOf(lacking) }),
    {
      description:
        'Positions that count at their cost on so many days, as no price bar says what they were worth, or no rate in the currency of the account; `fresh-price`: at the last price that is known, which is more than five days old',
    },
  ),
})

/** How days of a series are counted. */
export const dayCalendar = object({
  days: oneOf(['trading-days', 'calendar-days']),
  periods: Type.Integer({ description: 'How many of them make a year' }),
})

const POINTS = { minimum: 10, maximum: 5000 }

/** Which series; all when absent. */
export const seriesQuery = {
  series: Type.Optional(Type.Array(oneOf(seriesKinds), { minItems: 1, maxItems: seriesKinds.length })),
}

export const pointsQuery = {
  points: Type.Optional(
    Type.Integer({
      ...POINTS,
      description: 'At most so many points of each series, with its extremes; all when absent',
    }),
  ),
}

const equityQuery = { ...seriesQuery, ...pointsQuery }

export const equityProperties = {
  opening: { ...maybeExact, description: 'Before the first point; null in percent and R, which start at zero' },
  calendar: dayCalendar,
  series: Type.Array(series),
}

/** Equity by closed trade, by day as realised, and by day with open positions marked. */
export function equityReport(db: Db): Report<typeof equityQuery, typeof equityProperties> {
  return {
    name: 'equity',
    definitions: {
      ...{ opening: 'equity.opening', pointsOf: 'equity.points', 'points.equity': 'equity.equity' },
      ...{ 'points.result': 'equity.result', 'points.index': 'equity.index', 'points.drawdown': 'equity.drawdown' },
      unmarked: 'equity.unmarked',
    },
    query: equityQuery,
    properties: equityProperties,
    // Every trade of a long history would push everything else out of the cache.
    isKept: ({ points }) => points !== undefined,
    asOf: (scope, { series: kinds = seriesKinds }) => (kinds.includes('marked') ? todayOf(scope) : null),
    async compute(selection, extra) {
      const written: Static<typeof series>[] = []
      for (const kind of new Set(extra.series ?? seriesKinds)) {
        const drawn: MarkedCurve | null =
          kind === 'marked' ? await markedCurve(db, selection) : { curve: curveOf(selection, kind), unmarked: [] }
        if (drawn !== null) written.push(writtenSeries(drawn, extra.points))
      }
      return {
        opening: textOf(curveOf(selection, 'day').opening),
        calendar: calendarOf(selection),
        series: written,
      }
    },
  }
}

function writtenSeries({ curve, unmarked }: MarkedCurve, most = Number.POSITIVE_INFINITY): Static<typeof series> {
  const { kind, points, scale } = curve
  const kept = keptPoints(curve, most)
  const drawdowns = drawdownsOf(curve)
  return {
    kind,
    from: points[0]?.day ?? null,
    to: points.at(-1)?.day ?? null,
    pointsOf: points.length,
    thinned: kept.length < points.length,
    points: kept.flatMap((at) => {
      const one = points[at]
      if (one === undefined) return []
      return [
        {
          day: one.day,
          at: one.ms === null ? null : new Date(one.ms),
          tradeId: one.tradeId,
          equity: one.equity === null ? null : formatDecimal({ units: one.equity, scale }),
          result: formatDecimal({ units: one.result, scale }),
          index: finite(one.index),
          drawdown: finite(drawdowns[at] ?? null),
        },
      ]
    }),
    unmarked: [...unmarked],
  }
}

/** Which points of a curve are answered when at most so many are asked for. */
export function keptPoints(curve: Curve, most = Number.POSITIVE_INFINITY): number[] {
  return thinned(heightsOf(curve), most)
}

function heightsOf({ points }: Curve): Float64Array {
  return Float64Array.from(points, ({ equity, result }) => Number(equity ?? result))
}

/** Below the highest so far: as a share of the index where there was capital, else in percent or R of what was won. */
function drawdownsOf({ points, scale }: Curve): (number | null)[] {
  let peak = 0
  let indexPeak = 1
  return points.map(({ index, result, equity }) => {
    if (equity !== null) {
      if (index === null) return null
      indexPeak = Math.max(indexPeak, index)
      return index / indexPeak - 1
    }
    const height = toNumber({ units: result, scale })
    peak = Math.max(peak, height)
    return height - peak
  })
}
