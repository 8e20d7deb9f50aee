import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { record } from './balance.ts'
import { invalid, missing } from './errors.ts'
import type { Form } from './form.ts'
import { mergeMetadata, readParams } from './params.ts'

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer']

/** `POST /v1/refunds`. */
export function createRefund(account: Account, form: Form): Stripe.Refund {
  const params = readParams(form, ['amount', 'charge', 'payment_intent', 'reason', 'metadata', 'expand'])
  const charge = chargeToRefund(account, params.text('payment_intent'), params.text('charge'))
  const left = charge.amount_captured - charge.amount_refunded
  const amount = params.integer('amount') ?? left
  const reason = params.text('reason') ?? null
  if (reason !== null && !REASONS.includes(reason))
    throw invalid(`Invalid reason: must be one of ${REASONS.join(', ')}`, undefined, 'reason')
  if (charge.disputed)
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed')
  if (left === 0) throw invalid(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded')
  if (amount < 1) throw invalid('Invalid positive integer', 'parameter_invalid_integer', 'amount')
  if (amount > left)
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      undefined,
      'amount',
    )
  const pending = account.cards.get(charge.id)?.refund === 'pending'
  const refund = makeRefund(account, charge, { amount, reason, pending })
  refund.metadata = mergeMetadata({}, params.map('metadata'))
  account.refunds.set(refund.id, refund)
  count(charge, amount)
  account.emit('refund.created', refund)
  account.emit('charge.refunded', charge)
  return refund
}

/** What the bank does with refunds in time: some that waited go through, some that went through come back. */
export function advanceRefunds(account: Account): number {
  const waiting = [...account.refunds.values()].filter(({ status }) => status === 'pending')
  const bouncing = [...account.refunds.values()].filter(
    ({ status, charge }) => status === 'succeeded' && account.cards.get(String(charge))?.refund === 'bounces',
  )
  for (const refund of waiting) {
    refund.status = 'succeeded'
    account.emit('refund.updated', refund)
  }
  for (const refund of bouncing) failRefund(account, refund)
  return waiting.length + bouncing.length
}

/** The bank sends a refund back, which may be days after it succeeded. */
export function failRefund(account: Account, refund: Stripe.Refund): Stripe.Refund {
  if (refund.status === 'failed' || refund.status === 'canceled')
    throw new RangeError(`${refund.id} is ${refund.status}`)
  const charge = account.charges.get(String(refund.charge))
  refund.status = 'failed'
  refund.failure_reason = 'lost_or_stolen_card'
  const line = record(account, {
    type: 'refund_failure',
    category: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: `REFUND FAILURE (${refund.id})`,
  })
  refund.failure_balance_transaction = line.id
  if (charge !== undefined) count(charge, -refund.amount)
  account.emit('refund.updated', refund)
  account.emit('refund.failed', refund)
  return refund
}

function chargeToRefund(account: Account, intentId: string | undefined, chargeId: string | undefined): Stripe.Charge {
  if (intentId === undefined && chargeId === undefined)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
      'parameter_missing',
    )
  const intent = intentId === undefined ? undefined : account.intents.get(intentId)
  if (intentId !== undefined && intent === undefined) throw missing('payment_intent', intentId, 'payment_intent')
  const id = chargeId ?? String(intent?.latest_charge)
  const charge = account.charges.get(id)
  if (charge?.captured === true) return charge
  if (chargeId !== undefined && charge === undefined) throw missing('charge', chargeId, 'charge')
  throw invalid('This PaymentIntent does not have a successful charge to refund.', 'payment_intent_unexpected_state')
}

function count(charge: Stripe.Charge, amount: number): void {
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
}

function makeRefund(
  account: Account,
  charge: Stripe.Charge,
  { amount, reason, pending }: { amount: number; reason: string | null; pending: boolean },
): Stripe.Refund {
  const id = account.id('re')
  const line = record(account, {
    type: 'refund',
    category: 'refund',
    amount: -amount,
    currency: charge.currency,
    source: id,
    description: `REFUND FOR CHARGE (${charge.description ?? charge.id})`,
  })
  return {
    id,
    object: 'refund',
    amount,
    balance_transaction: line.id,
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: 'card', card: { type: 'refund' } },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(pending ? { pending_reason: 'processing' as const } : {}),
    reason: reason as Stripe.Refund.Reason | null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  }
}
