import type { ImportedComparison, Json } from '../model.ts'
import { networksTest } from '../network.ts'
import type { Scope } from '../scope.ts'
import { compareVersions, parseVersion } from '../semver.ts'

type Meets = (found: Json | undefined) => boolean
type Build = (comparison: ImportedComparison, scope: Scope) => Meets

const nobody: Meets = () => false

/** The text of a context value; undefined for none. */
const textOf = (found: Json | undefined): string | undefined =>
  found === undefined || found === null ? undefined : String(found)

const valuesOf = ({ value }: ImportedComparison): string[] =>
  Array.isArray(value) ? value.filter((one) => Boolean(one)).map((one) => String(one).trim()) : []

const texts =
  (holds: (text: string, part: string) => boolean): Build =>
  (comparison) => {
    const fold = (text: string): string => (comparison.ignoreCase ? text.toLowerCase() : text)
    const parts = valuesOf(comparison).map(fold)
    return (found) => {
      const text = textOf(found)
      if (text === undefined) return false
      const folded = fold(text)
      return parts.some((part) => holds(folded, part))
    }
  }

const numbers =
  (holds: (found: number, limit: number) => boolean): Build =>
  ({ value }) => {
    const limit = Number(value)
    if (value === undefined || Number.isNaN(limit)) return nobody
    return (found) => {
      const number = Number(textOf(found))
      return !Number.isNaN(number) && holds(number, limit)
    }
  }

const versions =
  (holds: (order: number) => boolean): Build =>
  ({ value }) => {
    const base = typeof value === 'string' ? parseVersion(value) : null
    if (base === null) return nobody
    return (found) => {
      const version = parseVersion(textOf(found) ?? '')
      return version !== null && holds(compareVersions(version, base))
    }
  }

/** The attribute is the time the caller says it is, or nothing: then it is now. */
const instants =
  (holds: (now: number, limit: number) => boolean): Build =>
  ({ value }, scope) => {
    const limit = typeof value === 'string' || typeof value === 'number' ? new Date(value).getTime() : Number.NaN
    if (!Number.isNaN(limit)) scope.changesAt(limit)
    return (found) => holds(found ? new Date(String(found)).getTime() : scope.now(), limit)
  }

const isIn: Build = (comparison) => {
  const values = new Set<string | undefined>(valuesOf(comparison))
  return (found) => values.has(textOf(found))
}

const builders: Readonly<Record<string, Build>> = {
  IN: isIn,
  NOT_IN: (comparison, scope) => {
    const test = isIn(comparison, scope)
    return (found) => !test(found)
  },
  STR_CONTAINS: texts((text, part) => text.includes(part)),
  STR_STARTS_WITH: texts((text, part) => text.startsWith(part)),
  STR_ENDS_WITH: texts((text, part) => text.endsWith(part)),
  NUM_EQ: numbers((found, limit) => found === limit),
  NUM_GT: numbers((found, limit) => found > limit),
  NUM_GTE: numbers((found, limit) => found >= limit),
  NUM_LT: numbers((found, limit) => found < limit),
  NUM_LTE: numbers((found, limit) => found <= limit),
  DATE_AFTER: instants((now, limit) => now > limit),
  DATE_BEFORE: instants((now, limit) => now < limit),
  SEMVER_EQ: versions((order) => order === 0),
  SEMVER_GT: versions((order) => order > 0),
  SEMVER_GTE: versions((order) => order >= 0),
  SEMVER_LT: versions((order) => order < 0),
  SEMVER_LTE: versions((order) => order <= 0),
  REGEX: ({ value, ignoreCase }, { patterns }) => {
    try {
      const pattern = patterns.patternOf(String(value), ignoreCase === true)
      return (found) => pattern(textOf(found) ?? '') && found !== undefined && found !== null
    } catch {
      return nobody
    }
  },
  IN_CIDR: (comparison) => {
    const tests = valuesOf(comparison).flatMap((network) => networksTest([network]) ?? [])
    return (found) => tests.some((test) => test(textOf(found) ?? ''))
  },
}

/** A constraint of Unleash, not inverted. */
export function unleashTest(comparison: ImportedComparison, scope: Scope): Meets {
  const { operator } = comparison
  return Object.hasOwn(builders, operator) ? (builders[operator]?.(comparison, scope) ?? nobody) : nobody
}
