import type { BalanceEntry, Fact } from '../provider.ts'
import { ofPaypalUnits, type PaypalAmount } from './paypal-amounts.ts'

type AttemptFact = Extract<Fact, { kind: 'attempt' }>
type RefundFact = Extract<Fact, { kind: 'refund' }>

export interface PaypalSource {
  readonly account: string
  readonly livemode: boolean
}

export interface PaypalLink {
  readonly href: string
  readonly rel: string
}

export interface PaypalCapture {
  readonly id: string
  readonly status: string
  readonly amount?: PaypalAmount
  readonly custom_id?: string
  readonly create_time?: string
  readonly status_details?: { readonly reason?: string }
  readonly supplementary_data?: { readonly related_ids?: { readonly order_id?: string } }
  readonly links?: readonly PaypalLink[]
}

export interface PaypalRefund {
  readonly id: string
  readonly status: string
  readonly amount?: PaypalAmount
  readonly create_time?: string
  readonly links?: readonly PaypalLink[]
}

export interface PaypalOrder {
  readonly id: string
  readonly status: string
  readonly purchase_units?: readonly {
    readonly amount?: PaypalAmount
    readonly custom_id?: string
    readonly payments?: { readonly captures?: readonly PaypalCapture[]; readonly refunds?: readonly PaypalRefund[] }
  }[]
  readonly create_time?: string
  readonly update_time?: string
  readonly links?: readonly PaypalLink[]
}

export interface PaypalDispute {
  readonly dispute_id: string
  readonly status?: string
  readonly dispute_amount?: PaypalAmount
  readonly dispute_outcome?: { readonly outcome_code?: string }
  readonly disputed_transactions?: readonly { readonly seller_transaction_id?: string }[]
  readonly create_time?: string
}

export interface PaypalTransaction {
  readonly transaction_id: string
  readonly paypal_reference_id?: string
  readonly paypal_reference_id_type?: string
  readonly transaction_event_code: string
  readonly transaction_initiation_date: string
  readonly transaction_amount?: PaypalAmount
  readonly fee_amount?: PaypalAmount
  readonly transaction_status?: string
  readonly custom_field?: string
}

/** Put behind our payment's id when an attempt is ended: PayPal has no such state, and the order would still be payable. */
export const ENDED = ' ended'
const TAKEN = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'])
const WON = new Set(['RESOLVED_SELLER_FAVOUR', 'RESOLVED_WITH_PAYOUT', 'CANCELED_BY_BUYER', 'DENIED'])
const ORDER_STATES: Readonly<Record<string, AttemptFact['state']>> = {
  CREATED: 'requires_action',
  SAVED: 'requires_action',
  PAYER_ACTION_REQUIRED: 'requires_action',
  APPROVED: 'processing',
  COMPLETED: 'processing',
  VOIDED: 'canceled',
}

/** An order with what was captured of it; null for an amount or currency that cannot be read. */
export function orderFact(order: PaypalOrder, source: PaypalSource, refused: string | null = null): AttemptFact | null {
  const unit = order.purchase_units?.[0]
  const amount = ofPaypalUnits(unit?.amount)
  if (amount === null) return null
  const captures = unit?.payments?.captures ?? []
  const taken = captures.filter(({ status }) => TAKEN.has(status))
  const minor = taken.reduce((sum, one) => sum + (ofPaypalUnits(one.amount)?.minor ?? 0n), 0n)
  const isRefused = captures.length > 0 && captures.every(({ status }) => status === 'DECLINED' || status === 'FAILED')
  return {
    kind: 'attempt',
    attemptRef: order.id,
    paymentId: paymentIdOf(unit?.custom_id),
    ...source,
    at: instant(taken[0]?.create_time ?? order.update_time ?? order.create_time),
    state: stateOf({ order, isTaken: minor > 0n, isRefused, isAskedAgain: refused !== null }),
    amount,
    captured: { minor, currency: amount.currency },
    reason:
      refused ?? captures.find(({ status_details: why }) => why?.reason !== undefined)?.status_details?.reason ?? null,
  }
}

function stateOf(given: {
  order: PaypalOrder
  isTaken: boolean
  isRefused: boolean
  isAskedAgain: boolean
}): AttemptFact['state'] {
  if (given.isTaken) return 'succeeded'
  if (given.isRefused) return 'failed'
  if (isEnded(given.order)) return 'canceled'
  return given.isAskedAgain ? 'requires_action' : (ORDER_STATES[given.order.status] ?? 'processing')
}

/** Whether this side has ended it. */
export function isEnded({ purchase_units: units }: PaypalOrder): boolean {
  return units?.[0]?.custom_id?.endsWith(ENDED) === true
}

/** A capture that took its money, as its order's; null for another one. */
export function captureFact(capture: PaypalCapture, source: PaypalSource): AttemptFact | null {
  const amount = ofPaypalUnits(capture.amount)
  const attemptRef = orderOf(capture)
  if (amount === null || attemptRef === null || !TAKEN.has(capture.status)) return null
  const own = { paymentId: paymentIdOf(capture.custom_id), at: instant(capture.create_time) }
  return { kind: 'attempt', attemptRef, ...own, ...source, state: 'succeeded', amount, captured: amount, reason: null }
}

export function refundFact(
  refund: PaypalRefund,
  about: { readonly attemptRef: string; readonly paymentId: string | null },
  source: PaypalSource,
): RefundFact | null {
  const amount = ofPaypalUnits(refund.amount)
  if (amount === null) return null
  const isOver = refund.status === 'FAILED' || refund.status === 'CANCELLED'
  const state = refund.status === 'COMPLETED' ? 'succeeded' : isOver ? 'failed' : 'pending'
  return { kind: 'refund', ...about, ...source, at: instant(refund.create_time), ref: refund.id, state, amount }
}

export function disputeFact(
  dispute: PaypalDispute,
  about: { readonly attemptRef: string; readonly paymentId: string | null },
  source: PaypalSource,
): Extract<Fact, { kind: 'dispute' }> | null {
  const amount = ofPaypalUnits(dispute.dispute_amount)
  if (amount === null) return null
  const outcome = dispute.dispute_outcome?.outcome_code
  const state = dispute.status !== 'RESOLVED' ? 'open' : WON.has(outcome ?? '') ? 'won' : 'lost'
  return {
    kind: 'dispute',
    ...about,
    ...source,
    at: instant(dispute.create_time),
    ref: dispute.dispute_id,
    state,
    amount,
  }
}

/** The order of a capture, as the capture itself tells it. */
export function orderOf({ supplementary_data: more, links }: PaypalCapture): string | null {
  const told = more?.related_ids?.order_id
  return told ?? lastOf(links, '/v2/checkout/orders/')
}

/** The capture that a refund gives back. */
export function captureOf({ links }: PaypalRefund): string | null {
  return lastOf(links, '/v2/payments/captures/')
}

function lastOf(links: readonly PaypalLink[] | undefined, under: string): string | null {
  const href = links?.find(({ rel, href }) => rel === 'up' && href.includes(under))?.href
  return href?.split('/').at(-1) ?? null
}

/** Our payment's id as an order keeps it. */
export function paymentIdOf(customId: string | undefined): string | null {
  return customId?.split(' ')[0] || null
}

/** By the first letters of https://developer.paypal.com/docs/transaction-search/transaction-event-codes/ */
const KINDS: readonly (readonly [string, BalanceEntry['kind']])[] = [
  ['T00', 'charge'],
  ['T04', 'payout'],
  ['T1106', 'refund'],
  ['T1107', 'refund'],
  ['T111', 'dispute'],
  ['T12', 'dispute'],
]

/** What an entry of PayPal's report is. */
export function kindOf({ transaction_event_code: code }: PaypalTransaction): BalanceEntry['kind'] {
  return KINDS.find(([start]) => code.startsWith(start))?.[1] ?? 'other'
}

export function instant(text: string | undefined): Date {
  return new Date(text === undefined ? 0 : Date.parse(text))
}
