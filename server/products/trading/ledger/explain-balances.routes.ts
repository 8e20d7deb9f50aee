import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import {
  accountExplanation,
  explainedAccountFigure,
  type FigureAsked,
  figureQuery,
} from '../analytics/explain/account-figure.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from './accounts.ts'
import { findBalanceFigure } from './explain-balances.ts'
import { findComparedFigure } from './explain-reconciliation.ts'
import { dayShape, readDay } from './values.ts'

const policy = { can: 'trading:use', rate: 'read' } as const
const accountId = idOf('trading-account')

/** Where the API tells what a trading day brought to a figure of an account. */
export function balanceDayPath(id: string, figure: string): (day: string) => string {
  const section = figure.split('/')
  const of =
    section[1] === 'cash' || section[1] === 'changes'
      ? `/changes/${section[2]}/amount`
      : section[1] === 'positions' || section[1] === 'moved'
        ? `/moved/${section[2]}/quantity`
        : `/realisedOn/${section[2] ?? 'net'}`
  return (day) => `/api/trading/accounts/${id}/balances/explain?${new URLSearchParams({ figure: of, day })}`
}

/** How balances, and what brokers report of them, follow from fills and cash. */
export function explainBalanceRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [balancesRoute({ db }), reconciliationRoute({ db })]
}

function balancesRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.explainBalance',
      method: 'GET',
      path: '/api/trading/accounts/{id}/balances/explain',
      summary:
        'How a figure of the balances follows from days, and of a day from its fills and cash: `/cash/USD/amount`, `/positions/0/quantity`, `/realised/net`; of a `day` also `/changes/USD/amount`, `/realisedOn/net`.',
      policy,
      schema: {
        params: object({ id: accountId }),
        query: object({ ...figureQuery, day: Type.Optional(dayShape) }),
        response: { 200: accountExplanation },
      },
      problems: [
        ...['trading/account-not-found', 'trading/value-invalid', 'trading/consent-needed'],
        'trading/figure-not-found',
      ],
    },
    async (call) => {
      const account = await ownAccount(db, traderId(call), call.params.id)
      const asked = call.query as FigureAsked & { day?: string }
      const day = asked.day === undefined ? null : readDay(asked.day, '?day')
      const found = await findBalanceFigure({ db, account, day }, asked.figure)
      const key = [account.id, String(account.generation), day]
      return explainedAccountFigure({ found, key, dayPath: balanceDayPath(account.id, found?.pointer ?? '') }, asked)
    },
  )
}

function reconciliationRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.explainDifference',
      method: 'GET',
      path: '/api/trading/reconciliation/{id}/explain',
      summary:
        'How what is computed beside a reported result (the id of its execution) or a statement follows from closures, days and fills: `/net`, `/computed`, `/difference`.',
      policy,
      schema: {
        params: object({ id: Type.String({ format: 'uuid' }) }),
        query: object({ ...figureQuery, accountId }),
        response: { 200: accountExplanation },
      },
      problems: [
        ...['trading/account-not-found', 'trading/difference-not-found', 'trading/consent-needed'],
        'trading/figure-not-found',
      ],
    },
    async (call) => {
      const asked = call.query as FigureAsked & { accountId: typeof call.query.accountId }
      const account = await ownAccount(db, traderId(call), asked.accountId)
      const { found, pointer } = await findComparedFigure({ db, account, id: call.params.id }, asked.figure)
      const key = [account.id, String(account.generation), call.params.id]
      return explainedAccountFigure({ found, key, dayPath: balanceDayPath(account.id, pointer) }, asked)
    },
  )
}
