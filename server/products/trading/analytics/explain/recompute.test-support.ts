import assert from 'node:assert/strict'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import { calculate } from './calculate.ts'
import { readExpression } from './expression.ts'
import { doubleOf, isColumn, type Scalar, type Value } from './values.ts'

/** A figure of an answer, and where it stands. */
export interface Figure {
  readonly pointer: string
  readonly value: number | string | boolean | null
}

/** What explains a figure. */
export interface Explanation {
  readonly value: string | null
  readonly definition: { readonly id: string; readonly formula: string }
  readonly given: readonly { readonly name: string; readonly value: string | null }[]
  readonly steps: readonly { name: string; formula: string; filled: string; value: string | null; ofRows: boolean }[]
  readonly rows: { kind: string; n: number; items: Row[]; nextCursor: string | null }
}

/** One of what stands behind it. */
export interface Row {
  readonly tradeId: string | null
  readonly executionId: string | null
  readonly cashMovementId: string | null
  readonly what: string | null
  readonly values: Readonly<Record<string, string | null>>
  readonly explainedBy: readonly string[]
}

function read(text: string | null): Scalar {
  if (text === null) return null
  return /^-?\d+(\.\d+)?$/.test(text) ? decimal(text) : Number(text)
}

/** Works the figure out again, by nothing but what is answered. */
function recomputed({ given, steps }: Explanation, rows: readonly Row[]): Map<string, Value> {
  const known = new Map<string, Value>(given.map(({ name, value }) => [name, read(value)]))
  const worked = new Map<string, Value>()
  const valueNamed = (name: string): Value => {
    if (worked.has(name)) return worked.get(name) ?? null
    if (known.has(name)) return known.get(name) ?? null
    return rows.map(({ values }) => read(values[name] ?? null))
  }
  for (const { name, formula } of steps)
    worked.set(name, calculate(readExpression(formula), { rows: rows.length, valueNamed }))
  return worked
}

function assertSame(actual: Scalar, told: string | null, what: string): void {
  const expected = read(told)
  if (actual === null || expected === null) {
    assert.equal(actual, expected, what)
    return
  }
  const [one, other] = [doubleOf(actual) ?? 0, doubleOf(expected) ?? 0]
  assert.ok(Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other)), `${what}: ${one} is not ${told}`)
}

/** That what is answered evaluates to the figure, exactly where it is exact. */
export function assertProves(
  { explanation, rows }: { readonly explanation: Explanation; readonly rows: readonly Row[] },
  value: Figure['value'],
  what: string,
): void {
  const { steps, definition } = explanation
  assert.equal(rows.length, explanation.rows.n, what)
  assert.ok(definition.formula.length > 0, what)
  const worked = recomputed(explanation, rows)
  const last = worked.get('figure') ?? null
  assert.ok(!isColumn(last), what)
  if (typeof value === 'string')
    assert.equal(last === null || typeof last === 'number' ? last : formatDecimal(last), value, what)
  assertSame(last, value === null ? null : typeof value === 'boolean' ? String(Number(value)) : String(value), what)
  assert.equal(
    explanation.value,
    value === null ? null : typeof value === 'boolean' ? String(Number(value)) : String(value),
    what,
  )
  for (const step of steps) {
    const own = worked.get(step.name) ?? null
    assert.equal(isColumn(own), step.ofRows, `${what} ${step.name}`)
    if (isColumn(own))
      for (const [at, one] of own.entries())
        assertSame(one, rows[at]?.values[step.name] ?? null, `${what} ${step.name} of row ${at}`)
    else assertSame(own, step.value, `${what} ${step.name}`)
  }
}

/** An explanation with all of its rows, page by page; `path` has a query already. */
export async function readExplained(
  get: (path: string) => Promise<Explanation>,
  path: string,
): Promise<{ explanation: Explanation; rows: Row[] }> {
  const explanation = await get(`${path}&limit=3`)
  const rows = [...explanation.rows.items]
  for (let { nextCursor } = explanation.rows; nextCursor !== null; ) {
    const next = await get(`${path}&limit=3&cursor=${nextCursor}`)
    rows.push(...next.rows.items)
    nextCursor = next.rows.nextCursor
  }
  return { explanation, rows }
}
