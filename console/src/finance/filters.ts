import {
  type InvoiceState,
  invoiceStates,
  type PaymentState,
  type Provider,
  paymentStates,
  providers,
} from './words.ts'

/** What the list of invoices is narrowed to; it stands in the address. */
export interface InvoiceFilter {
  readonly q?: string
  readonly status?: InvoiceState | 'overdue'
  readonly kind?: 'invoice' | 'credit_note'
  readonly from?: string
  readonly to?: string
}

/** The same of payments; days are those of this browser's zone. */
export interface PaymentFilter {
  readonly state?: PaymentState
  readonly provider?: Provider
  readonly review?: true
  readonly from?: string
  readonly to?: string
}

export function invoiceFilterIn({ q, status, kind, from, to }: Record<string, unknown>): InvoiceFilter {
  return {
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(status === 'overdue' || isKey(invoiceStates, status) ? { status } : {}),
    ...(kind === 'invoice' || kind === 'credit_note' ? { kind } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  }
}

export function paymentFilterIn({ state, provider, review, from, to }: Record<string, unknown>): PaymentFilter {
  return {
    ...(isKey(paymentStates, state) ? { state } : {}),
    ...(isKey(providers, provider) ? { provider } : {}),
    ...(review === true ? { review } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  }
}

/** True for a name that `words` has. */
export function isKey<Key extends string>(words: Readonly<Record<Key, unknown>>, name: unknown): name is Key {
  return typeof name === 'string' && Object.hasOwn(words, name)
}

function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}
