import { type Condition, type Json, patternFault } from '@plinth/sdk/flags'
import { type FlagsmithSegment, ruleParts } from './flagsmith-document.ts'
import {
  attributePath,
  attributeStep,
  type ImportedSegment,
  type JsonMap,
  nobody,
  type Reader,
  textOr,
} from './imported.ts'

const operators = new Set(
  'EQUAL NOT_EQUAL GREATER_THAN GREATER_THAN_INCLUSIVE LESS_THAN LESS_THAN_INCLUSIVE CONTAINS NOT_CONTAINS REGEX IS_SET IS_NOT_SET MODULO IN'.split(
    ' ',
  ),
)
const everybody: Condition = { all: [] }
/** Points of the hash lie 0.01 apart; this takes in the border itself, as Flagsmith does. */
const border = 1e-9

/** How identities are hashed: the attribute and what stands before its value. */
export interface IdentityKeys {
  readonly bucketBy: string
  readonly prefix: string
}

export interface SegmentPlace {
  readonly environment: JsonMap
  readonly identities: IdentityKeys
  readonly reader: Reader
}

export function segmentKey(key: string): string {
  return `flagsmith-${key}`
}

/** Only callers with an identity are in segments; all rules of one must hold, and one without rules holds nobody. */
export function importSegment(segment: FlagsmithSegment, place: SegmentPlace): ImportedSegment {
  const isKnown: Condition = { attribute: 'targetingKey', operator: 'exists' }
  const rules = segment.rules.map((rule, at) =>
    ruleCondition(rule, { ...place, key: segment.key, path: `${segment.path}/rules/${at}` }),
  )
  const condition = rules.length === 0 ? nobody : { all: [isKnown, ...rules] }
  return { key: segmentKey(segment.key), title: segment.name, condition }
}

interface RulePlace extends SegmentPlace {
  readonly key: string
  readonly path: string
}

function ruleCondition(rule: JsonMap, place: RulePlace): Condition {
  const { rules, conditions } = ruleParts(rule)
  const type = textOr(rule.type, '')
  const group = (parts: readonly Condition[]): Condition => {
    if (parts.length === 0) return everybody
    if (type === 'ALL') return { all: parts }
    if (type === 'ANY') return { any: parts }
    if (type === 'NONE') return { not: { any: parts } }
    place.reader.fault(`${place.path}/type`, `no type ${type}: met by nobody`)
    return nobody
  }
  const own = conditions.map((one, at) => condition(one, { ...place, path: `${place.path}/conditions/${at}` }))
  const below = rules.map((one, at) => ruleCondition(one, { ...place, path: `${place.path}/rules/${at}` }))
  return { all: [group(own), group(below)] }
}

function condition(one: JsonMap, place: RulePlace): Condition {
  const { path, reader } = place
  const operator = textOr(one.operator, '')
  const property = textOr(one.property, '')
  const value = one.value ?? null
  if (operator === 'PERCENTAGE_SPLIT') return percentage(property, value, place)
  const fault = operator === 'REGEX' ? patternFault(textOr(value, '')) : null
  if (fault !== null) reader.fault(`${path}/value`, `${fault}: met by nobody`)
  if (!operators.has(operator)) reader.fault(`${path}/operator`, `no operator ${operator}: met by nobody`)
  if (property === '') {
    reader.fault(`${path}/property`, 'needs a trait: met by nobody')
    return nobody
  }
  return { as: 'flagsmith', ...subject(property, place), operator, value }
}

function percentage(property: string, value: Json, { key, identities, path, reader }: RulePlace): Condition {
  const share = Number.parseFloat(String(value))
  const attribute = property === '' ? identities.bucketBy : contextAttribute(property)
  if (Number.isNaN(share) || attribute === null) {
    reader.fault(path, 'needs a percentage of identities or of a path: met by nobody')
    return nobody
  }
  const salt = property === '' ? `${key},${identities.prefix}` : `${key},`
  return { bucket: { hash: 'flagsmith', salt, bucketBy: attribute, ranges: [[0, share + border]] } }
}

/** What is compared: a trait, the identity, or what the file knows of its environment. */
function subject(property: string, { environment }: SegmentPlace): { attribute: string; found?: Json } {
  const ofEnvironment = /^\$\.environment\.(\w+)$/.exec(property)?.[1]
  if (ofEnvironment !== undefined) {
    const found = environment[ofEnvironment] ?? null
    if (typeof found !== 'object') return { attribute: attributeStep(property), found }
  }
  return { attribute: contextAttribute(property) ?? attributeStep(property) }
}

function contextAttribute(property: string): string | null {
  const trait =
    /^\$\.identity\.traits\.(.+)$/.exec(property)?.[1] ?? /^\$\.identity\.traits\['(.+)'\]$/.exec(property)?.[1]
  if (trait !== undefined) return attributeStep(trait)
  if (property === '$.identity.identifier') return 'targetingKey'
  return property === '$.identity.key' ? attributePath(['identityKey']) : null
}
