import type { Json } from '../model.ts'
import { readSteps } from '../path.ts'
import type { Pattern, Patterns } from '../patterns.ts'
import { isMap, type JsonMap } from './json-map.ts'

/** Whether a value meets an operator; what is absent comes as null. */
type Meets = (found: Json) => boolean

const nobody: Meets = () => false

/** An operator of GrowthBook's conditions, or `is` for a value that stands where operators could. Unknown ones are met by nobody. */
export function growthbookTest(operator: string, expected: Json, patterns: Patterns): Meets {
  return operator === 'is' ? isTest(expected, patterns) : operatorTest(operator, expected, patterns)
}

/** Equality with the conversions of JavaScript, or every operator of a map of operators. */
function isTest(expected: Json, patterns: Patterns, ignoreCase = false): Meets {
  if (typeof expected === 'string') {
    if (!ignoreCase) return (found) => String(found) === expected
    const lower = expected.toLowerCase()
    return (found) => String(found).toLowerCase() === lower
  }
  if (typeof expected === 'number') return (found) => Number(found) === expected
  if (typeof expected === 'boolean') return (found) => found !== null && Boolean(found) === expected
  if (expected === null) return (found) => found === null
  if (!isMap(expected) || !isOperators(expected)) {
    const text = JSON.stringify(expected)
    return (found) => JSON.stringify(found) === text
  }
  const tests = Object.entries(expected).map(([name, value]) => operatorTest(name, value, patterns))
  return (found) => tests.every((test) => test(found))
}

/** A whole condition over an object: paths and `$and`, `$or`, `$nor`, `$not`. */
function conditionTest(condition: JsonMap, patterns: Patterns): Meets {
  const tests = Object.entries(condition).map(([name, value]): Meets => {
    const each = (): Meets[] => (Array.isArray(value) ? value.map((one) => conditionTest(mapOf(one), patterns)) : [])
    if (name === '$not') return not(conditionTest(mapOf(value), patterns))
    if (name === '$and') return every(each())
    if (name === '$or') return some(each())
    if (name === '$nor') return not(some(each()))
    const steps = name.split('.')
    const test = isTest(value, patterns)
    return (found) => test(readSteps(found, steps) ?? null)
  })
  return every(tests)
}

const every =
  (tests: readonly Meets[]): Meets =>
  (found) =>
    tests.every((test) => test(found))
/** No alternatives at all are met by everybody. */
const some =
  (tests: readonly Meets[]): Meets =>
  (found) =>
    tests.length === 0 || tests.some((test) => test(found))
const not =
  (test: Meets): Meets =>
  (found) =>
    !test(found)

type Build = (expected: Json, patterns: Patterns) => Meets

const versions =
  (holds: (found: string, expected: string) => boolean): Build =>
  (expected) => {
    const padded = paddedVersion(expected)
    return (found) => holds(paddedVersion(found), padded)
  }
/** JavaScript's own order, whatever the types: null is 0, texts that are numbers are numbers beside numbers. */
const ordered =
  (holds: (found: string, expected: string) => boolean): Build =>
  (expected) =>
  (found) =>
    holds(found as string, expected as string)

const builders: Readonly<Record<string, Build>> = {
  $eq: (expected) => (found) => found === expected,
  $ne: (expected) => (found) => found !== expected,
  $lt: ordered((found, expected) => found < expected),
  $lte: ordered((found, expected) => found <= expected),
  $gt: ordered((found, expected) => found > expected),
  $gte: ordered((found, expected) => found >= expected),
  $veq: versions((found, expected) => found === expected),
  $vne: versions((found, expected) => found !== expected),
  $vlt: versions((found, expected) => found < expected),
  $vlte: versions((found, expected) => found <= expected),
  $vgt: versions((found, expected) => found > expected),
  $vgte: versions((found, expected) => found >= expected),
  $exists: (expected) => (found) => (found !== null) === Boolean(expected),
  $in: (expected) => memberTest(expected, false),
  $ini: (expected) => memberTest(expected, true),
  $nin: (expected) => (Array.isArray(expected) ? not(memberTest(expected, false)) : nobody),
  $nini: (expected) => (Array.isArray(expected) ? not(memberTest(expected, true)) : nobody),
  $not: (expected, patterns) => not(isTest(expected, patterns)),
  $size: (expected, patterns) => {
    const test = isTest(expected, patterns)
    return (found) => Array.isArray(found) && test(found.length)
  },
  $elemMatch: (expected, patterns) => {
    const map = mapOf(expected)
    const test = isOperators(map) ? isTest(map, patterns) : conditionTest(map, patterns)
    return (found) => Array.isArray(found) && found.some((item) => item !== null && item !== undefined && test(item))
  },
  $all: (expected, patterns) => allTest(expected, patterns, false),
  $alli: (expected, patterns) => allTest(expected, patterns, true),
  $regex: (expected, patterns) => regexTest(expected, patterns, false),
  $regexi: (expected, patterns) => regexTest(expected, patterns, true),
  $notRegex: (expected, patterns) => not(regexTest(expected, patterns, false)),
  $notRegexi: (expected, patterns) => not(regexTest(expected, patterns, true)),
  $type: (expected) => (found) => typeName(found) === expected,
}

function operatorTest(name: string, expected: Json, patterns: Patterns): Meets {
  return Object.hasOwn(builders, name) ? (builders[name]?.(expected, patterns) ?? nobody) : nobody
}

function memberTest(expected: Json, ignoreCase: boolean): Meets {
  if (!Array.isArray(expected)) return nobody
  const fold = (item: Json): Json => (ignoreCase && typeof item === 'string' ? item.toLowerCase() : item)
  const members = new Set<Json>(expected.map(fold))
  return (found) => (Array.isArray(found) ? found.some((item) => members.has(fold(item))) : members.has(fold(found)))
}

function allTest(expected: Json, patterns: Patterns, ignoreCase: boolean): Meets {
  if (!Array.isArray(expected)) return nobody
  const tests = expected.map((one: Json) => isTest(one, patterns, ignoreCase))
  return (found) => Array.isArray(found) && tests.every((test) => found.some(test))
}

function regexTest(expected: Json, patterns: Patterns, ignoreCase: boolean): Meets {
  const pattern = patternOrNull(String(expected), patterns, ignoreCase)
  return pattern === null ? nobody : (found) => pattern(String(found))
}

function patternOrNull(source: string, patterns: Patterns, ignoreCase: boolean): Pattern | null {
  try {
    return patterns.patternOf(source, ignoreCase)
  } catch {
    return null
  }
}

function typeName(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function isOperators(map: JsonMap): boolean {
  const names = Object.keys(map)
  return names.length > 0 && names.every((name) => name.startsWith('$'))
}

function mapOf(value: Json): JsonMap {
  return isMap(value) ? value : {}
}

/** Numbers padded to five places, so that versions can be compared as texts; `~` puts a release after its candidates. */
function paddedVersion(value: Json): string {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : '0'
  const parts = text.replace(/(^v|\+.*$)/g, '').split(/[-.]/)
  if (parts.length === 3) parts.push('~')
  return parts.map((part) => (/^[0-9]+$/.test(part) ? part.padStart(5, ' ') : part)).join('-')
}
