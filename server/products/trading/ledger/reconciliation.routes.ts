import { type Static, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from './accounts.ts'
import { ledgerProblem } from './problems.ts'
import { findReported, knownRules, listReported, type Reported } from './reported.ts'
import { findStatement } from './statements.ts'
import type { AccountRow, LedgerTables } from './tables.ts'

const accountId = idOf('trading-account')
const reportedShape = object({
  executionId: idOf('execution'),
  /** Whose file says so; null when it was entered by hand. */
  importId: nullable(idOf('import-batch')),
  filename: nullable(Type.String()),
  instrumentId: idOf('instrument'),
  symbol: Type.String(),
  positionRef: Type.String(),
  executedAt: instant,
  /** Of the instrument, as are all amounts. */
  currency: Type.String(),
  reported: Type.String(),
  net: Type.String(),
  gross: Type.String(),
  openFees: Type.String(),
  closeFees: Type.String(),
  difference: Type.String(),
  status: oneOf(['equal', 'explained', 'mismatch', 'resolved']),
  /** What makes both right. */
  rule: nullable(oneOf(knownRules)),
  reason: nullable(Type.String()),
})

/** Results that brokers report, beside ours. */
export function reconciliationRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.listReconciliation',
        method: 'GET',
        path: '/api/trading/reconciliation',
        summary:
          'Executions whose broker reports a result, newest first: equal within one minor unit, explained by a known rule, or a mismatch; `different` leaves out the equal ones.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: {
          query: object({
            ...pageQuery,
            accountId,
            different: Type.Optional(Type.Boolean()),
            importId: Type.Optional(idOf('import-batch')),
          }),
          response: { 200: page(reportedShape) },
        },
        problems: ['trading/account-not-found', 'trading/consent-needed'],
      },
      async (call) => {
        const account = await ownAccount(db, traderId(call), call.query.accountId)
        const { items, nextCursor } = await listReported(db, account, call.query)
        return { items: items.map(view), nextCursor }
      },
    ),
    route(
      {
        id: 'trading.resolveDifference',
        method: 'POST',
        path: '/api/trading/reconciliation/{id}/resolve',
        summary:
          'Says why the difference of an execution or a statement is left as it is; another difference opens it again.',
        policy: { can: 'trading:use', rate: 'write' },
        schema: {
          params: object({ id: Type.String({ format: 'uuid' }) }),
          body: object({ accountId, reason: line(500) }),
          response: { 204: null },
        },
        problems: ['trading/account-not-found', 'trading/difference-not-found', 'trading/consent-needed'],
      },
      async (call) => {
        const account = await ownAccount(db, traderId(call), call.body.accountId)
        const difference = await differenceOf(db, account, call.params.id)
        const resolution = { id: call.params.id, difference, reason: call.body.reason }
        await call.transaction((tx) => resolve(tx, account, resolution))
      },
    ),
  ]
}

/** Throws trading/difference-not-found for what does not differ. */
async function differenceOf(db: Db, account: AccountRow, id: string): Promise<Decimal> {
  const found =
    (await findReported(db, account, asId<'execution'>(id))) ??
    (await findStatement(db, account, asId<'statement'>(id)))
  if (found === undefined || found.status === 'equal') throw ledgerProblem('difference-not-found')
  return found.difference
}

async function resolve(
  tx: Tx,
  { id: account }: { readonly id: Id<'trading-account'> },
  { id, difference, reason }: { readonly id: string; readonly difference: Decimal; readonly reason: string },
): Promise<void> {
  const said = { difference: formatDecimal(difference), reason, resolved_at: now() }
  await tx
    .query<LedgerTables>()
    .insertInto('trading.resolution')
    .values({ subject_id: id, account_id: account, ...said })
    .onConflict((conflict) => conflict.column('subject_id').doUpdateSet(said))
    .execute()
  await tx.audit({
    action: 'trading.difference.resolved',
    subject: { kind: 'trading-account', id: account },
    details: { of: id, difference: said.difference },
  })
}

function view(one: Reported): Static<typeof reportedShape> {
  return {
    ...one,
    ...{ reported: formatDecimal(one.reported), net: formatDecimal(one.net), gross: formatDecimal(one.gross) },
    ...{ openFees: formatDecimal(one.openFees), closeFees: formatDecimal(one.closeFees) },
    difference: formatDecimal(one.difference),
  }
}
