import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { Reader } from './deps.ts'
import { invoicesProblem } from './problems.ts'
import type { CustomerRow, InvoicesTables } from './tables.ts'

/** The customer behind an account, or behind an address where there is none; made when it is the first time. */
export async function customerFor(
  tx: Tx,
  { userId, email }: { readonly userId: Id<'user'> | null; readonly email: string | null },
): Promise<Id<'customer'>> {
  const key = userId === null ? { email_key: email?.toLowerCase() ?? null } : { user_id: userId }
  const id = newId<'customer'>()
  const made = await tx
    .query<InvoicesTables>()
    .insertInto('invoices.customer')
    .values({ id, user_id: null, email_key: null, ...key, created_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 1n) return id
  const known = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.customer')
    .select('id')
    .where((where) => where.and(key))
    .executeTakeFirstOrThrow()
  return known.id
}

/** What a customer has to pay and to their credit, by currency. */
export interface CustomerView {
  readonly id: Id<'customer'>
  readonly clientId: Id<'user'> | null
  readonly dunningPaused: boolean
  readonly balances: readonly { readonly currency: string; readonly dueMinor: string; readonly creditMinor: string }[]
}

/** Throws invoices/customer-not-found. */
export async function findCustomer(reader: Reader, id: Id<'customer'>): Promise<CustomerView> {
  const row = await reader
    .query<InvoicesTables>()
    .selectFrom('invoices.customer')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw invoicesProblem('customer-not-found')
  return await describeCustomer(reader, row)
}

async function describeCustomer(reader: Reader, row: CustomerRow): Promise<CustomerView> {
  const balances = await reader.raw<{ currency: string; due: string; credit: string }>(
    `SELECT currency, sum(due)::text AS due, sum(credit)::text AS credit FROM (
       SELECT currency, balance_minor AS due, 0 AS credit FROM invoices.document WHERE customer_id = $1 AND kind = 'invoice' AND balance_minor > 0
       UNION ALL
       SELECT currency, 0, credit_minor FROM invoices.payment WHERE customer_id = $1 AND credit_minor > 0) AS part
     GROUP BY currency ORDER BY currency`,
    [row.id],
  )
  return {
    id: row.id,
    clientId: row.user_id,
    dunningPaused: row.dunning_paused,
    balances: balances.map(({ currency, due, credit }) => ({ currency, dueMinor: due, creditMinor: credit })),
  }
}

/** Whether the customer is reminded of what is overdue. Throws invoices/customer-not-found. */
export async function pauseCustomer(tx: Tx, id: Id<'customer'>, dunningPaused: boolean): Promise<CustomerView> {
  const row = await tx
    .query<InvoicesTables>()
    .updateTable('invoices.customer')
    .set({ dunning_paused: dunningPaused })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw invoicesProblem('customer-not-found')
  await tx.audit({ action: 'invoices.customer.changed', subject: { kind: 'customer', id }, details: { dunningPaused } })
  return await describeCustomer(tx, row)
}
