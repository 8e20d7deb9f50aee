/** One member of a list on the way to a figure. */
export interface Member {
  readonly at: number
  readonly element: Readonly<Record<string, unknown>>
}

/** Where a figure stands in an answer. */
export interface Place {
  /** The way there with a star for every member of a list: `cells, star, winRate`. */
  readonly pattern: string
  readonly members: readonly Member[]
  readonly value: unknown
}

/** What tells members of lists apart, by which they may be named in a pointer. */
const NAMES = ['definition', 'kind', 'day', 'monday', 'playbookId', 'key', 'rule', 'ruleId', 'currency'] as const

/**
 * Follows a JSON pointer (RFC 6901) into what a report answers of one currency; members of lists go by their number or by what they are
 * of: `/figures/trades.winRate/value`, `/days/2026-01-05/net`. Null where nothing stands.
 */
export function placeAt(answer: object, pointer: string): Place | null {
  if (!pointer.startsWith('/')) return null
  const members: Member[] = []
  const pattern: string[] = []
  let value: unknown = answer
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(value)) {
      const at = memberAt(value, key)
      const element = value[at]
      if (element === undefined) return null
      members.push({ at, element })
      pattern.push('*')
      value = element
    } else {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return null
      pattern.push(key)
      value = (value as Readonly<Record<string, unknown>>)[key]
    }
  }
  return { pattern: `/${pattern.join('/')}`, members, value }
}

function memberAt(list: readonly Readonly<Record<string, unknown>>[], key: string): number {
  if (/^\d{1,9}$/.test(key)) return Number(key)
  return list.findIndex((one) => one !== null && NAMES.some((name) => one[name] === key))
}
