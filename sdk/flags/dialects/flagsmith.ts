import type { ImportedComparison, Json } from '../model.ts'
import type { Patterns } from '../patterns.ts'
import { compareVersions, parseVersion } from '../semver.ts'

type Found = Exclude<Json, null>
type Meets = (found: Found) => boolean

const nobody: Meets = () => false
const semverSuffix = ':semver'

/** A condition of a segment of Flagsmith; what is absent is only looked for by IS_SET and IS_NOT_SET. */
export function flagsmithTest(
  comparison: ImportedComparison,
  patterns: Patterns,
): (found: Json | undefined) => boolean {
  const { operator } = comparison
  if (operator === 'IS_SET') return (found) => found !== undefined && found !== null
  if (operator === 'IS_NOT_SET') return (found) => found === undefined || found === null
  const meets = operatorTest(operator, comparison.value ?? null, patterns)
  return (found) => found !== undefined && found !== null && meets(found)
}

function operatorTest(operator: string, value: Json, patterns: Patterns): Meets {
  if (operator === 'NOT_CONTAINS')
    return (found) => typeof found === 'string' && Boolean(value) && !found.includes(String(value))
  if (operator === 'REGEX') return regexTest(value, patterns)
  if (operator === 'MODULO') return moduloTest(value)
  if (operator === 'IN') return memberTest(value)
  if (typeof value === 'string' && value.endsWith(semverSuffix))
    return versionTest(operator, value.slice(0, -semverSuffix.length))
  if (operator === 'CONTAINS')
    return (found) => (typeof found === 'string' || Array.isArray(found)) && found.includes(String(value) as never)
  const holds = orders[operator]
  return holds === undefined ? nobody : (found) => compared(found, value, holds)
}

type Holds = (found: string, value: string) => boolean

const orders: Readonly<Record<string, Holds>> = {
  EQUAL: (found, value) => found === value,
  NOT_EQUAL: (found, value) => found !== value,
  GREATER_THAN: (found, value) => found > value,
  GREATER_THAN_INCLUSIVE: (found, value) => found >= value,
  LESS_THAN: (found, value) => found < value,
  LESS_THAN_INCLUSIVE: (found, value) => found <= value,
}

/** The condition's value is read as what the trait is: a boolean, a number or a text. */
function compared(found: Found, value: Json, holds: Holds): boolean {
  if (typeof found === 'boolean') return holds(found as never, (value !== 'False' && value !== 'false') as never)
  if (typeof found === 'number') return holds(found as never, Number.parseFloat(String(value)) as never)
  return holds(String(found), String(value))
}

function versionTest(operator: string, text: string): Meets {
  if (operator === 'NOT_EQUAL') return (found) => String(found) !== text
  if (operator === 'CONTAINS') return (found) => typeof found === 'string' && found.includes(text)
  const base = parseVersion(text.trim().replace(/^[v=\s]+/, ''))
  const holds = orders[operator]
  if (base === null || holds === undefined) return nobody
  return (found) => {
    const version = typeof found === 'string' ? parseVersion(found.trim().replace(/^[v=\s]+/, '')) : null
    return version !== null && holds(compareVersions(version, base) as never, 0 as never)
  }
}

function regexTest(value: Json, patterns: Patterns): Meets {
  if (!value) return nobody
  try {
    const pattern = patterns.patternOf(String(value), false)
    return (found) => pattern(String(found))
  } catch {
    return nobody
  }
}

/** `divisor|remainder`. */
function moduloTest(value: Json): Meets {
  const [divisor = Number.NaN, remainder = Number.NaN, ...more] = String(value ?? '')
    .split('|')
    .map(Number.parseFloat)
  if (Number.isNaN(divisor) || Number.isNaN(remainder) || divisor === 0 || more.length > 0) return nobody
  return (found) => Number.parseFloat(String(found)) % divisor === remainder
}

/** A list, a list written as JSON, or texts with commas between them. */
function memberTest(value: Json): Meets {
  const members = new Set(listOf(value))
  return (found) => Boolean(found) && typeof found !== 'boolean' && members.has(String(found))
}

function listOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return []
  try {
    const parsed = JSON.parse(value) as Json
    if (Array.isArray(parsed)) return parsed
  } catch {
    return value.split(',')
  }
  return value.split(',')
}
