import type { Bucketing, Condition, Json, Rollout, Rule, Serve } from '@plinth/sdk/flags'
import {
  createReader,
  type Imported,
  type ImportedFlag,
  type ImportedSegment,
  type JsonMap,
  listOf,
  mapOf,
  mapsOf,
  nobody,
  type Reader,
  textOr,
} from './imported.ts'
import { attributeOf, constraintCondition } from './unleash-constraints.ts'
import { createVariants, type UnleashVariants } from './unleash-variants.ts'

/**
 * Toggles, strategies and segments of Unleash: its export, `/api/client/features`, or a stream of deltas. `userId` is the
 * targeting key. A toggle is enabled exactly when a rule served; one with variants has the caller's default otherwise.
 */
export function importUnleash(json: Json): Imported {
  const reader = createReader()
  const { features, segments } = stateOf(mapOf(json))
  const places: Places = {
    reader,
    segments: new Set(segments.map(({ id }) => String(id))),
    toggles: new Map(features.map((feature) => [textOr(feature.name, ''), feature])),
  }
  return {
    flags: features.map((feature, at) => importToggle(feature, `/features/${at}`, places)),
    segments: segments.map((segment, at) => importSegment(segment, `/segments/${at}`, reader)),
    faults: reader.faults,
  }
}

interface Places {
  readonly reader: Reader
  readonly segments: ReadonlySet<string>
  readonly toggles: ReadonlyMap<string, JsonMap>
}

/** The state at the end of a stream, or the state itself. */
function stateOf(file: JsonMap): { features: readonly JsonMap[]; segments: readonly JsonMap[] } {
  const state = 'state' in file ? mapOf(file.state) : file
  const features = new Map(mapsOf(state.features).map((one) => [one.name ?? null, one]))
  const segments = new Map(mapsOf(state.segments).map((one) => [one.id ?? null, one]))
  for (const event of mapsOf(state.events)) {
    const type = event.type
    if (type === 'hydration') {
      features.clear()
      segments.clear()
      for (const one of mapsOf(event.features)) features.set(one.name ?? null, one)
      for (const one of mapsOf(event.segments)) segments.set(one.id ?? null, one)
    }
    const feature = mapOf(event.feature)
    const segment = mapOf(event.segment)
    if (type === 'feature-updated') features.set(feature.name ?? null, feature)
    if (type === 'feature-removed') features.delete(event.featureName ?? null)
    if (type === 'segment-updated') segments.set(segment.id ?? null, segment)
    if (type === 'segment-removed') segments.delete(event.segmentId ?? null)
  }
  return { features: [...features.values()], segments: [...segments.values()] }
}

function importSegment(segment: JsonMap, path: string, reader: Reader): ImportedSegment {
  const all = mapsOf(segment.constraints).map((one, at) =>
    constraintCondition(one, reader, `${path}/constraints/${at}`),
  )
  const key = segmentKey(segment.id)
  return { key, title: textOr(segment.name, key), condition: { all } }
}

function segmentKey(id: Json | undefined): string {
  return `unleash-${textOr(id, '')}`
}

function importToggle(feature: JsonMap, path: string, places: Places): ImportedFlag {
  const key = textOr(feature.name, '')
  const strategies = mapsOf(feature.strategies)
  const variants = createVariants(feature, key)
  const dependencies = dependencyConditions(feature, path, places)
  const rules = (strategies.length === 0 ? [{ name: 'default' }] : strategies).flatMap((strategy, at) =>
    strategyRules(strategy, { key, variants, dependencies, places, at, path: `${path}/strategies/${at}` }),
  )
  if (feature.strategies !== undefined && !Array.isArray(feature.strategies))
    places.reader.fault(`${path}/strategies`, 'is no list: the toggle is off')
  const { off } = variants
  return {
    key,
    title: key,
    description: textOr(feature.description, ''),
    type: variants.type,
    variants: variants.list,
    enabled: feature.enabled === true && Array.isArray(feature.strategies ?? []),
    offVariant: off,
    prerequisites: [],
    rules,
    fallthrough: off === null ? null : { variant: off },
    isPublic: false,
  }
}

/** Parents count one level deep only: one with parents of its own is never met. */
function dependencyConditions(feature: JsonMap, path: string, { toggles, reader }: Places): Condition[] {
  return mapsOf(feature.dependencies).map((dependency, at): Condition => {
    const flag = textOr(dependency.feature, '')
    const parent = toggles.get(flag)
    const where = `${path}/dependencies/${at}`
    if (parent === undefined) {
      reader.fault(where, `no toggle ${flag}: never met, as in Unleash`)
      return nobody
    }
    if (listOf(parent.dependencies).length > 0) {
      reader.fault(where, `${flag} has parents itself: never met, as in Unleash`)
      return nobody
    }
    const isOn: Condition = { flag, where: { attribute: 'ruleId', operator: 'exists' } }
    if (dependency.enabled === false) return { not: isOn }
    const names = listOf(dependency.variants)
    if (names.length === 0) return isOn
    return { all: [isOn, { flag, where: { attribute: 'variant', operator: 'in', value: names } }] }
  })
}

interface StrategyPlace {
  readonly key: string
  readonly variants: UnleashVariants
  readonly dependencies: readonly Condition[]
  readonly places: Places
  readonly at: number
  readonly path: string
}

function strategyRules(strategy: JsonMap, place: StrategyPlace): Rule[] {
  const { variants, dependencies, at, path, places } = place
  const parameters = mapOf(strategy.parameters)
  const constraints = listOf(strategy.constraints).map((one, index) =>
    one === null ? nobody : constraintCondition(mapOf(one), places.reader, `${path}/constraints/${index}`),
  )
  const segments = listOf(strategy.segments).map((id, index): Condition => {
    if (places.segments.has(String(id))) return { segment: segmentKey(id) }
    places.reader.fault(`${path}/segments/${index}`, `no segment ${String(id)}: never met, as in Unleash`)
    return nobody
  })
  const { condition, rollout } = strategyTargeting(strategy, parameters, place)
  const all = [...dependencies, ...constraints, ...segments, ...condition]
  const id = textOr(strategy.id, `strategy-${at + 1}`)
  const title = textOr(strategy.title, textOr(strategy.name, ''))
  const base = { description: title, ...(rollout === undefined ? {} : { rollout }) }
  const ruleOf = (ruleId: string, extra: readonly Condition[], serve: Serve): Rule => {
    const whole = [...all, ...extra]
    const [only] = whole
    const condition = whole.length > 1 || only === undefined ? { all: whole } : only
    return { id: ruleId, ...base, ...(whole.length === 0 ? {} : { condition }), serve }
  }
  const { overrides, serve } = variants.servedBy(strategy, parameters)
  return [
    ...overrides.map(({ condition: one, variant }, n) => ruleOf(`${id}-override-${n + 1}`, [one], { variant })),
    ruleOf(id, [], serve),
  ]
}

interface StrategyTargeting {
  readonly condition: readonly Condition[]
  readonly rollout?: Rollout
}

function strategyTargeting(strategy: JsonMap, parameters: JsonMap, place: StrategyPlace): StrategyTargeting {
  const { key, path, places } = place
  const name = textOr(strategy.name, '')
  const among = (attribute: string, texts: string): StrategyTargeting => ({
    condition: [{ as: 'unleash', attribute, operator: 'IN', value: texts.split(/\s*,\s*/) }],
  })
  if (name === 'default') return { condition: [] }
  if (name === 'userWithId') return among('targetingKey', textOr(parameters.userIds, ''))
  if (name === 'remoteAddress') {
    const value = textOr(parameters.IPs, '').split(/\s*,\s*/)
    const listed = { as: 'unleash', attribute: 'remoteAddress', value } as const
    return {
      condition: [
        {
          any: [
            { ...listed, operator: 'IN' },
            { ...listed, operator: 'IN_CIDR' },
          ],
        },
      ],
    }
  }
  if (name === 'applicationHostname') {
    places.reader.fault(path, 'an evaluation knows no host name: the attribute `hostname` is compared, in lower case')
    return among('hostname', textOr(parameters.hostNames, '').toLowerCase())
  }
  const bucketing = bucketingOf(name, parameters, key)
  if (bucketing === null) {
    places.reader.fault(path, `no strategy ${name}: met by nobody, as in Unleash's SDKs`)
    return { condition: [nobody] }
  }
  return rolloutOf(bucketing, parameters[name === 'flexibleRollout' ? 'rollout' : 'percentage'], place)
}

function rolloutOf(bucketing: Bucketing, percentage: Json | undefined, { path, places }: StrategyPlace) {
  const percent = Number(percentage)
  if (!(percent >= 1)) return { condition: [nobody] }
  if (!Number.isInteger(percent))
    places.reader.fault(`${path}/parameters`, `${percent} % counts as ${Math.floor(percent)} %, as in Unleash`)
  return { condition: [], rollout: { ...bucketing, share: Math.min(100, Math.floor(percent)) * 1000 } }
}

function bucketingOf(name: string, parameters: JsonMap, key: string): Bucketing | null {
  const salt = textOr(parameters.groupId, '')
  const hash = 'unleash'
  if (name === 'gradualRolloutUserId') return { hash, salt, bucketBy: 'targetingKey' }
  if (name === 'gradualRolloutSessionId') return { hash, salt, bucketBy: 'sessionId' }
  if (name === 'gradualRolloutRandom') return { hash, salt, bucketBy: [], orRandom: true }
  if (name !== 'flexibleRollout') return null
  const group = salt === '' ? key : salt
  const stickiness = textOr(parameters.stickiness, '') || 'default'
  if (stickiness === 'random') return { hash, salt: group, bucketBy: [], orRandom: true }
  if (stickiness === 'default') return { hash, salt: group, bucketBy: ['targetingKey', 'sessionId'], orRandom: true }
  return { hash, salt: group, bucketBy: attributeOf(stickiness) }
}
