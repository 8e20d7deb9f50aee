import type { Flag, Segment, Snapshot } from './model.ts'
import { flagName, segmentName } from './segments.ts'

/** A compiled flag or segment, as far as what it was compiled with goes. */
interface Part {
  readonly name: string
  /** The names of all it asked for while it was compiled, whether or not they were there. */
  readonly needs: ReadonlySet<string>
}

interface Former {
  readonly flags: ReadonlyMap<string, Part & { readonly flag: Flag }>
  readonly segments: {
    readonly sources: ReadonlyMap<string, Segment>
    readonly compiled: ReadonlyMap<string, Part>
  }
}

/**
 * The names of all flags and segments that have to be compiled anew for `snapshot`: those that are not the same objects as before, and what
 * was compiled with them, directly or through others. Null when taking the rest over is not worth it, or a key stands twice.
 */
export function namesToCompile(former: Former, snapshot: Pick<Snapshot, 'flags' | 'segments'>): Set<string> | null {
  const names = new Set<string>()
  const before = new Map([...former.flags].map(([key, { flag }]) => [key, flag]))
  for (const key of changedKeys(before, snapshot.flags)) names.add(flagName(key))
  for (const key of changedKeys(former.segments.sources, snapshot.segments)) names.add(segmentName(key))
  if (names.size * 2 > before.size || hasTwice(snapshot.flags) || hasTwice(snapshot.segments)) return null
  const parts: Part[] = [...former.flags.values(), ...former.segments.compiled.values()].filter(
    ({ needs }) => needs.size > 0,
  )
  for (const name of names) for (const part of parts) if (part.needs.has(name)) names.add(part.name)
  return names
}

function changedKeys<One extends { readonly key: string }>(
  before: ReadonlyMap<string, One>,
  after: readonly One[],
): string[] {
  const kept = new Set(after.map(({ key }) => key))
  const gone = [...before.keys()].filter((key) => !kept.has(key))
  return [...after.filter((one) => before.get(one.key) !== one).map(({ key }) => key), ...gone]
}

function hasTwice(all: readonly { readonly key: string }[]): boolean {
  return new Set(all.map(({ key }) => key)).size < all.length
}
