import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type Money, moneyShape } from '../../kernel/money.ts'
import { type AttemptFactState, attemptFactStates, type NextStep } from './provider.ts'
import {
  type AttemptRow,
  type AttemptStatus,
  type DisputeRow,
  type PaymentRow,
  type PaymentStatus,
  paymentStatuses,
  type RefundRow,
} from './tables.ts'

export const providerName = oneOf(['stripe', 'paypal', 'mpesa'])

const nextShape = Type.Unsafe<NextStep>(
  Type.Union([
    object({
      kind: Type.Literal('card-form'),
      clientSecret: Type.String(),
      publishableKey: nullable(Type.String()),
      standIn: nullable(Type.String()),
    }),
    object({ kind: Type.Literal('redirect'), url: Type.String() }),
    object({ kind: Type.Literal('wait') }),
  ]),
)

export const intentShape = object({
  paymentId: idOf('payment'),
  state: oneOf(attemptFactStates),
  amount: moneyShape,
  next: nullable(nextShape),
})

export const refundShape = namedObject('Refund', {
  id: idOf('refund'),
  amount: moneyShape,
  state: oneOf(['pending', 'succeeded', 'failed']),
  reason: Type.String(),
  requestedBy: nullable(idOf('user')),
  requestedByName: nullable(Type.String()),
  note: nullable(Type.String()),
  createdAt: instant,
})

const attemptShape = object({
  id: idOf('attempt'),
  provider: providerName,
  reference: nullable(Type.String()),
  state: Type.Unsafe<AttemptStatus>({ type: 'string' }),
  captured: moneyShape,
  reason: nullable(Type.String()),
  createdAt: instant,
})

const viewFields = {
  id: idOf('payment'),
  subject: object({ type: Type.String(), id: Type.String() }),
  description: Type.String(),
  amount: moneyShape,
  captured: moneyShape,
  refunded: moneyShape,
  disputed: moneyShape,
  state: oneOf(paymentStatuses),
  underReview: Type.Boolean(),
  fulfilled: Type.Boolean(),
  createdAt: instant,
  capturedAt: nullable(instant),
}

/** What the payer sees: how the payment stands and what is left to do. */
export const ownShape = namedObject('Payment', {
  ...viewFields,
  provider: nullable(providerName),
  attemptState: oneOf(attemptFactStates),
  next: nullable(nextShape),
})
export const paymentShape = object({
  ...viewFields,
  review: Type.Array(Type.String()),
  payer: object({ id: nullable(idOf('user')), name: nullable(Type.String()), email: Type.String() }),
})
/** With the provider it was tried with last. */
export const listedShape = object({ ...paymentShape.properties, provider: nullable(providerName) })

const disputeShape = object({
  id: idOf('dispute'),
  reference: Type.String(),
  amount: moneyShape,
  state: oneOf(['open', 'won', 'lost']),
  createdAt: instant,
})

export const detailShape = object({
  ...paymentShape.properties,
  attempts: Type.Array(attemptShape),
  refunds: Type.Array(refundShape),
  disputes: Type.Array(disputeShape),
  /** The most that one refund may be now. */
  refundable: moneyShape,
  fulfilledAt: nullable(instant),
  /** When what was paid for could not be given any more, and the money was sent back. */
  unsellableAt: nullable(instant),
})

/** A payment as other units see it. */
export interface PaymentView {
  readonly id: Id<'payment'>
  readonly subject: { readonly type: string; readonly id: string }
  readonly description: string
  readonly amount: Money
  readonly captured: Money
  readonly refunded: Money
  readonly disputed: Money
  readonly state: PaymentStatus
  readonly underReview: boolean
  readonly fulfilled: boolean
  readonly createdAt: Date
  readonly capturedAt: Date | null
}

export interface RefundView {
  readonly id: Id<'refund'>
  readonly paymentId: Id<'payment'>
  readonly amount: Money
  readonly state: 'pending' | 'succeeded' | 'failed'
  readonly reason: string
  readonly requestedBy: Id<'user'> | null
  readonly note: string | null
  readonly createdAt: Date
}

export function toView(row: PaymentRow): PaymentView {
  const { currency } = row
  return {
    ...{ id: row.id, subject: { type: row.subject_type, id: row.subject_id }, description: row.description },
    amount: { minor: row.amount_minor, currency },
    captured: { minor: row.captured_minor, currency },
    refunded: { minor: row.refunded_minor, currency },
    disputed: { minor: row.disputed_minor, currency },
    ...{ state: row.status, underReview: row.review.length > 0, fulfilled: row.fulfilled_at !== null },
    ...{ createdAt: row.created_at, capturedAt: row.captured_at },
  }
}

export function toRefund(row: RefundRow): RefundView {
  return {
    ...{ id: row.id, paymentId: row.payment_id, amount: { minor: row.amount_minor, currency: row.currency } },
    ...{ state: row.status, reason: row.reason, requestedBy: row.requested_by, note: row.note },
    createdAt: row.created_at,
  }
}

export function moneyText({ minor, currency }: Money) {
  return { minor: minor.toString(), currency }
}

/** Amounts as the wire has them. */
function onWire(view: PaymentView) {
  const { amount, captured, refunded, disputed } = view
  const texts = { amount: moneyText(amount), captured: moneyText(captured), refunded: moneyText(refunded) }
  return { ...view, ...texts, disputed: moneyText(disputed) }
}

export function showPayment(row: PaymentRow) {
  const payer = { id: row.payer_id, name: row.payer_name, email: row.payer_email }
  return { ...onWire(toView(row)), review: row.review, payer }
}

export function showOwn(row: PaymentRow, attempt: AttemptRow | undefined) {
  const { provider = null, next = null } = attempt ?? {}
  return { ...onWire(toView(row)), provider, attemptState: shownState(attempt), next }
}

export function showRefund(row: RefundRow, nameOf: (id: Id<'user'> | null) => string | null) {
  const amount = moneyText({ minor: row.amount_minor, currency: row.currency })
  return { ...toRefund(row), amount, requestedByName: nameOf(row.requested_by) }
}

export function showDispute(row: DisputeRow) {
  const amount = moneyText({ minor: row.amount_minor, currency: row.currency })
  return { id: row.id, reference: row.provider_ref, amount, state: row.status, createdAt: row.created_at }
}

export function showAttempt(row: AttemptRow, { currency }: PaymentRow) {
  return {
    ...{ id: row.id, provider: row.provider, reference: row.provider_ref, state: row.status, reason: row.reason },
    ...{ captured: moneyText({ minor: row.captured_minor, currency }), createdAt: row.created_at },
  }
}

/** To a payer it is all one while nobody knows: the payment is being dealt with. */
export function shownState(attempt: Pick<AttemptRow, 'status'> | undefined): AttemptFactState {
  const status = attempt?.status ?? 'created'
  return status === 'created' || status === 'submitting' || status === 'unknown' ? 'processing' : status
}
