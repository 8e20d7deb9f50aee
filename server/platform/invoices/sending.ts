import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument, type HeldDocument, lockDocument, mark, tell } from './documents.ts'
import { sendLetter } from './letters.ts'
import { creditNoteMail, invoiceMail } from './mails.ts'
import { invoicesProblem } from './problems.ts'

/** Mails an issued document to whom it is for. Throws invoices/not-issued, no-address. */
export async function sendDocument(parts: InvoicesParts, tx: Tx, id: Id<'invoice'>): Promise<HeldDocument> {
  const row = await lockDocument(tx, id)
  if (row.status === 'draft' || row.status === 'void') throw invoicesProblem('not-issued')
  if (!(await sendLetter(parts, tx, row, row.kind === 'invoice' ? invoiceMail : creditNoteMail)))
    throw invoicesProblem('no-address')
  await mark(tx, id, { sent_at: now() })
  await tell(tx, 'document.sent', row)
  return await findDocument(tx, id)
}
