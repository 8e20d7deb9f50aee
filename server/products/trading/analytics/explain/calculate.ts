import { compare, type Decimal, decimal, minus, negate, plus, times } from '../../../../kernel/decimal.ts'
import type { Expression, Sign } from './expression.ts'
import { functions } from './functions.ts'
import { defined, doubleOf, each, eachPair, type Scalar, type Value } from './values.ts'

/** What names of a formula stand for, and how many rows there are. */
export interface Scope {
  readonly rows: number
  readonly valueNamed: (name: string) => Value
}

/**
 * The value of a formula. Sums, differences and products of exact numbers are exact, all else is of doubles; what is of a column and a
 * number is done for each row. Null stays null, and so does what has no finite value, such as a division by zero. Throws TypeError for
 * a function that is not there.
 */
export function calculate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'number':
      return decimal(expression.text)
    case 'name':
      return scope.valueNamed(expression.name)
    case 'negative':
      return each(calculate(expression.of, scope), negative)
    case 'operation': {
      const { sign } = expression
      const [left, right] = [calculate(expression.left, scope), calculate(expression.right, scope)]
      return eachPair(left, right, (one, other) => operate(sign, one, other))
    }
    case 'call': {
      const known = functions[expression.name]
      if (known === undefined) throw new TypeError(`there is no function ${expression.name}`)
      return known(
        expression.given.map((one) => calculate(one, scope)),
        scope.rows,
      )
    }
  }
}

function negative(value: Scalar): Scalar {
  if (value === null) return null
  return typeof value === 'number' ? -value : negate(value)
}

const EXACTLY: Partial<Record<Sign, (left: Decimal, right: Decimal) => Decimal>> = { '+': plus, '-': minus, '*': times }

function operate(sign: Sign, left: Scalar, right: Scalar): Scalar {
  if (left === null || right === null) return null
  if (typeof left !== 'number' && typeof right !== 'number') {
    const exactly = EXACTLY[sign]
    if (exactly !== undefined) return exactly(left, right)
    if (sign !== '/' && sign !== '^') return compared(sign, compare(left, right))
  }
  const [one, other] = [doubleOf(left) ?? 0, doubleOf(right) ?? 0]
  switch (sign) {
    case '+':
      return defined(one + other)
    case '-':
      return defined(one - other)
    case '*':
      return defined(one * other)
    case '/':
      return other === 0 ? null : defined(one / other)
    case '^':
      return defined(one ** other)
    default:
      return compared(sign, one - other)
  }
}

function compared(sign: Sign, difference: number): number {
  const holds =
    sign === '<'
      ? difference < 0
      : sign === '<='
        ? difference <= 0
        : sign === '>'
          ? difference > 0
          : sign === '>='
            ? difference >= 0
            : difference === 0
  return holds ? 1 : 0
}
