import type { Amount } from './account.ts'
import { PaypalFault } from './errors.ts'

/** https://developer.paypal.com/docs/reports/reference/paypal-supported-currencies/ */
const TWO_DECIMALS = 'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD ILS INR MXN MYR NOK NZD PHP PLN SEK SGD THB USD'.split(
  ' ',
)
const WHOLE = new Set(['HUF', 'JPY', 'TWD'])
const HUNDREDTHS = 100

/** Reads an amount as PayPal's API does; throws for one that it does not take. */
export function readAmount(given: unknown): Amount {
  const { currency_code: currency, value } = (given ?? {}) as Partial<Amount>
  if (typeof currency !== 'string' || (!WHOLE.has(currency) && !TWO_DECIMALS.includes(currency)))
    throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'CURRENCY_NOT_SUPPORTED')
  const form = WHOLE.has(currency) ? /^\d{1,13}$/ : /^\d{1,13}(?:\.\d{1,2})?$/
  if (typeof value !== 'string' || !form.test(value))
    throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'DECIMAL_PRECISION')
  if (Number(value) <= 0) throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'CANNOT_BE_ZERO_OR_NEGATIVE')
  return amountOf(hundredths({ currency_code: currency, value }), currency)
}

/** In hundredths of the unit, whatever the currency. */
export function hundredths({ value }: Amount): number {
  return Math.round(Number(value) * HUNDREDTHS)
}

export function amountOf(inHundredths: number, currency: string): Amount {
  const value = (inHundredths / HUNDREDTHS).toFixed(WHOLE.has(currency) ? 0 : 2)
  return { currency_code: currency, value }
}
