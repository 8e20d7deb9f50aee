import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id, isUuid } from '../../kernel/id.ts'
import type { Money } from '../../kernel/money.ts'
import { money } from '../../kernel/money.ts'
import { localDate } from '../../kernel/zoned.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument, type HeldDocument, lockDocument, mark, tell } from './documents.ts'
import { opensDocument } from './links.ts'
import { giveBack, holdPayment, payAll, receive } from './payments.ts'
import { invoicesProblem } from './problems.ts'
import { neededSettings } from './settings.ts'
import { SUBJECT_TYPE } from './subject-type.ts'
import type { InvoicesTables, PaymentRow } from './tables.ts'

/** A payment as payments tells of it when the money is there. */
export interface PaidPayment {
  readonly id: Id<'payment'>
  readonly subjectId: string
  readonly amount: Money
  readonly captured: Money
  readonly provider: string
  readonly capturedAt: Date
}

/** A refund or dispute as payments tells of it, once per change. */
export interface MoneyBack<Outcome extends string> {
  /** The refund's or dispute's own id. */
  readonly id: string
  readonly paymentId: Id<'payment'>
  readonly subjectId: string
  readonly amount: Money
  readonly outcome: Outcome
}

/** Invoices as something that can be paid by a provider; the composition root declares it to payments. */
export interface InvoiceSubject {
  readonly type: 'invoices.invoice'
  due(
    tx: Tx,
    id: string,
    payer: { readonly userId: Id<'user'> | null; readonly token: string | null },
  ): Promise<{
    readonly amount: Money
    readonly description: string
    readonly email: string
    readonly name: string | null
  }>
  captured(tx: Tx, payment: PaidPayment): Promise<'fulfilled' | 'unsellable'>
  refunded(tx: Tx, refund: MoneyBack<'succeeded' | 'failed'>): Promise<void>
  disputed(tx: Tx, dispute: MoneyBack<'open' | 'won' | 'lost'>): Promise<void>
}

export function invoiceSubject(parts: InvoicesParts): InvoiceSubject {
  return {
    type: SUBJECT_TYPE,
    due: (tx, id, payer) => due(parts, tx, id, payer),
    captured: (tx, payment) => captured(parts, tx, payment),
    refunded,
    disputed,
  }
}

/** What is left to pay, for the person it is for or whoever has its link; to everybody else it does not exist. */
async function due(
  { linkKey }: InvoicesParts,
  tx: Tx,
  id: string,
  { userId, token }: { readonly userId: Id<'user'> | null; readonly token: string | null },
) {
  if (!isUuid(id)) throw invoicesProblem('invoice-not-found')
  const row = await lockDocument(tx, asId(id))
  const isTheirs = (userId !== null && row.client_id === userId) || opensDocument(linkKey, row.id, token)
  if (!isTheirs || row.kind !== 'invoice' || row.status === 'draft') throw invoicesProblem('invoice-not-found')
  if (row.balance_minor === 0n || row.recipient_email === null) throw invoicesProblem('nothing-due')
  return {
    amount: money(row.balance_minor, row.currency),
    description: `Invoice ${row.number}`,
    email: row.recipient_email,
    name: row.recipient_name,
  }
}

/** Pays the invoice; what is too much stays to the customer's credit. Of a void invoice, or another currency, nothing is taken. */
async function captured(parts: InvoicesParts, tx: Tx, payment: PaidPayment): Promise<'fulfilled' | 'unsellable'> {
  if (!isUuid(payment.subjectId)) return 'unsellable'
  const invoice = await lockDocument(tx, asId(payment.subjectId))
  if (invoice.status === 'void' || invoice.currency !== payment.captured.currency) return 'unsellable'
  const { zone } = await neededSettings(tx)
  const received = await receive(tx, {
    ...{ id: payment.id, customerId: invoice.customer_id, method: 'provider', provider: payment.provider },
    ...{ reference: payment.id, receivedOn: localDate(payment.capturedAt, zone), currency: invoice.currency },
    ...{ amountMinor: payment.captured.minor, recordedBy: null },
  })
  await payAll(parts, tx, received, [invoice])
  return 'fulfilled'
}

/** What was refunded is no longer paid; a refund that failed after all is to the customer's credit. Payments that were never taken are left alone. */
async function refunded(tx: Tx, refund: MoneyBack<'succeeded' | 'failed'>): Promise<void> {
  const payment = await heldPayment(tx, refund.paymentId)
  if (payment === null) return
  const reason = entryOf('refund', refund)
  const entered = await returnedBy(tx, payment.id, reason)
  if (refund.outcome === 'succeeded' && entered === 0n)
    await giveBack(tx, payment, { kind: 'refund', amount: refund.amount.minor, reason, by: null })
  if (refund.outcome === 'failed' && entered > 0n)
    await giveBack(tx, payment, { kind: 'refund', amount: -entered, reason, by: null })
}

/** Nobody is reminded of an invoice in dispute. Lost, the money is gone and the invoice open; whether to remind is then for staff to say. */
async function disputed(tx: Tx, dispute: MoneyBack<'open' | 'won' | 'lost'>): Promise<void> {
  const payment = await heldPayment(tx, dispute.paymentId)
  if (payment === null) return
  const invoice: HeldDocument = await findDocument(tx, asId(dispute.subjectId))
  await mark(tx, invoice.id, { disputed: dispute.outcome !== 'won' })
  await tell(tx, 'invoice.disputed', invoice, { outcome: dispute.outcome })
  const reason = entryOf('dispute', dispute)
  if (dispute.outcome === 'lost' && (await returnedBy(tx, payment.id, reason)) === 0n)
    await giveBack(tx, payment, { kind: 'dispute', amount: dispute.amount.minor, reason, by: null })
}

/** By this an entry is made once. Without the id a second refund would be taken for a repetition of the first. */
function entryOf(kind: 'refund' | 'dispute', { id }: { readonly id: string }): string {
  if (!isUuid(id)) throw new TypeError(`a ${kind} is told of with its id`)
  return `${kind} ${id}`
}

async function heldPayment(tx: Tx, id: Id<'payment'>): Promise<PaymentRow | null> {
  const known = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.payment')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return known === undefined ? null : await holdPayment(tx, id)
}

async function returnedBy(tx: Tx, paymentId: Id<'payment'>, reason: string): Promise<bigint> {
  const rows = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.payment_return')
    .select('amount_minor')
    .where('payment_id', '=', paymentId)
    .where('reason', '=', reason)
    .execute()
  return rows.reduce((sum, { amount_minor: amount }) => sum + amount, 0n)
}
