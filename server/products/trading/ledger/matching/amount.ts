import { type Decimal, divide, minus, plus, times, ZERO } from '../../../../kernel/decimal.ts'
import { DIGITS } from './position.ts'

/** What something is worth in the instrument's currency and in the account's: one object where both are one, not computed twice. */
export interface Amount {
  readonly own: Decimal
  readonly base: Decimal
}

export function atRate(own: Decimal, rate: Decimal): Amount {
  return { own, base: rate.units === 1n && rate.scale === 0 ? own : times(own, rate) }
}

export function add(left: Amount, right: Amount): Amount {
  const own = plus(left.own, right.own)
  return { own, base: isOne(left) && isOne(right) ? own : plus(left.base, right.base) }
}

export function subtract(left: Amount, right: Amount): Amount {
  const own = minus(left.own, right.own)
  return { own, base: isOne(left) && isOne(right) ? own : minus(left.base, right.base) }
}

/** The part of an amount that goes with `taken` of `of`, to 18 digits. */
export function share(amount: Amount, taken: Decimal, of: Decimal): Amount {
  const own = portion(amount.own, taken, of)
  return { own, base: isOne(amount) ? own : portion(amount.base, taken, of) }
}

function isOne({ own, base }: Amount): boolean {
  return own === base
}

function portion(value: Decimal, taken: Decimal, of: Decimal): Decimal {
  return value.units === 0n ? ZERO : divide(times(value, taken), of, DIGITS, 'half-even')
}
