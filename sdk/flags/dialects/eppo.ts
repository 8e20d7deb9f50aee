import type { ImportedComparison, Json } from '../model.ts'
import type { Patterns } from '../patterns.ts'
import { compareVersions, parseVersion, type Version } from '../semver.ts'

type Meets = (found: Exclude<Json, null>) => boolean

const nobody: Meets = () => false

/** A condition of a rule of Eppo; what is absent is only looked for by IS_NULL. */
export function eppoTest({ operator, value = null }: ImportedComparison, patterns: Patterns) {
  if (operator === 'IS_NULL')
    return (found: Json | undefined): boolean => (found === undefined || found === null) === Boolean(value)
  const meets = operatorTest(operator, value, patterns)
  return (found: Json | undefined): boolean => found !== undefined && found !== null && meets(found)
}

function operatorTest(operator: string, value: Json, patterns: Patterns): Meets {
  if (operator === 'ONE_OF' || operator === 'NOT_ONE_OF') {
    const members = new Set(Array.isArray(value) ? value : [])
    return (found) => members.has(String(found)) === (operator === 'ONE_OF')
  }
  if (operator === 'MATCHES' || operator === 'NOT_MATCHES') return regexTest(operator, String(value), patterns)
  const holds = orders[operator]
  if (holds === undefined) return nobody
  const base = typeof value === 'string' ? lenientVersion(value) : null
  if (base === null) return (found) => holds(Number(found), Number(value))
  return (found) => {
    const version = typeof found === 'string' ? lenientVersion(found) : null
    return version !== null && holds(compareVersions(version, base), 0)
  }
}

const orders: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  GT: (a, b) => a > b,
  GTE: (a, b) => a >= b,
  LT: (a, b) => a < b,
  LTE: (a, b) => a <= b,
}

function regexTest(operator: string, source: string, patterns: Patterns): Meets {
  try {
    const pattern = patterns.patternOf(source, false)
    return (found) => pattern(String(found)) === (operator === 'MATCHES')
  } catch {
    return nobody
  }
}

/** With the blanks and the leading `v` or `=` that the semver package of Node takes. */
function lenientVersion(text: string): Version | null {
  return parseVersion(text.trim().replace(/^[v=\s]+/, ''))
}
