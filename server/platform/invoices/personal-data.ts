import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { InvoicesParts } from './deps.ts'
import { documents } from './documents.ts'
import type { InvoicesTables } from './tables.ts'
import { recipientNumber, wholeSnapshot, wholeTemplate } from './tax-numbers.ts'

/** What the unit holds of a person: their documents as issued, drafts for them, and what they paid. */
export async function exportPerson(parts: Pick<InvoicesParts, 'db' | 'vault'>, userId: Id<'user'>) {
  const { db } = parts
  const rows = await documents(db).where('customer.user_id', '=', userId).orderBy('document.id').execute()
  const payments = await db
    .query<InvoicesTables>()
    .selectFrom('invoices.payment as payment')
    .innerJoin('invoices.customer as customer', 'customer.id', 'payment.customer_id')
    .select(['payment.method', 'payment.reference', 'payment.received_on', 'payment.currency', 'payment.amount_minor'])
    .where('customer.user_id', '=', userId)
    .orderBy('payment.id')
    .execute()
  const recurrences = await db
    .query<InvoicesTables>()
    .selectFrom('invoices.recurrence as recurrence')
    .innerJoin('invoices.customer as customer', 'customer.id', 'recurrence.customer_id')
    .selectAll('recurrence')
    .where('customer.user_id', '=', userId)
    .execute()
  if (rows.length + payments.length + recurrences.length === 0) return null
  return {
    documents: await Promise.all(
      rows.map(async (row) => ({
        ...{ kind: row.kind, number: row.number, status: row.status, recipientName: row.recipient_name },
        ...{ recipientAddress: row.recipient_address, recipientEmail: row.recipient_email, currency: row.currency },
        ...{
          totalMinor: String(row.total_minor),
          balanceMinor: String(row.balance_minor),
          issued: await wholeSnapshot(parts, db, row),
        },
        recipientTaxNumber: await recipientNumber(parts, db, row),
      })),
    ),
    payments: payments.map(({ amount_minor: amount, ...payment }) => ({ ...payment, amountMinor: String(amount) })),
    recurrences: await Promise.all(
      recurrences.map(async (row) => ({
        ...{ template: await wholeTemplate(parts, db, row), frequency: row.frequency, status: row.status },
        ...{ starts_on: row.starts_on, ends_on: row.ends_on },
      })),
    ),
  }
}

/**
 * Forgets what no law keeps: drafts, recurring invoices and the address that mail went to, so that nobody writes any more. What was issued
 * stays as it was, name and postal address included: books and tax law want it kept for years (GDPR, article 17(3)(b)).
 */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  const query = tx.query<InvoicesTables>()
  const customer = await query
    .selectFrom('invoices.customer')
    .select('id')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  if (customer === undefined) return
  await query.deleteFrom('invoices.recurrence').where('customer_id', '=', customer.id).execute()
  await query
    .deleteFrom('invoices.document')
    .where('customer_id', '=', customer.id)
    .where('status', '=', 'draft')
    .execute()
  await query
    .updateTable('invoices.document')
    .set({ recipient_email: null, updated_at: now() })
    .where('customer_id', '=', customer.id)
    .execute()
  await tx.audit({
    action: 'invoices.erased',
    subject: { kind: 'user', id: userId },
    details: { kept: 'issued documents' },
  })
}
