import type { Money } from '../../kernel/money.ts'

/** What is known of an attempt at the provider. `requires_action`: the payer has something to do there. */
export const attemptFactStates = [
  'requires_action',
  'processing',
  'authorized',
  'succeeded',
  'failed',
  'canceled',
  'expired',
] as const
export type AttemptFactState = (typeof attemptFactStates)[number]

interface FactSource {
  /** The provider's id of the payment it belongs to: PaymentIntent, order, CheckoutRequestID (with the amount that it does not know). */
  readonly attemptRef: string
  /** Our payment's id as the provider kept it beside the object; null where it keeps none. */
  readonly paymentId: string | null
  readonly account: string
  readonly livemode: boolean
  /** When it happened by the provider's clock. */
  readonly at: Date
}

/**
 * One thing a provider said, whether by a webhook, an answer or a list. Facts are folded as a set, so that order and repetition change
 * nothing.
 */
export type Fact =
  | (FactSource & {
      readonly kind: 'attempt'
      readonly state: AttemptFactState
      /** What the payer was asked for. */
      readonly amount: Money
      /** What has been taken so far; never less than was said before. */
      readonly captured: Money
      /** The provider's word for why not, fit to be shown to staff. */
      readonly reason: string | null
    })
  | (FactSource & {
      readonly kind: 'refund'
      readonly ref: string
      readonly state: 'pending' | 'succeeded' | 'failed'
      readonly amount: Money
    })
  | (FactSource & {
      readonly kind: 'dispute'
      readonly ref: string
      readonly state: 'open' | 'won' | 'lost'
      readonly amount: Money
    })

/** An entry of the provider's own book: what it added to or took from the balance it owes us. */
export interface BalanceEntry {
  readonly ref: string
  readonly kind: 'charge' | 'refund' | 'dispute' | 'payout' | 'other'
  /** The attempt, refund, dispute or payout it is about; null where the provider names none. */
  readonly sourceRef: string | null
  /** Signed; `net` is `gross` less `fee`. All of one currency. */
  readonly gross: Money
  readonly fee: Money
  readonly net: Money
  /** The payout that settled it, once there is one. */
  readonly payoutRef: string | null
  readonly at: Date
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Where the next page starts; null at the end. */
  readonly next: string | null
}

export interface SubmitInput {
  readonly paymentId: string
  /** Stored before the call; the same for every repetition of this attempt. */
  readonly providerKey: string
  readonly amount: Money
  readonly description: string
  readonly email: string
  /** E.164 without `+`; M-Pesa pushes to it. */
  readonly phone: string | null
  /** Where the payer comes back to from the provider's pages. */
  readonly returnUrl: URL
}

/** What the payer's browser needs to go on; nothing of it is secret from the payer. */
export type NextStep =
  | {
      readonly kind: 'card-form'
      readonly clientSecret: string
      readonly publishableKey: string | null
      /** Where a stand-in takes the card; null: Stripe.js does. */
      readonly standIn: string | null
    }
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'wait' }

export interface Submitted {
  readonly fact: Extract<Fact, { kind: 'attempt' }>
  readonly next: NextStep
}

export interface RawWebhook {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The rest of the path after `/webhooks/{provider}/`, one segment: M-Pesa's secret. */
  readonly pathSecret: string | null
  /** The sender's address, as trusted proxies tell it; without one, a provider that is held to some addresses refuses. */
  readonly from?: string
  readonly receivedAt: Date
}

/** Who sent a webhook, and what it is about. `unsigned`: the provider signs nothing, so it is a hint that must be asked back. */
export type Verified =
  | {
      readonly kind: 'verified' | 'unsigned'
      /** Once per event of the provider, the same for each repetition. */
      readonly eventId: string
      readonly type: string
      readonly livemode: boolean
      /** What has to be read again; null for a type that says nothing of payments. */
      readonly attemptRef: string | null
      /** What the payload itself says: taken alone only where the provider cannot be asked. */
      readonly facts: readonly Fact[]
      /** What is kept of the message where that is less than all of it. */
      readonly kept?: Buffer
    }
  | { readonly kind: 'refused'; readonly why: 'signature' | 'timestamp' | 'malformed' }

/** The provider said no, and nothing has happened there. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Whether anything has happened there is not known: silence, a cut connection, 5xx. The same key has to be used again. */
export class ProviderUncertain extends Error {
  override readonly name = 'ProviderUncertain'
}

/** What the core needs of a payment provider; each call goes over HTTP, with a deadline of its own (10 s), and throws the two classes above. */
export interface PaymentProvider {
  readonly name: 'stripe' | 'paypal' | 'mpesa'
  /** Which of the provider's accounts this is; facts of another one are not ours. */
  readonly account: string
  readonly livemode: boolean
  /** Throws payments/amount-not-payable for an amount or currency this provider cannot take, before anything is stored. */
  checkAmount(amount: Money): void
  /** How long `providerKey` protects from doing twice; null where the provider has no such thing, and a repetition must never be sent. */
  readonly keyLifetimeSeconds: number | null
  submit(input: SubmitInput): Promise<Submitted>
  /**
   * All facts of one attempt: itself, its refunds, its disputes. Null when the provider knows no such thing. PayPal's money moves here: an
   * order that its payer has approved is captured.
   */
  read(attemptRef: string): Promise<readonly Fact[] | null>
  /** Finds what an uncertain submit made, by our payment's id; null when it made nothing or it cannot be told. */
  find(paymentId: string, since: Date): Promise<readonly Fact[] | null>
  /** Ends an attempt that took nothing. The fact that answers may be that it succeeded meanwhile. */
  cancel(attemptRef: string): Promise<readonly Fact[]>
  refund(input: {
    readonly attemptRef: string
    readonly refundId: string
    readonly providerKey: string
    readonly amount: Money
  }): Promise<Extract<Fact, { kind: 'refund' }>>
  verify(webhook: RawWebhook): Promise<Verified>
  /** Events from a moment on, oldest first; null where the provider keeps no list. */
  events: ((from: Date, cursor: string | null) => Promise<Page<Verified>>) | null
  /** Everything that was paid, refunded or disputed between two moments; null where there is no list. */
  objects: ((from: Date, to: Date, cursor: string | null) => Promise<Page<Fact>>) | null
  /** The provider's book between two moments; null where there is none. */
  balance: ((from: Date, to: Date, cursor: string | null) => Promise<Page<BalanceEntry>>) | null
}
