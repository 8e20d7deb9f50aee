import type { Static } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import type { Recipient } from '../../kernel/mail/mailer.ts'
import type { MailTemplate } from '../../kernel/mail/template.ts'
import { formatMinor, money } from '../../kernel/money.ts'
import type { InvoicesParts } from './deps.ts'
import type { HeldDocument } from './documents.ts'
import { linkToken } from './links.ts'
import type { letterData } from './mails.ts'

/** Mails whom a document is for, with a link to its page; false when there is no address, or none any more. */
export async function sendLetter(
  parts: InvoicesParts,
  tx: Tx,
  row: HeldDocument,
  template: MailTemplate<typeof letterData>,
): Promise<boolean> {
  if (row.recipient_email === null || row.snapshot === null) return false
  const { snapshot } = row
  const data: Static<typeof letterData> = {
    name: row.recipient_name,
    seller: snapshot.seller.name,
    number: snapshot.number,
    corrects: snapshot.corrects?.number ?? null,
    total: `${formatMinor(money(row.total_minor, row.currency))} ${row.currency}`,
    balance: `${formatMinor(money(row.balance_minor, row.currency))} ${row.currency}`,
    paid: `${formatMinor(money(row.paid_minor, row.currency))} ${row.currency}`,
    dueOn: snapshot.dueOn,
    paymentInstructions: snapshot.paymentInstructions,
    url: documentUrl(parts, row).href,
  }
  await parts.mailer.send(tx, await recipientOf(parts, tx, row, row.recipient_email), template, data)
  return true
}

/** Where a document is shown and paid, for whoever has this very link. */
function documentUrl({ publicUrl, linkKey }: InvoicesParts, { id }: HeldDocument): URL {
  const url = new URL(`/pay/${id}`, publicUrl)
  // Behind the #: browsers send it to no server, so that no log has it.
  url.hash = `token=${linkToken(linkKey, id)}`
  return url
}

async function recipientOf({ people }: InvoicesParts, tx: Tx, row: HeldDocument, address: string): Promise<Recipient> {
  const mailbox = parseMailbox({ name: row.recipient_name, address })
  const account = row.client_id === null ? undefined : (await people([row.client_id], tx)).get(row.client_id)
  return account?.locale == null ? mailbox : { ...mailbox, locale: account.locale }
}
