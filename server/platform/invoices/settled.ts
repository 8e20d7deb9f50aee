import type { Tx } from '../../kernel/db/database.ts'
import type { InvoicesParts } from './deps.ts'
import { type HeldDocument, tell } from './documents.ts'
import { invoicePaid } from './events.ts'
import { sendLetter } from './letters.ts'
import { invoicePaidMail } from './mails.ts'

/** What every event of an issued document says. */
export function eventOf(row: HeldDocument) {
  const { source_type: type, source_id: id, source_part: part } = row
  return {
    invoiceId: row.id,
    number: row.number ?? '',
    clientId: row.client_id,
    source: type === null || id === null ? null : { type, id, part },
    currency: row.currency,
    totalMinor: String(row.total_minor),
  }
}

/** Tells that nothing is left to pay, when it was this change that made it so; whoever paid gets a receipt. */
export async function announceSettled(
  parts: InvoicesParts,
  tx: Tx,
  { before, after }: { readonly before: HeldDocument; readonly after: HeldDocument },
): Promise<void> {
  if (before.status === 'paid' || after.status !== 'paid') return
  const [paid, credited] = [String(after.paid_minor), String(after.credited_minor)]
  await tell(tx, 'invoice.paid', after, { paid, credited })
  await tx.publish(invoicePaid, { ...eventOf(after), paidMinor: paid, creditedMinor: credited })
  if (after.paid_minor > 0n) await sendLetter(parts, tx, after, invoicePaidMail)
}
