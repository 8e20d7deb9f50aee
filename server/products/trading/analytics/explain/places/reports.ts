import { ofTrades, question } from '../question.ts'
import { NO_ROWS } from '../rows.ts'
import { behaviourPlace, distributionPlace, excursionPlace, montecarloPlace, rPlace } from './chance.ts'
import type { PlaceOf } from './context.ts'
import { drawdownPlace, equityPlace } from './curves.ts'
import { byPlace, calendarPlace, heatmapPlace, playbooksPlace, streaksPlace } from './groups.ts'
import { summaryPlace } from './summary.ts'

const ofReport: Readonly<Record<string, PlaceOf>> = {
  summary: summaryPlace,
  equity: equityPlace,
  drawdown: drawdownPlace,
  calendar: calendarPlace,
  heatmap: heatmapPlace,
  distribution: distributionPlace,
  by: byPlace,
  streaks: streaksPlace,
  r: rPlace,
  excursion: excursionPlace,
  playbooks: playbooksPlace,
  montecarlo: montecarloPlace,
  behaviour: behaviourPlace,
}

/** The question behind a place of a report; null where no figure stands. */
export function placesOf(report: string): PlaceOf {
  return counted(ofReport[report] ?? (() => null))
}

/** With what every report says of how many trades it is. */
export function counted(own: PlaceOf): PlaceOf {
  return (place, context) => {
    const { measure, selection } = context
    if (place.pattern === '/n') return ofTrades(measure, selection.results.trades, { definition: 'trades.n' })
    if (place.pattern === '/missing') {
      const told = new Set(selection.results.trades)
      const out = selection.trades.filter((trade) => !told.has(trade))
      return ofTrades(measure, out, { definition: 'trades.missing' })
    }
    if (place.pattern === '/hiddenByPlan') {
      const given = { hidden: { value: selection.hiddenByPlan, words: 'Trades that are not shown' } }
      return question(measure, NO_ROWS, { definition: 'trades.hiddenByPlan', given })
    }
    return own(place, context)
  }
}
