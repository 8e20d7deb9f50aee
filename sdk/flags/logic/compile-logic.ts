import { isMap } from '../dialects/json-map.ts'
import type { Json } from '../model.ts'
import { readSteps } from '../path.ts'
import { type Compiler, type Expression, isTruthy, type Operator } from './expression.ts'
import { fractional, semVer } from './flagd.ts'
import { plainOperators } from './operators.ts'

/** Compiles an expression of JSONLogic with flagd's operators; throws a RangeError for an operator that there is not. */
export function compileLogic(logic: Json, now: () => number): Expression {
  const compile = (part: Json): Expression => {
    if (Array.isArray(part)) {
      const items = part.map(compile)
      return (data) => items.map((item) => item(data))
    }
    if (!isMap(part)) return () => part
    const [name, ...others] = Object.keys(part)
    if (name === undefined || others.length > 0) return () => part
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
    if (operator === undefined) throw new RangeError(`no operator ${name} of JSONLogic`)
    const operand = part[name] ?? null
    return operator(Array.isArray(operand) ? operand : [operand], compiler)
  }
  const compiler: Compiler = { compile, now }
  return compile(logic)
}

const variable: Operator = ([path = null, otherwise = null], { compile, now }) => {
  const fallback = compile(otherwise)
  if (path === '$flagd.timestamp') return () => Math.floor(now() / 1000)
  if (isMap(path) || Array.isArray(path)) {
    const found = compile(path)
    return (data) => valueAt(data, found(data)) ?? fallback(data)
  }
  if (path === null || path === '') return (data) => data
  const steps = String(path).split('.')
  return (data) => readSteps(data, steps) ?? fallback(data)
}

function valueAt(data: Json, path: Json): Json | undefined {
  return path === null || path === '' ? data : readSteps(data, String(path).split('.'))
}

const isMissing = (data: Json, path: Json): boolean => {
  const found = valueAt(data, path)
  return found === undefined || found === null || found === ''
}

const missing: Operator = (operands, { compile }) => {
  const paths = operands.map(compile)
  return (data) => paths.flatMap((path) => path(data)).filter((path) => isMissing(data, path))
}

const missingSome: Operator = ([count = null, list = null], { compile }) => {
  const [least, paths] = [compile(count), compile(list)]
  return (data) => {
    const wanted = paths(data)
    const absent = Array.isArray(wanted) ? wanted.filter((path: Json) => isMissing(data, path)) : []
    return (Array.isArray(wanted) ? wanted.length : 0) - absent.length >= Number(least(data)) ? [] : absent
  }
}

const operators: Readonly<Record<string, Operator>> = {
  ...plainOperators,
  var: variable,
  missing,
  missing_some: missingSome,
  sem_ver: semVer,
  fractional,
}

/** Whether an expression is met. */
export function compileLogicTest(logic: Json, now: () => number): (data: Json) => boolean {
  const expression = compileLogic(logic, now)
  return (data) => isTruthy(expression(data))
}
