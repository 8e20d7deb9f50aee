import type Stripe from 'stripe'
import { type Fact, ProviderRefusal } from '../provider.ts'
import type { StripeApi } from './stripe-api.ts'
import { attemptFact, disputeFact, refundFact, type StripeSource } from './stripe-facts.ts'

const PAGE = 100
/** What is made within this time of an uncertain call is looked through for it, at most. */
const FIND_PAGES = 20
const CLOCK_SLACK_SECONDS = 300

/** What Stripe says of a PaymentIntent of ours, which is in a currency that was asked for. */
export function knownFact(intent: Stripe.PaymentIntent, source: StripeSource): Extract<Fact, { kind: 'attempt' }> {
  const fact = attemptFact(intent, source)
  if (fact === null) throw new ProviderRefusal('unknown-currency', `Stripe answered in ${intent.currency}`)
  return fact
}

/** A PaymentIntent, its refunds and its disputes; null when there is none. */
export async function readIntent(
  api: StripeApi,
  source: StripeSource,
  attemptRef: string,
): Promise<readonly Fact[] | null> {
  const intent = await found(() =>
    api.call((stripe) => stripe.paymentIntents.retrieve(attemptRef, { expand: ['latest_charge'] })),
  )
  if (intent === null) return null
  const own = knownFact(intent, source)
  if (own.captured.minor === 0n) return [own]
  const query = { payment_intent: attemptRef, limit: PAGE }
  const refunds = await api.call((stripe) => stripe.refunds.list(query).autoPagingToArray({ limit: PAGE * PAGE }))
  const disputes = await api.call((stripe) => stripe.disputes.list(query).autoPagingToArray({ limit: PAGE * PAGE }))
  const facts = [...refunds.map((one) => refundFact(one, source)), ...disputes.map((one) => disputeFact(one, source))]
  return [own, ...facts.filter((fact) => fact !== null)]
}
/** By the list, which holds what was just made; the search learns of it up to an hour later. */
export async function findIntent(
  api: StripeApi,
  source: StripeSource,
  { paymentId, since }: { readonly paymentId: string; readonly since: Date },
): Promise<readonly Fact[] | null> {
  const created = { gte: Math.floor(since.getTime() / 1000) - CLOCK_SLACK_SECONDS }
  let after: string | undefined
  for (let pages = 0; pages < FIND_PAGES; pages += 1) {
    const query = { created, limit: PAGE, ...(after === undefined ? {} : { starting_after: after }) }
    const page = await api.call((stripe) => stripe.paymentIntents.list(query))
    const intent = page.data.find(({ metadata }) => metadata.payment_id === paymentId)
    if (intent !== undefined) return readIntent(api, source, intent.id)
    after = page.data.at(-1)?.id
    if (!page.has_more || after === undefined) return null
  }
  const query = `metadata['payment_id']:'${paymentId.replace(/[^\w-]/g, '')}'`
  const [intent] = (await api.call((stripe) => stripe.paymentIntents.search({ query, limit: 1 }))).data
  return intent === undefined ? null : readIntent(api, source, intent.id)
}

async function found<Item>(work: () => Promise<Item>): Promise<Item | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ProviderRefusal && error.code === 'resource_missing') return null
    throw error
  }
}
