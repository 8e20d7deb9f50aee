import type { DefinitionId } from '../../definitions.ts'
import type { ClosedTrade, Measure } from '../../metrics/closed-trade.ts'
import { tallyDefinitions } from '../../tally.ts'
import { ofTrades, type Question } from '../question.ts'
import type { RecipeId } from '../recipes.ts'

const DEFINED: Readonly<Record<string, DefinitionId>> = tallyDefinitions
const ENDS = ['low', 'high', 'level']

/** A figure of what some trades add up to; null where `field` is none of its figures. */
export function tallyQuestion(measure: Measure, trades: readonly ClosedTrade[], field: string): Question | null {
  const [name = '', end, ...more] = field.split('/')
  const definition = DEFINED[name]
  if (definition === undefined || more.length > 0) return null
  if (name !== 'winRateInterval') return end === undefined ? ofTrades(measure, trades, { definition }) : null
  if (end === undefined || !ENDS.includes(end)) return null
  return ofTrades(measure, trades, { definition, recipe: `${definition}/${end}` as RecipeId })
}
