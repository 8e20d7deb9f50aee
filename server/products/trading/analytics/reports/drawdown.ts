import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { ZERO } from '../../../../kernel/decimal.ts'
import { namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { curveOf } from '../curves.ts'
import { type Curve, seriesKinds } from '../equity.ts'
import { markedCurve, todayOf } from '../marked-curve.ts'
import { type CashDrawdown, cashDrawdown, type Drawdown, drawdownReport } from '../metrics/drawdown.ts'
import type { Report } from '../report.ts'
import { count, day, exact, finite, maybeNumber, textOf } from '../shapes.ts'
import { seriesQuery } from './equity.ts'

/** How many falls of a series are told. */
export const FALLS = 10

const fall = object({
  start: day,
  valley: day,
  recovery: nullable(day),
  days: count,
  depth: {
    ...Type.Number(),
    description: 'E / peak - 1 of the time-weighted index: deposits and withdrawals are no fall',
  },
})
const resultFall = object({ start: day, valley: day, recovery: nullable(day), days: count, amount: exact })

const series = namedObject('DrawdownSeries', {
  kind: oneOf(seriesKinds),
  n: count,
  worst: Type.Array(fall, { description: 'Deepest first' }),
  current: maybeNumber,
  ulcerIndex: maybeNumber,
  inResult: {
    ...nullable(resultFall),
    description: 'The deepest fall of results added up, in money or in the unit of the mode',
  },
})

export const drawdownProperties = { series: Type.Array(series) }

/** Falls of each equity series with start, valley and recovery. In percent and R, of what adds up, in that unit and without a share. */
export function drawdownsReport(db: Db): Report<typeof seriesQuery, typeof drawdownProperties> {
  return {
    name: 'drawdown',
    definitions: {
      worst: 'returns.maxDrawdown',
      current: 'returns.currentDrawdown',
      ulcerIndex: 'returns.ulcerIndex',
      inResult: 'returns.maxCashDrawdown',
      days: 'drawdown.days',
    },
    query: seriesQuery,
    properties: drawdownProperties,
    asOf: (scope, { series: kinds = seriesKinds }) => (kinds.includes('marked') ? todayOf(scope) : null),
    async compute(selection, extra) {
      const written: Static<typeof series>[] = []
      for (const kind of new Set(extra.series ?? seriesKinds)) {
        const curve = kind === 'marked' ? (await markedCurve(db, selection))?.curve : curveOf(selection, kind)
        if (curve !== undefined) written.push(fallsOf(curve))
      }
      return { series: written }
    },
  }
}

function fallsOf({ kind, points, opening, scale }: Curve): Static<typeof series> {
  const grown = points.filter((point) => point.return !== null)
  const report =
    grown.length === 0
      ? null
      : drawdownReport(
          grown.map((point) => point.day),
          grown.map((point) => point.return ?? 0),
          FALLS,
        )
  const base = { day: points[0]?.day ?? '', value: ZERO }
  const deepest =
    points.length === 0
      ? null
      : cashDrawdown([base, ...points.map((point) => ({ day: point.day, value: { units: point.result, scale } }))])
  return {
    kind,
    n: points.length,
    worst: (report?.worst ?? []).map(({ start, valley, recovery, days, depth }: Drawdown) => ({
      ...{ start, valley, recovery, days, depth },
    })),
    current: report === null || opening === null ? null : report.current,
    ulcerIndex: finite(report?.ulcerIndex ?? null),
    inResult: deepest === null ? null : writtenFall(deepest),
  }
}

function writtenFall({ start, valley, recovery, days, amount }: CashDrawdown): Static<typeof resultFall> {
  return { start, valley, recovery, days, amount: textOf(amount) ?? '0' }
}
