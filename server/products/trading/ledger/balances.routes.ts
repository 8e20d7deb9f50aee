import { type Static, Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, formatDecimal, plus, ZERO } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, nullable, object } from '../../../kernel/http/schema.ts'
import { addDays } from '../../../kernel/zoned.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from './accounts.ts'
import { cashAt, cashByDay, realisedAt } from './balances.ts'
import { type HeldPosition, positionsAt } from './positions.ts'
import { invalidValue } from './problems.ts'
import type { AccountRow } from './tables.ts'
import { dayShape, readDay } from './values.ts'

const byId = object({ id: idOf('trading-account') })
const policy = { can: 'trading:use', rate: 'read' } as const
const problems = ['trading/account-not-found', 'trading/value-invalid', 'trading/consent-needed']
const cash = Type.Array(object({ currency: Type.String(), amount: Type.String() }))

const balancesShape = object({
  currency: Type.String(),
  /** The trading day at whose end this holds; null: now. */
  day: nullable(dayShape),
  openingBalance: Type.String(),
  cash,
  positions: Type.Array(
    object({
      instrumentId: idOf('instrument'),
      symbol: Type.String(),
      assetClass: Type.String(),
      currency: Type.String(),
      positionRef: Type.String(),
      /** Negative when short. */
      quantity: Type.String(),
    }),
  ),
  /** In the account's currency, of what is closed. */
  realised: object({ gross: Type.String(), fees: Type.String(), net: Type.String() }),
})

const daysShape = object({
  items: Type.Array(object({ day: dayShape, changes: cash, cash })),
})

/** What an account holds. */
export function balanceRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.getBalances',
        method: 'GET',
        path: '/api/trading/accounts/{id}/balances',
        summary: 'Cash, positions and what was realised, now or at the end of a trading day.',
        policy,
        schema: { params: byId, query: object({ day: Type.Optional(dayShape) }), response: { 200: balancesShape } },
        problems,
      },
      async (call) => {
        const account = await ownAccount(db, traderId(call), call.params.id)
        const { day } = call.query
        return await balancesOf(db, account, day === undefined ? null : readDay(day, '?day'))
      },
    ),
    route(
      {
        id: 'trading.listBalanceDays',
        method: 'GET',
        path: '/api/trading/accounts/{id}/balances/days',
        summary: 'Cash at the end of each trading day on which it changed, for at most 400 days.',
        policy,
        schema: { params: byId, query: object({ from: dayShape, to: dayShape }), response: { 200: daysShape } },
        problems,
      },
      async (call) => {
        const account = await ownAccount(db, traderId(call), call.params.id)
        return { items: await daysOf(db, account, rangeOf(call.query)) }
      },
    ),
  ]
}

async function balancesOf(db: Db, account: AccountRow, day: string | null): Promise<Static<typeof balancesShape>> {
  const [totals, positions, realised] = await Promise.all([
    cashAt(db, account, day),
    positionsAt(db, account, day),
    realisedAt(db, account, day),
  ])
  const openingBalance = formatDecimal(decimal(account.opening_balance))
  return {
    ...{ currency: account.currency, day, openingBalance, cash: amounts(totals), realised },
    positions: positions.map(viewPosition),
  }
}

function viewPosition({ quantity, ...position }: HeldPosition) {
  return { ...position, quantity: formatDecimal(quantity) }
}

function amounts(totals: ReadonlyMap<string, Decimal>) {
  return [...totals].map(([currency, amount]) => ({ currency, amount: formatDecimal(amount) }))
}

const DAYS_MAX = 400

function rangeOf({ from, to }: { readonly from: string; readonly to: string }) {
  const range = { from: readDay(from, '?from'), to: readDay(to, '?to') }
  if (range.to < range.from || addDays(range.from, DAYS_MAX) < range.to)
    throw invalidValue('?to', 'range', `is not before from, nor more than ${DAYS_MAX} days after`)
  return range
}

async function daysOf(db: Db, account: AccountRow, { from, to }: { readonly from: string; readonly to: string }) {
  const totals = new Map<string, Decimal>([[account.currency, decimal(account.opening_balance)]])
  const days = new Map<string, Static<typeof daysShape>['items'][number]>()
  for (const { day, currency, amount } of await cashByDay(db, account, to)) {
    totals.set(currency, plus(totals.get(currency) ?? ZERO, amount))
    if (day < from) continue
    const changes = [...(days.get(day)?.changes ?? []), { currency, amount: formatDecimal(amount) }]
    days.set(day, { day, changes, cash: amounts(totals) })
  }
  return [...days.values()]
}
