import type { Account } from './account.ts'
import { amountOf } from './amounts.ts'
import { PaypalFault } from './errors.ts'

/** 3.49 % and 49 of the hundredths. */
const FEE_RATE = 349
const FEE_FIXED = 49
const RATE_SCALE = 10_000
const PAGE_USUAL = 100
const PAGE_MAX = 500
const RANGE_MAX_MS = 31 * 24 * 3600 * 1000

export interface Entry {
  /** https://developer.paypal.com/docs/transaction-search/transaction-event-codes/ */
  readonly code: string
  readonly id: string
  readonly reference?: { readonly id: string; readonly type: 'ODR' | 'TXN' }
  readonly amount: number
  readonly currency: string
  readonly fee?: number
  readonly customField?: string | undefined
}

/** What PayPal keeps of a payment, in hundredths. */
export function chargeFee(amount: number): number {
  return Math.round((amount * FEE_RATE) / RATE_SCALE) + FEE_FIXED
}

/** Writes into the account's book. */
export function record(account: Account, { code, id, reference, amount, currency, fee, customField }: Entry): void {
  const now = account.now()
  account.transactions.push({
    transaction_id: id,
    ...(reference === undefined ? {} : { paypal_reference_id: reference.id, paypal_reference_id_type: reference.type }),
    transaction_event_code: code,
    transaction_initiation_date: now,
    transaction_updated_date: now,
    transaction_amount: amountOf(amount, currency),
    ...(fee === undefined ? {} : { fee_amount: amountOf(-fee, currency) }),
    transaction_status: 'S',
    ...(customField === undefined ? {} : { custom_field: customField }),
  })
}

/** `GET /v1/reporting/transactions`: of 31 days at most. */
export function listTransactions(account: Account, query: URLSearchParams) {
  const [start, end] = [query.get('start_date') ?? '', query.get('end_date') ?? '']
  const [from, to] = [Date.parse(start), Date.parse(end)]
  if (Number.isNaN(from) || Number.isNaN(to) || to - from > RANGE_MAX_MS)
    throw new PaypalFault(400, 'INVALID_REQUEST', 'INVALID_DATE_RANGE')
  const size = Math.min(Number(query.get('page_size') ?? PAGE_USUAL), PAGE_MAX)
  const page = Number(query.get('page') ?? 1)
  const found = account.transactions.filter(({ transaction_initiation_date: date }) => {
    return Date.parse(date) >= from && Date.parse(date) <= to
  })
  return {
    transaction_details: found.slice((page - 1) * size, page * size).map((info) => ({ transaction_info: info })),
    account_number: account.merchantId,
    start_date: start,
    end_date: end,
    last_refreshed_datetime: account.now(),
    page,
    total_items: found.length,
    total_pages: Math.ceil(found.length / size),
    links: [],
  }
}

/** `GET /v1/notifications/webhooks-events`: newest first. */
export function listEvents(account: Account, query: URLSearchParams) {
  const from = Date.parse(query.get('start_time') ?? '') || 0
  const to = Date.parse(query.get('end_time') ?? '') || Number.POSITIVE_INFINITY
  const size = Number(query.get('page_size') ?? 10)
  const start = Number(query.get('offset') ?? 0)
  const found = account.events
    .filter(({ create_time: time }) => Date.parse(time) >= from && Date.parse(time) <= to)
    .reverse()
  const next = new URLSearchParams(query)
  next.set('offset', String(start + size))
  const href = `${account.url()}/v1/notifications/webhooks-events?${next}`
  const links = start + size < found.length ? [{ href, rel: 'next', method: 'GET' }] : []
  return { events: found.slice(start, start + size), count: found.length, links }
}
