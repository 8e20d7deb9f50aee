import { type Fact, ProviderRefusal, type Verified } from '../provider.ts'
import type { PaypalApi } from './paypal-api.ts'
import {
  captureFact,
  captureOf,
  disputeFact,
  orderFact,
  orderOf,
  type PaypalCapture,
  type PaypalDispute,
  type PaypalOrder,
  type PaypalRefund,
  type PaypalSource,
  paymentIdOf,
  refundFact,
} from './paypal-facts.ts'

export interface PaypalEvent {
  readonly id: string
  readonly event_type: string
  readonly create_time: string
  readonly resource: object
}

interface About {
  readonly attemptRef: string
  readonly paymentId: string | null
}

const NOTHING = { attemptRef: null, fact: null } as const

/** An event whose sender is known. Refunds and disputes name a capture, whose order is asked for. */
export async function verifiedEvent(event: PaypalEvent, api: PaypalApi, source: PaypalSource): Promise<Verified> {
  const { attemptRef, fact } = await aboutPayment(event, api, source)
  return {
    kind: 'verified',
    eventId: event.id,
    type: event.event_type,
    livemode: source.livemode,
    attemptRef,
    facts: fact === null ? [] : [fact],
  }
}

/** The event of a body; null for what is none. */
export function parseEvent(body: Buffer): PaypalEvent | null {
  try {
    const event = JSON.parse(body.toString('utf8')) as PaypalEvent
    const isWhole = typeof event.id === 'string' && typeof event.event_type === 'string'
    return isWhole && typeof event.resource === 'object' && event.resource !== null ? event : null
  } catch {
    // Signed, and yet no JSON: said as malformed.
    return null
  }
}

async function aboutPayment(
  { event_type: type, resource }: PaypalEvent,
  api: PaypalApi,
  source: PaypalSource,
): Promise<{ attemptRef: string | null; fact: Fact | null }> {
  if (type.startsWith('CHECKOUT.ORDER.')) {
    const order = resource as PaypalOrder
    return { attemptRef: order.id, fact: orderFact(order, source) }
  }
  if (type.startsWith('CUSTOMER.DISPUTE.')) {
    const dispute = resource as PaypalDispute
    const about = await orderOfCapture(api, dispute.disputed_transactions?.[0]?.seller_transaction_id ?? null)
    return about === null ? NOTHING : { attemptRef: about.attemptRef, fact: disputeFact(dispute, about, source) }
  }
  if (type === 'PAYMENT.CAPTURE.REFUNDED' || type.startsWith('PAYMENT.REFUND.')) {
    const refund = resource as PaypalRefund
    const about = await orderOfCapture(api, captureOf(refund))
    return about === null ? NOTHING : { attemptRef: about.attemptRef, fact: refundFact(refund, about, source) }
  }
  if (!type.startsWith('PAYMENT.CAPTURE.')) return NOTHING
  const capture = resource as PaypalCapture
  return { attemptRef: orderOf(capture), fact: captureFact(capture, source) }
}

/** The order that a capture is of, and our payment; null when PayPal knows no such capture of ours. */
export async function orderOfCapture(api: PaypalApi, captureId: string | null): Promise<About | null> {
  if (captureId === null) return null
  try {
    const path = `/v2/payments/captures/${encodeURIComponent(captureId)}`
    const capture = await api.ask<PaypalCapture>({ method: 'GET', path })
    const attemptRef = orderOf(capture)
    return attemptRef === null ? null : { attemptRef, paymentId: paymentIdOf(capture.custom_id) }
  } catch (error) {
    if (error instanceof ProviderRefusal) return null
    throw error
  }
}
