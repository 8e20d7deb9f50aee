import type { Id } from '../../kernel/id.ts'
import type { InvoicesParts, Reader } from './deps.ts'
import { type HeldDocument, linesOf, plainQuantity } from './documents.ts'
import type { InvoiceSource } from './draft-input.ts'
import { businessDay } from './settings.ts'
import type { DocumentRow, InvoicesTables, LineRow, PaymentRow } from './tables.ts'
import { recipientNumber } from './tax-numbers.ts'
import type { TaxRounding, Totals } from './totals.ts'

/** A document as other units see it. Amounts are minor units of `currency`. */
export interface InvoiceView {
  readonly id: Id<'invoice'>
  readonly kind: DocumentRow['kind']
  readonly status: DocumentRow['status']
  /** Something is left to pay, and its due day is over where the business is. */
  readonly overdue: boolean
  readonly number: string | null
  readonly customerId: Id<'customer'>
  readonly clientId: Id<'user'> | null
  /** Of a credit note: what it corrects. */
  readonly invoiceId: Id<'invoice'> | null
  readonly source: InvoiceSource | null
  readonly recipientName: string
  readonly currency: string
  readonly taxRounding: TaxRounding
  readonly subtotalMinor: bigint
  readonly discountMinor: bigint
  readonly taxMinor: bigint
  readonly totalMinor: bigint
  readonly paidMinor: bigint
  readonly creditedMinor: bigint
  readonly writtenOffMinor: bigint
  readonly balanceMinor: bigint
  readonly issuedOn: string | null
  readonly dueOn: string | null
  readonly sentAt: Date | null
  readonly disputed: boolean
  readonly dunningPaused: boolean
  readonly createdAt: Date
  readonly version: number
}

/** The views of rows, as of today. */
export async function viewsOf(reader: Reader, rows: readonly HeldDocument[]): Promise<InvoiceView[]> {
  const today = await businessDay(reader)
  return rows.map((row) => viewOf(row, today))
}

/** The view of one. */
export async function viewNow(reader: Reader, row: HeldDocument): Promise<InvoiceView> {
  return viewOf(row, await businessDay(reader))
}

function viewOf(row: HeldDocument, today: string): InvoiceView {
  const { source_type: type, source_id: sourceId, source_part: part } = row
  return {
    ...{ id: row.id, kind: row.kind, status: row.status, number: row.number, version: row.version },
    overdue: row.balance_minor > 0n && row.due_on !== null && row.due_on < today,
    ...{ customerId: row.customer_id, clientId: row.client_id, invoiceId: row.invoice_id },
    source: type === null || sourceId === null ? null : { type, id: sourceId, part },
    ...{ recipientName: row.recipient_name, currency: row.currency, taxRounding: row.tax_rounding },
    ...{ subtotalMinor: row.subtotal_minor, discountMinor: row.discount_minor, taxMinor: row.tax_minor },
    ...{ totalMinor: row.total_minor, paidMinor: row.paid_minor, creditedMinor: row.credited_minor },
    ...{ writtenOffMinor: row.written_off_minor, balanceMinor: row.balance_minor },
    ...{ issuedOn: row.issued_on, dueOn: row.due_on, sentAt: row.sent_at },
    ...{ disputed: row.disputed, dunningPaused: row.dunning_paused, createdAt: row.created_at },
  }
}

/** The same for the wire, where amounts are text. */
export function toInvoice(view: InvoiceView) {
  return {
    ...view,
    source: view.source === null ? null : { ...view.source, part: view.source.part ?? null },
    subtotalMinor: String(view.subtotalMinor),
    discountMinor: String(view.discountMinor),
    taxMinor: String(view.taxMinor),
    totalMinor: String(view.totalMinor),
    paidMinor: String(view.paidMinor),
    creditedMinor: String(view.creditedMinor),
    writtenOffMinor: String(view.writtenOffMinor),
    balanceMinor: String(view.balanceMinor),
  }
}

/** Everything there is to a document: what it says, and what became of it. */
export async function describe(parts: Pick<InvoicesParts, 'vault'>, reader: Reader, row: HeldDocument) {
  const [lines, history] = await Promise.all([linesOf(reader, row.id), historyOf(reader, row.id)])
  return {
    ...toInvoice(await viewNow(reader, row)),
    recipient: {
      ...{ name: row.recipient_name, email: row.recipient_email },
      ...{ address: row.recipient_address, taxNumber: await recipientNumber(parts, reader, row) },
    },
    ...{ note: row.note, dueInDays: row.due_days, taxes: row.taxes, closingReason: row.closing_reason },
    lines: lines.map(toLine),
    pdfSha256: row.pdf_sha256?.toString('hex') ?? null,
    ...history,
  }
}

/** Sums that nothing is kept of, for the wire. */
export function toTotals(sums: Totals, taxRounding: TaxRounding) {
  return {
    taxRounding,
    lines: sums.lines.map(({ amountMinor, discountMinor, taxMinor }) => ({
      ...{ amountMinor: String(amountMinor), discountMinor: String(discountMinor) },
      taxMinor: taxMinor === null ? null : String(taxMinor),
    })),
    taxes: sums.taxes.map(({ rateBp, baseMinor, taxMinor }) => ({
      ...{ rateBp, baseMinor: String(baseMinor), taxMinor: String(taxMinor) },
    })),
    subtotalMinor: String(sums.subtotalMinor),
    discountMinor: String(sums.discountMinor),
    taxMinor: String(sums.taxMinor),
    totalMinor: String(sums.totalMinor),
  }
}

function toLine(line: LineRow) {
  return {
    ...{ description: line.description, qty: plainQuantity(line.qty), taxRateBp: line.tax_rate_bp },
    ...{ unitMinor: String(line.unit_minor), amountMinor: String(line.amount_minor) },
    discountMinor: String(line.discount_minor),
    taxMinor: line.tax_minor === null ? null : String(line.tax_minor),
  }
}

async function historyOf(reader: Reader, id: Id<'invoice'>) {
  const query = reader.query<InvoicesTables>()
  const allocations = await query
    .selectFrom('invoices.allocation as allocation')
    .innerJoin('invoices.payment as payment', 'payment.id', 'allocation.payment_id')
    .select(['allocation.payment_id', 'allocation.amount_minor', 'allocation.reason', 'allocation.created_at'])
    .select(['payment.method', 'payment.received_on'])
    .where('allocation.invoice_id', '=', id)
    .orderBy('allocation.id')
    .execute()
  const creditNotes = await query
    .selectFrom('invoices.document')
    .select(['id', 'number', 'total_minor', 'issued_on'])
    .where('invoice_id', '=', id)
    .orderBy('id')
    .execute()
  const notices = await query
    .selectFrom('invoices.dunning_notice')
    .select(['step', 'outcome', 'at'])
    .where('document_id', '=', id)
    .orderBy('step')
    .execute()
  return {
    allocations: allocations.map((one) => ({
      ...{ paymentId: one.payment_id, method: one.method, receivedOn: one.received_on, at: one.created_at },
      ...{ amountMinor: String(one.amount_minor), reason: one.reason },
    })),
    creditNotes: creditNotes.map((one) => ({
      ...{ id: one.id, number: one.number, totalMinor: String(one.total_minor), issuedOn: one.issued_on },
    })),
    notices,
  }
}

export function toPayment(row: PaymentRow) {
  return {
    ...{ id: row.id, customerId: row.customer_id, method: row.method, provider: row.provider },
    ...{ reference: row.reference, receivedOn: row.received_on, currency: row.currency },
    amountMinor: String(row.amount_minor),
    returnedMinor: String(row.returned_minor),
    allocatedMinor: String(row.allocated_minor),
    creditMinor: String(row.credit_minor),
    createdAt: row.created_at,
  }
}
