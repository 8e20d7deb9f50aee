import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument, type HeldDocument, lockDocument, tell } from './documents.ts'
import { invoiceVoided } from './events.ts'
import { invoicesProblem } from './problems.ts'
import { eventOf } from './settled.ts'
import { SUBJECT_TYPE } from './subject-type.ts'
import type { InvoicesTables } from './tables.ts'

/**
 * Declares an invoice void that nobody has paid anything of; a payment that was begun ends, or goes back. Throws invoices/not-issued,
 * not-unpaid.
 */
export async function voidInvoice(
  { payments }: Pick<InvoicesParts, 'payments'>,
  tx: Tx,
  id: Id<'invoice'>,
  reason: string,
): Promise<HeldDocument> {
  const held = await lockInvoice(tx, id)
  if (held.status !== 'issued' || held.credited_minor > 0n) throw invoicesProblem('not-unpaid')
  await close(tx, held, { voided_at: now(), closing_reason: reason })
  await payments.cancelOf(tx, SUBJECT_TYPE, id)
  const row = await findDocument(tx, id)
  await tell(tx, 'invoice.voided', row, { reason })
  await tx.publish(invoiceVoided, eventOf(row))
  return row
}

/** Gives up what is left to pay. Throws invoices/not-issued, nothing-due. */
export async function writeOff(tx: Tx, id: Id<'invoice'>, reason: string): Promise<HeldDocument> {
  const held = await lockInvoice(tx, id)
  if (held.balance_minor === 0n) throw invoicesProblem('nothing-due')
  await close(tx, held, { written_off_minor: held.balance_minor, closing_reason: reason })
  const row = await findDocument(tx, id)
  await tell(tx, 'invoice.written-off', row, { reason, amount: String(row.written_off_minor) })
  return row
}

/** Holds an issued invoice; credit notes are none. Throws invoices/invoice-not-found, not-issued. */
export async function lockInvoice(tx: Tx, id: Id<'invoice'>): Promise<HeldDocument> {
  const held = await lockDocument(tx, id)
  if (held.kind !== 'invoice') throw invoicesProblem('invoice-not-found')
  if (held.status === 'draft') throw invoicesProblem('not-issued')
  return held
}

/** The one way out of being open; the status read under the lock must still be that of the row. */
async function close(
  tx: Tx,
  held: HeldDocument,
  change: { voided_at: Date; closing_reason: string } | { written_off_minor: bigint; closing_reason: string },
): Promise<void> {
  await tx
    .query<InvoicesTables>()
    .updateTable('invoices.document')
    .set({ ...change, updated_at: now() })
    .where('id', '=', held.id)
    .where('status', '=', held.status)
    .execute()
}
