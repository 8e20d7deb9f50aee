import { Type } from 'typebox'
import { divideRounded, type Rounding } from './decimal.ts'
import { problems } from './problem.ts'

/** ISO 4217 codes with their minor-unit exponent (ISO 4217:2015, table A.1) for the currencies Plinth accepts. */
const EXPONENTS = {
  AUD: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLF: 4,
  CLP: 0,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KES: 2,
  KRW: 0,
  KWD: 3,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PHP: 2,
  PLN: 2,
  RON: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  TZS: 2,
  UGX: 0,
  USD: 2,
  VND: 0,
  ZAR: 2,
} as const

export type Currency = keyof typeof EXPONENTS

/** An amount in integer minor units: 19.99 USD is `{ minor: 1999n, currency: 'USD' }`. */
export interface Money {
  readonly minor: bigint
  readonly currency: Currency
}

const problem = problems('money', {
  'unknown-currency': { status: 400, title: 'This currency is not known' },
  'currency-mismatch': { status: 409, title: 'Amounts of different currencies cannot be combined' },
  'bad-rate': { status: 400, title: 'A rate is a plain decimal number' },
})

export const moneyProblems = problem

/** Money on the wire: minor units as text, since JSON numbers are doubles. */
export const moneyShape = Type.Object(
  { minor: Type.String({ pattern: '^-?[0-9]{1,18}$' }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
  { additionalProperties: false },
)

/** Reads money from the wire; throws money/unknown-currency. */
export function parseMoney(value: { readonly minor: string; readonly currency: string }): Money {
  return money(BigInt(value.minor), value.currency)
}

/** True for a code of the table. */
export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(EXPONENTS, code)
}

/** Makes an amount; throws money/unknown-currency for a code outside the table. */
export function money(minor: bigint, currency: string): Money {
  if (!isCurrency(currency)) throw problem('unknown-currency', { params: { currency } })
  return { minor, currency }
}

/** Sum of two amounts of one currency; throws money/currency-mismatch otherwise. */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw problem('currency-mismatch')
  return { minor: left.minor + right.minor, currency: left.currency }
}

/** `amount` times a decimal `rate` given as text ("0.0290"), exact, then rounded once to whole minor units. */
export function multiplyRate(amount: Money, rate: string, rounding: Rounding): Money {
  const match = /^(-?)(\d{1,20})(?:\.(\d{1,20}))?$/.exec(rate)
  if (match === null) throw problem('bad-rate')
  const fraction = match[3] ?? ''
  const scale = 10n ** BigInt(fraction.length)
  const factor = BigInt(`${match[2]}${fraction}`) * (match[1] === '-' ? -1n : 1n)
  return { minor: divideRounded(amount.minor * factor, scale, rounding), currency: amount.currency }
}

/**
 * Splits `amount` by `weights` so that the parts sum to the whole: floors, then the largest remainders get one unit each
 * (Hamilton's method); ties go to the earlier part. Weights are non-negative and not all zero.
 */
export function allocateMoney(amount: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('weights are non-negative with a positive sum')
  const sign = amount.minor < 0n ? -1n : 1n
  const whole = amount.minor * sign
  const floors = weights.map((weight) => (whole * weight) / total)
  const order = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  let left = whole - floors.reduce((sum, part) => sum + part, 0n)
  const extra = new Set<number>()
  for (const { index } of order) {
    if (left === 0n) break
    extra.add(index)
    left -= 1n
  }
  return floors.map((part, index) => ({
    minor: (part + (extra.has(index) ? 1n : 0n)) * sign,
    currency: amount.currency,
  }))
}

/** "19.99" for 1999 USD, "1999" for 1999 JPY, "1.999" for 1999 KWD: plain decimal text without grouping. */
export function formatMinor(amount: Money): string {
  const exponent = EXPONENTS[amount.currency]
  const digits = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(exponent + 1, '0')
  const sign = amount.minor < 0n ? '-' : ''
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}
