import type { FlagType, Json } from '@plinth/sdk/flags'
import {
  createReader,
  type Imported,
  type ImportedFlag,
  isMap,
  type JsonMap,
  listOf,
  mapOf,
  type Reader,
  textOr,
} from './imported.ts'

export interface FlagdOptions {
  /** How its engines hash: `v2` as those published up to now, `v3` as decided for the next ones. */
  readonly fractional: 'v2' | 'v3'
}

/**
 * Flags of a flagd file. Each one's targeting is kept as an expression, with shared evaluators and the flag's key written
 * out, so that renaming the flag moves nobody; the disabled ones are the caller's default.
 */
export function importFlagd(json: Json, options: FlagdOptions = { fractional: 'v2' }): Imported {
  const reader = createReader()
  const file = mapOf(json)
  const evaluators = mapOf(file.$evaluators)
  const flags = Array.isArray(file.flags)
    ? file.flags.map((flag: Json) => [textOr(mapOf(flag).key, ''), flag] as const)
    : Object.entries(mapOf(file.flags))
  return {
    flags: flags.map(([key, flag]) =>
      importFlag(mapOf(flag), { key, path: `/flags/${key}`, reader, evaluators, version: options.fractional }),
    ),
    segments: [],
    faults: reader.faults,
  }
}

interface Place {
  readonly key: string
  readonly path: string
  readonly reader: Reader
  readonly evaluators: JsonMap
  readonly version: 'v2' | 'v3'
}

function importFlag(flag: JsonMap, place: Place): ImportedFlag {
  const { key, path, reader } = place
  const variants = Object.entries(mapOf(flag.variants)).map(([name, value]) => ({ key: name, value }))
  const standard = textOr(flag.defaultVariant, '')
  if (flag.state !== 'ENABLED' && flag.state !== 'DISABLED')
    reader.fault(`${path}/state`, 'is neither ENABLED nor DISABLED: taken as disabled')
  if (standard !== '' && !variants.some((variant) => variant.key === standard))
    reader.fault(`${path}/defaultVariant`, `no variant ${standard}`)
  const targeting = mapOf(flag.targeting)
  const hasTargeting = Object.keys(targeting).length > 0
  return {
    key,
    title: key,
    description: textOr(mapOf(flag.metadata).description, ''),
    type: typeOf(variants.map(({ value }) => value)),
    variants,
    enabled: flag.state === 'ENABLED',
    offVariant: null,
    prerequisites: [],
    rules: hasTargeting ? [{ id: 'targeting', serve: { logic: rewritten(targeting, place, []) } }] : [],
    fallthrough: standard === '' ? null : { variant: standard },
    isPublic: false,
  }
}

function typeOf(values: readonly Json[]): FlagType {
  const types = new Set(values.map((value) => typeof value))
  const [only = 'boolean'] = types
  return types.size === 1 && (only === 'string' || only === 'number' || only === 'boolean') ? only : 'json'
}

/** The expression with evaluators in place of their names, the flag's key in place of its variable, and its bucketing in full. */
function rewritten(logic: Json, place: Place, within: readonly string[]): Json {
  if (Array.isArray(logic)) return logic.map((part: Json) => rewritten(part, place, within))
  if (!isMap(logic)) return logic
  const [name, ...others] = Object.keys(logic)
  if (name === undefined || others.length > 0) return logic
  const operand = logic[name] ?? null
  if (name === '$ref') {
    const evaluator = textOr(operand, '')
    if (Object.hasOwn(place.evaluators, evaluator) && !within.includes(evaluator))
      return rewritten(place.evaluators[evaluator] ?? null, place, [...within, evaluator])
    place.reader.fault(`${place.path}/targeting`, `no evaluator ${evaluator}: callers get their own default`)
    return logic
  }
  if (name === 'var' && (operand === '$flagd.flagKey' || listOf(operand)[0] === '$flagd.flagKey')) return place.key
  if (name === 'fractional') return { fractional: bucketing(operand, place, within) }
  return { [name]: rewritten(operand, place, within) }
}

/** A first operand that is no list is what callers are bucketed by. */
function bucketing(operand: Json, place: Place, within: readonly string[]): Json {
  const [first = null, ...others] = Array.isArray(operand) ? (operand as Json[]) : [operand]
  const base = { version: place.version, salt: place.key }
  const parts = (list: readonly Json[]): Json[] => list.map((part) => rewritten(part, place, within))
  if (Array.isArray(first)) return { ...base, buckets: parts([first, ...others]) }
  return { ...base, by: rewritten(first, place, within), buckets: parts(others) }
}
