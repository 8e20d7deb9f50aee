import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, formatDecimal, minus, sum, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AccountFigure, factRows, ofAccount } from '../analytics/explain/account-figure.ts'
import { placeAt } from '../analytics/explain/pointer.ts'
import type { Question } from '../analytics/explain/question.ts'
import { NO_ROWS } from '../analytics/explain/rows.ts'
import { cashAt, cashByDay, realisedAt } from './balances.ts'
import { closuresOn, movementsOn, realisedByDay, sharesByDay } from './moved-on.ts'
import { type HeldPosition, positionsAt } from './positions.ts'
import type { AccountRow } from './tables.ts'

/** Whose balances, now (null) or at the end of a trading day. */
export interface BalancesOf {
  readonly db: Db
  readonly account: AccountRow
  readonly day: string | null
}

/** A figure of the balances, and what names it whatever day it is of. */
interface BalanceFigure extends AccountFigure {
  readonly pointer: string
}

/** The question behind a figure of the balances; null where none stands. What a day brought is of a day that is asked for. */
export async function findBalanceFigure(of: BalancesOf, figure: string): Promise<BalanceFigure | null> {
  const { account, day } = of
  const [, section = ''] = figure.split('/')
  const find = SECTIONS[section]
  if (find === undefined) return null
  if (OF_A_DAY.has(section) && day === null) return null
  const found = await find(of, figure, account.currency)
  return found === null ? null : { pointer: figure, ...found }
}

type Find = (
  of: BalancesOf,
  figure: string,
  currency: string,
) => Promise<(AccountFigure & Partial<BalanceFigure>) | null>

const OF_A_DAY: ReadonlySet<string> = new Set(['changes', 'moved', 'realisedOn'])

const SECTIONS: Readonly<Record<string, Find>> = {
  async openingBalance({ account }, figure, currency) {
    const place = placeAt({ openingBalance: formatDecimal(decimal(account.opening_balance)) }, figure)
    if (place === null) return null
    const opening = { value: decimal(account.opening_balance), words: 'As the account was opened with' }
    const asked = ofAccount(NO_ROWS, { definition: 'balance.opening', given: { opening } })
    return { question: asked, value: place.value, currency }
  },
  async cash(of, figure) {
    const cash = [...(await cashAt(of.db, of.account, of.day))].map(amountOf)
    const place = placeAt({ cash }, figure)
    const one = place?.members[0]?.element.currency
    if (place?.pattern !== '/cash/*/amount' || typeof one !== 'string') return null
    return { question: await cashQuestion(of, one), value: place.value, currency: one, pointer: `/cash/${one}` }
  },
  async changes(of, figure) {
    const day = of.day ?? ''
    const changed = (await cashByDay(of.db, of.account, day)).filter((one) => one.day === day)
    const place = placeAt({ changes: changed.map(({ currency, amount }) => amountOf([currency, amount])) }, figure)
    const one = place?.members[0]?.element.currency
    if (place?.pattern !== '/changes/*/amount' || typeof one !== 'string') return null
    const moved = await movementsOn(of.db, of.account, { day, currency: one })
    return { question: changeQuestion(moved, day), value: place.value, currency: one }
  },
  async positions(of, figure) {
    const held = await positionsAt(of.db, of.account, of.day)
    const positions = held.map((one) => ({ key: keyOf(one), quantity: formatDecimal(one.quantity) }))
    const place = placeAt({ positions }, figure)
    const one = held[place?.members[0]?.at ?? -1]
    if (place?.pattern !== '/positions/*/quantity' || one === undefined) return null
    const { instrumentId, positionRef } = one
    const asked = await positionQuestion(of, { instrumentId, positionRef, held: [one] })
    return { question: asked, value: place.value, currency: null, pointer: `/positions/${instrumentId}` }
  },
  async moved(of, figure) {
    const day = of.day ?? ''
    const [, , instrumentId = ''] = figure.split('/')
    const fills = (await movementsOn(of.db, of.account, { day, instrumentId })).filter(({ kind }) => kind === 'fill')
    if (fills.length === 0 || !figure.endsWith('/quantity')) return null
    const rows = factRows('movements', fills, { head: headOf(day), columns: { bought: ({ bought }) => bought } })
    const value = formatDecimal(sum(fills.map(({ bought }) => bought)))
    return { question: ofAccount(rows, { definition: 'balance.moved' }), value, currency: null }
  },
  async realised(of, figure, currency) {
    const place = placeAt({ realised: await realisedAt(of.db, of.account, of.day) }, figure)
    const definition = REALISED[place?.pattern.replace('/realised/', '') ?? '']
    if (place === null || definition === undefined) return null
    const days = await realisedByDay(of.db, of.account, of.day)
    const rows = factRows('days', days, {
      head: ({ day }) => ({ day, days: [day] }),
      columns: { gross: ({ gross }) => gross, fees: ({ fees }) => fees },
    })
    return { question: ofAccount(rows, { definition }), value: place.value, currency }
  },
  async realisedOn(of, figure, currency) {
    const day = of.day ?? ''
    const closures = await closuresOn(of.db, of.account, day)
    const [gross, fees] = [sum(closures.map((one) => one.gross)), sum(closures.map((one) => one.fees))]
    const realisedOn = {
      ...{ gross: formatDecimal(gross), fees: formatDecimal(fees), net: formatDecimal(minus(gross, fees)) },
    }
    const place = placeAt({ realisedOn }, figure)
    const definition = REALISED[place?.pattern.replace('/realisedOn/', '') ?? '']
    if (place === null || definition === undefined) return null
    const rows = factRows('closures', closures, {
      head: ({ tradeId, symbol, closeExecutionId }) => ({ tradeId, symbol, day, executionId: closeExecutionId }),
      columns: { gross: (one) => one.gross, fees: (one) => one.fees },
    })
    return { question: ofAccount(rows, { definition }), value: place.value, currency }
  },
}

const REALISED: Readonly<Record<string, 'balance.realisedGross' | 'balance.realisedFees' | 'balance.realisedNet'>> = {
  gross: 'balance.realisedGross',
  fees: 'balance.realisedFees',
  net: 'balance.realisedNet',
}

function amountOf([currency, amount]: readonly [string, Decimal]) {
  return { currency, amount: formatDecimal(amount) }
}

function keyOf({ instrumentId, positionRef }: Pick<HeldPosition, 'instrumentId' | 'positionRef'>): string {
  return positionRef === '' ? instrumentId : `${instrumentId} ${positionRef}`
}

/** Cash of a currency, by what each trading day brought, to the end of the day or to the instant. */
export async function cashQuestion(
  { db, account, day, until = day }: BalancesOf & { readonly until?: Date | string | null },
  currency: string,
): Promise<Question> {
  const days = (await cashByDay(db, account, until)).filter((one) => one.currency === currency)
  const isOwn = currency === account.currency && (day === null || day >= account.opened_on)
  const rows = factRows('days', days, {
    head: (one) => ({ day: one.day, days: [one.day] }),
    columns: { amount: ({ amount }) => amount },
  })
  const words = isOwn ? 'What the account was opened with' : 'Nothing: of another currency, or before the account began'
  const opening = { value: isOwn ? decimal(account.opening_balance) : ZERO, words }
  return ofAccount(rows, { definition: 'balance.cash', given: { opening } })
}

/** A position by what each trading day brought to it, in shares after the splits until then. */
export async function positionQuestion(
  { db, account, day, until = day }: BalancesOf & { readonly until?: Date | string | null },
  {
    instrumentId,
    positionRef,
    held,
  }: {
    readonly instrumentId: Id<'instrument'>
    /** Absent: of all. */
    readonly positionRef?: string
    readonly held: readonly Pick<HeldPosition, 'quantity'>[]
  },
): Promise<Question> {
  const all = await sharesByDay(db, account, { until, instrumentId })
  const days = positionRef === undefined ? all : all.filter((one) => one.positionRef === positionRef)
  const rows = factRows('days', days, {
    head: (one) => ({ day: one.day, days: one.day === null ? [] : [one.day], what: one.what }),
    columns: { shares: ({ shares }) => shares },
  })
  const rounding = {
    value: minus(sum(held.map(({ quantity }) => quantity)), sum(days.map(({ shares }) => shares))),
    words: 'What splits left over when they were rounded',
  }
  return ofAccount(rows, { definition: 'balance.quantity', given: { rounding } })
}

type Moved = Awaited<ReturnType<typeof movementsOn>>[number]

function headOf(day: string) {
  return ({ what, symbol, tradeId, executionId, cashMovementId }: Moved) => {
    return { what, symbol, tradeId, executionId, cashMovementId, day }
  }
}

function changeQuestion(moved: readonly Moved[], day: string): Question {
  const rows = factRows('movements', moved, {
    head: headOf(day),
    columns: {
      cash: ({ cash }) => cash,
      bought: ({ bought }) => bought,
      price: ({ price }) => price,
      paidPerPoint: ({ paidPerPoint }) => paidPerPoint,
      fee: ({ fee }) => fee,
    },
  })
  return ofAccount(rows, {
    definition: 'balance.change',
    terms: {
      moved: [
        'cash - bought * price * paidPerPoint - fee',
        'What it brought; a point of the price is not paid where results are settled, as of futures',
      ],
    },
  })
}
