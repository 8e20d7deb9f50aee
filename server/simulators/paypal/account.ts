import { nowMs } from '../../kernel/clock.ts'
import type { Random } from '../random.ts'

export interface Amount {
  readonly currency_code: string
  readonly value: string
}

export interface Link {
  readonly href: string
  readonly rel: string
  readonly method: string
}

export interface Capture {
  readonly id: string
  status: string
  readonly amount: Amount
  readonly custom_id?: string
  readonly final_capture: true
  readonly seller_protection: object
  readonly seller_receivable_breakdown: object
  readonly supplementary_data: { readonly related_ids: { readonly order_id: string } }
  readonly links: readonly Link[]
  readonly create_time: string
  update_time: string
}

export interface Refund {
  readonly id: string
  status: string
  readonly amount: Amount
  readonly custom_id?: string
  readonly links: readonly Link[]
  readonly create_time: string
  update_time: string
  readonly seller_payable_breakdown: object
}

export interface Order {
  readonly id: string
  readonly intent: string
  status: string
  readonly purchase_units: {
    readonly reference_id: string
    readonly amount: Amount
    custom_id?: string
    readonly description?: string
    readonly payee: { readonly email_address: string; readonly merchant_id: string }
    payments?: { readonly captures: Capture[]; readonly refunds: Refund[] }
  }[]
  readonly create_time: string
  update_time: string
  payer?: object
  links: Link[]
}

export interface Dispute {
  readonly dispute_id: string
  status: string
  readonly reason: string
  readonly dispute_amount: Amount
  readonly disputed_transactions: readonly { readonly seller_transaction_id: string }[]
  dispute_outcome?: { readonly outcome_code: string }
  readonly create_time: string
  update_time: string
}

/** A line of `GET /v1/reporting/transactions`. */
export interface Transaction {
  readonly transaction_id: string
  readonly paypal_reference_id?: string
  readonly paypal_reference_id_type?: string
  readonly transaction_event_code: string
  readonly transaction_initiation_date: string
  readonly transaction_updated_date: string
  readonly transaction_amount: Amount
  readonly fee_amount?: Amount
  readonly transaction_status: 'S'
  readonly custom_field?: string
}

export interface PaypalEvent {
  readonly id: string
  readonly event_version: '1.0'
  readonly create_time: string
  readonly resource_type: string
  readonly event_type: string
  readonly summary: string
  readonly resource: object
  readonly links: readonly Link[]
}

/** What the payer does on PayPal's pages, which the API does not show. */
export interface Approval {
  readonly returnUrl: string | null
  readonly cancelUrl: string | null
  declines: boolean
}

/** One test account: everything PayPal would keep of it, oldest first. */
export interface Account {
  readonly orders: Map<string, Order>
  readonly approvals: Map<string, Approval>
  readonly captures: Map<string, Capture>
  readonly refunds: Map<string, Refund>
  readonly disputes: Map<string, Dispute>
  readonly transactions: Transaction[]
  readonly events: PaypalEvent[]
  readonly url: () => string
  readonly merchantId: string
  /** 17 capital letters and digits. */
  id(): string
  now(): string
  /** Writes an event with the resource as it is now, and sends it to whoever listens. */
  emit(type: string, resourceType: string, resource: object): void
}

/** An account without anything in it. `listen` hears each event once. */
export function createAccount(given: {
  readonly random: Random
  readonly url: () => string
  readonly listen: (event: PaypalEvent) => void
}): Account {
  const { random, url } = given
  const account: Account = {
    orders: new Map(),
    approvals: new Map(),
    captures: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    transactions: [],
    events: [],
    url,
    merchantId: random.text(13).toUpperCase(),
    id: () => random.text(17).toUpperCase(),
    now: () => new Date(nowMs()).toISOString(),
    emit(type, resourceType, resource) {
      const id = `WH-${account.id()}-${account.id()}`
      const event: PaypalEvent = {
        id,
        event_version: '1.0',
        create_time: account.now(),
        resource_type: resourceType,
        event_type: type,
        summary: type,
        resource: structuredClone(resource),
        links: [link(account, 'self', `/v1/notifications/webhooks-events/${id}`)],
      }
      account.events.push(event)
      given.listen(event)
    },
  }
  return account
}

/** As PayPal points to what can be done next. */
export function link({ url }: Pick<Account, 'url'>, rel: string, path: string, method = 'GET'): Link {
  return { href: `${url()}${path}`, rel, method }
}
