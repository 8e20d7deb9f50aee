import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { creditInvoice } from './credit-notes.ts'
import type { InvoicesParts } from './deps.ts'
import type { NewInvoice } from './draft-input.ts'
import { draftInvoice } from './drafts.ts'
import { issueInvoice } from './issue.ts'
import { recordPayment } from './payments.ts'
import { businessDay, changeSettings, findSettings } from './settings.ts'
import type { InvoicesTables } from './tables.ts'

const origin: Origin = systemOrigin('invoices.demo', 'demo')
const SOURCE = { type: 'invoices.demo', id: 'demo' }
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_577

const design = { description: 'Design of a brochure, per hour', qty: '12.5', unitMinor: 9500n, taxRateBp: 1900 }
const print = { description: 'Printing, 500 pieces', qty: '500', unitMinor: 38n, taxRateBp: 700 }
const hosting = { description: 'Hosting and care, November', qty: '1', unitMinor: 12_900n, taxRateBp: 1900 }

const seller = {
  sellerName: 'Harbour Studio GmbH',
  sellerAddress: ['Am Sandtorkai 1', '20457 Hamburg', 'Germany'],
  sellerTaxNumber: 'DE123456789',
  sellerEmail: 'accounts@harbour.example',
  paymentInstructions: 'IBAN DE02 1203 0000 0000 2020 51, please name the number of the invoice.',
  zone: 'Europe/Berlin',
  invoicePrefix: 'INV',
  creditNotePrefix: 'CN',
  taxRounding: 'line',
  dueDays: 14,
} as const

const cafe = { name: 'Café Möwe', email: null, address: ['Fischmarkt 3', '22767 Hamburg'], taxNumber: null }
const museum = {
  name: 'Музей моря',
  email: 'books@museum.example',
  address: ['ул. Морская 7', 'Одеса'],
  taxNumber: 'UA1234567',
}

/** A seller, and invoices in every state that one can be in on its first day. */
export async function seedDemo(parts: InvoicesParts): Promise<void> {
  await parts.db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if (await isSeeded(tx)) return
    if ((await findSettings(tx)) === null) await changeSettings(parts, tx, seller, 0)
    const draft = (part: string, invoice: Omit<NewInvoice, 'source' | 'currency'>) =>
      draftInvoice(parts, tx, { ...invoice, currency: 'EUR', source: { ...SOURCE, part } }, null)
    const issued = async (part: string, invoice: Omit<NewInvoice, 'source' | 'currency'>) =>
      await issueInvoice(parts, tx, (await draft(part, invoice)).id)
    const pay = async (id: Awaited<ReturnType<typeof issued>>['id'], amountMinor: bigint, reference: string) =>
      recordPayment(parts, tx, {
        ...{ invoiceId: id, method: 'bank_transfer', reference, receivedOn: await businessDay(tx) },
        ...{ currency: 'EUR', amountMinor, recordedBy: null },
      })
    const paid = await issued('paid', { recipient: cafe, lines: [design, print], discountMinor: 5000n })
    await pay(paid.id, paid.total_minor, 'Invoice paid in full')
    const partly = await issued('partly', { recipient: museum, lines: [hosting, design] })
    await pay(partly.id, 50_000n, 'First instalment')
    const corrected = await issued('corrected', {
      recipient: museum,
      lines: [print],
      note: 'Thank you for your order.',
    })
    await creditInvoice(parts, tx, {
      ...{ invoiceId: corrected.id, note: 'Twenty pieces arrived damaged.', by: null },
      lines: [{ ...print, description: 'Damaged pieces', qty: '20' }],
    })
    await draft('draft', { recipient: cafe, lines: [hosting] })
  })
}

async function isSeeded(tx: Tx): Promise<boolean> {
  const known = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.document')
    .select('id')
    .where('source_type', '=', SOURCE.type)
    .where('source_id', '=', SOURCE.id)
    .limit(1)
    .executeTakeFirst()
  return known !== undefined
}
