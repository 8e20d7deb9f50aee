import type { Fact, PaymentProvider, RawWebhook, Submitted } from '../provider.ts'

/** A provider and its stand-in, with what a payer and a bank do there. */
export interface Stage {
  readonly provider: PaymentProvider
  /** The same, giving up sooner than a `slow` answer comes. */
  readonly hasty: PaymentProvider
  readonly currency: string
  /** Text that must be in no error: secrets, card numbers, telephone numbers. */
  readonly secrets: readonly string[]
  /** What it has received from the provider, oldest first. */
  readonly received: readonly RawWebhook[]
  /** The payer does what there is to do; `how` is `declined` when the money is not to be had. */
  pay(submitted: Submitted, how?: 'declined'): Promise<void>
  /** The payer of an attempt whose answer was lost pays: where there are no keys, the report alone tells of it. */
  payLost?(paymentId: string): Promise<void>
  /** The next request that matches meets this. */
  fault(kind: 'fail-before' | 'fail-after' | 'cut-after' | 'slow', match: string): Promise<void>
  duplicateNext(): Promise<void>
  /** Every webhook has been delivered. */
  settle(): Promise<void>
  /** How many attempts have been made there for this payment. */
  attemptsOf(paymentId: string): Promise<number>
  /** Where an attempt is made: part of `POST /path`. */
  readonly submitPath: string
  readonly traits: {
    readonly waiting: Fact['state']
    readonly declined: Fact['state']
    readonly canceled: Fact['state']
    /** M-Pesa has neither keys nor refunds nor disputes nor lists. */
    readonly keyed: boolean
  }
  /** Sends a refund back that the provider had said was made. */
  failRefund?(ref: string): Promise<void>
  dispute?(attemptRef: string): Promise<string>
  decide?(disputeRef: string, outcome: 'won' | 'lost'): Promise<void>
  payout?(): Promise<string | null>
  /** An event about something else than payments. */
  unknownEvent?(): Promise<void>
  /** A webhook altered so that it must be refused, and why; `[title, webhook, why]`. */
  forged(webhook: RawWebhook): readonly (readonly [string, RawWebhook, string])[]
  close(): Promise<void>
}
