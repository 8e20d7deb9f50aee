import type Stripe from 'stripe'
import type { BalanceEntry, Fact, Verified } from '../provider.ts'
import { ofStripeUnits } from './stripe-amounts.ts'

/** Whose object it is, and when what it says happened, where the object does not say it itself. */
export interface StripeSource {
  readonly account: string
  readonly livemode: boolean
  readonly at?: Date
}

type AttemptFact = Extract<Fact, { kind: 'attempt' }>
type RefundFact = Extract<Fact, { kind: 'refund' }>

const STATES: Readonly<Record<Stripe.PaymentIntent['status'], AttemptFact['state']>> = {
  requires_payment_method: 'requires_action',
  requires_confirmation: 'requires_action',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  succeeded: 'succeeded',
  canceled: 'canceled',
}

const REFUND_STATES: Readonly<Record<string, RefundFact['state']>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
}
/** An inquiry that was closed took nothing, and a dispute that was prevented is settled by a refund. */
const DISPUTE_STATES: Readonly<Record<string, 'won' | 'lost'>> = {
  won: 'won',
  warning_closed: 'won',
  prevented: 'won',
  lost: 'lost',
}

/**
 * A PaymentIntent that a card was refused for waits for another one: the payer still has something to do, and may still pay. A status
 * that is not known yet ends nothing. Null for a currency that Plinth does not know.
 */
export function attemptFact(intent: Stripe.PaymentIntent, source: StripeSource): AttemptFact | null {
  const amount = ofStripeUnits(intent.amount, intent.currency)
  const captured = ofStripeUnits(intent.amount_received, intent.currency)
  if (amount === null || captured === null) return null
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const why = intent.last_payment_error
  return {
    kind: 'attempt',
    attemptRef: intent.id,
    paymentId: intent.metadata.payment_id ?? null,
    account: source.account,
    livemode: intent.livemode,
    at: source.at ?? instant(intent.canceled_at ?? charge?.created ?? intent.created),
    state: STATES[intent.status] ?? 'processing',
    amount,
    captured,
    reason: intent.cancellation_reason ?? why?.decline_code ?? why?.code ?? null,
  }
}

/** A charge that was paid, as the money it took of its PaymentIntent; null for one that was not, and for an unknown currency. */
export function chargeFact(charge: Stripe.Charge, source: StripeSource): AttemptFact | null {
  const amount = ofStripeUnits(charge.amount, charge.currency)
  const captured = ofStripeUnits(charge.amount_captured, charge.currency)
  if (amount === null || captured === null || charge.status !== 'succeeded' || !charge.captured) return null
  return {
    kind: 'attempt',
    attemptRef: idOf(charge.payment_intent) ?? charge.id,
    paymentId: charge.metadata.payment_id ?? null,
    account: source.account,
    livemode: charge.livemode,
    at: instant(charge.created),
    state: 'succeeded',
    amount,
    captured,
    reason: null,
  }
}

export function refundFact(refund: Stripe.Refund, source: StripeSource): RefundFact | null {
  const amount = ofStripeUnits(refund.amount, refund.currency)
  const attemptRef = idOf(refund.payment_intent) ?? idOf(refund.charge)
  if (amount === null || attemptRef === null) return null
  return {
    kind: 'refund',
    attemptRef,
    paymentId: refund.metadata?.payment_id ?? null,
    account: source.account,
    livemode: source.livemode,
    at: source.at ?? instant(refund.created),
    ref: refund.id,
    state: REFUND_STATES[refund.status ?? ''] ?? 'pending',
    amount,
  }
}

export function disputeFact(dispute: Stripe.Dispute, source: StripeSource): Extract<Fact, { kind: 'dispute' }> | null {
  const amount = ofStripeUnits(dispute.amount, dispute.currency)
  if (amount === null) return null
  return {
    kind: 'dispute',
    attemptRef: idOf(dispute.payment_intent) ?? idOf(dispute.charge) ?? dispute.id,
    paymentId: null,
    account: source.account,
    livemode: dispute.livemode,
    at: source.at ?? instant(dispute.created),
    ref: dispute.id,
    state: DISPUTE_STATES[dispute.status] ?? 'open',
    amount,
  }
}

/** An event whose sender is known. What it says of payments is in it as facts; a type that says nothing of them has none. */
export function verifiedEvent(event: Stripe.Event, account: string): Verified {
  const source = { account: event.account ?? account, livemode: event.livemode, at: instant(event.created) }
  const { attemptRef, fact } = aboutPayment(event, source)
  return {
    kind: 'verified',
    eventId: event.id,
    type: event.type,
    livemode: event.livemode,
    attemptRef,
    facts: fact === null ? [] : [fact],
  }
}

function aboutPayment(event: Stripe.Event, source: StripeSource): { attemptRef: string | null; fact: Fact | null } {
  const object = event.data.object as { readonly object?: string }
  const facts = {
    payment_intent: () => attemptFact(object as Stripe.PaymentIntent, source),
    refund: () => refundFact(object as Stripe.Refund, source),
    dispute: () => disputeFact(object as Stripe.Dispute, source),
    charge: () => chargeFact(object as Stripe.Charge, source),
  }
  if (object.object === undefined || !Object.hasOwn(facts, object.object)) return { attemptRef: null, fact: null }
  const fact = facts[object.object as keyof typeof facts]()
  const { id, payment_intent } = object as { readonly id: string; readonly payment_intent?: string | null }
  const intent = object.object === 'payment_intent' ? id : (payment_intent ?? null)
  return { attemptRef: fact?.attemptRef ?? intent, fact }
}

const KINDS: Readonly<Record<string, BalanceEntry['kind']>> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund',
  payment_failure_refund: 'refund',
  payment_reversal: 'refund',
  payout: 'payout',
  payout_cancel: 'payout',
  payout_failure: 'payout',
}

/** A line of Stripe's book, its source expanded; null for an unknown currency. */
export function balanceEntry(line: Stripe.BalanceTransaction, payoutRef: string | null): BalanceEntry | null {
  const [gross, fee, net] = [line.amount, line.fee, line.net].map((amount) => ofStripeUnits(amount, line.currency))
  if (!gross || !fee || !net) return null
  const source = typeof line.source === 'object' ? line.source : null
  const isDispute = source?.object === 'dispute'
  return {
    ref: line.id,
    kind: isDispute ? 'dispute' : (KINDS[line.type] ?? 'other'),
    sourceRef: source?.object === 'charge' ? (idOf(source.payment_intent) ?? source.id) : idOf(line.source),
    gross,
    fee,
    net,
    payoutRef,
    at: instant(line.created),
  }
}

function idOf(value: string | { readonly id: string } | null): string | null {
  return typeof value === 'string' || value === null ? value : value.id
}

function instant(seconds: number): Date {
  return new Date(seconds * 1000)
}
