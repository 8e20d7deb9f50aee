import type { Condition, FlagType, Json, Serve, Variant } from '@plinth/sdk/flags'
import { type JsonMap, listOf, mapOf, mapsOf, textOr, uniqueKey } from './imported.ts'
import { attributeOf } from './unleash-constraints.ts'

/** The variants of a toggle and of its strategies under one roof, and what serves them. */
export interface UnleashVariants {
  readonly type: FlagType
  readonly list: readonly Variant[]
  /** Served while off; null: the caller's default. */
  readonly off: string | null
  servedBy(strategy: JsonMap, parameters: JsonMap): Served
}

interface Served {
  readonly overrides: readonly { readonly condition: Condition; readonly variant: string }[]
  readonly serve: Serve
}

/** A toggle without variants is a boolean; with them its type is that of their payloads, or text when they differ. */
export function createVariants(feature: JsonMap, key: string): UnleashVariants {
  const own = mapsOf(feature.variants)
  const all = [...own, ...mapsOf(feature.strategies).flatMap(({ variants = [] }) => mapsOf(variants))]
  if (all.length === 0) return { ...plain, servedBy: () => ({ overrides: [], serve: { variant: 'on' } }) }
  const type = typeOf(all)
  const byKey = new Map<string, Variant>()
  const keys = new Map(all.map((definition) => [definition, keyFor(definition, type, byKey)]))
  const keyOf = (definition: JsonMap): string => keys.get(definition) ?? ''
  return {
    type,
    list: [...byKey.values()],
    off: null,
    servedBy: (strategy, parameters) => {
      const ofStrategy = mapsOf(strategy.variants)
      if (ofStrategy.length === 0) return serve(own, { salt: key, stickiness: own[0]?.stickiness, keyOf })
      const stickiness = textOr(ofStrategy[0]?.stickiness, '') || parameters.stickiness
      return serve(ofStrategy, { salt: textOr(parameters.groupId, key), stickiness, keyOf })
    },
  }
}

const plain = {
  type: 'boolean',
  list: [
    { key: 'on', value: true },
    { key: 'off', value: false },
  ],
  off: 'off',
} as const

function typeOf(all: readonly JsonMap[]): FlagType {
  const types = new Set(all.map(({ payload }) => textOr(mapOf(payload).type, '')))
  if (types.size !== 1) return 'string'
  return types.has('number') ? 'number' : types.has('json') ? 'json' : 'string'
}

/** The key of a variant; strategies may have other payloads under the same name. */
function keyFor(definition: JsonMap, type: FlagType, byKey: Map<string, Variant>): string {
  const name = textOr(definition.name, 'variant')
  const value = payloadValue(definition, type)
  const same = byKey.get(name)
  if (same !== undefined && JSON.stringify(same.value) === JSON.stringify(value)) return name
  const key = uniqueKey(name, byKey)
  byKey.set(key, { key, value })
  return key
}

function payloadValue(definition: JsonMap, type: FlagType): Json {
  const text = textOr(mapOf(definition.payload).value, textOr(definition.name, ''))
  if (type === 'number') return Number(text)
  if (type !== 'json') return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

interface Choice {
  readonly salt: string
  readonly stickiness: Json | undefined
  readonly keyOf: (definition: JsonMap) => string
}

function serve(definitions: readonly JsonMap[], { salt, stickiness, keyOf }: Choice): Served {
  const weights = definitions.map((definition) => ({
    variant: keyOf(definition),
    weight: Math.max(0, Math.round(Number(definition.weight ?? 0))) || 0,
  }))
  if (weights.every(({ weight }) => weight === 0)) return { overrides: [], serve: null }
  const by = textOr(stickiness, '') || 'default'
  const bucketBy = by === 'default' ? ['targetingKey', 'sessionId', 'remoteAddress'] : [attributeOf(by)]
  const overrides = definitions.flatMap((definition) =>
    mapsOf(definition.overrides).map((override) => ({
      variant: keyOf(definition),
      condition: {
        as: 'unleash',
        attribute: attributeOf(textOr(override.contextName, '')),
        operator: 'IN',
        value: listOf(override.values),
      } as const,
    })),
  )
  return { overrides, serve: { split: { hash: 'unleash', salt, bucketBy, orRandom: true, weights } } }
}
