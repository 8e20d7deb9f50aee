import { now } from '../../../kernel/clock.ts'
import type { PaypalAccount } from '../../../kernel/config/payments.ts'
import {
  type Fact,
  type PaymentProvider,
  ProviderRefusal,
  type RawWebhook,
  type SubmitInput,
  type Verified,
} from '../provider.ts'
import { checkPaypalAmount, inPaypalUnits } from './paypal-amounts.ts'
import { createPaypalApi, type PaypalApi } from './paypal-api.ts'
import { parseEvent, verifiedEvent } from './paypal-events.ts'
import {
  disputeFact,
  ENDED,
  isEnded,
  orderFact,
  type PaypalDispute,
  type PaypalOrder,
  type PaypalRefund,
  type PaypalSource,
  paymentIdOf,
  refundFact,
} from './paypal-facts.ts'
import { createPaypalLists, reportPage } from './paypal-lists.ts'
import { createPaypalSignatures } from './paypal-signature.ts'

export interface PaypalSettings extends PaypalAccount {
  /** For the whole of one call; 10 s when absent. */
  readonly timeoutMs?: number
}

const LIVE_HOST = 'api-m.paypal.com'
/** PayPal keeps a PayPal-Request-Id for six hours, unless it was asked for more. */
const KEY_SECONDS = 6 * 3600
const DESCRIPTION_MAX = 127
/** Of a client id's 80 characters, which name an app and are random: enough to tell one from another. */
const ACCOUNT_LENGTH = 20
const FIND_DAYS_MS = 31 * 24 * 3600 * 1000

/**
 * Payments by PayPal's Orders v2: the payer agrees on PayPal's page, and the money is taken when the order is read next. PayPal's app is
 * the account: what its webhook and its lists tell is ours.
 */
export function createPaypalProvider(settings: PaypalSettings): PaymentProvider {
  const source: PaypalSource = {
    account: settings.clientId.slice(0, ACCOUNT_LENGTH),
    livemode: settings.apiBase.hostname === LIVE_HOST,
  }
  const api = createPaypalApi(settings)
  const signatures = createPaypalSignatures(settings)
  const read = (attemptRef: string) => readOrder(api, source, attemptRef)

  async function submit(input: SubmitInput) {
    const order = await api.ask<PaypalOrder>({
      method: 'POST',
      path: '/v2/checkout/orders',
      key: input.providerKey,
      body: orderBody(input),
    })
    const url = order.links?.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href
    if (url === undefined) throw new ProviderRefusal('no-page', 'PayPal answered without a page for the payer')
    return { fact: knownFact(order, source), next: { kind: 'redirect', url } as const }
  }
  async function verify(webhook: RawWebhook): Promise<Verified> {
    const why = await signatures.objection(webhook)
    if (why !== null) return { kind: 'refused', why }
    const event = parseEvent(webhook.body)
    return event === null ? { kind: 'refused', why: 'malformed' } : verifiedEvent(event, api, source)
  }
  return {
    name: 'paypal',
    account: source.account,
    livemode: source.livemode,
    checkAmount: checkPaypalAmount,
    keyLifetimeSeconds: KEY_SECONDS,
    submit,
    read,
    find: (paymentId, since) => findOrder(api, source, { paymentId, since }),
    cancel: (attemptRef) => endOrder(api, source, attemptRef),
    refund: (input) => refund(api, source, input),
    verify,
    ...createPaypalLists(api, source),
  }
}

function orderBody({ paymentId, amount, description, returnUrl }: SubmitInput) {
  const context = {
    return_url: returnUrl.href,
    cancel_url: returnUrl.href,
    user_action: 'PAY_NOW',
    shipping_preference: 'NO_SHIPPING',
  }
  return {
    intent: 'CAPTURE',
    purchase_units: [
      { custom_id: paymentId, description: description.slice(0, DESCRIPTION_MAX), amount: inPaypalUnits(amount) },
    ],
    payment_source: { paypal: { experience_context: context } },
  }
}

function knownFact(order: PaypalOrder, source: PaypalSource, refused: string | null = null) {
  const fact = orderFact(order, source, refused)
  if (fact === null)
    throw new ProviderRefusal('unknown-amount', `PayPal's order ${order.id} has no amount that can be read`)
  return fact
}

const pathOf = (attemptRef: string): string => `/v2/checkout/orders/${encodeURIComponent(attemptRef)}`

async function orderAt(api: PaypalApi, attemptRef: string): Promise<PaypalOrder | null> {
  try {
    return await api.ask<PaypalOrder>({ method: 'GET', path: pathOf(attemptRef) })
  } catch (error) {
    if (error instanceof ProviderRefusal && error.code === 'INVALID_RESOURCE_ID') return null
    throw error
  }
}

async function readOrder(api: PaypalApi, source: PaypalSource, attemptRef: string): Promise<readonly Fact[] | null> {
  const order = await orderAt(api, attemptRef)
  if (order === null) return null
  const { order: latest, refused } = await taken(api, order)
  const own = knownFact(latest, source, refused)
  if (own.captured.minor === 0n) return [own]
  const about = { attemptRef, paymentId: own.paymentId }
  const { captures = [], refunds = [] } = latest.purchase_units?.[0]?.payments ?? {}
  const disputes: PaypalDispute[] = []
  for (const { id } of captures) disputes.push(...(await disputesOf(api, id)))
  const facts = [
    ...refunds.map((one) => refundFact(one, about, source)),
    ...disputes.map((one) => disputeFact(one, about, source)),
  ]
  return [own, ...facts.filter((fact) => fact !== null)]
}

/**
 * An approved order with its money taken, unless this side has ended it. An order is captured once whatever is sent, so the key changes
 * with the order: a payer who comes back with another card is not answered what the first card was.
 */
async function taken(api: PaypalApi, order: PaypalOrder): Promise<{ order: PaypalOrder; refused: string | null }> {
  if (order.status !== 'APPROVED' || isEnded(order)) return { order, refused: null }
  try {
    const path = `${pathOf(order.id)}/capture`
    const key = `capture-${order.id}-${order.update_time ?? ''}`
    return { order: await api.ask<PaypalOrder>({ method: 'POST', path, key, body: {} }), refused: null }
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error
    const refused = error.code === 'ORDER_ALREADY_CAPTURED' ? null : error.code
    return { order: (await orderAt(api, order.id)) ?? order, refused }
  }
}

/** A list does not tell how a dispute ended, so each one is read. */
async function disputesOf(api: PaypalApi, captureId: string): Promise<PaypalDispute[]> {
  const path = '/v1/customer/disputes'
  const query = { disputed_transaction_id: captureId }
  const { items = [] } = await api.ask<{ items?: readonly PaypalDispute[] }>({ method: 'GET', path, query })
  const whole: PaypalDispute[] = []
  for (const { dispute_id: id } of items)
    whole.push(await api.ask<PaypalDispute>({ method: 'GET', path: `${path}/${encodeURIComponent(id)}` }))
  return whole
}

/** PayPal cannot end an order of ours, so a mark is put on it: read later as approved, its money is left alone. */
async function endOrder(api: PaypalApi, source: PaypalSource, attemptRef: string): Promise<readonly Fact[]> {
  const order = await orderAt(api, attemptRef)
  if (order === null) return []
  const customId = order.purchase_units?.[0]?.custom_id ?? ''
  if (order.status !== 'COMPLETED' && order.status !== 'VOIDED' && !isEnded(order)) {
    const value = `${customId}${ENDED}`
    const body = [{ op: 'replace', path: "/purchase_units/@reference_id=='default'/custom_id", value }]
    try {
      await api.ask({ method: 'PATCH', path: pathOf(attemptRef), body })
    } catch (error) {
      // It was paid meanwhile: what is read next says so.
      if (!(error instanceof ProviderRefusal)) throw error
    }
  }
  return (await readOrder(api, source, attemptRef)) ?? []
}

/** By the report of transactions, which holds what was paid and learns of it late: orders themselves are not listed. */
async function findOrder(
  api: PaypalApi,
  source: PaypalSource,
  { paymentId, since }: { readonly paymentId: string; readonly since: Date },
): Promise<readonly Fact[] | null> {
  const to = new Date(Math.min(now().getTime(), since.getTime() + FIND_DAYS_MS))
  for (let page: string | null = '1'; page !== null; ) {
    const { items, next } = await reportPage(api, { from: since, to }, Number(page))
    const found = items.find(({ custom_field: field }) => paymentIdOf(field) === paymentId)
    const ref = found?.paypal_reference_id_type === 'ODR' ? found.paypal_reference_id : undefined
    if (ref !== undefined) return readOrder(api, source, ref)
    page = next
  }
  return null
}

async function refund(
  api: PaypalApi,
  source: PaypalSource,
  { attemptRef, refundId, providerKey, amount }: Parameters<PaymentProvider['refund']>[0],
) {
  const order = await orderAt(api, attemptRef)
  const unit = order?.purchase_units?.[0]
  const captureId = unit?.payments?.captures?.[0]?.id
  if (captureId === undefined) throw new ProviderRefusal('not-captured', 'PayPal has taken nothing of this order')
  const made = await api.ask<PaypalRefund>({
    method: 'POST',
    path: `/v2/payments/captures/${encodeURIComponent(captureId)}/refund`,
    key: providerKey,
    body: { amount: inPaypalUnits(amount), custom_id: refundId },
  })
  const fact = refundFact(made, { attemptRef, paymentId: paymentIdOf(unit?.custom_id) }, source)
  if (fact === null)
    throw new ProviderRefusal('unknown-amount', `PayPal's refund ${made.id} has no amount that can be read`)
  return fact
}
