import { type HeldDocument, plainQuantity } from './documents.ts'
import type { Snapshot } from './snapshot.ts'
import type { LineRow, SettingsRow } from './tables.ts'

interface Issuing {
  readonly number: string
  readonly issuedOn: string
  readonly issuedAt: Date
  readonly dueOn: string
}

/** Freezes a draft with what its issue adds, but for the tax numbers, which are sealed beside it. */
export function snapshotOf(
  draft: HeldDocument,
  lines: readonly LineRow[],
  settings: SettingsRow,
  { issuedAt, corrects, ...issuing }: Issuing & { readonly corrects: Snapshot['corrects'] },
): Snapshot {
  return {
    ...{ kind: draft.kind, ...issuing, issuedAt: issuedAt.toISOString() },
    ...{ currency: draft.currency, taxRounding: draft.tax_rounding },
    seller: {
      ...{ name: settings.seller_name, address: settings.seller_address },
      ...{ taxNumber: null, email: settings.seller_email },
    },
    recipient: {
      ...{ name: draft.recipient_name, address: draft.recipient_address, taxNumber: null },
    },
    lines: lines.map((line) => ({
      ...{ description: line.description, qty: plainQuantity(line.qty), unitMinor: String(line.unit_minor) },
      ...{ taxRateBp: line.tax_rate_bp, amountMinor: String(line.amount_minor) },
      discountMinor: String(line.discount_minor),
      taxMinor: line.tax_minor === null ? null : String(line.tax_minor),
    })),
    taxes: draft.taxes,
    subtotalMinor: String(draft.subtotal_minor),
    discountMinor: String(draft.discount_minor),
    taxMinor: String(draft.tax_minor),
    totalMinor: String(draft.total_minor),
    note: draft.note,
    paymentInstructions: draft.kind === 'invoice' ? settings.payment_instructions : '',
    corrects,
  }
}
