import { definitions } from '../definitions.ts'
import { calculate } from './calculate.ts'
import { type Expression, namesIn, readExpression, writeExpression } from './expression.ts'
import type { Question } from './question.ts'
import { recipes } from './recipes.ts'
import { terms } from './terms.ts'
import { type Column, isColumn, type Scalar, type Value, writtenScalar } from './values.ts'

interface Step {
  readonly name: string
  readonly words: string
  readonly expression: Expression
  readonly value: Value
}

/** The name of the last step. */
const FIGURE = 'figure'

/** A figure with everything that it follows from. */
export interface Explained {
  readonly given: readonly { name: string; words: string; value: string | null }[]
  readonly steps: readonly {
    name: string
    words: string
    formula: string
    filled: string
    value: string | null
    ofRows: boolean
  }[]
  readonly columns: readonly { readonly name: string; readonly values: Column }[]
}

/** Works a figure out by its formula, with every step on the way: nothing of it is taken from the report that answers it. */
export function explainFigure(question: Question): Explained {
  const worked = new Map<string, Step>()
  const columns = new Map<string, Column>()
  const used = new Set<string>()
  const valueNamed = (name: string): Value => {
    const said = question.given[name]
    if (said !== undefined) {
      used.add(name)
      return said.value
    }
    const known = columns.get(name) ?? worked.get(name)
    if (known !== undefined) return isStep(known) ? known.value : known
    const term = question.terms[name] ?? (name in question.rows.columns ? undefined : terms[name])
    if (term !== undefined) return work(name, term[1], readExpression(term[0]))
    const column = question.rows.columns[name]?.()
    if (column === undefined) throw new TypeError(`${question.recipe} names ${name}, which nobody says`)
    columns.set(name, column)
    return column
  }
  const work = (name: string, words: string, expression: Expression): Value => {
    for (const one of namesIn(expression)) valueNamed(one)
    const value = calculate(expression, { rows: question.rows.n, valueNamed })
    worked.set(name, { name, words, expression, value })
    if (isColumn(value)) columns.set(name, value)
    return value
  }
  work(FIGURE, definitions[question.definition].title, readExpression(recipes[question.recipe]))
  return {
    given: [...used].map((name) => {
      const { value = null, words = '' } = question.given[name] ?? {}
      return { name, words, value: writtenScalar(value) }
    }),
    steps: [...worked.values()].map((step) => writtenStep(step, valueNamed)),
    columns: [...columns].map(([name, values]) => ({ name, values })),
  }
}

function isStep(known: Column | Step): known is Step {
  return 'expression' in known
}

function writtenStep({ name, words, expression, value }: Step, valueNamed: (name: string) => Value) {
  const filled = writeExpression(expression, (one) => {
    const known = valueNamed(one)
    return isColumn(known) ? undefined : text(known)
  })
  return {
    ...{ name, words, formula: writeExpression(expression), filled },
    value: isColumn(value) ? null : writtenScalar(value),
    ofRows: isColumn(value),
  }
}

function text(value: Scalar): string {
  return writtenScalar(value) ?? 'undefined'
}
