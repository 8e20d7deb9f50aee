import { isMap } from '../dialects/json-map.ts'
import { cborHash, scale, utf8Hash } from '../hash/buckets.ts'
import type { Json } from '../model.ts'
import { compareVersions, parseVersion, type Version } from '../semver.ts'
import { type Expression, isTruthy, type Operator } from './expression.ts'

const totalMax = 2 ** 31 - 1

/** Compares versions; partial ones and a leading `v` are read too. Null for what cannot be compared. */
export const semVer: Operator = (operands, { compile }) => {
  const compiled = operands.map(compile)
  return (data) => {
    const [left = null, operator = null, right = null, ...more] = compiled.map((one) => one(data))
    const [a, b] = [lenientVersion(left), lenientVersion(right)]
    if (a === null || b === null || compiled.length < 3 || more.length > 0) return null
    return holds(String(operator), a, b)
  }
}

function holds(operator: string, a: Version, b: Version): boolean | null {
  const order = compareVersions(a, b)
  if (operator === '=') return order === 0
  if (operator === '!=') return order !== 0
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  if (operator === '>=') return order >= 0
  if (operator === '^') return a.numbers[0] === b.numbers[0]
  if (operator === '~') return a.numbers[0] === b.numbers[0] && a.numbers[1] === b.numbers[1]
  return null
}

function lenientVersion(value: Json): Version | null {
  const text = String(value).replace(/^[vV]/, '')
  const missing = /^\d+$/.test(text) ? '.0.0' : /^\d+\.\d+$/.test(text) ? '.0' : ''
  return parseVersion(text + missing)
}

/**
 * The variant of the bucket a caller falls in. Its operand is a map, made by the importer: `version` (`v2` or `v3`), `salt`
 * for the targeting key, `by` when the file names a bucketing value, and `buckets`. Null for a caller without a value, and
 * for buckets that are none.
 */
export const fractional: Operator = ([operand = null], { compile }) => {
  const { version, salt, by, buckets = [] } = isMap(operand) ? operand : {}
  const isThird = version === 'v3'
  const compiled = Array.isArray(buckets) ? buckets.map(compile) : []
  const bucketingValue = by === undefined ? undefined : compile(by)
  const targetingKey = compile({ var: 'targetingKey' })
  return (data) => {
    const value = bucketingValue?.(data)
    const hash =
      value === undefined || Array.isArray(value)
        ? keyHash(String(salt), targetingKey(data), isThird)
        : valueHash(value, isThird)
    const list = Array.isArray(value) ? [() => value, ...compiled] : compiled
    return hash === null ? null : pick(list, hash, data)
  }
}

function keyHash(salt: string, key: Json, isThird: boolean): number | null {
  if (isThird) return typeof key === 'string' ? cborHash([salt, key]) : null
  return isTruthy(key) ? utf8Hash(salt + String(key)) : null
}

function valueHash(value: Json, isThird: boolean): number | null {
  if (isThird) return value === null ? null : cborHash(value)
  return typeof value === 'string' ? utf8Hash(value) : null
}

function pick(buckets: readonly Expression[], hash: number, data: Json): Json {
  const parts: { readonly variant: Json; readonly weight: number }[] = []
  let total = 0
  for (const bucket of buckets) {
    const entry = bucket(data)
    if (!Array.isArray(entry) || entry.length === 0 || entry.length > 2) return null
    const [variant = null, raw = 1] = entry as Json[]
    if (typeof variant === 'object' && variant !== null) return null
    if (typeof raw !== 'number' || !Number.isInteger(raw)) return null
    const weight = Math.max(0, raw)
    total += weight
    parts.push({ variant, weight })
  }
  if (total > totalMax) return null
  const point = scale(hash, total)
  let end = 0
  for (const { variant, weight } of parts) {
    end += weight
    if (end > point) return variant
  }
  return null
}
