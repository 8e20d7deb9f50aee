import {
  type Condition,
  type FlagType,
  type Json,
  patternFault,
  type Range,
  type Rule,
  type Variant,
} from '@plinth/sdk/flags'
import {
  attributeStep,
  createReader,
  type Imported,
  type ImportedFlag,
  type JsonMap,
  mapOf,
  mapsOf,
  type Reader,
  textOr,
} from './imported.ts'

const types: Readonly<Record<string, FlagType>> = {
  BOOLEAN: 'boolean',
  STRING: 'string',
  INTEGER: 'number',
  NUMERIC: 'number',
  JSON: 'json',
}

/** Flags of Eppo's universal configuration; the subject's key is the targeting key, and stands in for an attribute `id`. */
export function importEppo(json: Json): Imported {
  const reader = createReader()
  const flags = Object.entries(mapOf(mapOf(json).flags)).map(([key, flag]) => importFlag(key, mapOf(flag), reader))
  return { flags, segments: [], faults: reader.faults }
}

function importFlag(key: string, flag: JsonMap, reader: Reader): ImportedFlag {
  const path = `/flags/${key}`
  const kind = textOr(flag.variationType, '')
  if (!Object.hasOwn(types, kind)) reader.fault(`${path}/variationType`, `no type ${kind}: taken as JSON`)
  const variants = Object.values(mapOf(flag.variations)).map((one, at) =>
    importVariant(mapOf(one), kind, { path: `${path}/variations/${at}`, reader }),
  )
  const total = Number(flag.totalShards ?? 10_000)
  const rules = mapsOf(flag.allocations).flatMap((allocation, at) =>
    allocationRules(allocation, { total, reader, path: `${path}/allocations/${at}`, flag: key }),
  )
  return {
    key,
    title: key,
    description: '',
    type: types[kind] ?? 'json',
    variants,
    enabled: flag.enabled === true,
    offVariant: null,
    prerequisites: [],
    rules,
    fallthrough: null,
    isPublic: false,
  }
}

/** A value that is not of the flag's type is an error to its SDKs: the caller's default counts. */
function importVariant(variation: JsonMap, kind: string, { path, reader }: { path: string; reader: Reader }): Variant {
  const key = textOr(variation.key, '')
  const value = kind === 'JSON' ? parsed(variation.value ?? null) : (variation.value ?? null)
  const isSound =
    kind === 'INTEGER' ? Number.isInteger(value) : kind === 'JSON' || typeof value === (types[kind] ?? typeof value)
  if (isSound) return { key, value }
  reader.fault(`${path}/value`, `is no ${kind}: the caller's default counts`)
  return { key, value, isOff: true }
}

function parsed(value: Json): Json {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value
  }
}

interface Place {
  readonly flag: string
  readonly total: number
  readonly reader: Reader
  readonly path: string
}

/** A rule for each split: the first serves whose shards all take the subject in. */
function allocationRules(allocation: JsonMap, { flag, total, reader, path }: Place): Rule[] {
  const name = textOr(allocation.key, path)
  const groups = mapsOf(allocation.rules).map((rule, at): Condition => {
    const where = `${path}/rules/${at}/conditions`
    return { all: mapsOf(rule.conditions).map((one, n) => condition(one, `${where}/${n}`, reader)) }
  })
  const splits = mapsOf(allocation.splits)
  return splits.map((split, at): Rule => {
    const shards = mapsOf(split.shards).map((shard): Condition => {
      const ranges = mapsOf(shard.ranges).map(({ start, end }): Range => [Number(start), Number(end)])
      return { bucket: { hash: 'eppo', salt: textOr(shard.salt, ''), total, ranges } }
    })
    const all = [...(groups.length === 0 ? [] : [{ any: groups }]), ...shards]
    return {
      id: splits.length === 1 ? name : `${name}-${at + 1}`,
      description: name,
      ...(all.length === 0 ? {} : { condition: { all } }),
      ...windowOf(allocation),
      serve: { variant: textOr(split.variationKey, '') },
      ...(allocation.doLog === true ? { experiment: `${flag}-${name}` } : {}),
    }
  })
}

/** The end still belongs to it. */
function windowOf({ startAt, endAt }: JsonMap): Pick<Rule, 'startsAt' | 'endsAt'> {
  const startMs = Date.parse(textOr(startAt, ''))
  const endMs = Date.parse(textOr(endAt, ''))
  return {
    ...(Number.isNaN(startMs) ? {} : { startsAt: new Date(startMs).toISOString() }),
    ...(Number.isNaN(endMs) ? {} : { endsAt: new Date(endMs + 1).toISOString() }),
  }
}

const operators = new Set(['GT', 'GTE', 'LT', 'LTE', 'MATCHES', 'NOT_MATCHES', 'ONE_OF', 'NOT_ONE_OF', 'IS_NULL'])

function condition(one: JsonMap, path: string, reader: Reader): Condition {
  const operator = textOr(one.operator, '')
  const value = one.value ?? null
  if (!operators.has(operator)) reader.fault(`${path}/operator`, `no operator ${operator}: met by nobody`)
  const fault = operator.endsWith('MATCHES') ? patternFault(String(value)) : null
  if (fault !== null) reader.fault(`${path}/value`, `${fault}: met by nobody`)
  const name = textOr(one.attribute, '')
  const compared = (attribute: string): Condition => ({ as: 'eppo', attribute, operator, value })
  if (name !== 'id') return compared(attributeStep(name))
  const hasId: Condition = { attribute: 'id', operator: 'exists' }
  return { any: [{ all: [hasId, compared('id')] }, { all: [{ not: hasId }, compared('targetingKey')] }] }
}
