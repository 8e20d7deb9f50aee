import { type Currency, isCurrency, type Money } from '../../../kernel/money.ts'
import { paymentsProblem } from '../problems.ts'

/** https://docs.stripe.com/currencies#special-cases: whole units, which Stripe takes in hundredths all the same. */
const WHOLE_IN_HUNDREDTHS = new Set<Currency>(['ISK', 'UGX'])
/** https://docs.stripe.com/currencies#three-decimal: the last digit has to be 0. */
const THREE_DECIMALS = new Set<Currency>(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])
const HUNDREDTHS = 100n
const LAST_DIGIT = 10n
const DIGITS_MAX = 8
const DIGITS_MAX_OF: Partial<Record<Currency, number>> = { IDR: 12 }

/** Throws payments/amount-not-payable for what Stripe cannot take; least amounts are its own to refuse, as they follow exchange rates. */
export function checkStripeAmount({ minor, currency }: Money): void {
  const sent = inStripeUnits({ minor, currency })
  if (minor <= 0n) throw paymentsProblem('amount-not-payable', { params: { currency } })
  if (THREE_DECIMALS.has(currency) && minor % LAST_DIGIT !== 0n)
    throw paymentsProblem('amount-not-payable', { detail: 'The last digit has to be 0.', params: { currency } })
  if (String(sent).length > (DIGITS_MAX_OF[currency] ?? DIGITS_MAX))
    throw paymentsProblem('amount-not-payable', { detail: 'It is more than can be charged.', params: { currency } })
}

/** The whole number that Stripe is sent; at most 12 digits of what was checked, so exact. */
export function inStripeUnits({ minor, currency }: Money): number {
  return Number(WHOLE_IN_HUNDREDTHS.has(currency) ? minor * HUNDREDTHS : minor)
}

/** The money of an amount as Stripe writes it; null for a currency that Plinth does not know. */
export function ofStripeUnits(amount: number, currency: string): Money | null {
  const code = currency.toUpperCase()
  if (!isCurrency(code)) return null
  const minor = BigInt(amount)
  return { minor: WHOLE_IN_HUNDREDTHS.has(code) ? minor / HUNDREDTHS : minor, currency: code }
}
