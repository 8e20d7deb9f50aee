import { isDeepStrictEqual } from 'node:util'
import type { Known } from './known.ts'
import { type Layer, layerOf, type Saying, sayingOf } from './layers.ts'

export type Resolution = 'keep' | 'take'

/** What would come of a member: `conflict`, `held` and `unknown` wait for a resolution. */
export type Outcome = Resolution | 'conflict' | 'held' | 'unknown'

/** A member of which the file says other than this installation. */
export interface Difference {
  readonly key: string
  readonly member: string
  /** What both began with. */
  readonly base: Saying
  readonly ours: Saying
  readonly theirs: Saying
  readonly outcome: Outcome
}

/** The three layers of a setting; `theirs` is the file's. */
export interface Sides {
  readonly base: Layer
  readonly ours: Layer
  readonly theirs: Layer
}

type Resolutions = Readonly<Record<string, Resolution>>

/**
 * Compares member by member: what only the file has changed since the base is taken, what only we have changed is kept, and what both
 * changed differently is a conflict until `resolutions` says of `key.member`, or of `key`, what holds.
 */
export function differencesOf(
  key: string,
  setting: Pick<Known, 'names' | 'outside'> | undefined,
  sides: Sides,
  resolutions: Resolutions,
): Difference[] {
  const names = new Set([...(setting?.names ?? []), ...Object.values(sides).flatMap(namesOf)])
  return [...names].flatMap((member) => {
    const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((layer) => sayingOf(member, layer))
    if (base === undefined || ours === undefined || theirs === undefined || isDeepStrictEqual(ours, theirs)) return []
    const resolution = resolutions[`${key}.${member}`] ?? resolutions[key]
    const isKnown = setting?.names.includes(member) === true
    const isHeld = setting?.outside.held.has(member) === true
    const wanted = isDeepStrictEqual(theirs, base) ? 'keep' : isDeepStrictEqual(ours, base) ? 'take' : 'conflict'
    const chosen: Outcome = resolution ?? wanted
    const outcome = chosen === 'keep' ? 'keep' : isKnown ? (isHeld ? 'held' : chosen) : 'unknown'
    return [{ key, member, base, ours, theirs, outcome }]
  })
}

function namesOf({ members, omitted }: Layer): string[] {
  return [...Object.keys(members), ...omitted]
}

/** Our layer with what is taken from theirs. */
export function merged(names: readonly string[], ours: Layer, differences: readonly Difference[]): Layer {
  const taken = new Map(differences.flatMap((one) => (one.outcome === 'take' ? [[one.member, one.theirs]] : [])))
  return layerOf(names.map((name) => [name, taken.get(name) ?? sayingOf(name, ours)]))
}
