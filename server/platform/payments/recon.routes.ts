import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { moneyShape } from '../../kernel/money.ts'
import { closeItem } from './close-item.ts'
import { namesOf, type PaymentsParts } from './parts.ts'
import { findPayment } from './reads.ts'
import { callerId } from './staff.routes.ts'
import { type ItemRow, itemKinds, type PaymentTables } from './tables.ts'

const READ = { can: 'payments:reconcile', rate: 'read' } as const

const itemShape = namedObject('ReconciliationItem', {
  id: idOf('recon-item'),
  provider: Type.String(),
  kind: oneOf(itemKinds),
  key: Type.String(),
  paymentId: nullable(idOf('payment')),
  /** Of the payment, in whose minor units amounts of `details` are that name none. */
  currency: nullable(Type.String()),
  details: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  openedAt: instant,
  closedAt: nullable(instant),
  closedHow: nullable(oneOf(['fact', 'human'])),
  closedBy: nullable(idOf('user')),
  closedByName: nullable(Type.String()),
  closedReason: nullable(Type.String()),
})
const balanceShape = object({ account: Type.String(), kind: Type.String(), balance: moneyShape })

/** Differences with providers, and the book. */
export function reconRoutes(parts: PaymentsParts): Route[] {
  return [itemsRoute(parts), closeRoute(parts), bookRoute(parts)]
}

function itemsRoute(parts: PaymentsParts): Route {
  const { db } = parts
  return route(
    {
      id: 'payments.items',
      method: 'GET',
      path: '/api/payments/reconciliation/items',
      summary:
        'Differences between what providers say and what is known here, newest first; the open ones unless asked otherwise.',
      policy: READ,
      schema: {
        query: object({ ...pageQuery, closed: Type.Optional(Type.Boolean()), kind: Type.Optional(oneOf(itemKinds)) }),
        response: { 200: page(itemShape) },
      },
    },
    async (call) => {
      const list = cursorPage(call.query, acceptId)
      const { closed = false, kind } = call.query
      const rows = await db
        .query<PaymentTables>()
        .selectFrom('payments.recon_item as item')
        .leftJoin('payments.payment as payment', 'payment.id', 'item.payment_id')
        .selectAll('item')
        .select('payment.currency')
        .where('closed_at', closed ? 'is not' : 'is', null)
        .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? 'gap'))
        .$if(list.after !== null, (query) => query.where('item.id', '<', (list.after?.[0] ?? '') as Id<'recon-item'>))
        .orderBy('item.id', 'desc')
        .limit(list.limit + 1)
        .execute()
      const nameOf = await namesOf(
        parts,
        db,
        rows.map((row) => row.closed_by),
      )
      return list.of(
        rows,
        (row) => [row.id],
        (row) => showItem(row, nameOf),
      )
    },
  )
}

function closeRoute(parts: PaymentsParts): Route {
  return route(
    {
      id: 'payments.closeItem',
      method: 'POST',
      path: '/api/payments/reconciliation/items/{id}/close',
      summary: 'Closes a difference by hand, with a reason. One of a payout is closed by its entries only.',
      policy: { can: 'payments:reconcile', rate: 'write' },
      schema: {
        params: object({ id: idOf('recon-item') }),
        body: object({ reason: line(500, 10) }),
        response: { 200: itemShape },
      },
      problems: ['payments/item-not-found', 'payments/item-closed', 'payments/difference-remains', 'identity/csrf'],
    },
    (call) =>
      call.transaction(async (tx) => {
        const item = await closeItem(tx, call.params.id, { by: callerId(call), reason: call.body.reason })
        const payment = item.payment_id === null ? null : await findPayment(tx, item.payment_id)
        const nameOf = await namesOf(parts, tx, [item.closed_by])
        return showItem({ ...item, currency: payment?.currency ?? null }, nameOf)
      }),
  )
}

function bookRoute({ db }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.trialBalance',
      method: 'GET',
      path: '/api/payments/trial-balance',
      summary: 'Every account of the book, debit above zero; each currency adds up to zero.',
      policy: READ,
      schema: { response: { 200: object({ items: Type.Array(balanceShape) }) } },
    },
    async () => {
      const rows = await db.raw<{ account: string; kind: string; currency: string; minor: bigint }>(
        `SELECT held.account, account.kind, held.currency, held.balance_minor AS minor
           FROM payments.ledger_balance held JOIN payments.ledger_account account ON account.code = held.account
          ORDER BY held.currency, held.account`,
      )
      return {
        items: rows.map(({ account, kind, currency, minor }) => ({
          ...{ account, kind, balance: { minor: minor.toString(), currency } },
        })),
      }
    },
  )
}

function showItem(
  row: ItemRow & { readonly currency: string | null },
  nameOf: (id: Id<'user'> | null) => string | null,
) {
  return {
    ...{ id: row.id, provider: row.provider, kind: row.kind, key: row.key, paymentId: row.payment_id },
    currency: row.currency,
    ...{ details: row.details, openedAt: row.opened_at, closedAt: row.closed_at, closedHow: row.closed_how },
    closedByName: nameOf(row.closed_by),
    ...{ closedBy: row.closed_by, closedReason: row.closed_reason },
  }
}
