import { curveOf } from '../../curves.ts'
import type { DefinitionId } from '../../definitions.ts'
import { calendarOf } from '../../equity.ts'
import type { ClosedTrade } from '../../metrics/closed-trade.ts'
import type { Selection } from '../../selections.ts'
import type { Place } from '../pointer.ts'
import { ofTrades, type Question, question } from '../question.ts'
import { type RecipeId, recipes } from '../recipes.ts'
import { curveRows, dayRows } from '../rows.ts'
import type { Context, PlaceOf } from './context.ts'

const COUNTS: Readonly<Record<string, DefinitionId>> = {
  '/wins': 'trades.wins',
  '/losses': 'trades.losses',
  '/scratches': 'trades.scratches',
  '/money/gross': 'money.gross',
  '/money/fees': 'money.fees',
  '/money/net': 'money.net',
  '/money/won': 'money.won',
  '/money/lost': 'money.lost',
  '/money/largestWin': 'money.largestWin',
  '/money/largestLoss': 'money.largestLoss',
}

const OF_DAYS: Readonly<Record<string, DefinitionId>> = {
  '/days/n': 'days.n',
  '/days/wins': 'days.wins',
  '/days/losses': 'days.losses',
  '/money/bestDay': 'days.best',
  '/money/worstDay': 'days.worst',
}

const OF_RETURNS: Readonly<Record<string, DefinitionId>> = {
  '/returns/n': 'returns.n',
  '/returns/isEnough': 'returns.isEnough',
}

/** Of how many a figure is, where that is not all trades. */
const N_OF: Readonly<Record<string, DefinitionId>> = {
  'trades.winRateDecided': 'trades.decided',
  'trades.averageWin': 'trades.wins',
  'trades.medianWin': 'trades.wins',
  'trades.averageLoss': 'trades.losses',
  'trades.medianLoss': 'trades.losses',
}

export const summaryPlace: PlaceOf = (place, context) => {
  const { measure, selection } = context
  const { pattern } = place
  const count = COUNTS[pattern]
  if (count !== undefined) return ofTrades(measure, selection.results.trades, { definition: count })
  const ofDays = OF_DAYS[pattern]
  if (ofDays !== undefined) return question(measure, dayRows(selection.results), { definition: ofDays })
  const ofReturns = OF_RETURNS[pattern]
  if (ofReturns !== undefined) return returnQuestion(ofReturns, context)
  return figureQuestion(place, context)
}

function figureQuestion({ pattern, members }: Place, context: Context): Question | null {
  const definition = members[0]?.element.definition as DefinitionId | undefined
  if (definition === undefined) return null
  if (pattern === '/figures/*/value') return ofDefinition(definition, definition as RecipeId, context)
  if (pattern === '/figures/*/n') {
    const n = N_OF[definition] ?? (`${groupOf(definition)}.n` as DefinitionId)
    return ofDefinition(n, n as RecipeId, context)
  }
  const end = /^\/figures\/\*\/interval\/(low|high|level)$/.exec(pattern)?.[1]
  return end === undefined
    ? null
    : ofDefinition(`${definition}Interval` as DefinitionId, `${definition}Interval/${end}` as RecipeId, context)
}

/** Figures of R and of returns are of those that have one, all others of trades. */
function groupOf(definition: string): 'r' | 'returns' | 'trades' {
  return definition.startsWith('r.') ? 'r' : definition.startsWith('returns.') ? 'returns' : 'trades'
}

function ofDefinition(definition: DefinitionId, recipe: RecipeId, context: Context): Question | null {
  if (!(recipe in recipes)) return null
  const { measure, selection } = context
  const group = groupOf(definition)
  if (group === 'returns') return returnQuestion(definition, context)
  const trades = group === 'r' ? tradesWithRisk(selection) : selection.results.trades
  return ofTrades(measure, trades, { definition, recipe })
}

/** In percent, trades that have no cost may have a risk. */
function tradesWithRisk({ trades, results, scope }: Selection): readonly ClosedTrade[] {
  return scope.measure.mode === 'percent' ? trades : results.trades
}

const WEIGHED: ReadonlySet<DefinitionId> = new Set(['returns.modifiedDietz', 'returns.xirr'])

function returnQuestion(definition: DefinitionId, { measure, selection, asked }: Context): Question {
  const curve = curveOf(selection, 'day')
  const hasReturn = (point: (typeof curve.points)[number]): boolean => point.return !== null
  const first = curve.points.findIndex(hasReturn)
  // Money is weighed from the first day with something to earn on to the last.
  const stretch = { from: first, until: curve.points.findLastIndex(hasReturn) + 1 }
  const rows = curveRows(curve, selection, WEIGHED.has(definition) && first >= 0 ? stretch : {})
  const { periods } = calendarOf(selection)
  const riskFree = typeof asked.riskFree === 'number' ? asked.riskFree : 0
  return question(measure, rows, {
    definition,
    given: {
      A: { value: periods, words: 'Days that make a year' },
      rf: { value: riskFree, words: 'Risk-free rate a year' },
    },
  })
}
