import type { InvoiceDetail, InvoiceSettings } from '../api.ts'
import { decimalOf, minorOf } from '../shell/money.ts'
import { rateOf, rateTyped } from './words.ts'

/** A line as it is typed. */
export interface LineValues {
  readonly key: string
  readonly description: string
  readonly qty: string
  readonly unitMinor: string
  readonly taxRateBp: string
}

/** A draft as it is typed, under the names that the server points to a fault by. */
export interface DraftValues {
  readonly recipient: { name: string; email: string; address: string; taxNumber: string }
  readonly currency: string
  readonly lines: readonly LineValues[]
  readonly discountMinor: string
  readonly taxRounding: string
  readonly dueInDays: string
  readonly note: string
}

export function blankLine(taxRateBp = ''): LineValues {
  return { key: crypto.randomUUID(), description: '', qty: '1', unitMinor: '', taxRateBp }
}

/** What a new invoice begins with. */
export function blankDraft(settings: InvoiceSettings | null | undefined): DraftValues {
  return {
    recipient: { name: '', email: '', address: '', taxNumber: '' },
    ...{ currency: 'EUR', lines: [blankLine()], discountMinor: '', note: '' },
    ...{ taxRounding: settings?.taxRounding ?? 'line', dueInDays: String(settings?.dueDays ?? 14) },
  }
}

/** What a stored draft is edited as. */
export function draftTyped(draft: InvoiceDetail): DraftValues {
  const { recipient, currency, lines, discountMinor, taxRounding, dueInDays, note } = draft
  const { name, email, address, taxNumber } = recipient
  return {
    recipient: { name, email: email ?? '', address: address.join('\n'), taxNumber: taxNumber ?? '' },
    ...{ currency, taxRounding, dueInDays: String(dueInDays), note },
    lines: linesTyped(lines, currency),
    discountMinor: discountMinor === '0' ? '' : decimalOf({ minor: discountMinor, currency }),
  }
}

export function linesTyped(lines: InvoiceDetail['lines'], currency: string): LineValues[] {
  return lines.map(({ description, qty, unitMinor, taxRateBp }) => ({
    ...{ key: crypto.randomUUID(), description, qty, taxRateBp: rateTyped(taxRateBp) },
    unitMinor: decimalOf({ minor: unitMinor, currency }),
  }))
}

/** A decimal as the server takes it: a comma typed for the point is one. */
function quantityOf(typed: string): string | undefined {
  const plain = typed.trim().replace(',', '.')
  return /^\d{1,9}(?:\.\d{1,6})?$/.test(plain) ? plain : undefined
}

/** What a typed line comes from; undefined while it is not whole. */
function priceOf({ qty, unitMinor, taxRateBp }: LineValues, currency: string) {
  const [quantity, unit, rate] = [quantityOf(qty), minorOf(unitMinor, currency), rateOf(taxRateBp)]
  if (quantity === undefined || unit === undefined || unit.startsWith('-') || rate === undefined) return undefined
  return { qty: quantity, unitMinor: unit, taxRateBp: rate }
}

/** Lines as they are sent, once the form has found no fault in them. */
export function linesOf(lines: readonly LineValues[], currency: string) {
  return lines.flatMap((line) => {
    const price = priceOf(line, currency)
    return price === undefined ? [] : [{ description: line.description.trim(), ...price }]
  })
}

type Priced = Pick<DraftValues, 'currency' | 'lines' | 'discountMinor' | 'taxRounding'>

/** What the server is asked the sums of; undefined while something in it is no number. */
export function totalsAsked({ currency, lines, discountMinor, taxRounding }: Priced) {
  const prices = lines.flatMap((line) => priceOf(line, currency) ?? [])
  const discount = discountMinor.trim() === '' ? '0' : minorOf(discountMinor, currency)
  if (lines.length === 0 || prices.length < lines.length || discount === undefined || discount.startsWith('-'))
    return undefined
  return { currency, lines: prices, discountMinor: discount, taxRounding: roundingOf(taxRounding) }
}

export function roundingOf(text: string): 'line' | 'document' {
  return text === 'document' ? 'document' : 'line'
}

/** A draft as it is sent. */
export function draftBody(values: DraftValues, clientId: string | null) {
  const { recipient, currency, lines, discountMinor, taxRounding, dueInDays, note } = values
  const address = recipient.address.split('\n').map((one) => one.trim())
  return {
    ...(clientId === null ? {} : { clientId }),
    recipient: {
      name: recipient.name.trim(),
      email: recipient.email.trim() || null,
      address: address.filter((one) => one !== ''),
      taxNumber: recipient.taxNumber.trim() || null,
    },
    ...{ currency, lines: linesOf(lines, currency), note: note.trim(), taxRounding: roundingOf(taxRounding) },
    discountMinor: discountMinor.trim() === '' ? '0' : (minorOf(discountMinor, currency) ?? '0'),
    dueInDays: Number(dueInDays),
  }
}

/** Faults that the browser can tell of lines, by their path. */
export function lineFaults(lines: readonly LineValues[], currency: string): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap(({ description, qty, unitMinor, taxRateBp }, at) => {
      const unit = minorOf(unitMinor, currency)
      return [
        ...(description.trim() === '' ? [[`lines.${at}.description`, 'Say what it is for']] : []),
        ...(quantityOf(qty) === undefined ? [[`lines.${at}.qty`, 'A decimal such as 7.5']] : []),
        ...(unit === undefined || unit.startsWith('-') ? [[`lines.${at}.unitMinor`, `A price in ${currency}`]] : []),
        ...(rateOf(taxRateBp) === undefined ? [[`lines.${at}.taxRateBp`, 'From 0 to 100']] : []),
      ]
    }),
  )
}

/** The same of a whole draft. */
export function draftFaults({
  recipient,
  lines,
  currency,
  discountMinor,
  dueInDays,
}: DraftValues): Record<string, string> {
  const discount = discountMinor.trim() === '' ? '0' : minorOf(discountMinor, currency)
  return {
    ...(recipient.name.trim() === '' ? { 'recipient.name': 'Say whom it is for' } : {}),
    ...lineFaults(lines, currency),
    ...(discount === undefined || discount.startsWith('-') ? { discountMinor: `A sum in ${currency}` } : {}),
    ...(/^\d{1,3}$/.test(dueInDays) && Number(dueInDays) <= 365 ? {} : { dueInDays: 'From 0 to 365 days' }),
  }
}
