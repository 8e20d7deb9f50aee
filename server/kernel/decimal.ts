import { Type } from 'typebox'

/** An exact decimal number, `units / 10 ** scale`: prices, quantities, and what is computed of them. Sums and products lose nothing. */
export interface Decimal {
  readonly units: bigint
  /** Digits behind the point, 0 or more. */
  readonly scale: number
}

export type Rounding = 'half-even' | 'half-up' | 'down' | 'up'

const FORM = /^(-?)(\d+)(?:\.(\d+))?$/
const DIGITS_MAX = 40
/** So many characters are at most 15 digits, a sign or a point apart. */
const SHORT = 15
const MINUS = 45
const POINT = 46
const ZERO_DIGIT = 48
const powers: bigint[] = [1n]

export const ZERO: Decimal = { units: 0n, scale: 0 }
export const ONE: Decimal = { units: 1n, scale: 0 }

/** A decimal on the wire: text, since JSON numbers are doubles. At most 20 digits before the point and 18 behind it. */
export const decimalShape = Type.String({ pattern: '^-?[0-9]{1,20}(\\.[0-9]{1,18})?$', maxLength: 40 })

/** The same without a sign. */
export const unsignedDecimalShape = Type.String({ pattern: '^[0-9]{1,20}(\\.[0-9]{1,18})?$', maxLength: 39 })

/** Reads "-12.50": plain decimal text without grouping or exponent, at most 40 digits. Null for anything else. */
export function parseDecimal(text: string): Decimal | null {
  return text.length > DIGITS_MAX + 2 ? null : read(text)
}

/** Reads text that a schema or the database vouches for, of any length; throws RangeError for what is no decimal. */
export function decimal(text: string): Decimal {
  const found = read(text)
  if (found === null) throw new RangeError('not a decimal number')
  return found
}

function read(text: string): Decimal | null {
  if (text.length <= SHORT) return readShort(text)
  const [, sign, whole, fraction = ''] = FORM.exec(text) ?? []
  if (whole === undefined) return null
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

/** The same of text whose digits a double holds exactly, in a third of the time. */
function readShort(text: string): Decimal | null {
  const from = text.charCodeAt(0) === MINUS ? 1 : 0
  const { length } = text
  let units = 0
  let point = length
  for (let at = from; at < length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO_DIGIT
    if (digit >= 0 && digit <= 9) units = units * 10 + digit
    else if (digit === POINT - ZERO_DIGIT && point === length) point = at
    else return null
  }
  if (point === from || point === length - 1) return null
  return { units: BigInt(from === 1 ? -units : units), scale: point === length ? 0 : length - point - 1 }
}

/** Plain text without trailing zeros: "12.5", "-0.001", "0". */
export function formatDecimal({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString()
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.length - scale
  let end = digits.length
  while (end > whole && digits.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1
  if (end === whole) return sign + digits.slice(0, whole)
  return `${sign}${digits.slice(0, whole)}.${digits.slice(whole, end)}`
}

/** The sum. */
export function plus(left: Decimal, right: Decimal): Decimal {
  if (left.scale === right.scale) return { units: left.units + right.units, scale: left.scale }
  return left.scale > right.scale
    ? { units: left.units + right.units * power(left.scale - right.scale), scale: left.scale }
    : { units: left.units * power(right.scale - left.scale) + right.units, scale: right.scale }
}

/** The difference. */
export function minus(left: Decimal, right: Decimal): Decimal {
  if (left.scale === right.scale) return { units: left.units - right.units, scale: left.scale }
  return left.scale > right.scale
    ? { units: left.units - right.units * power(left.scale - right.scale), scale: left.scale }
    : { units: left.units * power(right.scale - left.scale) - right.units, scale: right.scale }
}

/** The product. */
export function times(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, scale: left.scale + right.scale }
}

/** With the other sign. */
export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale }
}

/** Without its sign. */
export function absolute({ units, scale }: Decimal): Decimal {
  return { units: units < 0n ? -units : units, scale }
}

/** -1, 0 or 1. */
export function signOf({ units }: Decimal): -1 | 0 | 1 {
  return units === 0n ? 0 : units < 0n ? -1 : 1
}

/** Negative when `left` is the smaller, 0 when they are equal: for sorting. */
export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  if (left.scale !== right.scale) return signOf(minus(left, right))
  return left.units === right.units ? 0 : left.units < right.units ? -1 : 1
}

/** The smaller one. */
export function smaller(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) <= 0 ? left : right
}

/** The sum of all; zero of none. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO
  for (const value of values) total = plus(total, value)
  return total
}

/** `left / right` to `scale` digits behind the point, rounded once. Throws RangeError for a division by zero. */
export function divide(left: Decimal, right: Decimal, scale: number, rounding: Rounding): Decimal {
  const shift = scale + right.scale - left.scale
  const dividend = shift > 0 ? left.units * power(shift) : left.units
  const divisor = shift < 0 ? right.units * power(-shift) : right.units
  if (divisor === 0n) throw new RangeError('division by zero')
  return {
    units: divideRounded(divisor < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor, rounding),
    scale,
  }
}

/** To `scale` digits behind the point, rounded once; a number that has fewer stays as it is. */
export function roundTo(value: Decimal, scale: number, rounding: Rounding): Decimal {
  if (value.scale <= scale) return value
  return { units: divideRounded(value.units, power(value.scale - scale), rounding), scale }
}

/** Without the zeros at its end, which products gather: equal numbers become the same units and scale. */
export function trimmed(value: Decimal): Decimal {
  if (value.units === 0n) return ZERO
  let { units, scale } = value
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n
    scale -= 1
  }
  return { units, scale }
}

/** The nearest double: for statistics, which have no exact value, and never for sums that somebody is told as money. */
export function toNumber(value: Decimal): number {
  const { units, scale } = value
  const divisor = TENS[scale]
  // Both are doubles exactly, so that their quotient is rounded once.
  if (divisor !== undefined && units <= WHOLE_MAX && units >= -WHOLE_MAX) return Number(units) / divisor
  return Number(formatDecimal(value))
}

const WHOLE_MAX = 2n ** 53n
/** The powers of ten that are doubles: up to the 22nd. */
const TENS = Array.from({ length: 23 }, (_, digits) => Number(`1e${digits}`))

/** `value / divisor` to a whole number. The divisor is positive. */
export function divideRounded(value: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = value / divisor
  const remainder = value % divisor
  if (remainder === 0n || rounding === 'down') return quotient
  const twice = (value < 0n ? -remainder : remainder) * 2n
  const up =
    rounding === 'up' || twice > divisor || (twice === divisor && (rounding === 'half-up' || quotient % 2n !== 0n))
  return up ? quotient + (value < 0n ? -1n : 1n) : quotient
}

function power(exponent: number): bigint {
  for (let at = powers.length; at <= exponent; at += 1) powers.push((powers[at - 1] ?? 1n) * 10n)
  return powers[exponent] ?? 1n
}
