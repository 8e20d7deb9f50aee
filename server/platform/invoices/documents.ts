import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Reader } from './deps.ts'
import { invoicesProblem } from './problems.ts'
import type { DocumentRow, InvoicesTables, LineRow } from './tables.ts'

/** A document with whom it is for. */
export type HeldDocument = DocumentRow & { readonly client_id: Id<'user'> | null }

/** All documents, with whom they are for. */
export function documents(reader: Pick<Reader, 'query'>) {
  return reader
    .query<InvoicesTables>()
    .selectFrom('invoices.document as document')
    .innerJoin('invoices.customer as customer', 'customer.id', 'document.customer_id')
    .selectAll('document')
    .select('customer.user_id as client_id')
}

/** Throws invoices/invoice-not-found. */
export async function findDocument(reader: Pick<Reader, 'query'>, id: Id<'invoice'>): Promise<HeldDocument> {
  const row = await documents(reader).where('document.id', '=', id).executeTakeFirst()
  if (row === undefined) throw invoicesProblem('invoice-not-found')
  return row
}

/** The same, held until the transaction ends: nobody else changes it meanwhile. */
export async function lockDocument(tx: Tx, id: Id<'invoice'>): Promise<HeldDocument> {
  const row = await documents(tx).where('document.id', '=', id).forUpdate('document').executeTakeFirst()
  if (row === undefined) throw invoicesProblem('invoice-not-found')
  return row
}

/** Holds several, in one order for everybody. */
export async function lockDocuments(tx: Tx, ids: readonly Id<'invoice'>[]): Promise<HeldDocument[]> {
  if (ids.length === 0) return []
  return await documents(tx)
    .where('document.id', 'in', [...ids])
    .orderBy('document.id')
    .forUpdate('document')
    .execute()
}

export function linesOf(reader: Pick<Reader, 'query'>, id: Id<'invoice'>): Promise<LineRow[]> {
  return reader
    .query<InvoicesTables>()
    .selectFrom('invoices.line')
    .selectAll()
    .where('document_id', '=', id)
    .orderBy('position')
    .execute()
}

/** `1.500000` of the database as one writes it: `1.5`. */
export function plainQuantity(qty: string): string {
  return qty.includes('.') ? qty.replace(/\.?0+$/, '') : qty
}

export function tell(
  tx: Tx,
  action: string,
  { id, kind, number }: Pick<DocumentRow, 'id' | 'kind' | 'number'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return tx.audit({ action: `invoices.${action}`, subject: { kind, id }, details: { number, ...details } })
}

/** Notes what becomes of a document; what is printed on it has no part in this. */
export async function mark(
  tx: Tx,
  id: Id<'invoice'>,
  change: Partial<Pick<DocumentRow, 'sent_at' | 'overdue_at' | 'disputed' | 'dunning_paused'>>,
): Promise<void> {
  await tx
    .query<InvoicesTables>()
    .updateTable('invoices.document')
    .set({ ...change, updated_at: now() })
    .where('id', '=', id)
    .execute()
}
