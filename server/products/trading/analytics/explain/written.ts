import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { type CursorPage, cursorPage } from '../../../../kernel/db/cursor.ts'
import { idOf, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { definitionShape } from '../definitions.routes.ts'
import { definitions } from '../definitions.ts'
import { day } from '../shapes.ts'
import { explainFigure } from './explain-figure.ts'
import type { Question } from './question.ts'
import { type RowHead, rowKinds } from './rows.ts'
import { writtenScalar } from './values.ts'

const number = Type.String({ description: 'Exact decimals with every digit; doubles by the shortest text' })
const formula = Type.String({ description: 'Of names of steps, of what is given, and of columns of the rows' })

const given = object({ name: Type.String(), words: Type.String(), value: nullable(number) })
const step = object({
  name: Type.String(),
  words: Type.String(),
  formula,
  filled: { ...formula, description: 'With the numbers put in' },
  value: { ...nullable(number), description: 'Null: not defined, or a column, which the rows have' },
  ofRows: { ...Type.Boolean(), description: 'Whether it is a number for each row' },
})
const row = namedObject('FigureRow', {
  tradeId: nullable(idOf('trade')),
  executionId: nullable(idOf('execution')),
  cashMovementId: nullable(idOf('cash-movement')),
  what: { ...nullable(Type.String()), description: 'What happened: buy, sell, deposit, closed …' },
  symbol: nullable(Type.String()),
  day: nullable(day),
  values: { ...Type.Record(Type.String(), nullable(number)), description: 'By the names of the columns' },
  explainedBy: Type.Array(Type.String(), {
    description: 'Where the API explains what the row is of, down to its fills',
  }),
})

/** What every explanation of a figure says. */
export const explainedShape = {
  definition: definitionShape,
  value: { ...nullable(number), description: 'As the report answers it; yes is 1' },
  given: Type.Array(given),
  steps: Type.Array(step, { description: 'Each of those before it; the last is the figure' }),
  rows: object({
    kind: oneOf(rowKinds),
    n: Type.Integer(),
    items: Type.Array(row),
    nextCursor: nullable(Type.String()),
  }),
}
const explained = object(explainedShape)
type Ids = Pick<Static<typeof row>, 'tradeId' | 'executionId' | 'cashMovementId'>

/** A place among the rows of a selection; another selection, or the same after a change, has others. */
export function pageOf(key: string, paging: { limit?: number; cursor?: string }): Paged {
  const mark = createHash('sha256').update(key).digest('hex').slice(0, 16)
  const page = cursorPage(paging, (values) => {
    const [at = '', of] = values
    return values.length === 2 && /^\d{1,9}$/.test(at) && of === mark ? values : null
  })
  return { page, from: Number(page.after?.[0] ?? 0), mark }
}

interface Paged {
  readonly page: CursorPage
  readonly from: number
  readonly mark: string
}

/** A figure and where its rows are explained. */
export interface Written {
  readonly question: Question
  /** As the report answers it. */
  readonly value: unknown
  readonly explainedBy: (head: RowHead) => readonly string[]
}

/** An explanation as it is told, with a page of its rows. */
export function writtenExplanation(
  { question, value, explainedBy }: Written,
  { page, from, mark }: Paged,
): Static<typeof explained> {
  const { given, steps, columns } = explainFigure(question)
  const { rows, definition } = question
  const places = Array.from({ length: Math.max(0, Math.min(page.limit + 1, rows.n - from)) }, (_, at) => from + at)
  const shown = page.of(
    places,
    (at) => [String(at + 1), mark],
    (at) => {
      const head = rows.headOf(at)
      const { symbol, day, what = null } = head
      const { tradeId, executionId = null, cashMovementId = null } = head as Ids
      return {
        ...{ tradeId, executionId, cashMovementId, what, symbol, day, explainedBy: [...explainedBy(head)] },
        values: Object.fromEntries(columns.map(({ name, values }) => [name, writtenScalar(values[at] ?? null)])),
      }
    },
  )
  return {
    definition: { id: definition, ...definitions[definition] },
    value: typeof value === 'boolean' ? String(Number(value)) : value === null ? null : String(value),
    ...{ given: [...given], steps: [...steps] },
    rows: { kind: rows.kind, n: rows.n, ...shown },
  }
}
