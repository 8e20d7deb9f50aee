import type { DefinitionId } from '../definitions.ts'
import type { Measure } from '../metrics/closed-trade.ts'
import type { RecipeId } from './recipes.ts'
import { type Rows, tradeRows } from './rows.ts'
import type { Term } from './terms.ts'
import type { Scalar } from './values.ts'

/** Something that a formula takes as it was said. */
export interface Given {
  readonly value: Scalar
  readonly words: string
}

/** What is asked of a figure: its formula, and what it is worked out from. */
export interface Question {
  readonly definition: DefinitionId
  readonly recipe: RecipeId
  readonly rows: Rows
  readonly given: Readonly<Record<string, Given>>
  /** Of this figure only, before those of all. */
  readonly terms: Readonly<Record<string, Term>>
}

const UNITS: Readonly<Record<Measure['mode'], (column: string) => string>> = {
  cash: (column) => column,
  percent: (column) => `${column} / cost`,
  r: (column) => `${column} / risk`,
}

/** Results and excursions in the unit of the mode. */
function unitTerms({ mode }: Measure): Readonly<Record<string, Term>> {
  const in_ = UNITS[mode]
  return {
    x: [in_('result'), { cash: 'Result', percent: 'Result as a share of the cost', r: 'Result in R' }[mode]],
    against: [in_('mae'), 'MAE in the unit of the results'],
    inFavour: [in_('mfe'), 'MFE in the unit of the results'],
  }
}

/** A figure of some rows, by its formula; `recipe` where the definition alone does not say which. */
export function question(
  measure: Measure,
  rows: Rows,
  {
    definition,
    recipe = definition as RecipeId,
    given = {},
    terms = {},
  }: Partial<Omit<Question, 'rows' | 'definition'>> & { readonly definition: DefinitionId },
): Question {
  const { scratches, scratchTerms } = scratchesOf(measure)
  return {
    ...{ definition, recipe, rows, given: { ...scratches, ...given } },
    terms: { ...unitTerms(measure), ...scratchTerms, ...terms },
  }
}

/** What is neither won nor lost: within money, or within ticks of what each trade entered. */
function scratchesOf({ epsilon, ticks = null }: Measure) {
  const words = 'Between minus and plus this much a result is neither won nor lost'
  if (ticks === null) return { scratches: { epsilon: { value: epsilon, words } }, scratchTerms: {} }
  return {
    scratches: { ticks: { value: ticks, words: 'So many ticks' } },
    scratchTerms: { epsilon: ['ticks * tick', words] } as Readonly<Record<string, Term>>,
  }
}

/** A figure of trades. */
export function ofTrades(
  measure: Measure,
  trades: Parameters<typeof tradeRows>[0],
  figure: Parameters<typeof question>[2],
): Question {
  return question(measure, tradeRows(trades, measure), figure)
}
