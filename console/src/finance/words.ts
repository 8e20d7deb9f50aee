import type { InvoiceDetail, InvoiceLine, ListedPayment, Recurrence } from '../api.ts'
import { moneyInWords } from '../shell/money.ts'
import type { Tone } from '../shell/state-badge.tsx'

export type InvoiceState = InvoiceLine['status']
export type PaymentState = ListedPayment['state']
export type Provider = NonNullable<ListedPayment['provider']>

interface Word {
  readonly label: string
  readonly tone: Tone
}

export const invoiceStates: Readonly<Record<InvoiceState, Word>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  issued: { label: 'Issued', tone: 'caution' },
  partially_paid: { label: 'Partly paid', tone: 'caution' },
  paid: { label: 'Paid', tone: 'positive' },
  void: { label: 'Void', tone: 'quiet' },
  written_off: { label: 'Written off', tone: 'negative' },
}

/** What stands of an invoice: that it is overdue outranks that it is open. */
export function invoiceWord(invoice: Pick<InvoiceLine, 'kind' | 'status' | 'overdue' | 'totalMinor'>): Word {
  if (invoice.overdue) return { label: 'Overdue', tone: 'negative' }
  if (invoice.kind === 'credit_note' && invoice.status !== 'draft') return { label: 'Credit note', tone: 'quiet' }
  return invoiceStates[invoice.status]
}

/** INV-2026-00001, or what it is until it has a number. */
export function nameOf({ kind, number }: Pick<InvoiceLine, 'kind' | 'number'>): string {
  return number ?? (kind === 'invoice' ? 'Draft of an invoice' : 'Draft of a credit note')
}

export const paymentStates: Readonly<Record<PaymentState, Word>> = {
  open: { label: 'Not paid yet', tone: 'quiet' },
  authorized: { label: 'Authorised', tone: 'caution' },
  partially_captured: { label: 'Partly paid', tone: 'caution' },
  captured: { label: 'Paid', tone: 'positive' },
  partially_refunded: { label: 'Partly refunded', tone: 'caution' },
  refunded: { label: 'Refunded', tone: 'quiet' },
  canceled: { label: 'Called off', tone: 'quiet' },
}

export const providers: Readonly<Record<Provider, string>> = { stripe: 'Stripe', paypal: 'PayPal', mpesa: 'M-Pesa' }

/** The provider’s own name; the book of ours is none. */
export function providerInWords(name: string): string {
  return name === 'book' ? 'Our own book' : ((providers as Readonly<Record<string, string>>)[name] ?? name)
}

export const methods: Readonly<Record<string, string>> = {
  bank_transfer: 'Bank transfer',
  cash: 'Cash',
  other: 'Other',
  provider: 'Payment provider',
}

export const roundings: Readonly<Record<InvoiceDetail['taxRounding'], string>> = {
  line: 'On each line',
  document: 'Once for each rate',
}

export const frequencies: Readonly<Record<Recurrence['frequency'], string>> = {
  daily: 'Every day',
  weekly: 'Every week',
  two_weeks: 'Every two weeks',
  four_weeks: 'Every four weeks',
  monthly: 'Every month',
  two_months: 'Every two months',
  three_months: 'Every three months',
  four_months: 'Every four months',
  six_months: 'Every half year',
  annually: 'Every year',
  two_years: 'Every two years',
  three_years: 'Every three years',
}

export const recurrenceModes: Readonly<Record<Recurrence['mode'], string>> = {
  draft: 'As a draft',
  issue: 'Issued at once',
  send: 'Issued and mailed',
}

export const recurrenceStates: Readonly<Record<Recurrence['status'], Word>> = {
  active: { label: 'Active', tone: 'positive' },
  paused: { label: 'Paused', tone: 'caution' },
  ended: { label: 'Ended', tone: 'quiet' },
}

/** €19.99 of minor units as the server writes them. */
export function sum(minor: string, currency: string): string {
  return moneyInWords({ minor, currency })
}

/** 1900 basis points as 19 %, 750 as 7.5 %. */
export function rateInWords(basisPoints: number): string {
  return `${rateTyped(basisPoints)} %`
}

/** The same as a field holds it. */
export function rateTyped(basisPoints: number): string {
  const fraction = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${Math.floor(basisPoints / 100)}${fraction === '' ? '' : `.${fraction}`}`
}

/** Basis points of a typed percentage with at most two decimals; undefined when it is none from 0 to 100. */
export function rateOf(typed: string): number | undefined {
  const [, whole, fraction = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? []
  if (whole === undefined) return undefined
  const basisPoints = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  return basisPoints <= 10_000 ? basisPoints : undefined
}
