import type { Tx } from '../../kernel/db/database.ts'
import type { SealedColumn } from '../../kernel/vault/vault.ts'
import type { InvoicesParts, Reader } from './deps.ts'
import type { HeldDocument } from './documents.ts'
import type { DraftInput } from './draft-input.ts'
import type { Snapshot } from './snapshot.ts'
import type { RecurrenceRow } from './tables.ts'

type Vaulted = Pick<InvoicesParts, 'vault'>

function sealedIn(table: string, column: string): SealedColumn {
  const name = `invoices.${table}`
  return { table: name, column, place: { scope: 'installation', column: `${name}.${column}` } }
}

/** Of a person it is often the number of their tax file or passport. */
export const RECIPIENT = sealedIn('document', 'recipient_tax_number')
/** As it was when the document was issued. */
export const SELLER = sealedIn('document', 'seller_tax_number')
export const OWN = sealedIn('settings', 'seller_tax_number')
export const TEMPLATE = sealedIn('recurrence', 'recipient_tax_number')

/** Null for none. */
export async function sealNumber(
  { vault }: Vaulted,
  tx: Tx,
  { place }: SealedColumn,
  { id, number }: { readonly id: string; readonly number: string | null },
): Promise<Buffer | null> {
  return number === null ? null : await vault.seal(tx, { ...place, id }, number)
}

/** Null for none. */
export async function openNumber(
  { vault }: Vaulted,
  reader: Reader,
  { place }: SealedColumn,
  { id, sealed }: { readonly id: string; readonly sealed: Buffer | null },
): Promise<string | null> {
  return sealed === null ? null : await vault.open(reader, { ...place, id }, sealed)
}

export function recipientNumber(parts: Vaulted, reader: Reader, row: HeldDocument): Promise<string | null> {
  return openNumber(parts, reader, RECIPIENT, { id: row.id, sealed: row.recipient_tax_number })
}

/** What was issued, with the tax numbers that its text leaves out. */
export async function wholeSnapshot(parts: Vaulted, reader: Reader, row: HeldDocument): Promise<Snapshot | null> {
  const { snapshot } = row
  if (snapshot === null) return null
  const seller = await openNumber(parts, reader, SELLER, { id: row.id, sealed: row.seller_tax_number })
  const recipient = await recipientNumber(parts, reader, row)
  return {
    ...snapshot,
    seller: { ...snapshot.seller, taxNumber: seller },
    recipient: { ...snapshot.recipient, taxNumber: recipient },
  }
}

/** What a recurring invoice is drafted from, without the number that is sealed beside it. */
export function withoutNumber(template: DraftInput): DraftInput {
  return template.recipient === undefined
    ? template
    : { ...template, recipient: { ...template.recipient, taxNumber: null } }
}

/** The same with it. */
export async function wholeTemplate(parts: Vaulted, reader: Reader, row: RecurrenceRow): Promise<DraftInput> {
  const { id, template, recipient_tax_number: sealed } = row
  if (template.recipient === undefined) return template
  const taxNumber = await openNumber(parts, reader, TEMPLATE, { id, sealed })
  return { ...template, recipient: { ...template.recipient, taxNumber } }
}
