import { type Currency, formatMinor, isCurrency, type Money } from '../../../kernel/money.ts'
import { paymentsProblem } from '../problems.ts'

/** https://developer.paypal.com/docs/reports/reference/paypal-supported-currencies/ */
const TAKEN = new Set<Currency>([
  ...(['AUD', 'BRL', 'CAD', 'CHF', 'CNY', 'CZK', 'DKK', 'EUR', 'GBP', 'HKD', 'HUF', 'ILS', 'JPY'] as const),
  ...(['MXN', 'MYR', 'NOK', 'NZD', 'PHP', 'PLN', 'SEK', 'SGD', 'THB', 'TWD', 'USD'] as const),
])
/** Their hundredths exist, and PayPal refuses them. */
const WHOLE_HERE = new Set<Currency>(['HUF', 'TWD'])
const HUNDREDTHS = 100n
const UNITS_DIGITS_MAX = 10

/** An amount as PayPal writes it. */
export interface PaypalAmount {
  readonly currency_code: string
  readonly value: string
}

/** Throws payments/amount-not-payable for what PayPal cannot take. */
export function checkPaypalAmount({ minor, currency }: Money): void {
  if (!TAKEN.has(currency) || minor <= 0n) throw paymentsProblem('amount-not-payable', { params: { currency } })
  if (WHOLE_HERE.has(currency) && minor % HUNDREDTHS !== 0n)
    throw paymentsProblem('amount-not-payable', { detail: 'PayPal takes whole units only.', params: { currency } })
  if ((formatMinor({ minor, currency }).split('.')[0] ?? '').length > UNITS_DIGITS_MAX)
    throw paymentsProblem('amount-not-payable', { detail: 'It is more than can be paid.', params: { currency } })
}

/** The decimal text that PayPal is sent. */
export function inPaypalUnits(amount: Money): PaypalAmount {
  const text = formatMinor(amount)
  const value = WHOLE_HERE.has(amount.currency) ? (text.split('.')[0] ?? text) : text
  return { currency_code: amount.currency, value }
}

/** The money of a decimal text; null for a currency that Plinth does not know, and for what is no amount. */
export function ofPaypalUnits(given: PaypalAmount | undefined): Money | null {
  const { currency_code: currency = '', value = '' } = given ?? {}
  const [, sign = '', units = '', fraction = ''] = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/.exec(value) ?? []
  if (!isCurrency(currency) || units === '') return null
  const places = formatMinor({ minor: 0n, currency }).split('.')[1]?.length ?? 0
  if (/[1-9]/.test(fraction.slice(places))) return null
  const minor = BigInt(`${units}${fraction.slice(0, places).padEnd(places, '0')}`)
  return { minor: sign === '-' ? -minor : minor, currency }
}
