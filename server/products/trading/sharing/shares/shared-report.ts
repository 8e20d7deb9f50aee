import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { toNumber } from '../../../../kernel/decimal.ts'
import { nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { readMeasure, type Scope, scopesOf } from '../../analytics/asked.ts'
import { curveOf } from '../../analytics/curves.ts'
import { loadTrades } from '../../analytics/load.ts'
import { resultsOf } from '../../analytics/metrics/results.ts'
import { summaryReport } from '../../analytics/reports/summary.ts'
import { count, day, exact, maybeExact, maybeNumber } from '../../analytics/shapes.ts'
import { thinned } from '../../analytics/thin.ts'
import type { TradeFilter } from '../../ledger/trade-filter.ts'

const POINTS_MAX = 300
/** Doubles of two accounts that differ by a factor may differ in their last digits. */
const DIGITS = 6
const CURVE_DIGITS = 4

const money = object({
  gross: exact,
  fees: exact,
  net: exact,
  won: exact,
  lost: exact,
  largestWin: maybeExact,
  largestLoss: maybeExact,
})

export const sharedReportShape = object({
  currency: Type.String(),
  n: count,
  hiddenByPlan: { ...count, description: 'Closed trades beyond the limit of the plan, which nothing here is of' },
  wins: count,
  losses: count,
  scratches: count,
  /** Null where sizes are not shown. */
  money: nullable(money),
  figures: Type.Array(object({ definition: Type.String(), value: maybeNumber, n: count })),
  /** Added up by the day of the close: money, or percent of what each trade cost. */
  curve: object({
    unit: oneOf(['money', 'percent']),
    points: Type.Array(object({ day, value: Type.Number() })),
  }),
})

type SharedReport = Static<typeof sharedReportShape>

/** Of equity, whose growth would say how large trades are beside it, and money. */
const OF_EQUITY = /^returns\./

/** What became of the trades of a filter, in each currency; redacted in percent and R alone, rounded so that no digit hints at a size. */
export async function sharedReport(db: Db, filter: TradeFilter, redacted: boolean): Promise<SharedReport[]> {
  const told = readMeasure({ mode: redacted ? 'percent' : 'cash' })
  const scopes = scopesOf(filter, { ...told, currency: undefined })
  const reports: SharedReport[] = []
  for (const scope of scopes) reports.push(await ofScope(db, scope, redacted))
  return reports
}

async function ofScope(db: Db, scope: Scope, redacted: boolean): Promise<SharedReport> {
  const loaded = await loadTrades(db, scope.filter, scope.zone)
  const results = resultsOf(loaded.trades, scope.measure)
  const selection = { ...loaded, scope, results }
  const summary = await summaryReport.compute(selection, {})
  const { gross, fees, net, won, lost, largestWin, largestLoss } = summary.money
  const { points, scale } = curveOf(selection, 'day')
  const heights = Float64Array.from(points, ({ result }) => toNumber({ units: result, scale }))
  return {
    ...{ currency: scope.currency, n: results.trades.length, hiddenByPlan: loaded.hiddenByPlan },
    ...{ wins: summary.wins, losses: summary.losses, scratches: summary.scratches },
    money: redacted ? null : { gross, fees, net, won, lost, largestWin, largestLoss },
    figures: summary.figures
      .filter(({ definition }) => !redacted || !OF_EQUITY.test(definition))
      .map(({ definition, value, n }) => ({ definition, n, value: value === null ? null : rounded(value) })),
    curve: {
      unit: redacted ? 'percent' : 'money',
      points: thinned(heights, POINTS_MAX).flatMap((at) => {
        const value = heights[at]
        const place = points[at]
        if (value === undefined || place === undefined) return []
        return [{ day: place.day, value: redacted ? Number((value * 100).toFixed(CURVE_DIGITS)) : value }]
      }),
    },
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS))
}
