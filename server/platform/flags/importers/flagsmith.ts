import type { Condition, FlagType, Json, Range, Rule, Serve, Variant, Weight } from '@plinth/sdk/flags'
import { compare, type FeatureState, type FlagsmithDocument, readDocument } from './flagsmith-document.ts'
import { type IdentityKeys, importSegment, segmentKey } from './flagsmith-segments.ts'
import { createReader, type Imported, type ImportedFlag, type Reader, uniqueKey } from './imported.ts'

export interface FlagsmithOptions {
  /**
   * What identities were hashed by: `composite` as SDKs with local evaluation and the Edge API do, from the environment's key
   * and the identifier, which is the targeting key; or `attribute`, the attribute `identityKey` of the context.
   */
  readonly identityKeys: 'composite' | 'attribute'
}

/** Features, segments and overrides of a Flagsmith environment. A feature that is off keeps its value, and is the caller's default. */
export function importFlagsmith(json: Json, options: FlagsmithOptions = { identityKeys: 'composite' }): Imported {
  const reader = createReader()
  const document = readDocument(json)
  const { environment } = document
  const identities: IdentityKeys =
    options.identityKeys === 'attribute'
      ? { bucketBy: 'identityKey', prefix: '' }
      : { bucketBy: 'targetingKey', prefix: `${String(environment.key ?? '')}_` }
  return {
    flags: document.features.map((feature) => importFeature(feature, document, { identities, reader })),
    segments: document.segments.map((segment) => importSegment(segment, { environment, identities, reader })),
    faults: reader.faults,
  }
}

interface Place {
  readonly identities: IdentityKeys
  readonly reader: Reader
}

function importFeature(feature: FeatureState, document: FlagsmithDocument, place: Place): ImportedFlag {
  const { name } = feature
  const own = (overrides: readonly FeatureState[]) => overrides.filter((one) => one.name === name)
  const ofIdentities = document.identities.flatMap(({ identifier, overrides }) =>
    own(overrides).map((state) => ({ id: `identity-${identifier}`, state, condition: identityIs(identifier) })),
  )
  const ofSegments = document.segments
    .flatMap(({ key, name: title, overrides }) =>
      own(overrides).map((state) => ({
        id: `segment-${key}`,
        description: title,
        state,
        condition: { segment: segmentKey(key) } as Condition,
      })),
    )
    .toSorted((a, b) => compare(a.state.priority, b.state.priority))
  const values = valuesOf([feature, ...ofIdentities.map(({ state }) => state), ...ofSegments.map(({ state }) => state)])
  const rules = [...ofIdentities, ...ofSegments].flatMap((override, at) =>
    stateRules({ ...override, id: `${override.id}-${at + 1}` }, values, place),
  )
  const last = { variant: values.keyOf(feature.value, feature.enabled) }
  return {
    key: name,
    title: name,
    description: '',
    type: values.type,
    enabled: true,
    offVariant: null,
    prerequisites: [],
    rules: [...rules, ...splitRules({ id: 'split', state: feature }, values, place)],
    variants: values.list(),
    fallthrough: last,
    isPublic: false,
  }
}

function identityIs(identifier: string): Condition {
  return { attribute: 'targetingKey', operator: 'equals', value: identifier }
}

interface Override {
  readonly id: string
  readonly description?: string
  readonly state: FeatureState
  readonly condition?: Condition
}

/** Its variants for whom they take in, its value for the others. */
function stateRules(override: Override, values: Values, place: Place): Rule[] {
  const { state, id, description, condition } = override
  const serve: Serve = { variant: values.keyOf(state.value, state.enabled) }
  const rest = {
    ...(description === undefined ? {} : { description }),
    ...(condition === undefined ? {} : { condition }),
  }
  return [...splitRules({ ...override, id: `${id}-split` }, values, place), { id, ...rest, serve }]
}

function splitRules({ id, state, condition, description }: Override, values: Values, { identities }: Place): Rule[] {
  if (state.variants.length === 0) return []
  let end = 0
  const weights = state.variants.map(({ value, weight }): Weight => {
    const range: Range = [end, end + weight]
    end += weight
    return { variant: values.keyOf(value, state.enabled), weight: Math.round(weight * 1000), range }
  })
  const salt = `${state.key},${identities.prefix}`
  return [
    {
      id,
      ...(description === undefined ? {} : { description }),
      ...(condition === undefined ? {} : { condition }),
      serve: { split: { hash: 'flagsmith', salt, bucketBy: identities.bucketBy, weights } },
    },
  ]
}

interface Values {
  readonly type: FlagType
  keyOf(value: Json, enabled: boolean): string
  list(): readonly Variant[]
}

/** A feature that never has a value is a boolean: whether it is on. */
function valuesOf(states: readonly FeatureState[]): Values {
  const all = states.flatMap(({ value, variants }) => [value, ...variants.map((variant) => variant.value)])
  const isPlain = all.every((value) => value === null)
  const types = new Set(all.map((value) => (value === null ? 'json' : typeof value)))
  const [only = 'json'] = types
  const type: FlagType =
    types.size === 1 && (only === 'string' || only === 'number' || only === 'boolean') ? only : 'json'
  const byKey = new Map<string, Variant>()
  const known = new Map<string, string>()
  return {
    type: isPlain ? 'boolean' : type,
    list: () => [...byKey.values()],
    keyOf: (value, enabled) => {
      const text = JSON.stringify([value, enabled])
      const before = known.get(text)
      if (before !== undefined) return before
      const wished = isPlain ? (enabled ? 'on' : 'off') : `${nameOf(value)}${enabled ? '' : '-off'}`
      const key = uniqueKey(wished, byKey)
      known.set(text, key)
      byKey.set(key, isPlain ? { key, value: enabled } : { key, value, ...(enabled ? {} : { isOff: true }) })
      return key
    },
  }
}

function nameOf(value: Json): string {
  const text = typeof value === 'object' ? '' : String(value)
  return /^[\w.-]{1,40}$/.test(text) ? text : 'value'
}
