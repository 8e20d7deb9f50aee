import { instantMs } from './instant.ts'
import type { Comparison, Json, Operator } from './model.ts'
import { networksTest } from './network.ts'
import type { Patterns } from './patterns.ts'
import { compareVersions, isCompatible, parseVersion, type Version } from './semver.ts'

/** Whether an attribute's value, which is there, meets a comparison. */
export type ValueTest = (value: Json) => boolean

type Build = (comparison: Comparison, patterns: Patterns) => ValueTest

const builders: Readonly<Record<Operator, Build>> = {
  exists: () => () => true,
  equals: equalsTest,
  in: inTest,
  contains: textTest((text, part) => text.includes(part)),
  'starts-with': textTest((text, part) => text.startsWith(part)),
  'ends-with': textTest((text, part) => text.endsWith(part)),
  matches: ({ value, ignoreCase }, patterns) => {
    const pattern = patterns.patternOf(needed(value, isText, 'a pattern'), ignoreCase === true)
    return (found) => typeof found === 'string' && pattern(found)
  },
  less: numberTest((found, limit) => found < limit),
  'less-or-equal': numberTest((found, limit) => found <= limit),
  greater: numberTest((found, limit) => found > limit),
  'greater-or-equal': numberTest((found, limit) => found >= limit),
  between: ({ value }) => {
    const [low, high] = needed(value, isPairOfNumbers, 'two numbers, the lower first')
    return (found) => typeof found === 'number' && found >= low && found <= high
  },
  before: instantTest((found, limit) => found < limit),
  after: instantTest((found, limit) => found > limit),
  'semver-equals': versionTest((found, base) => compareVersions(found, base) === 0),
  'semver-less': versionTest((found, base) => compareVersions(found, base) < 0),
  'semver-less-or-equal': versionTest((found, base) => compareVersions(found, base) <= 0),
  'semver-greater': versionTest((found, base) => compareVersions(found, base) > 0),
  'semver-greater-or-equal': versionTest((found, base) => compareVersions(found, base) >= 0),
  'semver-compatible': versionTest(isCompatible),
  'in-network': ({ value }) => {
    const test = networksTest(listOf(value).map((network) => needed(network, isText, 'networks as texts')))
    if (test === null) throw new RangeError('needs networks in CIDR form, such as 10.0.0.0/8 or 2001:db8::/32')
    return (found) => typeof found === 'string' && test(found)
  },
  'any-in': (comparison) => {
    const has = inTest(comparison)
    return (found) => Array.isArray(found) && found.some(has)
  },
  'all-in': (comparison) => {
    const has = inTest(comparison)
    return (found) => Array.isArray(found) && found.length > 0 && found.every(has)
  },
}

/** Compiles a comparison; throws a RangeError that says what its value should be. */
export function valueTest(comparison: Comparison, patterns: Patterns): ValueTest {
  if (!Object.hasOwn(builders, comparison.operator)) throw new RangeError(`no operator ${comparison.operator}`)
  return builders[comparison.operator](comparison, patterns)
}

/** Whether two JSON values say the same; the order of a map's names does not count. */
function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  const [left, right] = [a, b] as { readonly [name: string]: Json }[]
  return names.every((name) => Object.hasOwn(b, name) && sameJson(left?.[name], right?.[name]))
}

function equalsTest({ value, ignoreCase }: Comparison): ValueTest {
  if (value === undefined) throw new RangeError('needs a value')
  if (typeof value === 'string' && ignoreCase) {
    const lower = value.toLowerCase()
    return (found) => typeof found === 'string' && found.toLowerCase() === lower
  }
  return typeof value === 'object' ? (found) => sameJson(found, value) : (found) => found === value
}

function inTest({ value, ignoreCase }: Comparison): ValueTest {
  const items = needed(value, isList, 'a list')
  const lower = (item: Json): Json => (typeof item === 'string' ? item.toLowerCase() : item)
  const plain = new Set(ignoreCase ? items.map(lower) : items)
  const nested = items.filter((item) => typeof item === 'object' && item !== null)
  const has: ValueTest = ignoreCase ? (found) => plain.has(lower(found)) : (found) => plain.has(found)
  return nested.length === 0 ? has : (found) => has(found) || nested.some((item) => sameJson(found, item))
}

/** The value is a text or several of which one suffices; the attribute is a text, or a list of texts of which one suffices. */
function textTest(holds: (text: string, part: string) => boolean): Build {
  return ({ value, ignoreCase }) => {
    const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text)
    const parts = listOf(value).map((part) => fold(needed(part, isText, 'a text or several')))
    const one: ValueTest = (found) => {
      if (typeof found !== 'string') return false
      const folded = fold(found)
      return parts.some((part) => holds(folded, part))
    }
    return (found) => (Array.isArray(found) ? found.some(one) : one(found))
  }
}

function numberTest(holds: (found: number, limit: number) => boolean): Build {
  return ({ value }) => {
    const limit = needed(value, isNumber, 'a number')
    return (found) => typeof found === 'number' && holds(found, limit)
  }
}

function instantTest(holds: (found: number, limit: number) => boolean): Build {
  return ({ value }) => {
    const limit = instantMs(value)
    if (Number.isNaN(limit)) throw new RangeError('needs an instant, such as 2026-11-22T15:00:00Z')
    return (found) => holds(instantMs(found), limit)
  }
}

function versionTest(holds: (found: Version, base: Version) => boolean): Build {
  return ({ value }) => {
    const base = parseVersion(needed(value, isText, 'a version'))
    if (base === null) throw new RangeError('needs a version by semver.org, such as 1.2.3')
    return (found) => {
      const version = typeof found === 'string' ? parseVersion(found) : null
      return version !== null && holds(version, base)
    }
  }
}

function needed<Value extends Json>(value: Json | undefined, is: (value: Json) => value is Value, what: string): Value {
  if (value === undefined || !is(value)) throw new RangeError(`needs ${what}`)
  return value
}

function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined ? [null] : isList(value) ? value : [value]
}

const isText = (value: Json): value is string => typeof value === 'string'
const isNumber = (value: Json): value is number => typeof value === 'number' && !Number.isNaN(value)
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isPairOfNumbers = (value: Json): value is readonly [number, number] =>
  isList(value) && value.length === 2 && value.every(isNumber) && Number(value[0]) <= Number(value[1])
