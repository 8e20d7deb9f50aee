import type { Condition, Flag, Snapshot } from '@plinth/sdk/flags'

/** What a flag or a condition names: evaluated along with it. */
interface References {
  readonly flags: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
}

export function referencesOfFlag({ prerequisites, rules }: Pick<Flag, 'prerequisites' | 'rules'>): References {
  const found = { flags: new Set(prerequisites.map(({ flag }) => flag)), segments: new Set<string>() }
  for (const { condition } of rules) if (condition !== undefined) walk(condition, found)
  return found
}

export function referencesOfCondition(condition: Condition): References {
  const found = { flags: new Set<string>(), segments: new Set<string>() }
  walk(condition, found)
  return found
}

/** NOTE: conditions are judged by the engine; here they may be anything. */
function walk(condition: unknown, found: { readonly flags: Set<string>; readonly segments: Set<string> }): void {
  if (condition === null || typeof condition !== 'object') return
  const { all, any, not, where, segment, flag } = condition as Record<string, unknown>
  for (const list of [all, any]) if (Array.isArray(list)) for (const one of list) walk(one, found)
  for (const one of [not, where]) walk(one, found)
  if (typeof segment === 'string') found.segments.add(segment)
  if (typeof flag === 'string') found.flags.add(flag)
}

type Named = { readonly kind: 'flag' | 'segment'; readonly key: string }

/** All flags of the snapshot that are evaluated with `named`, directly or through others. */
export function dependentsOf({ flags, segments }: Snapshot, named: Named): Flag[] {
  const all = [
    ...flags.map((flag) => ({ name: nameOf('flag', flag.key), flag, names: namesIn(referencesOfFlag(flag)) })),
    ...segments.map(({ key, condition }) => ({
      ...{ name: nameOf('segment', key), flag: null, names: namesIn(referencesOfCondition(condition)) },
    })),
  ]
  const reached = new Set([nameOf(named.kind, named.key)])
  for (const name of reached) for (const one of all) if (one.names.has(name)) reached.add(one.name)
  return all.flatMap(({ name, flag }) =>
    flag !== null && reached.has(name) && name !== nameOf(named.kind, named.key) ? [flag] : [],
  )
}

function namesIn({ flags, segments }: References): Set<string> {
  return new Set([
    ...[...flags].map((key) => nameOf('flag', key)),
    ...[...segments].map((key) => nameOf('segment', key)),
  ])
}

function nameOf(kind: Named['kind'], key: string): string {
  return `${kind} ${key}`
}
