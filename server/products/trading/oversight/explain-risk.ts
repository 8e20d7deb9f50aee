import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, divide } from '../../../kernel/decimal.ts'
import type { DefinitionId } from '../analytics/definitions.ts'
import { type AccountFigure, factRows, ofAccount } from '../analytics/explain/account-figure.ts'
import { type Place, placeAt } from '../analytics/explain/pointer.ts'
import type { Given, Question } from '../analytics/explain/question.ts'
import { NO_ROWS, type Rows } from '../analytics/explain/rows.ts'
import type { Term } from '../analytics/explain/terms.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { RiskRule } from './risk-path.ts'
import { loadBefore, loadPath } from './risk-points.ts'
import { balanceBefore, type PathFact, pathFacts, pathRows, sessionRows } from './risk-rows.ts'
import type { RiskProfileRow } from './tables.ts'

interface Asked {
  readonly db: Db
  readonly account: AccountRow
  readonly profile: RiskProfileRow
  /** What the status answers. */
  readonly told: object & { readonly day: string; readonly marks: number | null }
  readonly figure: string
}

interface Path {
  readonly profile: RiskProfileRow
  readonly facts: readonly PathFact[]
  readonly startEquity: Decimal
}

/** The question behind a figure of the status of a risk profile; null where none stands. */
export async function findRiskFigure({ db, account, profile, told, figure }: Asked): Promise<AccountFigure | null> {
  const place = placeAt(told, figure)
  if (place === null || place.value === null) return null
  const found = (question: Question | null): AccountFigure | null =>
    question === null ? null : { question, value: place.value, currency: account.currency }
  if (place.pattern === '/startEquity') return found(await startQuestion(db, account, profile))
  if (place.pattern === '/marks')
    return found(
      ofAccount(NO_ROWS, {
        definition: 'risk.marks',
        given: { marks: { value: told.marks, words: 'Closes of bars while their instrument was held' } },
      }),
    )
  const { points, startEquity } = await loadPath(db, account, profile)
  const path: Path = { profile, facts: pathFacts(points, told.day), startEquity }
  if (place.pattern === '/equity') return found(ofPath(path, path.facts, { definition: 'risk.equity' }))
  if (place.pattern.startsWith('/days/*/')) return found(dayQuestion(path, place))
  return found(ruleQuestion(path, place, told.day))
}

async function startQuestion(db: Db, account: AccountRow, profile: RiskProfileRow): Promise<Question> {
  const isSaid = profile.start_balance !== null
  const before = isSaid ? [] : await loadBefore(db, account, profile)
  const rows = factRows('days', before, {
    head: ({ day }) => ({ day, days: [day] }),
    columns: { result: ({ amount }) => amount },
  })
  const words = isSaid ? 'As the profile says' : 'What the account was opened with'
  const opening = { value: decimal(profile.start_balance ?? account.opening_balance), words }
  return ofAccount(rows, { definition: 'risk.startEquity', given: { opening } })
}

interface Figure {
  readonly definition: DefinitionId
  readonly given?: Readonly<Record<string, Given>>
}

const EQUITY: Readonly<Record<string, Term>> = {
  balance: ['before + cumsum(result)', 'Of what is realised'],
  equity: ['balance + worth', 'With what open positions are worth beside their cost'],
}

/** A figure of points of the path, of which `before` is what there was. */
function ofPath(
  { profile, startEquity }: Path,
  facts: readonly PathFact[],
  { definition, given = {} }: Figure & { readonly given?: Readonly<Record<string, Given>> },
  ofDay: string | null = null,
): Question {
  return ofAccount(pathRows(facts, ofDay), {
    definition,
    given: {
      before: { value: startEquity, words: 'Equity at the start' },
      ...amounts(profile),
      ...given,
    },
    terms: { ...EQUITY, ...floorTerms(profile) },
  })
}

function amounts({ drawdown_amount: amount, drawdown_lock_at: lock }: RiskProfileRow): Readonly<Record<string, Given>> {
  const deep = { value: amount === null ? null : decimal(amount), words: 'How far equity may fall' }
  const locked = { value: lock === null ? null : decimal(lock), words: 'Above the start, where the floor stays' }
  return { amount: deep, lock: locked }
}

/** How the floor follows equity, point by point. */
function floorTerms({ drawdown_kind: kind, drawdown_lock_at: lock }: RiskProfileRow): Readonly<Record<string, Term>> {
  const highest = {
    static: 'before + 0 * balance',
    trailing_end_of_day: 'cummost(before + (balance - before) * begins, before)',
    trailing_intraday: 'cummost(balance + worth * (1 - begins), before)',
  }[kind ?? 'static']
  const words = {
    static: 'The start',
    trailing_end_of_day: 'The highest close',
    trailing_intraday: 'The highest point',
  }
  const floor = lock === null || kind === 'static' ? 'highest - amount' : 'smaller(highest - amount, before + lock)'
  return {
    highest: [highest, `${words[kind ?? 'static']} so far`],
    floor: [floor, 'Below which equity may not fall'],
  }
}

const OF_DAY: Readonly<Record<string, DefinitionId>> = {
  start: 'risk.dayStart',
  low: 'risk.dayLow',
  close: 'risk.dayClose',
  realised: 'risk.dayRealised',
  loss: 'risk.dayLoss',
  lossLeft: 'risk.dayLossLeft',
}

function dayQuestion(path: Path, { pattern, members }: Place): Question | null {
  const day = String(members[0]?.element.day)
  const field = pattern.slice('/days/*/'.length)
  const until = path.facts.filter((fact) => fact.day <= day)
  if (field === 'floor') return ofPath(path, until, { definition: 'risk.floor' })
  if (field === 'roomLeast') return ofPath(path, until, { definition: 'risk.roomLeast' }, day)
  const definition = OF_DAY[field]
  return definition === undefined ? null : sessionQuestion(path, day, definition)
}

/** Of the points of one session. */
function sessionQuestion(path: Path, day: string, definition: DefinitionId): Question {
  const before = {
    value: balanceBefore(path.facts, day, path.startEquity),
    words: 'What was there when the session began, without open positions',
  }
  const own = path.facts.filter((fact) => fact.day === day)
  return ofPath(path, own, { definition, given: { before, ...allowedGiven(path.profile.daily_loss) } })
}

function allowedGiven(value: string | number | null): Readonly<Record<string, Given>> {
  return { allowed: { value: value === null ? null : decimal(String(value)), words: 'As the profile says' } }
}

type Sides = Readonly<Record<string, DefinitionId>>

const OF_SESSIONS: Readonly<Partial<Record<RiskRule, Sides>>> = {
  best_day: { actual: 'risk.bestDay', allowed: 'risk.bestDayAllowed', left: 'risk.bestDayLeft' },
  days: { actual: 'risk.days', allowed: 'risk.allowed', left: 'risk.daysLeft' },
  profit_target: { actual: 'risk.profit', allowed: 'risk.allowed', left: 'risk.profitLeft' },
}
const OF_DRAWDOWN: Sides = { actual: 'risk.equity', allowed: 'risk.floor', left: 'risk.drawdownLeft' }
const OF_LOSS: Sides = { actual: 'risk.lossNow', allowed: 'risk.allowed', left: 'risk.lossNowLeft' }
const PERCENT_DIGITS = 20

function ruleQuestion(path: Path, { pattern, members }: Place, today: string): Question | null {
  const rule = members[0]?.element.rule as RiskRule
  const side = /^\/rules\/\*\/(\w+)$/.exec(pattern)?.[1] ?? ''
  const sides = { ...OF_SESSIONS, drawdown: OF_DRAWDOWN, daily_loss: OF_LOSS }[rule]
  const definition = sides?.[side]
  if (definition === undefined) return null
  const { profile, facts } = path
  if (rule === 'drawdown') return ofPath(path, facts, { definition })
  const allowed = { daily_loss: profile.daily_loss, days: profile.days_min, profit_target: profile.profit_target }
  const given = rule === 'best_day' ? shareGiven(profile) : allowedGiven(allowed[rule])
  if (definition === 'risk.allowed') return ofAccount(NO_ROWS, { definition, given })
  if (rule === 'daily_loss') return sessionQuestion(path, today, definition)
  const rows: Rows = sessionRows(facts)
  return ofAccount(rows, { definition, given })
}

function shareGiven({ best_day_percent: percent }: RiskProfileRow): Readonly<Record<string, Given>> {
  const value = percent === null ? null : divide(decimal(percent), decimal('100'), PERCENT_DIGITS, 'half-even')
  return { share: { value, words: 'The part of all profit that one session may have' } }
}
