import { type Condition, type Json, patternFault } from '@plinth/sdk/flags'
import { attributePath, isMap, type JsonMap, listOf, mapOf, nobody, type Reader } from './imported.ts'

const operators = new Set(
  '$eq $ne $lt $lte $gt $gte $veq $vne $vlt $vlte $vgt $vgte $exists $in $ini $nin $nini $not $size $elemMatch $all $alli $regex $regexi $notRegex $notRegexi $type $and $or $nor'.split(
    ' ',
  ),
)
const everybody: Condition = { all: [] }

/** Translates conditions of GrowthBook; saved groups are written out where they are named. */
export interface Conditions {
  conditionOf(condition: Json | undefined, path: string): Condition
}

export function createConditions(savedGroups: JsonMap, reader: Reader): Conditions {
  return {
    conditionOf: (condition, path) => {
      if (condition === undefined) return everybody
      const whole = mapOf(inlined(mapOf(condition), { savedGroups, visited: [] }))
      tellUnknown(whole, reader, path)
      return translated(whole)
    },
  }
}

function translated(condition: JsonMap): Condition {
  const parts = Object.entries(condition).map(([name, value]): Condition => {
    const each = listOf(value).map((one) => translated(mapOf(one)))
    if (name === '$not') return { not: translated(mapOf(value)) }
    if (name === '$and') return { all: each }
    if (name === '$or') return each.length === 0 ? everybody : { any: each }
    if (name === '$nor') return each.length === 0 ? nobody : { not: { any: each } }
    return compared(attributePath(name.split('.')), value)
  })
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { all: parts }
}

function compared(attribute: string, value: Json): Condition {
  const names = isMap(value) ? Object.keys(value) : []
  if (!isMap(value) || names.length === 0 || !names.every((name) => name.startsWith('$')))
    return { as: 'growthbook', attribute, operator: 'is', value }
  const parts = names.map(
    (operator): Condition => ({ as: 'growthbook', attribute, operator, value: value[operator] ?? null }),
  )
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { all: parts }
}

interface Groups {
  readonly savedGroups: JsonMap
  /** The groups being resolved, so that a cycle ends. */
  readonly visited: readonly string[]
}

/** The same with the members of saved groups in place of their names; a list that is none is met by nobody. */
function inlined(value: Json, groups: Groups): Json {
  if (Array.isArray(value)) return value.map((one: Json) => inlined(one, groups))
  if (!isMap(value)) return value
  const result: { [name: string]: Json } = {}
  const resolved: Json[] = []
  for (const [name, inner] of Object.entries(value)) {
    if (name === '$inGroup') result.$in = membersOf(groups.savedGroups[String(inner)])
    else if (name === '$notInGroup') result.$nin = membersOf(groups.savedGroups[String(inner)])
    else if (name === '$savedGroup') resolved.push(savedGroup(inner, groups))
    else result[name] = inlined(inner, groups)
  }
  if (resolved.length > 0) result.$and = [...listOf(result.$and), ...resolved]
  return result
}

/** An unknown group is an empty list; one that holds something else than a list has no members at all. */
function membersOf(group: Json | undefined): Json {
  if (group === undefined) return []
  if (Array.isArray(group)) return group
  const { type, values = null } = mapOf(group)
  return type === 'list' && Array.isArray(values) ? values : null
}

const metByNobody: Json = { $not: {} }

function savedGroup(reference: Json, { savedGroups, visited }: Groups): Json {
  const { id, attributeKey } = mapOf(reference)
  if (typeof id !== 'string' || visited.includes(id)) return metByNobody
  if (attributeKey !== undefined && typeof attributeKey !== 'string') return metByNobody
  const group = mapOf(savedGroups[id])
  if (group.type === 'list') {
    const attribute = attributeKey ?? group.attributeKey
    if (typeof attribute !== 'string' || !Array.isArray(group.values)) return metByNobody
    return { [attribute]: { $in: group.values } }
  }
  if (group.type !== 'condition' || typeof group.condition !== 'object' || group.condition === null) return metByNobody
  return inlined(group.condition, { savedGroups, visited: [...visited, id] })
}

function tellUnknown(value: Json, reader: Reader, path: string): void {
  if (Array.isArray(value)) for (const [at, one] of value.entries()) tellUnknown(one, reader, `${path}/${at}`)
  if (!isMap(value)) return
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$') && !operators.has(name))
      reader.fault(`${path}/${name}`, `no operator ${name}: met by nobody, as in GrowthBook's SDKs`)
    const fault = /regex/i.test(name) && typeof inner === 'string' ? patternFault(inner) : null
    if (fault !== null) reader.fault(`${path}/${name}`, `${fault}: met by nobody`)
    tellUnknown(inner, reader, `${path}/${name}`)
  }
}
