import type { Condition, Json, Rule } from '@plinth/sdk/flags'
import { createConditions } from './growthbook-conditions.ts'
import { experimentRules } from './growthbook-experiments.ts'
import { hashOf, salted } from './growthbook-hash.ts'
import type { FeaturePlace, RulePlace } from './growthbook-place.ts'
import { createValues } from './growthbook-variants.ts'
import {
  createReader,
  type Imported,
  type ImportedFlag,
  type JsonMap,
  mapOf,
  mapsOf,
  nobody,
  textOr,
} from './imported.ts'

/**
 * Features of GrowthBook: the payload of its SDK endpoint with `features`, `savedGroups`, `contextualBandits` and, when there
 * are any, `forcedVariations`. A value of null is served as the caller's default.
 */
export function importGrowthBook(json: Json): Imported {
  const reader = createReader()
  const payload = mapOf(json)
  const features = mapOf(payload.features)
  const conditions = createConditions(mapOf(payload.savedGroups), reader)
  const flags = Object.entries(features).map(([key, feature]) =>
    importFeature(key, mapOf(feature), { reader, conditions, features, payload }),
  )
  if ('encryptedFeatures' in payload) reader.fault('/encryptedFeatures', 'decrypt the payload first')
  if (mapsOf(payload.experiments).length > 0)
    reader.fault('/experiments', 'visual and redirect experiments are no flags and stay behind')
  return { flags, segments: [], faults: reader.faults }
}

function importFeature(key: string, feature: JsonMap, place: FeaturePlace): ImportedFlag {
  const values = createValues()
  const standard = feature.defaultValue ?? null
  const fallthrough = standard === null ? null : { variant: values.plain(standard) }
  const taken = new Set<string>()
  const rules = mapsOf(feature.rules).flatMap((rule, at) => {
    const wished = textOr(rule.id, '') || `rule-${at + 1}`
    const id = taken.has(wished) ? `${wished}-${at + 1}` : wished
    taken.add(id)
    return importRule(rule, { ...place, key, values, id, path: `/features/${key}/rules/${at}`, before: [] })
  })
  return {
    key,
    title: key,
    description: textOr(feature.description, ''),
    type: values.type(),
    variants: values.list,
    enabled: true,
    offVariant: null,
    prerequisites: [],
    rules,
    fallthrough,
    isPublic: false,
  }
}

function importRule(rule: JsonMap, place: RulePlace): Rule[] {
  const { conditions, features, reader, path, id } = place
  const before: Condition[] = []
  const gates: Rule[] = []
  for (const [at, parent] of mapsOf(rule.parentConditions).entries()) {
    const flag = textOr(parent.id, '')
    const where = `${path}/parentConditions/${at}`
    if (!Object.hasOwn(features, flag)) reader.fault(where, `no feature ${flag}: its condition is met by nobody`)
    const condition: Condition = Object.hasOwn(features, flag)
      ? { flag, where: conditions.conditionOf(parent.condition, `${where}/condition`) }
      : nobody
    if (parent.gate === true)
      gates.push({ id: `${id}-gate-${at + 1}`, condition: { all: [...before, { not: condition }] }, serve: null })
    before.push(condition)
  }
  before.push(...filterConditions(rule.filters, `${path}/filters`, place))
  const own = { ...place, before }
  if ('force' in rule) return [...gates, forceRule(rule, own)]
  const variations = rule.contextualVariations ?? rule.variations
  if (Array.isArray(variations)) return [...gates, ...experimentRules(rule, variations, own)]
  if (gates.length === 0) reader.fault(path, 'a rule without a value or variations serves nobody')
  return gates
}

/** Every filter takes in some ranges of a hash of its own. */
function filterConditions(filters: Json | undefined, path: string, { reader }: FeaturePlace): Condition[] {
  return mapsOf(filters).map((filter, at): Condition => {
    const hash = hashOf(filter.hashVersion ?? 2)
    if (hash === null) reader.fault(`${path}/${at}/hashVersion`, 'no such version: met by nobody')
    const ranges = Array.isArray(filter.ranges) ? (filter.ranges as [number, number][]) : []
    if (hash === null) return nobody
    return { bucket: { ...salted(hash, filter.seed, filter.attribute), ranges } }
  })
}

function forceRule(rule: JsonMap, { key, values, id, path, before, conditions, reader }: RulePlace): Rule {
  const { coverage, range } = rule
  const all = [...before]
  if (rule.condition !== undefined) all.push(conditions.conditionOf(rule.condition, `${path}/condition`))
  const hash = hashOf(rule.hashVersion ?? 1)
  const isPart = range !== undefined || coverage !== undefined
  if (isPart && hash === null) {
    reader.fault(`${path}/hashVersion`, 'no such version: met by nobody')
    all.push(nobody)
  }
  const bucketing = salted(hash ?? 'growthbook-v1', rule.seed || key, rule.hashAttribute)
  if (Array.isArray(range)) all.push({ bucket: { ...bucketing, ranges: [range as [number, number]] } })
  const isShared = range === undefined && typeof coverage === 'number'
  const value = rule.force ?? null
  return {
    id,
    ...(typeof rule.name === 'string' ? { description: rule.name } : {}),
    ...(all.length === 0 ? {} : { condition: { all } }),
    ...(isShared ? { rollout: { ...bucketing, share: shareOf(coverage) } } : {}),
    serve: value === null ? null : { variant: values.plain(value) },
  }
}

/** In 1/100,000; what is finer than that is kept, so that the border stays where it was. */
function shareOf(coverage: number): number {
  const share = Math.min(1, Math.max(0, coverage)) * 100_000
  return Math.abs(share - Math.round(share)) < 1e-6 ? Math.round(share) : share
}
