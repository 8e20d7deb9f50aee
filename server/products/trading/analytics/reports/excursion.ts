import { type Static, Type } from 'typebox'
import { idOf, object, oneOf } from '../../../../kernel/http/schema.ts'
import { excursionSources, type LoadedTrade } from '../loaded-trade.ts'
import type { ClosedTrade } from '../metrics/closed-trade.ts'
import { excursionSummary, excursionsOf } from '../metrics/excursion.ts'
import type { Report } from '../report.ts'
import { count, finite, maybeNumber } from '../shapes.ts'

const percentileList = Type.Array(object({ percent: Type.Number(), value: Type.Number() }))
const POINTS = 500

const point = object({
  tradeId: idOf('trade'),
  value: Type.Number(),
  mae: Type.Number(),
  mfe: Type.Number(),
  efficiency: maybeNumber,
  by: oneOf(excursionSources),
})

const excursionQuery = {
  points: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 5000,
      description: 'At most so many trades, spread evenly over all; 500 when absent',
    }),
  ),
}

const excursionProperties = {
  excursionN: { ...count, description: 'Trades whose MAE and MFE are known: what the rest is of' },
  excursionMissing: count,
  sources: object({ broker: count, bars: count }),
  averageMae: maybeNumber,
  medianMae: maybeNumber,
  averageMfe: maybeNumber,
  medianMfe: maybeNumber,
  averageEfficiency: maybeNumber,
  medianEfficiency: maybeNumber,
  captured: maybeNumber,
  losersOnceWinning: count,
  winnersMae: percentileList,
  losersMfe: percentileList,
  pointsOf: count,
  points: Type.Array(point),
}

/** How far trades went against and in favour: as brokers reported it, by price bars where they did not. */
export const excursionReport: Report<typeof excursionQuery, typeof excursionProperties> = {
  name: 'excursion',
  query: excursionQuery,
  definitions: {
    ...{ excursionN: 'excursion.n', excursionMissing: 'excursion.missing', captured: 'excursion.captured' },
    ...{ averageMae: 'excursion.averageMae', medianMae: 'excursion.medianMae', averageMfe: 'excursion.averageMfe' },
    ...{ medianMfe: 'excursion.medianMfe', averageEfficiency: 'excursion.averageEfficiency' },
    ...{ medianEfficiency: 'excursion.medianEfficiency', losersOnceWinning: 'excursion.losersOnceWinning' },
    ...{ winnersMae: 'excursion.winnersMae', losersMfe: 'excursion.losersMfe', pointsOf: 'excursion.n' },
    ...{ 'sources.broker': 'excursion.byBroker', 'sources.bars': 'excursion.byBars' },
    ...{ 'points.value': 'trades.result', 'points.mae': 'excursion.mae', 'points.mfe': 'excursion.mfe' },
    'points.efficiency': 'excursion.efficiency',
  },
  properties: excursionProperties,
  compute({ results, scope: { measure } }, { points = POINTS }) {
    const { n, missing, winnersMae, losersMfe, ...summary } = excursionSummary(results.trades, measure)
    const known = excursionsOf(results.trades, measure)
    const byBars = known.filter(({ trade }) => sourceOf(trade) === 'bars').length
    const shown: Static<typeof point>[] = []
    for (const at of shownExcursions(known.length, points)) {
      const one = known[at]
      if (one !== undefined)
        shown.push({
          tradeId: one.trade.id,
          value: one.value,
          mae: one.mae,
          mfe: one.mfe,
          efficiency: finite(one.efficiency),
          by: sourceOf(one.trade),
        })
    }
    return {
      ...summary,
      ...{ excursionN: n, excursionMissing: missing, winnersMae: [...winnersMae], losersMfe: [...losersMfe] },
      ...{ pointsOf: known.length, points: shown },
      sources: { broker: known.length - byBars, bars: byBars },
    }
  },
}

/** Places of at most so many trades, spread evenly over all. */
export function shownExcursions(n: number, points = POINTS): number[] {
  const step = Math.max(1, n / Math.max(1, points))
  return Array.from({ length: Math.min(points, n) }, (_, at) => Math.floor(at * step)).filter((at) => at < n)
}

/** Trades of a selection are as they were loaded. */
function sourceOf(trade: ClosedTrade): Static<typeof point>['by'] {
  return (trade as LoadedTrade).excursionBy ?? 'broker'
}
