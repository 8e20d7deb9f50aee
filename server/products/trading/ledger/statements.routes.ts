import { type Static, Type } from 'typebox'
import { decimal, decimalShape, formatDecimal } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from './accounts.ts'
import { invalidValue } from './problems.ts'
import { statedRules } from './stated-rules.ts'
import { deleteStatement, enterStatement, listStatements, type Stated } from './statements.ts'
import { statedKinds } from './tables.ts'
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
  kind: oneOf(statedKinds),
  /** The trading day at whose end it holds; of a file, the day as the file has it. */
  day: dayShape,
  /** Of a file: what we computed counts what happened until then. */
  until: nullable(instant),
  /** Of a result: when its time begins. */
  since: nullable(instant),
  currency: nullable(currency),
  instrumentId: nullable(idOf('instrument')),
  symbol: nullable(Type.String()),
  stated: Type.String(),
  computed: Type.String(),
  difference: Type.String(),
  status: oneOf(['equal', 'explained', 'mismatch', 'resolved']),
  /** What explains the difference: `carried_over` is the same one as in the statement before it of the same file. */
  rule: nullable(oneOf(statedRules)),
  reason: nullable(Type.String()),
  /** The import that brought it, its file, and the row there; null of what was entered by hand. */
  importId: nullable(idOf('import-batch')),
  filename: nullable(Type.String()),
  row: nullable(Type.Integer()),
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
        summary:
          'Balances, positions and results of statements, of files and of hands, each beside ours; `different` leaves out the equal ones.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: {
          query: object({
            ...{ ...pageQuery, accountId, different: Type.Optional(Type.Boolean()) },
            /** All that this import brought. */
            importId: Type.Optional(idOf('import-batch')),
          }),
          response: { 200: page(statedShape) },
        },
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
        summary: 'Removes a statement that was entered by hand; those of a file go with its import.',
        policy: write,
        schema: { params: object({ id: idOf('statement') }), response: { 204: null } },
        problems: ['trading/statement-not-found', 'trading/consent-needed'],
      },
      (call) => call.transaction((tx) => deleteStatement(tx, traderId(call), call.params.id)),
    ),
  ]
}

function viewStated({ row, computed, difference, status, rule, reason }: Stated): Static<typeof statedShape> {
  return {
    ...{ id: row.id, kind: row.kind, day: row.day, until: row.until_at, since: row.since_at, currency: row.currency },
    ...{ instrumentId: row.instrument_id, symbol: row.symbol, status, rule, reason },
    ...{ importId: row.batch_id, filename: row.filename, row: row.number },
    ...{ stated: formatDecimal(decimal(row.amount)), computed: formatDecimal(computed) },
    ...{ difference: formatDecimal(difference), createdAt: row.created_at },
  }
}
