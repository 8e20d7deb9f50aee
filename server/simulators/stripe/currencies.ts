import { invalid } from './errors.ts'

/** https://docs.stripe.com/currencies: whole units that are sent with two decimals all the same. */
const WHOLE_IN_HUNDREDTHS = new Set(['isk', 'ugx'])
const THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])
/** Least amounts of some; fifty where nothing else is written here. */
const LEAST: Readonly<Record<string, number>> = {
  jpy: 50,
  gbp: 30,
  eur: 50,
  usd: 50,
  aed: 200,
  huf: 17_500,
  mxn: 1000,
  sek: 300,
}
const LEAST_USUAL = 50
const DIGITS_MAX = 8
const DIGITS_MAX_OF: Readonly<Record<string, number>> = { idr: 12 }

/** Throws as Stripe does for an amount that it cannot take. */
export function checkCharge(amount: number, currency: string): void {
  if (!/^[a-z]{3}$/.test(currency)) throw invalid(`Invalid currency: ${currency}`, undefined, 'currency')
  if (amount < 1) throw invalid('This value must be greater than or equal to 1.', 'parameter_invalid_integer', 'amount')
  if (amount < (LEAST[currency] ?? LEAST_USUAL))
    throw invalid('Amount is less than the least that can be charged', 'amount_too_small', 'amount')
  if (String(amount).length > (DIGITS_MAX_OF[currency] ?? DIGITS_MAX))
    throw invalid('Amount is more than can be charged', 'amount_too_large', 'amount')
  const step = WHOLE_IN_HUNDREDTHS.has(currency) ? 100 : THREE_DECIMALS.has(currency) ? 10 : 1
  if (amount % step !== 0)
    throw invalid(
      `Invalid amount for ${currency}: it must be divisible by ${step}`,
      'parameter_invalid_integer',
      'amount',
    )
}
