import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { invalid, missing } from './errors.ts'
import type { Form, FormValue } from './form.ts'
import { readParams } from './params.ts'
import { cardOfNumber, cardOfToken, type TestCard } from './test-cards.ts'

/** `POST /v1/payment_methods`: a card by its number, which is not kept. */
export function createMethod(account: Account, form: Form): Stripe.PaymentMethod {
  const params = readParams(form, ['type', 'card', 'billing_details', 'metadata', 'key', 'expand'])
  if (params.required('type') !== 'card') throw invalid('This stand-in takes cards only.', undefined, 'type')
  return keepMethod(account, cardOf(params.map('card') ?? {}))
}

/** The method of a parameter: one that was made, or a test token such as `pm_card_visa`. */
export function methodOf(account: Account, id: string): Stripe.PaymentMethod {
  const known = account.methods.get(id)
  if (known !== undefined) return known
  const card = cardOfToken(id)
  if (card === undefined) throw missing('PaymentMethod', id, 'payment_method')
  return keepMethod(account, card)
}

/** The card that `payment_method_data` holds, as a card form in a browser sends it. */
export function methodOfData(account: Account, data: Readonly<Record<string, FormValue>>): Stripe.PaymentMethod {
  const { card } = data
  if (data.type !== 'card' || typeof card !== 'object' || Array.isArray(card))
    throw invalid('payment_method_data holds a card', undefined, 'payment_method_data')
  return keepMethod(account, cardOf(card as Readonly<Record<string, FormValue>>))
}

function cardOf(card: Readonly<Record<string, FormValue>>): TestCard {
  if (typeof card.token === 'string') {
    const known = cardOfToken(card.token.replace(/^tok_/, 'pm_card_'))
    if (known === undefined) throw missing('token', card.token, 'card[token]')
    return known
  }
  return cardOfNumber(String(card.number ?? ''))
}

function keepMethod(account: Account, card: TestCard): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: account.id('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: noDetails(),
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand,
      exp_month: 12,
      exp_year: 2034,
      fingerprint: account.id('fp', 16).slice(3),
      funding: 'credit',
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: null,
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: account.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
  account.methods.set(method.id, method)
  account.cards.set(method.id, card)
  return method
}

/** Billing details that say nothing. */
export function noDetails(): Stripe.PaymentMethod.BillingDetails {
  const address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }
  return { address, email: null, name: null, phone: null, tax_id: null }
}
