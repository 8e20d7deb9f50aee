import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { money } from '../../kernel/money.ts'
import { lockInvoice } from './closing.ts'
import type { InvoicesParts } from './deps.ts'
import { documents, findDocument, type HeldDocument } from './documents.ts'
import type { NewLine } from './draft-input.ts'
import { sumColumns, writeLines } from './drafts.ts'
import { issueCreditNote } from './issue.ts'
import { takeOff } from './payments.ts'
import { assertPrintable } from './printable.ts'
import { invoicesProblem } from './problems.ts'
import { announceSettled } from './settled.ts'
import type { InvoicesTables } from './tables.ts'
import { RECIPIENT, recipientNumber, sealNumber } from './tax-numbers.ts'
import { type RateTotals, type Totals, totals } from './totals.ts'

export interface NewCreditNote {
  readonly invoiceId: Id<'invoice'>
  /** Absent: all that is left, to the last cent. */
  readonly lines?: readonly NewLine[]
  readonly note: string
  readonly by: Id<'user'> | null
}

/**
 * Issues a credit note: at most what is left of the invoice, in sum and in the tax of each rate. What was paid beyond the rest goes to the
 * customer's credit. Throws invoices/not-issued, nothing-to-credit, credit-too-large, unprintable, and what `totals` does.
 */
export async function creditInvoice(
  parts: InvoicesParts,
  tx: Tx,
  { invoiceId, lines, note, by }: NewCreditNote,
): Promise<HeldDocument> {
  const invoice = await lockInvoice(tx, invoiceId)
  const creditable = invoice.total_minor - invoice.credited_minor - invoice.written_off_minor
  if (invoice.status === 'void' || creditable === 0n) throw invoicesProblem('nothing-to-credit')
  const left = await ratesLeft(tx, invoice)
  const credit = lines === undefined ? remainder(invoice, left) : chosen(invoice, lines)
  assertPrintable({
    '/note': [note],
    ...Object.fromEntries(credit.lines.map((line, at) => [`/lines/${at}/description`, [line.description]])),
  })
  if (credit.sums.totalMinor === 0n) throw invoicesProblem('nothing-to-credit')
  if (credit.sums.totalMinor > creditable || !isWithin(credit.sums.taxes, left))
    throw invoicesProblem('credit-too-large', { params: { leftMinor: String(creditable) } })
  const overpaid = credit.sums.totalMinor - invoice.balance_minor
  if (overpaid > 0n) await takeOff(tx, { column: 'invoice_id', id: invoiceId }, overpaid, 'credited')
  const draft = await writeDraft(parts, tx, invoice, { ...credit, note, by })
  const issued = await issueCreditNote(parts, tx, draft, invoice)
  await announceSettled(parts, tx, { before: invoice, after: await findDocument(tx, invoiceId) })
  return issued
}

type Credit = { readonly lines: readonly NewLine[]; readonly sums: Totals }

function chosen({ currency, tax_rounding: taxRounding }: HeldDocument, lines: readonly NewLine[]): Credit {
  return { lines, sums: totals(lines, { currency: money(0n, currency).currency, taxRounding }) }
}

/** One line for each rate, with exactly the tax that is left of it: computed anew it could be a cent off. */
function remainder({ number, tax_rounding: taxRounding }: HeldDocument, left: readonly RateTotals[]): Credit {
  const taxes = left.filter(({ baseMinor, taxMinor }) => baseMinor > 0n || taxMinor > 0n)
  const lines = taxes.map(({ rateBp, baseMinor }) => ({
    ...{ description: `What is left of ${number}`, qty: '1', unitMinor: baseMinor, taxRateBp: rateBp },
  }))
  const [subtotalMinor, taxMinor] = [sum(taxes.map((rate) => rate.baseMinor)), sum(taxes.map((rate) => rate.taxMinor))]
  const priced = taxes.map((rate) => ({
    ...{ amountMinor: rate.baseMinor, discountMinor: 0n, taxMinor: taxRounding === 'line' ? rate.taxMinor : null },
  }))
  const sums = {
    lines: priced,
    taxes,
    subtotalMinor,
    discountMinor: 0n,
    taxMinor,
    totalMinor: subtotalMinor + taxMinor,
  }
  return { lines, sums }
}

/** What of each rate was not credited before. */
async function ratesLeft(tx: Tx, invoice: HeldDocument): Promise<RateTotals[]> {
  const notes = await documents(tx).where('document.invoice_id', '=', invoice.id).execute()
  const credited = notes.flatMap(({ taxes }) => taxes)
  return invoice.taxes.map(({ rateBp, baseMinor, taxMinor }) => {
    const own = credited.filter((one) => one.rateBp === rateBp)
    return {
      rateBp,
      baseMinor: BigInt(baseMinor) - sum(own.map((one) => BigInt(one.baseMinor))),
      taxMinor: BigInt(taxMinor) - sum(own.map((one) => BigInt(one.taxMinor))),
    }
  })
}

function isWithin(taxes: readonly RateTotals[], left: readonly RateTotals[]): boolean {
  return taxes.every(({ rateBp, baseMinor, taxMinor }) => {
    const rate = left.find((one) => one.rateBp === rateBp)
    return rate !== undefined && baseMinor <= rate.baseMinor && taxMinor <= rate.taxMinor
  })
}

async function writeDraft(
  parts: InvoicesParts,
  tx: Tx,
  invoice: HeldDocument,
  { lines, sums, note, by }: Credit & { readonly note: string; readonly by: Id<'user'> | null },
): Promise<HeldDocument> {
  const id = newId<'invoice'>()
  const number = await recipientNumber(parts, tx, invoice)
  await tx
    .query<InvoicesTables>()
    .insertInto('invoices.document')
    .values({
      ...{ id, kind: 'credit_note', customer_id: invoice.customer_id, invoice_id: invoice.id },
      ...{ source_type: invoice.source_type, source_id: invoice.source_id, source_part: null },
      ...{ recipient_name: invoice.recipient_name, recipient_address: invoice.recipient_address },
      ...{
        recipient_tax_number: await sealNumber(parts, tx, RECIPIENT, { id, number }),
        recipient_email: invoice.recipient_email,
      },
      ...{ currency: invoice.currency, tax_rounding: invoice.tax_rounding, note, due_days: 0, ...sumColumns(sums) },
      ...{ created_by: by, created_at: now(), updated_at: now() },
    })
    .execute()
  await writeLines(tx, id, lines, sums)
  return await findDocument(tx, id)
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}
