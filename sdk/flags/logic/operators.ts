import type { Json } from '../model.ts'
import {
  type Expression,
  isTruthy,
  LogicError,
  looselyEqual,
  numberOf,
  type Operator,
  soundNumber,
} from './expression.ts'

/** An operator over the values of all its operands. */
const over =
  (apply: (values: Json[]) => Json): Operator =>
  (operands, { compile }) => {
    const compiled = operands.map(compile)
    return (data) => apply(compiled.map((one) => one(data)))
  }

/** Each pair of neighbours has to hold. */
const compared = (holds: (a: Json, b: Json) => boolean): Operator =>
  over((values) => {
    if (values.length < 2) throw new LogicError('a comparison needs two operands')
    return values.slice(1).every((value, at) => holds(values[at] ?? null, value))
  })

/** Texts by their order, everything else as numbers. */
const ordered = (texts: (a: string, b: string) => boolean, numbers: (a: number, b: number) => boolean): Operator =>
  compared((a, b) => (typeof a === 'string' && typeof b === 'string' ? texts(a, b) : numbers(numberOf(a), numberOf(b))))

const folded = (start: number, apply: (sum: number, value: number) => number): Operator =>
  over((values) => soundNumber(flattened(values).map(numberOf).reduce(apply, start)))

const reduced = (apply: (a: number, b: number) => number, alone: (value: number) => number): Operator =>
  over((values) => {
    const [first, ...others] = flattened(values).map(numberOf)
    if (first === undefined) throw new LogicError('needs operands')
    return soundNumber(others.length === 0 ? alone(first) : others.reduce(apply, first))
  })

/** Tests each element of a list with an expression over the element. */
const each =
  (answer: (items: readonly Json[], test: (item: Json) => boolean) => Json): Operator =>
  ([list = null, logic = null], { compile }) => {
    const items = compile(list)
    const test = compile(logic)
    return (data) => {
      const found = items(data)
      return answer(Array.isArray(found) ? found : [], (item) => isTruthy(test(item)))
    }
  }

const chosen: Operator = (operands, { compile }) => {
  const compiled = operands.map(compile)
  return (data) => {
    for (let at = 0; at + 1 < compiled.length; at += 2) {
      if (isTruthy(compiled[at]?.(data) ?? null)) return compiled[at + 1]?.(data) ?? null
    }
    return compiled.length % 2 === 1 ? (compiled.at(-1)?.(data) ?? null) : null
  }
}

/** The first value that ends it, or the last. */
const shortened =
  (ends: (value: Json) => boolean): Operator =>
  (operands, { compile }) => {
    const compiled = operands.map(compile)
    return (data) => {
      let value: Json = null
      for (const one of compiled) {
        value = one(data)
        if (ends(value)) return value
      }
      return value
    }
  }

const reduce: Operator = ([list = null, logic = null, start = null], { compile }) => {
  const [items, step, initial] = [compile(list), compile(logic), compile(start)] as const
  return (data) => {
    const found = items(data)
    let accumulator = initial(data)
    for (const current of Array.isArray(found) ? found : []) accumulator = step({ accumulator, current })
    return accumulator
  }
}

const mapped: Operator = ([list = null, logic = null], { compile }) => {
  const [items, change] = [compile(list), compile(logic)] as [Expression, Expression]
  return (data) => {
    const found = items(data)
    return Array.isArray(found) ? found.map(change) : []
  }
}

function contains([item = null, within = null]: Json[]): boolean {
  if (Array.isArray(within)) return within.includes(item)
  return typeof within === 'string' && item !== null && within.includes(String(item))
}

function substring([text = null, start = 0, length]: Json[]): string {
  const whole = textOf(text)
  const from = numberOf(start) < 0 ? Math.max(0, whole.length + numberOf(start)) : numberOf(start)
  if (length === undefined || length === null) return whole.slice(from)
  const count = numberOf(length)
  return count < 0 ? whole.slice(from, count) : whole.slice(from, from + count)
}

function textOf(value: Json): string {
  if (value === null) return ''
  return Array.isArray(value)
    ? value.map(textOf).join(',')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
}

/** An operand that is itself a list counts as its elements when it is the only one. */
function flattened(values: readonly Json[]): readonly Json[] {
  const [only] = values
  return values.length === 1 && Array.isArray(only) ? only : values
}

const textPair = (holds: (text: string, part: string) => boolean): Operator =>
  over(([text, part, ...more]) =>
    typeof text === 'string' && typeof part === 'string' && more.length === 0 ? holds(text, part) : null,
  )

/** The operators of jsonlogic.com, without those that write, and the ones for texts that flagd adds. */
export const plainOperators: Readonly<Record<string, Operator>> = {
  '==': compared(looselyEqual),
  '!=': compared((a, b) => !looselyEqual(a, b)),
  '===': compared((a, b) => a === b),
  '!==': compared((a, b) => a !== b),
  '<': ordered(
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  '<=': ordered(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  '>': ordered(
    (a, b) => a > b,
    (a, b) => a > b,
  ),
  '>=': ordered(
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  '!': over(([value = null]) => !isTruthy(value)),
  '!!': over(([value = null]) => isTruthy(value)),
  '+': folded(0, (sum, value) => sum + value),
  '*': folded(1, (product, value) => product * value),
  '-': reduced(
    (a, b) => a - b,
    (value) => -value,
  ),
  '/': reduced(
    (a, b) => a / b,
    (value) => 1 / value,
  ),
  '%': reduced(
    (a, b) => a % b,
    () => Number.NaN,
  ),
  max: reduced(Math.max, (value) => value),
  min: reduced(Math.min, (value) => value),
  if: chosen,
  '?:': chosen,
  and: shortened((value) => !isTruthy(value)),
  or: shortened(isTruthy),
  '??': shortened((value) => value !== null),
  in: over(contains),
  cat: over((values) => flattened(values).map(textOf).join('')),
  substr: over(substring),
  merge: over((values) => values.flat() as Json[]),
  all: each((items, test) => items.length > 0 && items.every(test)),
  some: each((items, test) => items.some(test)),
  none: each((items, test) => !items.some(test)),
  filter: each((items, test) => items.filter(test)),
  map: mapped,
  reduce,
  starts_with: textPair((text, part) => text.startsWith(part)),
  ends_with: textPair((text, part) => text.endsWith(part)),
}
