import type { Json } from '../model.ts'

/** A compiled expression: its value over the data at hand, which is the context, or an element inside `map` and its like. */
export type Expression = (data: Json) => Json

/** What compiling an operator needs: how its operands are compiled, and the time. */
export interface Compiler {
  readonly compile: (logic: Json) => Expression
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Compiles the operands of an operator, as they stand in the file. */
export type Operator = (operands: readonly Json[], compiler: Compiler) => Expression

/** What JSONLogic takes for true: everything but null, false, 0, NaN, and what is empty. */
export function isTruthy(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

/** The number JavaScript makes of a value. */
export function numberOf(value: Json): number {
  return typeof value === 'object' && value !== null ? Number.NaN : Number(value)
}

/** `==` of JavaScript for what JSON can say. */
export function looselyEqual(a: Json, b: Json): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  if (typeof a === 'object' || typeof b === 'object') {
    if (typeof a === typeof b) return false
    return typeof a === 'object' ? looselyEqual(String(a), b) : looselyEqual(a, String(b))
  }
  return typeof a !== typeof b && Number(a) === Number(b)
}

/** Something in an expression that leads to no value: the evaluation ends in an error. */
export class LogicError extends Error {
  override readonly name = 'LogicError'
}

export function soundNumber(value: number): number {
  if (!Number.isFinite(value)) throw new LogicError('no number')
  return value
}
