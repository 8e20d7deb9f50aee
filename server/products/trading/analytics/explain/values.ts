import { type Decimal, formatDecimal, toNumber } from '../../../../kernel/decimal.ts'

/** A number: exact where it is money or what was added up of money, else a double; null is not known or not defined. */
export type Scalar = number | Decimal | null
/** A number for each row. */
export type Column = readonly Scalar[]
export type Value = Scalar | Column

export function isColumn(value: Value): value is Column {
  return Array.isArray(value)
}

/** The double that is nearest; null stays null. */
export function doubleOf(value: Scalar): number | null {
  return value === null || typeof value === 'number' ? value : toNumber(value)
}

/** Done for each row, or for the one number. */
export function each(value: Value, of: (one: Scalar) => Scalar): Value {
  return isColumn(value) ? value.map(of) : of(value)
}

/** Done for each row of a column and a number, or of two columns. */
export function eachPair(left: Value, right: Value, of: (one: Scalar, other: Scalar) => Scalar): Value {
  if (isColumn(left)) return left.map((one, at) => of(one, isColumn(right) ? (right[at] ?? null) : right))
  return isColumn(right) ? right.map((other) => of(left, other)) : of(left, right)
}

/** A double as a scalar: what is not finite is not defined. */
export function defined(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** As text: exact numbers with every digit, doubles by the shortest text that reads back as the same. */
export function writtenScalar(value: Scalar): string | null {
  if (value === null) return null
  return typeof value === 'number' ? String(value) : formatDecimal(value)
}
