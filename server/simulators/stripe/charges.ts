import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { chargeFee, record } from './balance.ts'
import { openDispute } from './disputes.ts'
import { noDetails } from './payment-methods.ts'
import { MESSAGES, type TestCard } from './test-cards.ts'

/** Asks the card's bank: the charge that this makes, paid or turned down, and the intent as it is afterwards. */
export function charge(account: Account, intent: Stripe.PaymentIntent, card: TestCard): Stripe.Charge {
  const { decline } = card
  const made = makeCharge(account, intent, card)
  account.charges.set(made.id, made)
  account.cards.set(made.id, card)
  intent.latest_charge = made.id
  intent.next_action = null
  if (decline !== undefined) {
    turnDown(account, intent, { code: decline.code, declineCode: decline.declineCode, charge: made.id })
    account.emit('charge.failed', made)
    account.emit('payment_intent.payment_failed', intent)
    return made
  }
  intent.last_payment_error = null
  if (intent.capture_method === 'manual') {
    intent.status = 'requires_capture'
    intent.amount_capturable = intent.amount
    account.emit('payment_intent.amount_capturable_updated', intent)
    return made
  }
  take(account, intent, made, intent.amount)
  if (card.disputed === true) openDispute(account, made, 'fraudulent')
  return made
}

/** The money of a charge moves. */
export function take(account: Account, intent: Stripe.PaymentIntent, made: Stripe.Charge, amount: number): void {
  const { currency, description } = intent
  made.captured = true
  made.amount_captured = amount
  const line = record(account, {
    type: 'charge',
    category: 'charge',
    amount,
    currency,
    source: made.id,
    description,
    fee: chargeFee(amount),
  })
  made.balance_transaction = line.id
  intent.status = 'succeeded'
  intent.amount_received = amount
  intent.amount_capturable = 0
  account.emit('charge.succeeded', made)
  account.emit('payment_intent.succeeded', intent)
}

/** The intent goes back to where another card can be tried. */
export function turnDown(
  account: Account,
  intent: Stripe.PaymentIntent,
  why: { readonly code: string; readonly declineCode?: string | undefined; readonly charge?: string },
): void {
  const method = typeof intent.payment_method === 'string' ? account.methods.get(intent.payment_method) : undefined
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent.next_action = null
  intent.last_payment_error = {
    type: why.code === 'payment_intent_authentication_failure' ? 'invalid_request_error' : 'card_error',
    code: why.code as Stripe.PaymentIntent.LastPaymentError.Code,
    message: MESSAGES[why.code] ?? 'The payer did not prove to own the card.',
    ...(why.declineCode === undefined ? {} : { decline_code: why.declineCode }),
    ...(why.charge === undefined ? {} : { charge: why.charge }),
    ...(method === undefined ? {} : { payment_method: method }),
  }
}

function makeCharge(account: Account, intent: Stripe.PaymentIntent, card: TestCard): Stripe.Charge {
  const { decline } = card
  return {
    id: account.id('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: noDetails(),
    calculated_statement_descriptor: 'STAND-IN',
    captured: false,
    created: account.now(),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline === undefined ? null : (MESSAGES[decline.code] ?? null),
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: decline === undefined ? 'approved_by_network' : 'declined_by_network',
      reason: decline?.declineCode ?? null,
      seller_message: decline === undefined ? 'Payment complete.' : 'The bank did not return any further details.',
      type: decline === undefined ? 'authorized' : 'issuer_declined',
    },
    paid: decline === undefined,
    payment_intent: intent.id,
    payment_method: typeof intent.payment_method === 'string' ? intent.payment_method : null,
    payment_method_details: null,
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline === undefined ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
}
