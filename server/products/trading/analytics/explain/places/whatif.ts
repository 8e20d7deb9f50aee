import type { ClosedTrade } from '../../metrics/closed-trade.ts'
import { resultsOf } from '../../metrics/results.ts'
import { cumulativeResults, type WhatIf } from '../../metrics/what-if.ts'
import { shownPlaces } from '../../whatif.ts'
import { ofTrades, question } from '../question.ts'
import { tradeRows } from '../rows.ts'
import type { PlaceOf } from './context.ts'
import { tallyQuestion } from './tally.ts'

const POINTS = 500

/** Figures of trades as they might have been, and of those that were. */
export function whatIfPlace(whatIf: WhatIf): PlaceOf {
  return ({ pattern, members }, { measure, selection, asked }) => {
    const real = selection.results.trades
    if (pattern === '/changed' || pattern === '/unknown') {
      const rows = tradeRows(real, measure, comparedWith(whatIf, real))
      return question(measure, rows, { definition: `whatif.${pattern === '/changed' ? 'changed' : 'unknown'}` })
    }
    const [, side, field = ''] = /^\/(real|whatIf)\/(.+)$/.exec(pattern) ?? []
    if (side === undefined) return null
    const trades = side === 'real' ? real : whatIf.trades
    if (field === 'deepestFall') return ofTrades(measure, trades, { definition: 'whatif.deepestFall' })
    if (field === 'pointsOf') return ofTrades(measure, trades, { definition: 'whatif.points' })
    if (field === 'points/*/result') {
      const points = typeof asked.points === 'number' ? asked.points : POINTS
      const at = shownPlaces(cumulativeResults(trades, measure.basis), points)[members[0]?.at ?? -1]
      return at === undefined ? null : ofTrades(measure, trades.slice(0, at + 1), { definition: 'equity.result' })
    }
    return tallyQuestion(measure, resultsOf(trades, measure).trades, field)
  }
}

/** Which trades are other than they were or gone, and of which nobody can say. */
function comparedWith({ trades, unknown, unknownAre }: WhatIf, real: readonly ClosedTrade[]) {
  const isReordered = trades.length === real.length && trades.some((one, at) => one.id !== real[at]?.id)
  const now = new Map(trades.map((trade) => [trade.id, trade]))
  const isOther = real.map((trade, at) => (isReordered ? trades[at] !== trade : now.get(trade.id) !== trade))
  const isUnknown = real.map((trade, at) => {
    if (unknown === 0) return false
    if (unknownAre === 'left-out') return !now.has(trade.id)
    return !isOther[at] && (trade.mae === null || trade.mfe === null || trade.risk === null)
  })
  return {
    changed: isOther.map((other, at) => (other && !(unknownAre === 'left-out' && isUnknown[at]) ? 1 : 0)),
    unknown: isUnknown.map((one) => (one ? 1 : 0)),
  }
}
