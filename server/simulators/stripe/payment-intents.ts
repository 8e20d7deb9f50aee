import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { charge, take, turnDown } from './charges.ts'
import { checkCharge } from './currencies.ts'
import { invalid, missing, StripeFault } from './errors.ts'
import type { Form } from './form.ts'
import { mergeMetadata, type Params, readParams } from './params.ts'
import { methodOf, methodOfData } from './payment-methods.ts'
import { declined, type TestCard } from './test-cards.ts'

const CREATE = [
  'amount',
  'currency',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'description',
  'expand',
  'metadata',
  'payment_method',
  'payment_method_types',
  'receipt_email',
  'return_url',
  'statement_descriptor',
  'statement_descriptor_suffix',
]
const UPDATE = ['amount', 'currency', 'description', 'expand', 'metadata', 'receipt_email']
const CONFIRM = [
  'client_secret',
  'expand',
  'key',
  'payment_method',
  'payment_method_data',
  'return_url',
  'use_stripe_sdk',
]
const CANCEL_REASONS = ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']
const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action']
const CANCELABLE = [...CONFIRMABLE, 'requires_capture', 'processing']

/** `POST /v1/payment_intents`. */
export function createIntent(account: Account, form: Form): Stripe.PaymentIntent {
  const params = readParams(form, CREATE)
  const intent = makeIntent(account, params)
  account.intents.set(intent.id, intent)
  account.emit('payment_intent.created', intent)
  const method = params.text('payment_method')
  if (method !== undefined) attach(intent, methodOf(account, method))
  if (params.boolean('confirm') === true) confirm(account, intent, params.text('return_url'))
  return intent
}

/** `POST /v1/payment_intents/{id}`. */
export function updateIntent(intent: Stripe.PaymentIntent, form: Form): Stripe.PaymentIntent {
  const params = readParams(form, UPDATE)
  const amount = params.integer('amount') ?? intent.amount
  const currency = params.text('currency')?.toLowerCase() ?? intent.currency
  if (amount !== intent.amount || currency !== intent.currency) {
    expect(intent, CONFIRMABLE, 'be changed')
    checkCharge(amount, currency)
  }
  intent.amount = amount
  intent.currency = currency
  intent.description = params.text('description') ?? intent.description
  intent.metadata = mergeMetadata(intent.metadata, params.map('metadata'))
  return intent
}

/** `POST /v1/payment_intents/{id}/confirm`: by the business, or by the payer's browser with the client secret. */
export function confirmIntent(account: Account, intent: Stripe.PaymentIntent, form: Form): Stripe.PaymentIntent {
  const params = readParams(form, CONFIRM)
  expect(intent, CONFIRMABLE, 'be confirmed')
  const data = params.map('payment_method_data')
  const id = params.text('payment_method')
  if (data !== undefined) attach(intent, methodOfData(account, data))
  else if (id !== undefined) attach(intent, methodOf(account, id))
  confirm(account, intent, params.text('return_url'))
  return intent
}

/** `POST /v1/payment_intents/{id}/cancel`. */
export function cancelIntent(account: Account, intent: Stripe.PaymentIntent, form: Form): Stripe.PaymentIntent {
  const reason = readParams(form, ['cancellation_reason', 'expand']).text('cancellation_reason') ?? null
  if (reason !== null && !CANCEL_REASONS.includes(reason))
    throw invalid('Invalid cancellation_reason', undefined, 'cancellation_reason')
  expect(intent, CANCELABLE, 'be canceled')
  intent.status = 'canceled'
  intent.amount_capturable = 0
  intent.canceled_at = account.now()
  intent.cancellation_reason = reason as Stripe.PaymentIntent.CancellationReason | null
  intent.next_action = null
  account.emit('payment_intent.canceled', intent)
  return intent
}

/** `POST /v1/payment_intents/{id}/capture`: of what was authorised. */
export function captureIntent(account: Account, intent: Stripe.PaymentIntent, form: Form): Stripe.PaymentIntent {
  const amount =
    readParams(form, ['amount_to_capture', 'expand']).integer('amount_to_capture') ?? intent.amount_capturable
  expect(intent, ['requires_capture'], 'be captured')
  const made = account.charges.get(String(intent.latest_charge))
  if (made === undefined || amount < 1 || amount > intent.amount_capturable)
    throw invalid('The amount exceeds what can be captured', undefined, 'amount_to_capture')
  take(account, intent, made, amount)
  return intent
}

/** The payer's bank has asked the payer, who did or did not prove to be the card's holder. */
export function answerChallenge(account: Account, intent: Stripe.PaymentIntent, proven: boolean): void {
  if (intent.status !== 'requires_action') throw new RangeError(`${intent.id} is ${intent.status}`)
  if (proven) return void charge(account, intent, { ...cardOf(account, intent) })
  turnDown(account, intent, { code: 'payment_intent_authentication_failure' })
  account.emit('payment_intent.payment_failed', intent)
}

/** The intent of an id; throws as Stripe does when there is none. */
export function intentOf(account: Account, id: string): Stripe.PaymentIntent {
  const intent = account.intents.get(id)
  if (intent === undefined) throw missing('payment_intent', id, 'intent')
  return intent
}

function confirm(account: Account, intent: Stripe.PaymentIntent, returnUrl: string | undefined): void {
  const card = cardOf(account, intent)
  if (card.challenged === true) {
    intent.status = 'requires_action'
    intent.next_action = {
      type: 'redirect_to_url',
      redirect_to_url: { return_url: returnUrl ?? null, url: `${account.url()}/_challenge/${intent.id}` },
    }
    account.emit('payment_intent.requires_action', intent)
    return
  }
  const made = charge(account, intent, card)
  if (made.status !== 'failed') return
  throw declined({
    code: String(card.decline?.code),
    declineCode: card.decline?.declineCode,
    more: { charge: made.id, payment_intent: structuredClone(intent) },
  })
}

function cardOf(account: Account, intent: Stripe.PaymentIntent): TestCard {
  const card = account.cards.get(String(intent.payment_method))
  if (card !== undefined) return card
  throw invalid(
    'You cannot confirm this PaymentIntent because it is missing a payment method.',
    'payment_intent_unexpected_state',
  )
}

function attach(intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  intent.payment_method = method.id
  if (intent.status === 'requires_payment_method') intent.status = 'requires_confirmation'
}

function expect(intent: Stripe.PaymentIntent, statuses: readonly string[], to: string): void {
  if (statuses.includes(intent.status)) return
  throw new StripeFault(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent could not ${to} because it has a status of ${intent.status}.`,
    payment_intent: structuredClone(intent),
  })
}

function makeIntent(account: Account, params: Params): Stripe.PaymentIntent {
  const amount = params.integer('amount')
  const currency = params.required('currency').toLowerCase()
  if (amount === undefined) throw invalid('Missing required param: amount.', 'parameter_missing', 'amount')
  checkCharge(amount, currency)
  const types = params.list('payment_method_types')
  const automatic = params.map('automatic_payment_methods')?.enabled === 'true'
  const capture = params.text('capture_method') ?? 'automatic'
  if (capture !== 'automatic' && capture !== 'automatic_async' && capture !== 'manual')
    throw invalid('Invalid capture_method', undefined, 'capture_method')
  const id = account.id('pi')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automatic ? { allow_redirects: 'always', enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: capture,
    client_secret: account.id(`${id}_secret`, 25),
    confirmation_method: 'automatic',
    created: account.now(),
    currency,
    customer: null,
    customer_account: null,
    description: params.text('description') ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, params.map('metadata')),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...(types ?? ['card'])],
    payment_record: null,
    processing: null,
    receipt_email: params.text('receipt_email') ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: params.text('statement_descriptor') ?? null,
    statement_descriptor_suffix: params.text('statement_descriptor_suffix') ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}
