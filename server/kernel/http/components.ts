import type { TSchema } from 'typebox'
import { nameOf } from './schema.ts'

export type Json = Record<string, unknown>

/** A deep copy without TypeBox's own marks: what the wire document shows. */
export function plain(schema: TSchema): Json {
  return JSON.parse(JSON.stringify(schema)) as Json
}

/** The named shapes of a document while it is made. */
export interface Components {
  /** What stands for `schema` in the document: a reference when it is named, else the schema with references to what is named in it. A description belongs to the place. */
  refer(schema: object): Json
  /** Every named shape that was met, by name. */
  schemas(): Json
}

/** `known` are there from the start. `refer` throws a TypeError on a name that stands for two different shapes. */
export function createComponents(known: Json): Components {
  const shapes = new Map(Object.entries(known))

  function refer(schema: object): Json {
    const name = nameOf(schema)
    const whole = Object.fromEntries(
      Object.entries(schema).map(([keyword, value]) => [keyword, within(keyword, value)]),
    )
    if (name === undefined) return whole
    const { description, ...shape } = whole
    const other = shapes.get(name) ?? shape
    if (JSON.stringify(other) !== JSON.stringify(shape))
      throw new TypeError(
        `two different shapes are named ${name}: ${JSON.stringify(other)} and ${JSON.stringify(shape)}`,
      )
    shapes.set(name, shape)
    return { $ref: `#/components/schemas/${name}`, ...(description === undefined ? {} : { description }) }
  }

  function within(keyword: string, value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (ONE.has(keyword)) return refer(value)
    if (LIST.has(keyword)) return (value as object[]).map(refer)
    if (MAP.has(keyword)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, refer(one)]))
    return value
  }

  return {
    refer,
    schemas: () => Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** The keywords of JSON Schema that hold schemas: one, a list, or one by name. */
const ONE = new Set(['items', 'additionalProperties', 'not', 'contains', 'propertyNames'])
const LIST = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const MAP = new Set(['properties', 'patternProperties'])
