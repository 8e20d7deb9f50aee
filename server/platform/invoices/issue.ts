import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { enqueue } from '../../kernel/jobs/job.ts'
import { addDays, localDate } from '../../kernel/zoned.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument, type HeldDocument, linesOf, lockDocument, tell } from './documents.ts'
import { creditNoteIssued, invoiceIssued } from './events.ts'
import { snapshotOf } from './freeze.ts'
import { keepPdfJob } from './pdf.job.ts'
import { invoicesProblem } from './problems.ts'
import { numberText, takeNumber } from './series.ts'
import { neededSettings } from './settings.ts'
import { announceSettled, eventOf } from './settled.ts'
import type { InvoicesTables, SettingsRow } from './tables.ts'
import { OWN, openNumber, SELLER, sealNumber } from './tax-numbers.ts'

/**
 * Gives a draft its number and freezes it. The number is taken last and belongs to this transaction: rolled back, the next one gets it.
 * Throws invoices/invoice-not-found, not-draft, settings-missing.
 */
export async function issueInvoice(parts: InvoicesParts, tx: Tx, id: Id<'invoice'>): Promise<HeldDocument> {
  const draft = await lockDocument(tx, id)
  if (draft.status !== 'draft') throw invoicesProblem('not-draft')
  const issued = await freeze(parts, tx, draft, null)
  await enqueue(tx, keepPdfJob(parts), { documentId: id })
  await tell(tx, 'invoice.issued', issued, { total: String(issued.total_minor), currency: issued.currency })
  await tx.publish(invoiceIssued, eventOf(issued))
  await announceSettled(parts, tx, { before: draft, after: issued })
  return issued
}

/** The same of a credit note, whose sum counts against `invoice` from here on. */
export async function issueCreditNote(
  parts: InvoicesParts,
  tx: Tx,
  draft: HeldDocument,
  invoice: HeldDocument,
): Promise<HeldDocument> {
  const corrects = { number: invoice.number ?? '', issuedOn: invoice.issued_on ?? '' }
  const issued = await freeze(parts, tx, draft, corrects)
  await enqueue(tx, keepPdfJob(parts), { documentId: draft.id })
  await tell(tx, 'credit-note.issued', issued, { invoice: invoice.number, total: String(issued.total_minor) })
  await tx.publish(creditNoteIssued, {
    ...eventOf(invoice),
    ...{ creditNoteId: issued.id, creditNoteNumber: issued.number ?? '', creditedMinor: String(issued.total_minor) },
  })
  return issued
}

async function freeze(
  parts: InvoicesParts,
  tx: Tx,
  draft: HeldDocument,
  corrects: { readonly number: string; readonly issuedOn: string } | null,
): Promise<HeldDocument> {
  const settings = await neededSettings(tx)
  const lines = await linesOf(tx, draft.id)
  const issuedAt = now()
  const issuedOn = localDate(issuedAt, settings.zone)
  const dueOn = addDays(issuedOn, draft.due_days)
  const year = Number(issuedOn.slice(0, 4))
  const seriesNumber = await takeNumber(tx, draft.kind, year)
  const number = numberText(prefixOf(settings, draft.kind), year, seriesNumber)
  const ownNumber = await openNumber(parts, tx, OWN, { id: settings.id, sealed: settings.seller_tax_number })
  const sellerNumber = await sealNumber(parts, tx, SELLER, { id: draft.id, number: ownNumber })
  const snapshot = snapshotOf(draft, lines, settings, { number, issuedOn, issuedAt, dueOn, corrects })
  await tx
    .query<InvoicesTables>()
    .updateTable('invoices.document')
    .set({
      ...{ series_year: year, series_number: seriesNumber, number, issued_on: issuedOn, due_on: dueOn },
      ...{ issued_at: issuedAt, updated_at: issuedAt, snapshot: JSON.stringify(snapshot) },
      seller_tax_number: sellerNumber,
    })
    .where('id', '=', draft.id)
    .where('status', '=', 'draft')
    .execute()
  return await findDocument(tx, draft.id)
}

function prefixOf(settings: SettingsRow, kind: HeldDocument['kind']): string {
  return kind === 'invoice' ? settings.invoice_prefix : settings.credit_note_prefix
}
