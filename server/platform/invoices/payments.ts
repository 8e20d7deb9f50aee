import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { money } from '../../kernel/money.ts'
import { isDate } from '../../kernel/zoned.ts'
import { lockInvoice } from './closing.ts'
import { findCustomer } from './customers.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument, type HeldDocument, lockDocuments } from './documents.ts'
import { invoicesProblem } from './problems.ts'
import { announceSettled } from './settled.ts'
import type { InvoicesTables, ManualMethod, PaymentRow, ReturnKind } from './tables.ts'

/** Money as it came in. */
interface Incoming {
  readonly id: Id<'payment'>
  readonly customerId: Id<'customer'>
  readonly method: PaymentRow['method']
  readonly provider: string | null
  readonly reference: string
  readonly receivedOn: string
  readonly currency: string
  readonly amountMinor: bigint
  readonly recordedBy: Id<'user'> | null
}

export interface ManualPayment
  extends Pick<Incoming, 'reference' | 'receivedOn' | 'currency' | 'amountMinor' | 'recordedBy'> {
  readonly method: ManualMethod
  /** Who paid; or what for, which is paid first. */
  readonly customerId?: Id<'customer'>
  readonly invoiceId?: Id<'invoice'>
}

/**
 * Records money that came by another way than a provider. It pays the named invoice; without one the customer's open invoices of that currency, the
 * oldest due first. What is left is to the customer's credit. Throws invoices/bad-date, customer-not-found, invoice-not-found, not-issued, currency-differs.
 */
export async function recordPayment(parts: InvoicesParts, tx: Tx, given: ManualPayment): Promise<PaymentRow> {
  if (!isDate(given.receivedOn))
    throw invoicesProblem('bad-date', { errors: [{ pointer: '/receivedOn', code: 'date', detail: 'is not a day' }] })
  const { currency } = money(given.amountMinor, given.currency)
  const { customerId, open } = await payable(tx, given)
  if (open.some((row) => row.currency !== currency)) throw invoicesProblem('currency-differs')
  const { invoiceId: _, ...incoming } = given
  const payment = await receive(tx, { ...incoming, id: newId(), customerId, currency, provider: null })
  return await payAll(parts, tx, payment, open)
}

async function payable(tx: Tx, { customerId, invoiceId, currency }: ManualPayment) {
  if (invoiceId !== undefined) {
    const invoice = await lockInvoice(tx, invoiceId)
    if (customerId !== undefined && customerId !== invoice.customer_id) throw invoicesProblem('customer-not-found')
    return { customerId: invoice.customer_id, open: [invoice] }
  }
  if (customerId === undefined) throw invoicesProblem('customer-not-found')
  await findCustomer(tx, customerId)
  const rows = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.document')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('currency', '=', currency)
    .where('balance_minor', '>', 0n)
    .execute()
  const held = await lockDocuments(
    tx,
    rows.map(({ id }) => id),
  )
  return { customerId, open: held.sort(byAge) }
}

function byAge(one: HeldDocument, other: HeldDocument): number {
  const [a, b] = [`${one.due_on} ${one.issued_at?.toISOString()}`, `${other.due_on} ${other.issued_at?.toISOString()}`]
  return a < b ? -1 : a > b ? 1 : 0
}

/** Writes the payment, which pays nothing yet. */
export async function receive(tx: Tx, incoming: Incoming): Promise<PaymentRow> {
  const row = await tx
    .query<InvoicesTables>()
    .insertInto('invoices.payment')
    .values({
      ...{ id: incoming.id, customer_id: incoming.customerId, method: incoming.method, provider: incoming.provider },
      ...{ reference: incoming.reference, received_on: incoming.receivedOn, currency: incoming.currency },
      ...{ amount_minor: incoming.amountMinor, recorded_by: incoming.recordedBy, created_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tellPayment(tx, 'received', row, { amount: String(row.amount_minor), currency: row.currency })
  return row
}

/** Pays invoices, which the caller holds, in this order and as far as the payment goes. */
export async function payAll(
  parts: InvoicesParts,
  tx: Tx,
  payment: PaymentRow,
  invoices: readonly HeldDocument[],
): Promise<PaymentRow> {
  let left = payment.credit_minor
  for (const invoice of invoices) {
    const amount = invoice.balance_minor < left ? invoice.balance_minor : left
    if (amount === 0n) continue
    await allocate(tx, { payment_id: payment.id, invoice_id: invoice.id, amount_minor: amount, reason: 'paid' })
    await announceSettled(parts, tx, { before: invoice, after: await findDocument(tx, invoice.id) })
    left -= amount
  }
  const after = await findPayment(tx, payment.id)
  if (after.credit_minor > 0n) await tellPayment(tx, 'left-over', after, { credit: String(after.credit_minor) })
  return after
}

/**
 * Lets credit of a payment pay an invoice of the same customer: as much as fits, or exactly `amountMinor`. Throws
 * invoices/payment-not-found, currency-differs, nothing-due, more-than-left.
 */
export async function allocateCredit(
  parts: InvoicesParts,
  tx: Tx,
  paymentId: Id<'payment'>,
  { invoiceId, amountMinor }: { readonly invoiceId: Id<'invoice'>; readonly amountMinor?: bigint },
): Promise<PaymentRow> {
  const invoice = await lockInvoice(tx, invoiceId)
  const payment = await lockPayment(tx, paymentId)
  if (payment.customer_id !== invoice.customer_id) throw invoicesProblem('invoice-not-found')
  if (payment.currency !== invoice.currency) throw invoicesProblem('currency-differs')
  if (invoice.balance_minor === 0n) throw invoicesProblem('nothing-due')
  const most = invoice.balance_minor < payment.credit_minor ? invoice.balance_minor : payment.credit_minor
  const amount = amountMinor ?? most
  if (amount === 0n || amount > most) throw invoicesProblem('more-than-left', { params: { leftMinor: String(most) } })
  await allocate(tx, { payment_id: paymentId, invoice_id: invoiceId, amount_minor: amount, reason: 'paid' })
  await tellPayment(tx, 'allocated', payment, { invoice: invoice.number, amount: String(amount) })
  await announceSettled(parts, tx, { before: invoice, after: await findDocument(tx, invoiceId) })
  return await findPayment(tx, paymentId)
}

/** Takes a payment back that was recorded by mistake or bounced: a counter entry, and what it paid is open again. Throws invoices/payment-not-found, more-than-left. */
export async function reversePayment(
  tx: Tx,
  paymentId: Id<'payment'>,
  { reason, by }: { readonly reason: string; readonly by: Id<'user'> | null },
): Promise<PaymentRow> {
  const payment = await holdPayment(tx, paymentId)
  if (payment.method === 'provider') throw invoicesProblem('payment-not-found')
  const amount = payment.amount_minor - payment.returned_minor
  if (amount === 0n) throw invoicesProblem('more-than-left')
  return await giveBack(tx, payment, { kind: 'reversal', amount, reason, by })
}

/** Enters that money went back; what it had paid is open again, the youngest allocation first, but credit is used up before. The caller holds the payment. */
export async function giveBack(
  tx: Tx,
  payment: PaymentRow,
  { kind, amount, reason, by }: { kind: ReturnKind; amount: bigint; reason: string; by: Id<'user'> | null },
): Promise<PaymentRow> {
  const missing = amount - payment.credit_minor
  if (missing > 0n) await takeOff(tx, { column: 'payment_id', id: payment.id }, missing, 'returned')
  await tx
    .query<InvoicesTables>()
    .insertInto('invoices.payment_return')
    .values({
      id: newId(),
      payment_id: payment.id,
      kind,
      amount_minor: amount,
      reason,
      recorded_by: by,
      created_at: now(),
    })
    .execute()
  await tellPayment(tx, 'returned', payment, { kind, amount: String(amount), reason })
  return await findPayment(tx, payment.id)
}

/** Takes `amount` off what a payment paid, or off what was paid of an invoice, the youngest first, by counter entries. */
export async function takeOff(
  tx: Tx,
  from:
    | { readonly column: 'payment_id'; readonly id: Id<'payment'> }
    | { readonly column: 'invoice_id'; readonly id: Id<'invoice'> },
  amount: bigint,
  reason: 'credited' | 'returned',
): Promise<void> {
  const paid = await tx.raw<{ payment_id: Id<'payment'>; invoice_id: Id<'invoice'>; amount: string }>(
    `SELECT payment_id, invoice_id, sum(amount_minor)::text AS amount FROM invoices.allocation WHERE ${from.column} = $1
      GROUP BY payment_id, invoice_id HAVING sum(amount_minor) > 0 ORDER BY max(id::text) DESC`,
    [from.id],
  )
  let left = amount
  for (const { amount: held, ...pair } of paid) {
    const part = BigInt(held) < left ? BigInt(held) : left
    if (part === 0n) break
    await allocate(tx, { ...pair, amount_minor: -part, reason })
    left -= part
  }
  if (left > 0n) throw invoicesProblem('more-than-left')
}

/** Holds a payment and before it the invoices it pays, in the order everybody keeps to. Throws invoices/payment-not-found. */
export async function holdPayment(tx: Tx, id: Id<'payment'>): Promise<PaymentRow> {
  const rows = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.allocation')
    .select('invoice_id')
    .distinct()
    .where('payment_id', '=', id)
    .execute()
  await lockDocuments(
    tx,
    rows.map(({ invoice_id: invoiceId }) => invoiceId),
  )
  return await lockPayment(tx, id)
}

async function lockPayment(tx: Tx, id: Id<'payment'>): Promise<PaymentRow> {
  const row = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.payment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw invoicesProblem('payment-not-found')
  return row
}

async function findPayment(tx: Tx, id: Id<'payment'>): Promise<PaymentRow> {
  return await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.payment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

async function allocate(
  tx: Tx,
  entry: Pick<InvoicesTables['invoices.allocation'], 'payment_id' | 'invoice_id' | 'amount_minor' | 'reason'>,
): Promise<void> {
  await tx
    .query<InvoicesTables>()
    .insertInto('invoices.allocation')
    .values({ id: newId(), ...entry, created_at: now() })
    .execute()
}

function tellPayment(
  tx: Tx,
  action: string,
  { id }: Pick<PaymentRow, 'id'>,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  return tx.audit({ action: `invoices.payment.${action}`, subject: { kind: 'invoice-payment', id }, details })
}
