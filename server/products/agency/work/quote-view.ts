import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Reader } from '../caller.ts'
import { clientsById, findClient } from '../clients.ts'
import { linesOf } from './quote-reads.ts'
import { type QuoteLineRow, type QuoteRow, quoteStates } from './tables.ts'

const minor = Type.String({ pattern: '^[0-9]{1,18}$', description: 'Minor units' })
const hash = nullable(Type.String({ description: 'SHA-256 in hex; null of a draft' }))
const summary = {
  id: idOf('quote'),
  reference: Type.String(),
  number: Type.Integer(),
  state: oneOf(quoteStates),
  title: Type.String(),
  currency: Type.String(),
  totalMinor: minor,
  validUntil: instant,
  sentAt: nullable(instant),
  closedAt: nullable(instant),
}
const content = {
  requestId: nullable(idOf('service-request')),
  lines: Type.Array(
    object({ description: Type.String(), qty: Type.String(), unitMinor: minor, taxRateBp: Type.Integer() }),
  ),
  subtotalMinor: minor,
  discountMinor: minor,
  taxMinor: minor,
  taxRounding: oneOf(['line', 'document']),
  terms: Type.String(),
  contentHash: hash,
  termsHash: hash,
  declineReason: nullable(Type.String()),
}
const ofStaff = {
  clientId: idOf('client'),
  clientName: Type.String(),
  version: Type.Integer(),
  convertedAt: nullable(instant),
}

export const quoteSummary = object(summary)
export const quoteDetail = namedObject('Quote', { ...summary, ...content })
export const staffQuoteSummary = object({ ...summary, ...ofStaff })
export const staffQuoteDetail = namedObject('StaffQuote', { ...summary, ...content, ...ofStaff })

export function viewQuoteSummary(row: QuoteRow) {
  const { id, reference, number, state, title, currency, version } = row
  return {
    ...{ id, reference, number, state, title, currency, version },
    ...{ totalMinor: String(row.total_minor), validUntil: row.valid_until, sentAt: row.sent_at },
    ...{ closedAt: row.closed_at, clientId: row.client_id, convertedAt: row.converted_at },
  }
}

export function viewQuote(row: QuoteRow, lines: readonly QuoteLineRow[]) {
  return {
    ...viewQuoteSummary(row),
    requestId: row.request_id,
    lines: lines.map((line) => ({
      description: line.description,
      qty: line.qty,
      unitMinor: String(line.unit_minor),
      taxRateBp: line.tax_rate_bp,
    })),
    subtotalMinor: String(row.subtotal_minor),
    discountMinor: String(row.discount_minor),
    taxMinor: String(row.tax_minor),
    taxRounding: row.tax_rounding,
    terms: row.terms,
    contentHash: row.content_hash?.toString('hex') ?? null,
    termsHash: row.terms_hash?.toString('hex') ?? null,
    declineReason: row.decline_reason,
  }
}

/** Quotes as lists for staff show them. */
export async function viewStaffQuotes(source: Reader, rows: readonly QuoteRow[]) {
  const clients = await clientsById(source, rows)
  return rows.map((row) => ({ ...viewQuoteSummary(row), clientName: clients.get(row.client_id)?.name ?? '' }))
}

/** A quote as staff see it. */
export async function viewStaffQuote(source: Reader, row: QuoteRow) {
  const clientName = (await findClient(source, row.client_id))?.name ?? ''
  return { ...viewQuote(row, await linesOf(source, row.id)), clientName }
}
