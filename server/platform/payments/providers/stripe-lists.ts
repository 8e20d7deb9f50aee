import type Stripe from 'stripe'
import { nowMs } from '../../../kernel/clock.ts'
import type { BalanceEntry, Fact, Page, PaymentProvider, Verified } from '../provider.ts'
import type { StripeApi } from './stripe-api.ts'
import { balanceEntry, chargeFact, disputeFact, refundFact, type StripeSource, verifiedEvent } from './stripe-facts.ts'
import { readWindow } from './windows.ts'

const PAGE = 100
/** A window with more events is halved. */
const EVENTS_MAX = 1000
const KINDS = ['charges', 'refunds', 'disputes'] as const
type Kind = (typeof KINDS)[number]

/** What Stripe lists of one account. */
export function createStripeLists(
  api: StripeApi,
  source: StripeSource,
): Required<Pick<PaymentProvider, 'events' | 'objects' | 'balance'>> {
  /** Charges that were paid, then refunds, then disputes; the cursor names which, and the last one seen. */
  async function objects(from: Date, to: Date, cursor: string | null): Promise<Page<Fact>> {
    const [name = KINDS[0], after] = cursor?.split(':') ?? []
    const kind = KINDS.find((one) => one === name) ?? KINDS[0]
    const query = { created: { gte: seconds(from), lt: seconds(to) }, ...pageAfter(after === '' ? undefined : after) }
    const { facts, last, hasMore } = await listed(kind, query)
    const nextKind = KINDS[KINDS.indexOf(kind) + 1]
    const next = hasMore && last !== undefined ? `${kind}:${last}` : nextKind === undefined ? null : `${nextKind}:`
    return { items: facts.filter((fact) => fact !== null), next }
  }

  async function listed(kind: Kind, query: Stripe.PaginationParams & { created: Stripe.RangeQueryParam }) {
    const read = <Item extends { readonly id: string }>(
      page: Stripe.ApiList<Item>,
      factOf: (item: Item, source: StripeSource) => Fact | null,
    ) => ({ facts: page.data.map((item) => factOf(item, source)), last: page.data.at(-1)?.id, hasMore: page.has_more })
    if (kind === 'charges') return read(await api.call((stripe) => stripe.charges.list(query)), chargeFact)
    if (kind === 'refunds') return read(await api.call((stripe) => stripe.refunds.list(query)), refundFact)
    return read(await api.call((stripe) => stripe.disputes.list(query)), disputeFact)
  }

  async function balance(from: Date, to: Date, cursor: string | null): Promise<Page<BalanceEntry>> {
    const query = {
      created: { gte: seconds(from), lt: seconds(to) },
      expand: ['data.source'],
      ...pageAfter(cursor ?? undefined),
    }
    const page = await api.call((stripe) => stripe.balanceTransactions.list(query))
    const last = page.data.at(-1)
    const payouts = last === undefined ? new Map<string, string>() : await paidOutSince(api, last.created)
    const items = page.data.flatMap((line) => balanceEntry(line, payouts.get(line.id) ?? null) ?? [])
    return { items, next: page.has_more && last !== undefined ? last.id : null }
  }

  return { events: (from, cursor) => events(api, source.account, from, cursor), objects, balance }
}

/** Stripe lists the newest first and cannot turn that round, so a window is read whole and turned. The cursor is where the next starts. */
async function events(api: StripeApi, account: string, from: Date, cursor: string | null): Promise<Page<Verified>> {
  const start = cursor === null ? seconds(from) : Number(cursor)
  const { found, next } = await readWindow(start, Math.floor(nowMs() / 1000) + 1, (gte, lt) =>
    eventsIn(api, { gte, lt }),
  )
  const items = found.reverse().map((event) => verifiedEvent(event, account))
  return { items, next: next === null ? null : String(next) }
}

/** Newest first; null when there are too many. */
async function eventsIn(api: StripeApi, created: Stripe.RangeQueryParam): Promise<Stripe.Event[] | null> {
  const found: Stripe.Event[] = []
  for (let after: string | undefined; ; after = found.at(-1)?.id) {
    const page = await api.call((stripe) => stripe.events.list({ created, ...pageAfter(after) }))
    found.push(...page.data)
    if (!page.has_more || page.data.length === 0) return found
    if (found.length >= EVENTS_MAX) return null
  }
}

/** Entries do not name their payout, and a payout lists its entries only when Stripe made it by itself. */
async function paidOutSince(api: StripeApi, created: number): Promise<Map<string, string>> {
  const payoutOf = new Map<string, string>()
  const payouts = await all(api, (stripe, after) =>
    stripe.payouts.list({ created: { gte: created }, ...pageAfter(after) }),
  )
  for (const { id, automatic } of payouts) {
    if (!automatic) continue
    const lines = await all(api, (stripe, after) =>
      stripe.balanceTransactions.list({ payout: id, ...pageAfter(after) }),
    )
    for (const line of lines) payoutOf.set(line.id, id)
  }
  return payoutOf
}

async function all<Item extends { readonly id: string }>(
  api: StripeApi,
  list: (stripe: Stripe, after: string | undefined) => Promise<Stripe.ApiList<Item>>,
): Promise<Item[]> {
  const found: Item[] = []
  for (let after: string | undefined; ; after = found.at(-1)?.id) {
    const page = await api.call((stripe) => list(stripe, after))
    found.push(...page.data)
    if (!page.has_more || page.data.length === 0) return found
  }
}

function pageAfter(after: string | undefined): Stripe.PaginationParams {
  return { limit: PAGE, ...(after === undefined ? {} : { starting_after: after }) }
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000)
}
