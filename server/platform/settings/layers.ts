import { isDeepStrictEqual } from 'node:util'

/** Where a member's value comes from, from the weakest layer to the strongest. */
export const SOURCES = ['default', 'file', 'database', 'environment'] as const
export type Source = (typeof SOURCES)[number]

export type Members = Readonly<Record<string, unknown>>

/** What the database says of a setting: members with their values, and members that are taken away. */
export interface Layer {
  readonly members: Members
  readonly omitted: readonly string[]
}

export const NOTHING_SAID: Layer = { members: {}, omitted: [] }

/** A member that an environment variable holds. */
export interface Held {
  readonly variable: string
  readonly value: unknown
}

/** All layers but the database's. */
export interface Outside {
  readonly fallback: Members
  readonly file: Members
  readonly held: ReadonlyMap<string, Held>
}

/** What holds by member: default < environment file < database < environment variable. */
export function merge({ fallback, file, held }: Outside, { members, omitted }: Layer): Members {
  const kept = Object.entries({ ...fallback, ...file }).filter(([name]) => !omitted.includes(name))
  return { ...Object.fromEntries(kept), ...members, ...valuesOf(held) }
}

export function sourceOf(name: string, { file, held }: Outside, { members, omitted }: Layer): Source {
  if (held.has(name)) return 'environment'
  if (name in members || omitted.includes(name)) return 'database'
  return name in file ? 'file' : 'default'
}

function valuesOf(held: ReadonlyMap<string, Held>): Members {
  return Object.fromEntries([...held].map(([name, { value }]) => [name, value]))
}

/** What a layer says of one member. */
export type Saying =
  | { readonly state: 'said'; readonly value: unknown }
  | { readonly state: 'omitted' | 'unsaid'; readonly value: null }

export function sayingOf(name: string, { members, omitted }: Layer): Saying {
  if (Object.hasOwn(members, name)) return { state: 'said', value: members[name] }
  return { state: omitted.includes(name) ? 'omitted' : 'unsaid', value: null }
}

/** The layer that says these things. */
export function layerOf(sayings: readonly (readonly [string, Saying])[]): Layer {
  return {
    members: Object.fromEntries(
      sayings.flatMap(([name, { state, value }]) => (state === 'said' ? [[name, value]] : [])),
    ),
    omitted: sayings.flatMap(([name, { state }]) => (state === 'omitted' ? [name] : [])),
  }
}

interface Wish {
  readonly names: readonly string[]
  /** The whole value that shall hold. */
  readonly value: Members
  /** Members that shall follow the layers beneath. */
  readonly inherit: readonly string[]
}

/**
 * The layer by which `value` holds: what is as the layers beneath have it stays theirs, unless it was said before; held members stay
 * as they were said.
 */
export function layerFor({ names, value, inherit }: Wish, outside: Outside, before: Layer): Layer {
  const beneath = merge({ ...outside, held: new Map() }, NOTHING_SAID)
  return layerOf(
    names.map((name): [string, Saying] => {
      const former = sayingOf(name, before)
      if (outside.held.has(name)) return [name, former]
      const isWanted = Object.hasOwn(value, name)
      const isAsBeneath = isWanted
        ? Object.hasOwn(beneath, name) && isDeepStrictEqual(value[name], beneath[name])
        : !Object.hasOwn(beneath, name)
      const follows = inherit.includes(name) || (isAsBeneath && (former.state === 'unsaid' || !isWanted))
      if (follows) return [name, { state: 'unsaid', value: null }]
      return [name, isWanted ? { state: 'said', value: value[name] } : { state: 'omitted', value: null }]
    }),
  )
}

/** Every member that differs, as it was and as it is; null where it was or is not there. */
export function changesOf(before: Members, after: Members): Record<string, [unknown, unknown]> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  )
  return Object.fromEntries(names.map((name) => [name, [before[name] ?? null, after[name] ?? null]]))
}
