import { decimalOf, minorOf } from '../shell/money.ts'
import type { Quote, QuoteInput } from './types.ts'

/** A draft as the form holds it: sums in decimals of the currency, the tax in percent. */
export interface QuoteValues {
  title: string
  currency: string
  lines: LineValues[]
  discount: string
  taxRounding: NonNullable<QuoteInput['taxRounding']>
  /** An instant, or '' for none. */
  validUntil: string
  terms: string
}

export interface LineValues {
  description: string
  qty: string
  unit: string
  taxPercent: string
}

export const newLine: LineValues = { description: '', qty: '1', unit: '', taxPercent: '16' }

/** A new draft is valid for two weeks unless somebody says otherwise. */
const fortnightMs = 14 * 24 * 3600 * 1000

export function quoteValues(quote: Quote | null, title = ''): QuoteValues {
  if (quote === null) {
    const validUntil = new Date(Date.now() + fortnightMs).toISOString()
    return { title, currency: 'KES', lines: [newLine], discount: '', taxRounding: 'document', validUntil, terms: '' }
  }
  const { currency, taxRounding, validUntil, terms } = quote
  return {
    ...{ title: quote.title, currency, taxRounding, validUntil, terms },
    discount: quote.discountMinor === '0' ? '' : decimalOf({ minor: quote.discountMinor, currency }),
    lines: quote.lines.map(({ description, qty, unitMinor, taxRateBp }) => ({
      ...{ description, qty, unit: decimalOf({ minor: unitMinor, currency }), taxPercent: String(taxRateBp / 100) },
    })),
  }
}

const basisPoints = (percent: string): number => Math.round(Number(percent.trim().replace(',', '.')) * 100)
const sum = (value: string, currency: string): string | undefined => {
  const minor = minorOf(value, currency)
  return minor?.startsWith('-') === true ? undefined : minor
}
const said = (words: string) => (value: string) => (value.trim() === '' ? words : null)

export const quoteRules = {
  title: said('A title is needed'),
  validUntil: said('Choose until when it holds'),
  terms: said('Terms are needed: the client accepts them'),
  discount: (value: string, { currency }: QuoteValues) =>
    value.trim() === '' || sum(value, currency) !== undefined ? null : sumFault(currency),
  lines: {
    description: said('Say what it is for'),
    qty: (value: string) => (/^\d{1,9}([.,]\d{1,6})?$/.test(value.trim()) ? null : 'Write a number'),
    unit: (value: string, { currency }: QuoteValues) =>
      sum(value, currency) === undefined ? sumFault(currency) : null,
    taxPercent: (value: string) =>
      /^\d{1,3}([.,]\d{1,2})?$/.test(value.trim()) && basisPoints(value) <= 10_000 ? null : 'Write a percentage',
  },
}

function sumFault(currency: string): string {
  return `Write the sum in digits, with the decimals of ${currency}`
}

export function quoteInput(values: QuoteValues): Omit<QuoteInput, 'clientId' | 'requestId'> {
  const { title, currency, taxRounding, validUntil, terms, discount, lines } = values
  return {
    ...{ title: title.trim(), currency, taxRounding, validUntil, terms },
    discountMinor: sum(discount, currency) ?? '0',
    lines: lines.map((line) => ({
      description: line.description.trim(),
      qty: line.qty.trim().replace(',', '.'),
      unitMinor: sum(line.unit, currency) ?? '0',
      taxRateBp: basisPoints(line.taxPercent),
    })),
  }
}

export function quotePlace(path: string): string {
  return path
    .replace(/\.unitMinor$/, '.unit')
    .replace(/\.taxRateBp$/, '.taxPercent')
    .replace(/^discountMinor$/, 'discount')
}
