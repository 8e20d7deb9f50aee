import type Stripe from 'stripe'
import { nowMs } from '../../kernel/clock.ts'
import type { Random } from '../random.ts'
import type { TestCard } from './test-cards.ts'

/** One test account: everything Stripe would keep of it, oldest first. */
export interface Account {
  readonly intents: Map<string, Stripe.PaymentIntent>
  readonly charges: Map<string, Stripe.Charge>
  readonly refunds: Map<string, Stripe.Refund>
  readonly disputes: Map<string, Stripe.Dispute>
  readonly transactions: Map<string, Stripe.BalanceTransaction>
  readonly payouts: Map<string, Stripe.Payout>
  readonly events: Map<string, StripeEvent>
  readonly methods: Map<string, Stripe.PaymentMethod>
  /** What the card behind a payment method or a charge does. */
  readonly cards: Map<string, TestCard>
  /** The payout that a balance transaction was paid out by. */
  readonly paidOutBy: Map<string, string>
  /** Where this stand-in is reached; its pages are there. */
  readonly url: () => string
  id(prefix: string, length?: number): string
  /** Unix seconds. */
  now(): number
  /** Writes an event with the object as it is now, and sends it to whoever listens. */
  emit(type: string, object: object): void
}

/** As `GET /v1/events` shows it. */
export interface StripeEvent {
  readonly id: string
  readonly object: 'event'
  readonly api_version: string
  readonly created: number
  readonly data: { readonly object: object }
  readonly livemode: false
  readonly pending_webhooks: number
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null }
  readonly type: string
}

const ID_LENGTH = 24

/** An account without anything in it. `listen` hears each event once. */
export function createAccount(given: {
  readonly random: Random
  readonly apiVersion: string
  readonly url: () => string
  readonly listen: (event: StripeEvent) => void
}): Account {
  const now = (): number => Math.floor(nowMs() / 1000)
  const account: Account = {
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    transactions: new Map(),
    payouts: new Map(),
    events: new Map(),
    methods: new Map(),
    cards: new Map(),
    paidOutBy: new Map(),
    url: given.url,
    now,
    id: (prefix, length = ID_LENGTH) => `${prefix}_${given.random.text(length)}`,
    emit(type, object) {
      const event: StripeEvent = {
        id: account.id('evt'),
        object: 'event',
        api_version: given.apiVersion,
        created: now(),
        data: { object: structuredClone(object) },
        livemode: false,
        pending_webhooks: 1,
        request: { id: null, idempotency_key: null },
        type,
      }
      account.events.set(event.id, event)
      given.listen(event)
    },
  }
  return account
}
