import { sql } from 'kysely'
import { holdingPattern } from '../../kernel/db/like.ts'
import type { Id } from '../../kernel/id.ts'
import type { Reader } from './deps.ts'
import { documents, type HeldDocument } from './documents.ts'
import { businessDay } from './settings.ts'
import type { DocumentRow, InvoicesTables, PaymentRow, RecurrenceRow } from './tables.ts'

/** Written out: a partial index answers only a condition that says what it says. */
const isOpen = sql<boolean>`document.balance_minor > 0`
const hasCredit = sql<boolean>`credit_minor > 0`

export interface DocumentFilter {
  readonly limit: number
  readonly after: string | undefined
  readonly status?: DocumentRow['status'] | 'overdue'
  readonly kind?: DocumentRow['kind']
  /** Of the customer behind an account or an address: either is enough. */
  readonly of?: { readonly accountId: Id<'user'> | null; readonly email: string | null }
  readonly customerId?: Id<'customer'>
  /** Part of a number or of a recipient's name. */
  readonly q?: string
  /** Days of issue, both included. */
  readonly from?: string
  readonly to?: string
  /** Only what was issued to this person. */
  readonly clientId?: Id<'user'>
}

/** Newest first. */
export async function listDocuments(reader: Reader, filter: DocumentFilter): Promise<HeldDocument[]> {
  let query = documents(reader).orderBy('document.id', 'desc').limit(filter.limit)
  if (filter.after !== undefined) query = query.where('document.id', '<', filter.after as Id<'invoice'>)
  if (filter.clientId !== undefined)
    query = query.where('customer.user_id', '=', filter.clientId).where('document.status', '<>', 'draft')
  if (filter.customerId !== undefined) query = query.where('document.customer_id', '=', filter.customerId)
  const { of } = filter
  if (of !== undefined)
    query = query.where((where) =>
      where.or([
        where('customer.user_id', '=', of.accountId),
        where('customer.email_key', '=', of.email?.toLowerCase() ?? null),
      ]),
    )
  if (filter.q !== undefined) query = query.where(holds(filter.q))
  if (filter.kind !== undefined) query = query.where('document.kind', '=', filter.kind)
  if (filter.from !== undefined) query = query.where('document.issued_on', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('document.issued_on', '<=', filter.to)
  if (filter.status === 'overdue') query = query.where(isOpen).where('document.due_on', '<', await businessDay(reader))
  else if (filter.status !== undefined) query = query.where('document.status', '=', filter.status)
  return await query.execute()
}

function holds(part: string) {
  const pattern = holdingPattern(part)
  return sql<boolean>`(document.recipient_name ILIKE ${pattern} OR document.number ILIKE ${pattern})`
}

/** Newest first; `credit`: only those of which something pays nothing. */
export async function listPayments(
  reader: Reader,
  filter: {
    readonly limit: number
    readonly after: string | undefined
    readonly credit: boolean
    readonly customerId?: Id<'customer'>
  },
): Promise<PaymentRow[]> {
  let query = reader
    .query<InvoicesTables>()
    .selectFrom('invoices.payment')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.after !== undefined) query = query.where('id', '<', filter.after as Id<'payment'>)
  if (filter.credit) query = query.where(hasCredit)
  if (filter.customerId !== undefined) query = query.where('customer_id', '=', filter.customerId)
  return await query.execute()
}

/** Newest first. */
export async function listRecurrences(
  reader: Reader,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<RecurrenceRow[]> {
  let query = reader
    .query<InvoicesTables>()
    .selectFrom('invoices.recurrence')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit)
  if (after !== undefined) query = query.where('id', '<', after as Id<'recurrence'>)
  return await query.execute()
}
