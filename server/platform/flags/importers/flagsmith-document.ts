import type { Json } from '@plinth/sdk/flags'
import { isMap, type JsonMap, listOf, mapOf, mapsOf, textOr } from './imported.ts'

/** A feature in one state: of the environment, or as a segment or an identity overrides it. */
export interface FeatureState {
  readonly name: string
  /** What multivariate values are hashed with. */
  readonly key: string
  readonly enabled: boolean
  readonly value: Json
  readonly priority: number
  readonly variants: readonly { readonly value: Json; readonly weight: number }[]
}

export interface FlagsmithSegment {
  readonly key: string
  readonly name: string
  readonly rules: readonly JsonMap[]
  readonly overrides: readonly FeatureState[]
  readonly path: string
}

export interface FlagsmithDocument {
  readonly environment: JsonMap
  readonly features: readonly FeatureState[]
  readonly segments: readonly FlagsmithSegment[]
  readonly identities: readonly { readonly identifier: string; readonly overrides: readonly FeatureState[] }[]
}

/** Reads an environment document (`/api/v1/environment-document/`) or an evaluation context; both say the same. */
export function readDocument(json: Json): FlagsmithDocument {
  const file = mapOf(json)
  if ('feature_states' in file) return readEnvironment(file)
  const context = 'context' in file ? mapOf(file.context) : file
  return {
    environment: mapOf(context.environment),
    features: Object.values(mapOf(context.features)).map((one) => contextFeature(mapOf(one))),
    segments: Object.entries(mapOf(context.segments)).map(([id, one]) => {
      const segment = mapOf(one)
      return {
        key: textOr(segment.key, id),
        name: textOr(segment.name, id),
        rules: mapsOf(segment.rules),
        overrides: mapsOf(segment.overrides).map(contextFeature),
        path: `/segments/${id}`,
      }
    }),
    identities: [],
  }
}

function contextFeature(feature: JsonMap): FeatureState {
  return {
    name: textOr(feature.name, ''),
    key: textOr(feature.key, ''),
    enabled: feature.enabled === true,
    value: feature.value ?? null,
    priority: priorityOf(feature.priority),
    variants: inOrder(
      mapsOf(feature.variants).map(({ value = null, weight = 0, priority }) => ({ value, weight, priority })),
    ),
  }
}

function readEnvironment(file: JsonMap): FlagsmithDocument {
  const { api_key: key = null, name = null, project } = file
  return {
    environment: { key, name: name ?? key },
    features: mapsOf(file.feature_states).map(stateFeature),
    segments: mapsOf(mapOf(project).segments).map((segment, at) => ({
      key: textOr(segment.id, ''),
      name: textOr(segment.name, ''),
      rules: mapsOf(segment.rules),
      overrides: mapsOf(segment.feature_states).map(stateFeature),
      path: `/project/segments/${at}`,
    })),
    identities: mapsOf(file.identity_overrides).map((identity) => ({
      identifier: textOr(identity.identifier, ''),
      overrides: mapsOf(identity.identity_features ?? identity.identity_feature_states ?? null).map(stateFeature),
    })),
  }
}

function stateFeature(state: JsonMap): FeatureState {
  return {
    name: textOr(mapOf(state.feature).name, ''),
    key: textOr(state.django_id, '') || textOr(state.featurestate_uuid, ''),
    enabled: state.enabled === true,
    value: state.feature_state_value ?? null,
    priority: priorityOf(mapOf(state.feature_segment).priority),
    variants: inOrder(
      mapsOf(state.multivariate_feature_state_values).map((one) => ({
        value: mapOf(one.multivariate_feature_option).value ?? null,
        weight: one.percentage_allocation ?? 0,
        priority: one.id,
      })),
    ),
  }
}

interface Unordered {
  readonly value: Json
  readonly weight: Json
  readonly priority: Json | undefined
}

function inOrder(variants: readonly Unordered[]): FeatureState['variants'] {
  return variants
    .toSorted((a, b) => compare(priorityOf(a.priority), priorityOf(b.priority)))
    .map(({ value, weight }) => ({ value, weight: Number(weight) || 0 }))
}

/** The lower number comes first; without one a state comes last. */
export function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function priorityOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY
}

/** Rules below a rule, and its conditions under either name of their property. */
export function ruleParts(rule: JsonMap): {
  readonly rules: readonly JsonMap[]
  readonly conditions: readonly JsonMap[]
} {
  const conditions = listOf(rule.conditions)
    .filter(isMap)
    .map((one) => ({ ...one, property: one.property ?? one.property_ ?? null }))
  return { rules: mapsOf(rule.rules), conditions }
}
