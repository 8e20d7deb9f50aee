import { type Static, Type } from 'typebox'
import { now } from '../../../../kernel/clock.ts'
import { instant, namedObject, nullable, pageQuery } from '../../../../kernel/http/schema.ts'
import { tradingProblem } from '../../problems.ts'
import { NET_CASH } from '../metrics/closed-trade.ts'
import { type Question, question } from './question.ts'
import { NOBODY, type RowHead, type Rows } from './rows.ts'
import type { Column, Scalar } from './values.ts'
import { explainedShape, pageOf, writtenExplanation } from './written.ts'

/** Why a figure of an account, a risk profile, a goal or a reconciliation is what it is. */
export const accountExplanation = namedObject('AccountExplanation', {
  asOf: instant,
  figure: Type.String(),
  currency: { ...nullable(Type.String()), description: 'Null: of several, or no money' },
  ...explainedShape,
})

/** What every one of them is asked with. */
export const figureQuery = {
  ...pageQuery,
  figure: Type.String({
    ...{ minLength: 2, maxLength: 300 },
    description: 'A JSON pointer into what is explained; members of lists by their number or by what they are of',
  }),
}

export interface FigureAsked {
  readonly figure: string
  readonly limit?: number
  readonly cursor?: string
}

/** A figure of an answer with what it follows from. */
export interface AccountFigure {
  readonly question: Question
  readonly value: unknown
  readonly currency: string | null
}

interface Told {
  readonly found: AccountFigure | null
  /** What another page of the same rows has to agree on. */
  readonly key: readonly unknown[]
  /** Where the API tells what a trading day of a row was made of. */
  readonly dayPath: (day: string) => string
}

/** An explanation as it is answered, with a page of its rows. Throws trading/figure-not-found, http/invalid. */
export function explainedAccountFigure(
  { found, key, dayPath }: Told,
  { figure, limit, cursor }: FigureAsked,
): Static<typeof accountExplanation> {
  if (found === null) throw tradingProblem('figure-not-found')
  const { question: asked, value, currency } = found
  const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
  const explainedBy = ({ tradeId, days }: RowHead) =>
    tradeId === null ? days.map(dayPath) : [`/api/trading/trades/${tradeId}/explain`]
  const paged = pageOf(JSON.stringify([figure, ...key]), paging)
  return { asOf: now(), figure, currency, ...writtenExplanation({ question: asked, value, explainedBy }, paged) }
}

/** A figure of amounts as they are, which no measure of results changes. */
export function ofAccount(rows: Rows, figure: Parameters<typeof question>[2]): Question {
  return question(NET_CASH, rows, figure)
}

/** Rows with a head and numbers each. */
export function factRows<Fact>(
  kind: Rows['kind'],
  facts: readonly Fact[],
  {
    head,
    columns,
  }: {
    readonly head: (fact: Fact) => Partial<RowHead>
    readonly columns: Readonly<Record<string, (fact: Fact) => Scalar>>
  },
): Rows {
  const all = Object.entries(columns).map(([name, of]) => [name, (): Column => facts.map(of)] as const)
  return {
    ...{ kind, n: facts.length, columns: Object.fromEntries(all) },
    headOf: (at) => {
      const fact = facts[at]
      return fact === undefined ? NOBODY : { ...NOBODY, ...head(fact) }
    },
  }
}
