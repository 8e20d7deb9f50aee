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
    ...{ winnersMae: 'excursion.winnersMae', losersMfe: 'excursion.losersMfe' },
  },
  properties: excursionProperties,
  compute({ results, scope: { measure } }, { points = POINTS }) {
    const { n, missing, winnersMae, losersMfe, ...summary } = excursionSummary(results.trades, measure)
    const known = excursionsOf(results.trades, measure)
    const byBars = known.filter(({ trade }) => sourceOf(trade) === 'bars').length
    const step = Math.max(1, known.length / Math.max(1, points))
    const shown: Static<typeof point>[] = []
    for (let at = 0; shown.length < points && at < known.length; at += step) {
      const one = known[Math.floor(at)]
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

/** Trades of a selection are as they were loaded. */
function sourceOf(trade: ClosedTrade): Static<typeof point>['by'] {
  return (trade as LoadedTrade).excursionBy ?? 'broker'
}
