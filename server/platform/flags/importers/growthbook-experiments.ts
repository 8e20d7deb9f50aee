import type { Condition, Json, Range, Rule, Sticky, Weight } from '@plinth/sdk/flags'
import { hashOf, salted } from './growthbook-hash.ts'
import type { RulePlace } from './growthbook-place.ts'
import { attributeStep, type JsonMap, listOf, mapOf, mapsOf, nobody, textOr } from './imported.ts'

/** The rules of an experiment: a forced variation first, then one for each leaf of a contextual bandit, or one alone. */
export function experimentRules(rule: JsonMap, variations: readonly Json[], place: RulePlace): Rule[] {
  const { key, path, reader, payload, id, before } = place
  const experiment = textOr(rule.key, '') || key
  if (variations.length < 2) {
    reader.fault(`${path}/variations`, 'an experiment with fewer than two variations serves nobody')
    return []
  }
  const whole = { ...place, experiment, keys: variationKeys(rule, variations, experiment, place) }
  const forced = mapOf(payload.forcedVariations)[experiment]
  const forcedKey = typeof forced === 'number' ? whole.keys[forced] : undefined
  const first: Rule[] =
    forcedKey === undefined
      ? []
      : [{ id: `${id}-forced`, ...conditionOf(before), serve: { variant: forcedKey.key }, experiment }]
  if (rule.active === false || rule.status === 'draft' || rule.status === 'stopped') {
    reader.fault(path, 'the experiment does not run: it serves nobody')
    return first
  }
  const bandit = textOr(rule.contextualBanditRef, '')
  const leaves = mapsOf(mapOf(mapOf(payload.contextualBandits)[bandit]).contexts)
  if (leaves.length === 0) return [...first, splitRule(rule, whole, { id, weights: rule.weights, only: [] })]
  const contexts = leaves.map((leaf, at) =>
    place.conditions.conditionOf(leaf.condition ?? {}, `/contextualBandits/${bandit}/contexts/${at}/condition`),
  )
  const rules = [...leaves, { weights: rule.weights ?? null }].map((leaf, at) => {
    const earlier = contexts.slice(0, at).map((context): Condition => ({ not: context }))
    const context = contexts[at]
    const only = context === undefined ? earlier : [...earlier, context]
    const ruleId = context === undefined ? id : `${id}-leaf-${at + 1}`
    return splitRule(rule, whole, { id: ruleId, weights: leaf.weights, only })
  })
  return [...first, ...rules]
}

interface Variation {
  readonly key: string
  /** Whoever gets it goes on to the next rule. */
  readonly passes: boolean
}

interface ExperimentPlace extends RulePlace {
  readonly experiment: string
  readonly keys: readonly Variation[]
}

function variationKeys(rule: JsonMap, variations: readonly Json[], experiment: string, place: RulePlace): Variation[] {
  const meta = listOf(rule.meta).map((one) => mapOf(one))
  return variations.map((value, at) => {
    const name = textOr(meta[at]?.key, '') || String(at)
    return { key: place.values.variation(`${experiment}:${name}`, value), passes: meta[at]?.passthrough === true }
  })
}

interface Leaf {
  readonly id: string
  readonly weights: Json | undefined
  readonly only: readonly Condition[]
}

function splitRule(rule: JsonMap, place: ExperimentPlace, { id, weights, only }: Leaf): Rule {
  const { before, conditions, experiment, keys, path, reader } = place
  const hash = hashOf(rule.hashVersion ?? 1)
  if (hash === null) reader.fault(`${path}/hashVersion`, 'no such version: met by nobody')
  const bucketing = salted(hash ?? 'growthbook-v1', rule.seed || experiment, rule.hashAttribute)
  const all = [...only, ...namespaceConditions(rule, place), ...(hash === null ? [nobody] : [])]
  if (rule.condition !== undefined) all.push(conditions.conditionOf(rule.condition, `${path}/condition`))
  const ranges = Array.isArray(rule.ranges) ? (rule.ranges as Range[]) : rangesOf(rule, keys.length, weights)
  const served = keys.flatMap(({ key, passes }, at): Weight[] => {
    const range = ranges[at]
    return passes || range === undefined ? [] : [{ variant: key, weight: weightOf(range), range }]
  })
  return {
    id,
    ...(typeof rule.name === 'string' ? { description: rule.name } : {}),
    ...conditionOf([...before, ...all]),
    serve: served.length === 0 ? null : { split: { ...bucketing, weights: served } },
    experiment,
    ...(rule.disableStickyBucketing === true ? {} : { sticky: stickyOf(rule, experiment, [...before, ...only]) }),
  }
}

function namespaceConditions(rule: JsonMap, { path, reader }: RulePlace): Condition[] {
  const { namespace } = rule
  if (!Array.isArray(namespace) || rule.filters !== undefined) return []
  const [name, from, to] = namespace as Json[]
  if (typeof from !== 'number' || typeof to !== 'number') {
    reader.fault(`${path}/namespace`, 'needs a name and two numbers: met by nobody')
    return [nobody]
  }
  const bucketing = salted('growthbook-v1', `__${textOr(name, '')}`, rule.hashAttribute)
  return [{ bucket: { ...bucketing, ranges: [[from, to]] } }]
}

/** Parts of 0 to 1, each as long as its weight times the coverage; weights that do not sum to about 1 are taken as equal. */
function rangesOf(rule: JsonMap, count: number, weights: Json | undefined): Range[] {
  const wished = typeof rule.coverage === 'number' ? rule.coverage : 1
  const coverage = Math.min(1, Math.max(0, wished))
  const given = listOf(weights).map(Number)
  const sum = given.reduce((whole, weight) => whole + weight, 0)
  const isSound = given.length === count && sum >= 0.99 && sum <= 1.01
  const parts = isSound ? given : Array.from({ length: count }, () => 1 / count)
  let end = 0
  return parts.map((weight) => {
    const from = end
    end += weight
    return [from, from + coverage * weight]
  })
}

function weightOf([from, to]: Range): number {
  return Math.max(0, Math.round((to - from) * 100_000))
}

function stickyOf(rule: JsonMap, experiment: string, always: readonly Condition[]): Sticky {
  const version = Number(rule.bucketVersion ?? 0)
  const oldest = Number(rule.minBucketVersion ?? 0)
  const blocked = Array.from({ length: Math.max(0, oldest) }, (_, at) => `${experiment}__${at}`)
  const fallback = textOr(rule.fallbackAttribute, '')
  return {
    key: `${experiment}__${version}`,
    ...(fallback === '' ? {} : { fallbackBucketBy: attributeStep(fallback) }),
    ...(blocked.length === 0 ? {} : { blocked }),
    ...conditionOf(always),
  }
}

function conditionOf(all: readonly Condition[]): { condition?: Condition } {
  return all.length === 0 ? {} : { condition: { all } }
}
