import assert from 'node:assert/strict'
import { type StripeSimulator, startStripeSimulator } from '../../server/simulators/stripe/simulator.ts'
import type { HttpAnswer, HttpClient } from './http-client.ts'
import { expectStatus, idempotencyKey } from './music.ts'
import type { TestServer } from './server.ts'

/** A card that is taken, of which every refund goes through. */
const GOOD_CARD = '4242424242424242'

/** What the payer sees of a payment. */
export interface OwnPayment {
  readonly id: string
  readonly state: string
  readonly fulfilled: boolean
  readonly captured: { readonly minor: string; readonly currency: string }
  readonly refunded: { readonly minor: string; readonly currency: string }
}

export interface Subject {
  readonly type: string
  readonly id: string
}

/** Payers at a stand-in of Stripe that tells the server what happens. */
export interface Till {
  readonly stripe: StripeSimulator
  /** Asks to pay with what a guest proves the subject with, or by the session of `http`. */
  intent(subject: Subject, by: string | HttpClient): Promise<HttpAnswer>
  /** The payer's browser sends the card to Stripe; the status of its answer. */
  card(intent: HttpAnswer, number?: string): Promise<number>
  /** Waits until Stripe has told all, and everything that follows from it is done. */
  settled(): Promise<void>
  /** Asks, pays and waits: the payment as its payer sees it. */
  pay(subject: Subject, by: string | HttpClient): Promise<OwnPayment>
  view(intent: HttpAnswer, by: string | HttpClient): Promise<OwnPayment>
  /** Refunds of what was paid for a subject, oldest first. */
  refunds(subjectId: string): Promise<{ minor: bigint; status: string; reference: string }[]>
}

/** Starts a server that takes money through a stand-in of Stripe. */
export async function startWithStripe<Server extends TestServer>(
  start: (environment: Readonly<Record<string, string>>) => Promise<Server>,
): Promise<Server & { readonly till: Till }> {
  const stripe = await startStripeSimulator()
  try {
    const server = await start(environmentOf(stripe))
    await stripe.control('webhook', { url: `${server.url}/api/payments/webhooks/stripe` })
    return {
      ...server,
      till: createTill(server, stripe),
      async stop() {
        await stripe.close()
        await server.stop()
      },
    }
  } catch (error) {
    await stripe.close()
    throw error
  }
}

/** What a program is told to take money there. */
export function environmentOf(stripe: StripeSimulator) {
  return {
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_BASE: stripe.url,
  }
}

function createTill({ app, people, jobsIdle }: TestServer, stripe: StripeSimulator): Till {
  const anonymous = people.anonymous()
  const till: Till = {
    stripe,
    intent(subject, by) {
      const body = { subject, provider: 'stripe', ...(typeof by === 'string' ? { token: by } : {}) }
      const http = typeof by === 'string' ? anonymous : by
      return http.post('/api/payments/create-intent', body, idempotencyKey())
    },
    async card(intent, number = GOOD_CARD) {
      const { clientSecret } = expectStatus(intent, 201).next as { clientSecret: string }
      const body = new URLSearchParams({
        ...{ key: stripe.publishableKey, client_secret: clientSecret },
        ...{ 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': number },
      })
      const path = `/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`
      return (await fetch(`${stripe.url}${path}`, { method: 'POST', body })).status
    },
    async settled() {
      // What follows from a message may ask Stripe for a refund, of which it tells as well.
      for (let turn = 0; turn < 2; turn += 1) {
        await stripe.control('settle')
        await jobsIdle()
      }
    },
    async pay(subject, by) {
      const intent = await till.intent(subject, by)
      assert.equal(await till.card(intent), 200)
      await till.settled()
      return await till.view(intent, by)
    },
    async view({ body }, by) {
      const path = `/api/payments/${body.paymentId}/own`
      const answer = await (typeof by === 'string' ? anonymous.get(path, { 'payment-token': by }) : by.get(path))
      return expectStatus(answer, 200)
    },
    refunds: (subjectId) =>
      app.db.raw<{ minor: bigint; status: string; reference: string }>(
        `SELECT refund.amount_minor AS minor, refund.status, refund.provider_ref AS reference
           FROM payments.refund JOIN payments.payment ON payment.id = refund.payment_id
          WHERE payment.subject_id = $1 ORDER BY refund.id`,
        [subjectId],
      ),
  }
  return till
}
