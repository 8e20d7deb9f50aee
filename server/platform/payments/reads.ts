import { sql } from 'kysely'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { paymentsProblem } from './problems.ts'
import type { Reader } from './subject.ts'
import type { DisputeRow, PaymentRow, PaymentStatus, PaymentTables, ProviderName } from './tables.ts'

/** Throws payments/not-found. */
export async function findPayment(from: Reader, id: Id<'payment'>): Promise<PaymentRow> {
  const row = await from
    .query<PaymentTables>()
    .selectFrom('payments.payment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw paymentsProblem('not-found')
  return row
}

/** Payments of a subject, newest first. */
export function paymentsOf(from: Reader, type: string, id: string): Promise<PaymentRow[]> {
  return from
    .query<PaymentTables>()
    .selectFrom('payments.payment')
    .selectAll()
    .where('subject_type', '=', type)
    .where('subject_id', '=', id)
    .orderBy('id', 'desc')
    .execute()
}

export function disputesOf(from: Reader, paymentId: Id<'payment'>): Promise<DisputeRow[]> {
  return from
    .query<PaymentTables>()
    .selectFrom('payments.dispute')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute()
}

/** Whether anybody has begun to pay. */
export async function isUsed(from: Reader): Promise<boolean> {
  const query = from.query<PaymentTables>().selectFrom('payments.payment').select('id').limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

export interface PaymentFilter {
  readonly limit: number
  readonly after: string | undefined
  readonly state: PaymentStatus | undefined
  readonly underReview: boolean | undefined
  readonly provider: ProviderName | undefined
  /** When it was begun: from this moment on, and before the other. */
  readonly from: Date | undefined
  readonly to: Date | undefined
}

/** A payment with whom it was tried with last. */
export type ListedPayment = PaymentRow & { readonly provider: ProviderName | null }

/** All payments, newest first. */
export function listPayments(db: Db, filter: PaymentFilter): Promise<ListedPayment[]> {
  let query = db
    .query<PaymentTables>()
    .selectFrom('payments.payment as payment')
    .selectAll('payment')
    .select((select) =>
      select
        .selectFrom('payments.attempt')
        .select('provider')
        .whereRef('payment_id', '=', 'payment.id')
        .orderBy('n', 'desc')
        .limit(1)
        .as('provider'),
    )
    .orderBy('payment.id', 'desc')
    .limit(filter.limit)
  const { state, provider, from, to, after } = filter
  if (state !== undefined) query = query.where('payment.status', '=', state)
  if (filter.underReview === true) query = query.where(sql`cardinality(payment.review)`, '>', 0)
  if (from !== undefined) query = query.where('payment.created_at', '>=', from)
  if (to !== undefined) query = query.where('payment.created_at', '<', to)
  if (provider !== undefined)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('payments.attempt')
          .select('id')
          .whereRef('payment_id', '=', 'payment.id')
          .where('provider', '=', provider),
      ),
    )
  if (after !== undefined) query = query.where('payment.id', '<', after as Id<'payment'>)
  return query.execute()
}
