import { nowMs } from '../../../kernel/clock.ts'
import type { BalanceEntry, Fact, Page, PaymentProvider, Verified } from '../provider.ts'
import { ofPaypalUnits } from './paypal-amounts.ts'
import type { PaypalApi } from './paypal-api.ts'
import { orderOfCapture, type PaypalEvent, verifiedEvent } from './paypal-events.ts'
import {
  disputeFact,
  instant,
  kindOf,
  type PaypalDispute,
  type PaypalLink,
  type PaypalSource,
  type PaypalTransaction,
  paymentIdOf,
} from './paypal-facts.ts'
import { readWindow } from './windows.ts'

interface Report {
  readonly transaction_details?: readonly { readonly transaction_info: PaypalTransaction }[]
  readonly total_pages?: number
}

const PAGE = 100
/** A window with more events is halved. */
const EVENTS_MAX = 1000
const DISPUTES_PAGE = 50
const DISPUTES = 'disputes:'

interface Listed {
  readonly links?: readonly PaypalLink[]
}

/** A page of PayPal's report of transactions, which learns of one some hours late and spans 31 days at most. */
export async function reportPage(
  api: PaypalApi,
  { from, to }: { readonly from: Date; readonly to: Date },
  page: number,
): Promise<Page<PaypalTransaction>> {
  const report = await api.ask<Report>({
    method: 'GET',
    path: '/v1/reporting/transactions',
    query: {
      start_date: from.toISOString(),
      end_date: to.toISOString(),
      fields: 'transaction_info',
      page_size: String(PAGE),
      page: String(page),
    },
  })
  const items = (report.transaction_details ?? []).map(({ transaction_info: info }) => info)
  return { items, next: page < (report.total_pages ?? 1) ? String(page + 1) : null }
}

/** What PayPal lists of one account. */
export function createPaypalLists(
  api: PaypalApi,
  source: PaypalSource,
): Required<Pick<PaymentProvider, 'events' | 'objects' | 'balance'>> {
  /** What the report holds, page by page, and then disputes, which it does not name. */
  async function objects(from: Date, to: Date, cursor: string | null): Promise<Page<Fact>> {
    if (cursor?.startsWith(DISPUTES) === true)
      return disputes(api, source, { from, to, token: cursor.slice(DISPUTES.length) })
    const { items, next } = await reportPage(api, { from, to }, Number(cursor ?? 1))
    const facts: Fact[] = []
    for (const item of items) {
      const fact = await factOf(api, item, source)
      if (fact !== null) facts.push(fact)
    }
    return { items: facts, next: next ?? DISPUTES }
  }
  async function balance(from: Date, to: Date, cursor: string | null): Promise<Page<BalanceEntry>> {
    const { items, next } = await reportPage(api, { from, to }, Number(cursor ?? 1))
    const entries: BalanceEntry[] = []
    for (const item of items) {
      const entry = await entryOf(api, item)
      if (entry !== null) entries.push(entry)
    }
    return { items: entries, next }
  }
  return { events: (from, cursor) => events(api, source, from, cursor), objects, balance }
}

/** Nothing says in which order PayPal lists, so a window is read whole and put into order. The cursor is where the next starts. */
async function events(
  api: PaypalApi,
  source: PaypalSource,
  from: Date,
  cursor: string | null,
): Promise<Page<Verified>> {
  const start = cursor === null ? Math.floor(from.getTime() / 1000) : Number(cursor)
  const { found, next } = await readWindow(start, Math.floor(nowMs() / 1000) + 1, (first, end) =>
    eventsIn(api, first, end),
  )
  const ordered = found.reverse().sort((a, b) => Date.parse(a.create_time) - Date.parse(b.create_time))
  const items: Verified[] = []
  for (const event of ordered) items.push(await verifiedEvent(event, api, source))
  return { items, next: next === null ? null : String(next) }
}

/** Null when there are too many. */
async function eventsIn(api: PaypalApi, start: number, end: number): Promise<PaypalEvent[] | null> {
  const found: PaypalEvent[] = []
  const path = '/v1/notifications/webhooks-events'
  const [from, to] = [start, end].map((second) => new Date(second * 1000).toISOString())
  let query: Record<string, string> | null = { start_time: from ?? '', end_time: to ?? '', page_size: String(PAGE) }
  while (query !== null) {
    const answer: Listed & { events?: PaypalEvent[] } = await api.ask({ method: 'GET', path, query })
    found.push(...(answer.events ?? []))
    query = nextQuery(answer)
    if (query !== null && found.length >= EVENTS_MAX) return null
  }
  return found
}

async function disputes(
  api: PaypalApi,
  source: PaypalSource,
  { from, to, token }: { readonly from: Date; readonly to: Date; readonly token: string },
): Promise<Page<Fact>> {
  const path = '/v1/customer/disputes'
  const more = token === '' ? {} : { next_page_token: token }
  const query = { start_time: from.toISOString(), page_size: String(DISPUTES_PAGE), ...more }
  const answer = await api.ask<Listed & { items?: readonly PaypalDispute[] }>({ method: 'GET', path, query })
  const facts: Fact[] = []
  for (const { dispute_id: id, create_time: time } of answer.items ?? []) {
    if (instant(time) >= to) continue
    const whole = await api.ask<PaypalDispute>({ method: 'GET', path: `${path}/${encodeURIComponent(id)}` })
    const about = await orderOfCapture(api, whole.disputed_transactions?.[0]?.seller_transaction_id ?? null)
    const fact = about === null ? null : disputeFact(whole, about, source)
    if (fact !== null) facts.push(fact)
  }
  const next = nextQuery(answer)?.next_page_token
  return { items: facts, next: next === undefined ? null : `${DISPUTES}${next}` }
}

function nextQuery({ links }: Listed): Record<string, string> | null {
  const href = links?.find(({ rel }) => rel === 'next')?.href
  return href === undefined ? null : Object.fromEntries(new URL(href).searchParams)
}

/** A payment names its order or is asked for it; everything else names the payment's capture. */
async function attemptOf(api: PaypalApi, item: PaypalTransaction): Promise<string | null> {
  if (item.paypal_reference_id_type === 'ODR') return item.paypal_reference_id ?? null
  const captureId = kindOf(item) === 'charge' ? item.transaction_id : item.paypal_reference_id
  return (await orderOfCapture(api, captureId ?? null))?.attemptRef ?? null
}

async function factOf(api: PaypalApi, item: PaypalTransaction, source: PaypalSource): Promise<Fact | null> {
  const amount = ofPaypalUnits(item.transaction_amount)
  const kind = kindOf(item)
  const isRefund = item.transaction_event_code === 'T1107'
  if (amount === null || item.transaction_status !== 'S' || (kind !== 'charge' && !isRefund)) return null
  const attemptRef = (await attemptOf(api, item)) ?? item.transaction_id
  const at = instant(item.transaction_initiation_date)
  const own = { attemptRef, paymentId: paymentIdOf(item.custom_field), ...source, at }
  if (isRefund) {
    const given = { minor: -amount.minor, currency: amount.currency }
    return { kind: 'refund', ...own, ref: item.transaction_id, state: 'succeeded', amount: given }
  }
  return { kind: 'attempt', ...own, state: 'succeeded', amount, captured: amount, reason: null }
}

async function entryOf(api: PaypalApi, item: PaypalTransaction): Promise<BalanceEntry | null> {
  const gross = ofPaypalUnits(item.transaction_amount)
  if (gross === null) return null
  const fee = { minor: -(ofPaypalUnits(item.fee_amount)?.minor ?? 0n), currency: gross.currency }
  const kind = kindOf(item)
  const isOwn = kind === 'payout' || item.transaction_event_code === 'T1107'
  const sourceRef = isOwn ? item.transaction_id : kind === 'other' ? null : await attemptOf(api, item)
  return {
    ref: item.transaction_id,
    kind,
    sourceRef,
    gross,
    fee,
    net: { minor: gross.minor - fee.minor, currency: gross.currency },
    payoutRef: null,
    at: instant(item.transaction_initiation_date),
  }
}
