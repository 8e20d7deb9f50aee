import type Stripe from 'stripe'
import { LOOPBACK, type StripeAccount } from '../../../kernel/config/payments.ts'
import type { Secret } from '../../../kernel/config/secret.ts'
import {
  type Fact,
  type PaymentProvider,
  ProviderRefusal,
  type RawWebhook,
  type SubmitInput,
  type Verified,
} from '../provider.ts'
import { checkStripeAmount, inStripeUnits } from './stripe-amounts.ts'
import { createStripeApi } from './stripe-api.ts'
import { refundFact, type StripeSource, verifiedEvent } from './stripe-facts.ts'
import { createStripeLists } from './stripe-lists.ts'
import { findIntent, knownFact, readIntent } from './stripe-reading.ts'
import { stripeObjection } from './stripe-signature.ts'

export interface StripeSettings extends StripeAccount {
  /** For the whole of one call; 10 s when absent. */
  readonly timeoutMs?: number
}

/** Events of other accounts name them (Connect); those of our own do not. */
const OWN_ACCOUNT = 'own'
/** Stripe keeps a key for at least 24 hours. */
const KEY_SECONDS = 24 * 3600

/** Payments by Stripe's PaymentIntents: the payer's browser confirms with the client secret, and this side never sees a card. */
export function createStripeProvider(settings: StripeSettings): PaymentProvider {
  const livemode = settings.secretKey.reveal().includes('_live_')
  const source: StripeSource = { account: OWN_ACCOUNT, livemode }
  const api = createStripeApi(settings)

  async function submit(input: SubmitInput) {
    const intent = await api.call((stripe) =>
      stripe.paymentIntents.create(
        {
          amount: inStripeUnits(input.amount),
          currency: input.amount.currency.toLowerCase(),
          automatic_payment_methods: { enabled: true },
          description: input.description,
          metadata: { payment_id: input.paymentId },
        },
        { idempotencyKey: input.providerKey },
      ),
    )
    const next = {
      kind: 'card-form',
      clientSecret: intent.client_secret ?? '',
      publishableKey: settings.publishableKey,
      standIn: LOOPBACK.has(settings.apiBase.hostname) ? settings.apiBase.origin : null,
    } as const
    return { fact: knownFact(intent, source), next }
  }
  const read = (attemptRef: string) => readIntent(api, source, attemptRef)
  async function cancel(attemptRef: string): Promise<readonly Fact[]> {
    try {
      return [knownFact(await api.call((stripe) => stripe.paymentIntents.cancel(attemptRef)), source)]
    } catch (error) {
      if (!(error instanceof ProviderRefusal) || error.code !== 'payment_intent_unexpected_state') throw error
      return (await read(attemptRef)) ?? []
    }
  }
  const refund: PaymentProvider['refund'] = async ({ attemptRef, refundId, providerKey, amount }) => {
    const made = await api.call((stripe) =>
      stripe.refunds.create(
        { payment_intent: attemptRef, amount: inStripeUnits(amount), metadata: { refund_id: refundId } },
        { idempotencyKey: providerKey },
      ),
    )
    const fact = refundFact(made, source)
    if (fact === null) throw new ProviderRefusal('unknown-currency', `Stripe answered in ${made.currency}`)
    return fact
  }

  return {
    name: 'stripe',
    account: OWN_ACCOUNT,
    livemode,
    checkAmount: checkStripeAmount,
    keyLifetimeSeconds: KEY_SECONDS,
    submit,
    read,
    find: (paymentId, since) => findIntent(api, source, { paymentId, since }),
    cancel,
    refund,
    verify: async (webhook) => verify(webhook, settings.webhookSecrets),
    ...createStripeLists(api, source),
  }
}

function verify(webhook: RawWebhook, secrets: readonly Secret[]): Verified {
  const why = stripeObjection(webhook, secrets)
  if (why !== null) return { kind: 'refused', why }
  const event = eventOf(webhook.body)
  return event === null ? { kind: 'refused', why: 'malformed' } : verifiedEvent(event, OWN_ACCOUNT)
}

function eventOf(body: Buffer): Stripe.Event | null {
  try {
    const event = JSON.parse(body.toString('utf8')) as Stripe.Event
    const isWhole = typeof event.id === 'string' && typeof event.type === 'string' && Number.isInteger(event.created)
    return isWhole && typeof event.data?.object === 'object' && event.data.object !== null ? event : null
  } catch {
    // Signed, and yet no JSON: said as malformed.
    return null
  }
}
