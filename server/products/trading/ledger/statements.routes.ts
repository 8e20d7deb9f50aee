import { type Static, Type } from 'typebox'
import { decimal, decimalShape, formatDecimal } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from './accounts.ts'
import { invalidValue } from './problems.ts'
import { deleteStatement, enterStatement, listStatements, type Stated } from './statements.ts'
import { dayShape, readDay } from './values.ts'

const PATH = '/api/trading/reconciliation/statements'
const accountId = idOf('trading-account')
const currency = Type.String({ pattern: '^[A-Z0-9]{2,10}$' })
const input = object({
  accountId,
  /** The trading day at whose end it holds. */
  day: dayShape,
  /** Of a balance. */
  currency: Type.Optional(currency),
  /** Of a position. */
  instrumentId: Type.Optional(idOf('instrument')),
  /** Cash, or how much is held: negative when short. */
  amount: decimalShape,
})
const statedShape = object({
  id: idOf('statement'),
  day: dayShape,
  currency: nullable(currency),
  instrumentId: nullable(idOf('instrument')),
  symbol: nullable(Type.String()),
  stated: Type.String(),
  computed: Type.String(),
  difference: Type.String(),
  status: oneOf(['equal', 'mismatch', 'resolved']),
  reason: nullable(Type.String()),
  createdAt: instant,
})
const write = { can: 'trading:use', rate: 'write' } as const

/** What statements say of cash and positions, beside what we computed. */
export function statementRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.listStatements',
        method: 'GET',
        path: PATH,
        summary: 'Balances and positions of statements, each beside ours.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: { query: object({ ...pageQuery, accountId }), response: { 200: page(statedShape) } },
        problems: ['trading/account-not-found', 'trading/consent-needed'],
      },
      async (call) => {
        const account = await ownAccount(db, traderId(call), call.query.accountId)
        const { items, nextCursor } = await listStatements(db, account, call.query)
        return { items: items.map(viewStated), nextCursor }
      },
    ),
    route(
      {
        id: 'trading.enterStatement',
        method: 'POST',
        path: PATH,
        summary: 'Enters what a statement says; a second word on the same takes the place of the first.',
        policy: { ...write, idempotency: 'optional' },
        schema: { body: input, response: { 201: object({ id: idOf('statement') }) } },
        problems: [
          ...['trading/account-not-found', 'trading/account-archived', 'trading/instrument-not-found'],
          ...['trading/value-invalid', 'trading/consent-needed'],
        ],
      },
      (call) => {
        const { accountId: id, currency = null, instrumentId = null, day, amount } = call.body
        if ((currency === null) === (instrumentId === null))
          throw invalidValue('/currency', 'either', 'is given for a balance, the instrument for a position')
        const statement = { day: readDay(day, '/day'), currency, instrument_id: instrumentId, amount }
        const own = { ownerId: traderId(call), id }
        return call.transaction(async (tx) => ({ id: await enterStatement(tx, own, statement) }))
      },
    ),
    route(
      {
        id: 'trading.deleteStatement',
        method: 'DELETE',
        path: `${PATH}/{id}`,
        summary: 'Removes what a statement said.',
        policy: write,
        schema: { params: object({ id: idOf('statement') }), response: { 204: null } },
        problems: ['trading/statement-not-found', 'trading/consent-needed'],
      },
      (call) => call.transaction((tx) => deleteStatement(tx, traderId(call), call.params.id)),
    ),
  ]
}

function viewStated({ row, symbol, computed, difference, status, reason }: Stated): Static<typeof statedShape> {
  return {
    ...{ id: row.id, day: row.day, currency: row.currency, instrumentId: row.instrument_id, symbol, status, reason },
    ...{ stated: formatDecimal(decimal(row.amount)), computed: formatDecimal(computed) },
    ...{ difference: formatDecimal(difference), createdAt: row.created_at },
  }
}
