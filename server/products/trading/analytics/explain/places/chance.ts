import { DAY_MS } from '../../days.ts'
import type { DefinitionId } from '../../definitions.ts'
import type { BehaviourFlag } from '../../metrics/behaviour.ts'
import { type ClosedTrade, NET_CASH } from '../../metrics/closed-trade.ts'
import { excursionsOf } from '../../metrics/excursion.ts'
import { behaviourLooks, entryDay, lookedAt, TRIGGERS_SHOWN } from '../../reports/behaviour.ts'
import { shownExcursions } from '../../reports/excursion.ts'
import { simulationOf } from '../../reports/montecarlo.ts'
import { simulateRunsAside } from '../../simulation-thread.ts'
import type { Place } from '../pointer.ts'
import { ofTrades, type Question, question } from '../question.ts'
import type { RecipeId } from '../recipes.ts'
import { NO_ROWS, plainRows, tradeRows } from '../rows.ts'
import type { Term } from '../terms.ts'
import type { PlaceOf } from './context.ts'
import { binQuestion } from './groups.ts'

function percentOf(value: unknown) {
  return { percent: { value: Number(value), words: 'Percent of all that lie below' } }
}

export const distributionPlace: PlaceOf = (place, context) => {
  const { measure, selection } = context
  const { trades } = selection.results
  const { pattern, members } = place
  if (pattern === '/mean') return ofTrades(measure, trades, { definition: 'trades.expectancy' })
  if (pattern === '/deviation') return ofTrades(measure, trades, { definition: 'trades.deviation' })
  if (pattern === '/bins/*/n') return binQuestion('distribution', place, context)
  if (pattern !== '/percentiles/*/value') return null
  const given = percentOf(members[0]?.element.percent)
  return ofTrades(measure, trades, { definition: 'distribution.percentiles', given })
}

const OF_R: Readonly<Record<string, DefinitionId>> = {
  '/rN': 'r.n',
  '/rMissing': 'r.missing',
  '/sum': 'r.sum',
  '/average': 'r.average',
  '/median': 'r.median',
  '/deviation': 'r.deviation',
  '/sqn': 'r.sqn',
  '/sqn100': 'r.sqn100',
}

export const rPlace: PlaceOf = (place, context) => {
  const { measure, selection } = context
  const { trades } = selection.results
  const definition = OF_R[place.pattern]
  if (definition !== undefined) return ofTrades(measure, trades, { definition })
  if (place.pattern === '/bins/*/n') return binQuestion('r', place, context)
  const end = /^\/averageInterval\/(low|high|level)$/.exec(place.pattern)?.[1]
  if (end === undefined) return null
  return ofTrades(measure, trades, { definition: 'r.averageInterval', recipe: `r.averageInterval/${end}` as RecipeId })
}

const OF_EXCURSIONS: Readonly<Record<string, DefinitionId>> = {
  '/excursionN': 'excursion.n',
  '/pointsOf': 'excursion.n',
  '/sources/broker': 'excursion.byBroker',
  '/sources/bars': 'excursion.byBars',
  '/averageMae': 'excursion.averageMae',
  '/medianMae': 'excursion.medianMae',
  '/averageMfe': 'excursion.averageMfe',
  '/medianMfe': 'excursion.medianMfe',
  '/averageEfficiency': 'excursion.averageEfficiency',
  '/medianEfficiency': 'excursion.medianEfficiency',
  '/captured': 'excursion.captured',
  '/losersOnceWinning': 'excursion.losersOnceWinning',
}

const OF_POINT: Readonly<Record<string, readonly [DefinitionId, RecipeId]>> = {
  value: ['trades.result', 'excursion.value'],
  mae: ['excursion.mae', 'excursion.mae'],
  mfe: ['excursion.mfe', 'excursion.mfe'],
  efficiency: ['excursion.efficiency', 'excursion.efficiency'],
}

export const excursionPlace: PlaceOf = ({ pattern, members }, { measure, selection, asked }) => {
  const { trades } = selection.results
  if (pattern === '/excursionMissing') return ofTrades(measure, trades, { definition: 'excursion.missing' })
  const known = excursionsOf(trades, measure).map(({ trade }) => trade)
  const definition = OF_EXCURSIONS[pattern]
  if (definition !== undefined) return ofTrades(measure, known, { definition })
  const list = /^\/(winnersMae|losersMfe)\/\*\/value$/.exec(pattern)?.[1]
  if (list !== undefined) {
    const given = percentOf(members[0]?.element.percent)
    return ofTrades(measure, known, { definition: `excursion.${list}` as DefinitionId, given })
  }
  const point = OF_POINT[/^\/points\/\*\/(\w+)$/.exec(pattern)?.[1] ?? '']
  const trade = known[shownExcursions(known.length, asked.points as number | undefined)[members[0]?.at ?? -1] ?? -1]
  if (point === undefined || trade === undefined) return null
  return ofTrades(measure, [trade], { definition: point[0], recipe: point[1] })
}

const SPREAD: Readonly<Record<string, number>> = { p5: 5, p50: 50, p95: 95 }
/** What was asked for is answered as it was asked for. */
const ECHOED: Readonly<Record<string, string>> = { trades: 'Trades of a run', seed: 'The seed' }

export const montecarloPlace: PlaceOf = async ({ pattern, members, value }, { measure, selection, asked }) => {
  if (!pattern.startsWith('/simulation/')) return null
  const name = pattern.slice('/simulation/'.length)
  if (name === 'n') return ofTrades(measure, selection.results.trades, { definition: 'montecarlo.n' })
  const words = ECHOED[name]
  if (words !== undefined) {
    const given = { [name]: { value: Number(value), words } }
    return question(measure, NO_ROWS, { definition: `montecarlo.${name}` as DefinitionId, given })
  }
  const given = simulationOf(selection, asked)
  const told = await simulateRunsAside(given)
  if (told === null) return null
  const column = (values: ArrayLike<number>) => Array.from(values)
  const own = { end: column(told.ends), depth: column(told.depths), ruined: column(told.ruined) }
  const start = { start: { value: given.start, words: 'What a run starts with' } }
  if (name === 'runs' || name === 'riskOfRuin' || name === 'riskOfLoss')
    return question(measure, plainRows('simulations', own), { definition: `montecarlo.${name}`, given: start })
  const [, group, end = ''] = /^(endEquity|maxDrawdown|fan\/\*)\/(\w+)$/.exec(name) ?? []
  const percent = SPREAD[end]
  if (group === undefined || percent === undefined) return null
  const isFan = group === 'fan/*'
  const equity = isFan ? column(told.paths[members[0]?.at ?? -1] ?? []) : []
  return question(measure, plainRows('simulations', isFan ? { equity } : own), {
    definition: isFan ? 'montecarlo.fan' : (`montecarlo.${group}` as DefinitionId),
    given: percentOf(percent),
  })
}

const OF_FLAGS: Readonly<Record<string, DefinitionId>> = {
  net: 'behaviour.net',
  average: 'behaviour.average',
  averageOthers: 'behaviour.averageOthers',
  pValue: 'behaviour.pValue',
}

/** Losers differ from winners by what they are: of them the p-value is of hold times. */
const OF_RESULTS: Readonly<Record<string, Term>> = {
  compared: ['net', 'What is dealt anew'],
  dealtMarked: ['marked', 'Whether the flag is of it'],
}
const OF_HOLDS: Readonly<Record<string, Term>> = {
  compared: ['where(held, won + lost)', 'What is dealt anew: holds of trades won or lost'],
  dealtMarked: ['lost', 'Whether it was lost'],
}

export const behaviourPlace: PlaceOf = (place, context) => {
  const { pattern, members } = place
  const { trades } = lookedAt(context.selection)
  if (pattern === '/lookedAt') return ofTrades(NET_CASH, trades, { definition: 'behaviour.lookedAt' })
  const looks = new Map(behaviourLooks(context.selection, context.asked))
  const flag = looks.get(members[0]?.element.kind as BehaviourFlag['kind'])?.()
  if (flag === undefined) return null
  if (pattern === '/flags/*/triggered/*/measured') return measuredQuestion(flag, place, trades)
  const field = /^\/flags\/\*\/(\w+)$/.exec(pattern)?.[1] ?? ''
  const definition = field === 'triggeredN' ? (`behaviour.${flag.kind}` as DefinitionId) : OF_FLAGS[field]
  if (definition === undefined) return null
  const ids = new Set<string>(flag.triggered.map(({ tradeId }) => tradeId))
  const marked = trades.map(({ id }) => (ids.has(id) ? 1 : 0))
  const { seed = 1 } = context.asked as { readonly seed?: number }
  return question(NET_CASH, tradeRows(trades, NET_CASH, { marked }), {
    definition,
    given: { seed: { value: seed, words: 'The seed of the deals' } },
    terms: flag.kind === 'losers-held-longer' ? OF_HOLDS : OF_RESULTS,
  })
}

const MEASURED: Readonly<Record<BehaviourFlag['kind'], string>> = {
  'larger-re-entry': '(opened - lossClosed) / 60000',
  'beyond-daily-plan': 'rows()',
  oversized: 'where(size, chosen) / median(size)',
  'losers-held-longer': 'where(held, chosen) / median(where(held, won))',
  'outside-planned-hours': 'minute',
  'stop-moved-away': 'moved',
}

function measuredQuestion(flag: BehaviourFlag, { members }: Place, trades: readonly ClosedTrade[]): Question | null {
  const trigger = flag.triggered.slice(-TRIGGERS_SHOWN)[members[1]?.at ?? -1]
  const trade = trades.find(({ id }) => id === trigger?.tradeId)
  if (trigger === undefined || trade === undefined) return null
  const loss = trades.find(({ id }) => id === trigger.after)
  const rows = rowsMeasured(flag, trade, trades)
  return question(NET_CASH, rows, {
    definition: 'behaviour.measured',
    given: {
      lossClosed: { value: loss?.closedAtMs ?? null, words: 'When the loss before was closed, in milliseconds' },
      moved: { value: trigger.measured, words: 'How often the stop was moved away' },
    },
    terms: { measured: [MEASURED[flag.kind], 'What the flag looks at'] },
  })
}

function rowsMeasured({ kind }: BehaviourFlag, trade: ClosedTrade, trades: readonly ClosedTrade[]) {
  if (kind === 'beyond-daily-plan') {
    const isBefore = (one: ClosedTrade): boolean =>
      Math.abs(one.openedAtMs - trade.openedAtMs) < 2 * DAY_MS &&
      entryDay(one) === entryDay(trade) &&
      (one.openedAtMs < trade.openedAtMs || (one.openedAtMs === trade.openedAtMs && one.id <= trade.id))
    return tradeRows(trades.filter(isBefore), NET_CASH)
  }
  if (kind !== 'oversized' && kind !== 'losers-held-longer') return tradeRows([trade], NET_CASH)
  const chosen = trades.map((one) => (one === trade ? 1 : 0))
  return tradeRows(trades, NET_CASH, { chosen, size: trades.map(({ cost }) => cost) })
}
