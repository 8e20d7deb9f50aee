import { isDeepStrictEqual } from 'node:util'

/** A member that differs; null where it was or is not there. Items of lists that have an `id` or a `key` are named by it. */
export interface MemberChange {
  readonly pointer: string
  readonly from: unknown
  readonly to: unknown
}

/** What `after` says otherwise than `before`, as deep as both have the same members. */
export function changesBetween(before: unknown, after: unknown, pointer = ''): MemberChange[] {
  if (isDeepStrictEqual(before, after)) return []
  const [from, to] = [membersOf(before), membersOf(after)]
  if (from === null || to === null) return [{ pointer, from: before ?? null, to: after ?? null }]
  const names = [...new Set([...from.keys(), ...to.keys()])]
  return [
    ...names.flatMap((name) => changesBetween(from.get(name), to.get(name), `${pointer}/${escaped(name)}`)),
    ...orderChange(before, after, pointer),
  ]
}

function membersOf(value: unknown): Map<string, unknown> | null {
  if (value === null || typeof value !== 'object') return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const names = value.map(nameOf)
  if (names.some((name) => name === undefined) || new Set(names).size < names.length) return null
  return new Map(value.map((item, at) => [names[at] ?? '', item]))
}

function nameOf(item: unknown): string | undefined {
  if (item === null || typeof item !== 'object') return undefined
  const { id, key, flag, variant } = item as Record<string, unknown>
  return [id, key, flag, variant].find((name): name is string => typeof name === 'string')
}

/** Rules that changed places: their order decides. */
function orderChange(before: unknown, after: unknown, pointer: string): MemberChange[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return []
  const [from, to] = [before.map(nameOf), after.map(nameOf)]
  const stayed = [from.filter((name) => to.includes(name)), to.filter((name) => from.includes(name))]
  return isDeepStrictEqual(stayed[0], stayed[1]) ? [] : [{ pointer: `${pointer}/-/order`, from, to }]
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

const AUDITED_CHANGES_MAX = 12
const AUDITED_LENGTH_MAX = 120

/** The changes as the audit trail keeps them: of the first dozen, the beginnings. The revision has them whole. */
export function auditedChanges(changes: readonly MemberChange[]): Readonly<Record<string, unknown>> {
  const shown = changes.slice(0, AUDITED_CHANGES_MAX)
  const more = changes.length - shown.length
  return {
    changes: Object.fromEntries(shown.map(({ pointer, from, to }) => [pointer, [beginning(from), beginning(to)]])),
    ...(more === 0 ? {} : { moreChanges: more }),
  }
}

function beginning(value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= AUDITED_LENGTH_MAX ? text : `${text.slice(0, AUDITED_LENGTH_MAX).toWellFormed()}…`
}
