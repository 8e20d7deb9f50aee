import { createHash } from 'node:crypto'
import type { Totals } from './deps.ts'
import type { QuoteLineRow, QuoteRow } from './tables.ts'

type Content = Pick<
  QuoteRow,
  'reference' | 'number' | 'title' | 'currency' | 'tax_rounding' | 'discount_minor' | 'valid_until' | 'terms'
>

/** SHA-256 of a text in UTF-8: what a person agrees to is named by it. */
export function hashOfText(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/**
 * A quote as one JSON text with its properties in this order: the same content is the same text, and any other content another. It names the
 * terms by their hash and the client by id alone, so that it may outlive the person.
 */
export function quoteSnapshot(
  quote: Content & { readonly clientId: string },
  lines: readonly QuoteLineRow[],
  totals: Totals,
): string {
  return JSON.stringify({
    reference: quote.reference,
    number: quote.number,
    client: quote.clientId,
    title: quote.title,
    currency: quote.currency,
    lines: lines.map((line) => ({
      description: line.description,
      qty: line.qty,
      unitMinor: String(line.unit_minor),
      taxRateBp: line.tax_rate_bp,
    })),
    discountMinor: String(quote.discount_minor),
    taxRounding: quote.tax_rounding,
    subtotalMinor: String(totals.subtotalMinor),
    taxMinor: String(totals.taxMinor),
    totalMinor: String(totals.totalMinor),
    validUntil: quote.valid_until.toISOString(),
    terms: hashOfText(quote.terms).toString('hex'),
  })
}
