import { type Static, Type } from 'typebox'
import { idOf, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import type { Outcome } from '../metrics/results.ts'
import { runsZScore } from '../metrics/significance.ts'
import { streaksOf } from '../metrics/streaks.ts'
import type { Report } from '../report.ts'
import type { Selection } from '../selections.ts'
import { count, day, exact, maybeNumber, textOf } from '../shapes.ts'
import { tallies } from '../tally.ts'
import { tradeRuns } from '../trade-runs.ts'

const kinds = ['win', 'loss'] as const
const LONGEST = 10
const IDS_MAX = 100

const run = namedObject('TradeRun', {
  kind: oneOf(kinds),
  length: count,
  from: day,
  to: day,
  firstTradeId: idOf('trade'),
  lastTradeId: idOf('trade'),
  tradeIds: Type.Array(idOf('trade'), { maxItems: IDS_MAX, description: 'The newest 100; no scratches' }),
  net: exact,
})

const summary = namedObject('TradeRuns', {
  longestWin: count,
  longestLoss: count,
  current: { ...Type.Integer(), description: 'Above zero wins, below zero losses' },
  runs: count,
  zScore: { ...maybeNumber, description: 'Below zero: wins and losses come in clusters; beyond 1.96 rarely by chance' },
})

const streaksProperties = {
  trades: summary,
  days: summary,
  longest: Type.Array(run, { description: 'The longest runs of trades' }),
  lengths: Type.Array(object({ kind: oneOf(kinds), length: count, runs: count })),
  current: nullable(run),
}

/** Consecutive wins and losses in order of closing; a scratch neither extends nor breaks a run. Days by the sum of their trades. */
export const streaksReport: Report<Record<never, never>, typeof streaksProperties> = {
  name: 'streaks',
  definitions: {
    longestWin: 'streaks.longestWin',
    longestLoss: 'streaks.longestLoss',
    current: 'streaks.current',
    runs: 'streaks.runs',
    zScore: 'trades.runsZScore',
    'days.longestWin': 'dayStreaks.longestWin',
    'days.longestLoss': 'dayStreaks.longestLoss',
    'days.current': 'dayStreaks.current',
    'days.runs': 'dayStreaks.runs',
    length: 'streaks.length',
    net: 'money.result',
    'lengths.win.runs': 'streaks.ofLength',
    'lengths.loss.runs': 'streaks.ofLength',
  },
  query: {},
  properties: streaksProperties,
  compute(selection) {
    const runs = runsOf(selection)
    const lengths = new Map<string, { kind: 'win' | 'loss'; length: number; runs: number }>()
    for (const { kind, length } of runs) {
      const known = lengths.get(`${kind} ${length}`) ?? { kind, length, runs: 0 }
      known.runs += 1
      lengths.set(`${kind} ${length}`, known)
    }
    const byLength = (left: { length: number }, right: { length: number }) => right.length - left.length
    return {
      trades: summaryOf(selection.results.outcomes),
      days: summaryOf(dayOutcomes(selection)),
      longest: runs.toSorted(byLength).slice(0, LONGEST),
      lengths: [...lengths.values()].sort(byLength),
      current: runs.at(-1) ?? null,
    }
  },
}

function summaryOf(outcomes: readonly Outcome[]): Static<typeof summary> {
  const { longestWin, longestLoss, current, runs } = streaksOf(outcomes)
  const wins = outcomes.filter((outcome) => outcome === 1).length
  const losses = outcomes.filter((outcome) => outcome === -1).length
  return { longestWin, longestLoss, current, runs, zScore: runsZScore(wins, losses, runs) }
}

function dayOutcomes(selection: Selection): Outcome[] {
  return [...tallies(selection, (trade) => [trade.closedDayNumber])]
    .sort(([left], [right]) => left - right)
    .map(([, { money }]) => (money > 0n ? 1 : money < 0n ? -1 : 0))
}

function runsOf({ results }: Selection): Static<typeof run>[] {
  const { trades, units, scale } = results
  return tradeRuns(results).flatMap(({ outcome, places }) => {
    const [begin, end] = [trades[places[0] ?? -1], trades[places.at(-1) ?? -1]]
    if (begin === undefined || end === undefined) return []
    const money = places.reduce((sum, at) => sum + (units[at] ?? 0n), 0n)
    const days = { from: begin.closedDay, to: end.closedDay, firstTradeId: begin.id, lastTradeId: end.id }
    const tradeIds = places.slice(-IDS_MAX).flatMap((at) => trades[at]?.id ?? [])
    const kind = outcome === 1 ? ('win' as const) : ('loss' as const)
    return [{ kind, length: places.length, net: textOf({ units: money, scale }) ?? '0', ...days, tradeIds }]
  })
}
