import type { Db } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { asId } from '../../../kernel/id.ts'
import type { DefinitionId } from '../analytics/definitions.ts'
import { type AccountFigure, factRows, ofAccount } from '../analytics/explain/account-figure.ts'
import type { Question } from '../analytics/explain/question.ts'
import { cashQuestion, positionQuestion } from './explain-balances.ts'
import { closuresBetween } from './moved-on.ts'
import { positionsAt } from './positions.ts'
import { ledgerProblem } from './problems.ts'
import { findReported, type Reported } from './reported.ts'
import { isInOwn } from './stated-figures.ts'
import { findStatement, type Stated } from './statements.ts'
import type { AccountRow } from './tables.ts'

interface Compared {
  readonly db: Db
  readonly account: AccountRow
  /** Of an execution with a reported result, or of a statement. */
  readonly id: string
}

interface Found {
  readonly found: AccountFigure | null
  /** The figure of the balances that the rows are days of. */
  readonly pointer: string
}

/** The question behind a figure that stands beside what a broker says. Throws trading/difference-not-found. */
export async function findComparedFigure(of: Compared, figure: string): Promise<Found> {
  const { db, account, id } = of
  const reported = await findReported(db, account, asId<'execution'>(id))
  if (reported !== undefined) return { found: await ofReported(of, reported, figure), pointer: '' }
  const stated = await findStatement(db, account, asId<'statement'>(id))
  if (stated === undefined) throw ledgerProblem('difference-not-found')
  return await ofStated(of, stated, figure)
}

const OF_REPORTED: Readonly<Record<string, DefinitionId>> = {
  '/reported': 'reconciliation.said',
  '/gross': 'reconciliation.gross',
  '/openFees': 'reconciliation.openFees',
  '/closeFees': 'reconciliation.closeFees',
  '/net': 'reconciliation.net',
  '/difference': 'reconciliation.difference',
}

async function ofReported({ db, id }: Compared, reported: Reported, figure: string): Promise<AccountFigure | null> {
  const definition = OF_REPORTED[figure]
  if (definition === undefined) return null
  const closed = await db.raw<{ trade: string; day: string; gross: string; open_fee: string; close_fee: string }>(
    `SELECT trade_id AS trade, closed_day::text AS day, gross, open_fee, close_fee FROM trading.lot_closure
      WHERE close_execution_id = $1 ORDER BY open_execution_id`,
    [id],
  )
  const rows = factRows('closures', closed, {
    head: ({ trade, day }) => ({ tradeId: trade, symbol: reported.symbol, day, executionId: id }),
    columns: {
      gross: ({ gross }) => decimal(gross),
      openFee: ({ open_fee }) => decimal(open_fee),
      closeFee: ({ close_fee }) => decimal(close_fee),
    },
  })
  const said = { value: reported.reported, words: 'What the broker says that the fill realised' }
  const ours = ['sum(gross) - (sum(openFee) + sum(closeFee))', 'What the fill realised by ours'] as const
  const value = formatDecimal(reported[figure.slice(1) as 'reported' | 'gross' | 'net' | 'difference'])
  return {
    question: ofAccount(rows, { definition, given: { said }, terms: { ours } }),
    value,
    currency: reported.currency,
  }
}

async function ofStated(of: Compared, { row, computed, difference }: Stated, figure: string): Promise<Found> {
  const { currency, instrument_id: instrumentId } = row
  const told: Readonly<Record<string, string>> = {
    '/stated': formatDecimal(decimal(row.amount)),
    '/computed': formatDecimal(computed),
    '/difference': formatDecimal(difference),
  }
  const value = told[figure]
  const pointer =
    row.kind === 'realised' ? '' : row.kind === 'position' ? `/positions/${instrumentId}` : `/cash/${currency}`
  if (value === undefined) return { found: null, pointer }
  const behind = await behindStatement(of, row)
  return { found: { question: besideStatement(behind, decimal(row.amount), figure), value, currency }, pointer }
}

async function behindStatement(of: Compared, row: Stated['row']): Promise<Question> {
  const until = row.until_at ?? row.day
  if (row.kind === 'cash') return await cashQuestion({ ...of, day: row.day, until }, row.currency ?? '')
  if (row.kind === 'realised') return await realisedQuestion(of, row)
  const { db, account } = of
  const instrumentId = asId<'instrument'>(row.instrument_id ?? '')
  const held = (await positionsAt(db, account, until)).filter((one) => one.instrumentId === instrumentId)
  return await positionQuestion({ db, account, day: row.day, until }, { instrumentId, held })
}

/** A result is of a stretch of time, with both its ends. */
async function realisedQuestion({ db, account }: Compared, row: Stated['row']): Promise<Question> {
  const { since_at: since, until_at: until, instrument_id: instrumentId } = row
  if (since === null || until === null) throw new TypeError('a stated result is of a stretch of time')
  const closures = await closuresBetween(db, account, { since, until, instrumentId, isInOwn: isInOwn(row) })
  const rows = factRows('closures', closures, {
    head: ({ tradeId, symbol, day, closeExecutionId }) => ({ tradeId, symbol, day, executionId: closeExecutionId }),
    columns: { gross: (one) => one.gross, fees: (one) => one.fees },
  })
  return ofAccount(rows, { definition: 'balance.realisedNet' })
}

/** Our side of a difference, by the recipe of what it is of. */
const OURS: Readonly<Partial<Record<DefinitionId, readonly [string, string]>>> = {
  'balance.cash': ['opening + sum(amount)', 'As balances tell it'],
  'balance.quantity': ['sum(shares) + rounding', 'As balances tell it'],
  'balance.realisedNet': ['sum(gross) - sum(fees)', 'What was closed by ours'],
}

function besideStatement(behind: Question, stated: ReturnType<typeof decimal>, figure: string): Question {
  const said = { value: stated, words: 'What the statement says' }
  if (figure === '/stated')
    return { ...behind, definition: 'reconciliation.said', recipe: 'reconciliation.said', given: { said } }
  if (figure === '/computed') return behind
  const ours = OURS[behind.definition]
  if (ours === undefined) throw new TypeError(`no difference is of ${behind.definition}`)
  return {
    ...{ ...behind, definition: 'reconciliation.difference', recipe: 'reconciliation.difference' },
    ...{ given: { ...behind.given, said }, terms: { ...behind.terms, ours } },
  }
}
