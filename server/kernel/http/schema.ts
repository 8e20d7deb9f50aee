import { type Static, type TSchema, Type } from 'typebox'
import type { Id } from '../id.ts'

/** Shared TypeBox shapes of the wire. Objects refuse unknown properties by `additionalProperties: false`. */
export function object<Properties extends Record<string, TSchema>>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false })
}

const NAME = Symbol('name of the shape')

/**
 * `schema` under a name of the whole contract: it stands there once, under `components.schemas`, and the SDK has a type of that name.
 * Validation does not know of it. What is made of it by spreading is another shape and needs a name of its own.
 */
export function named<Schema extends TSchema>(name: string, schema: Schema): Schema {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) throw new TypeError(`"${name}" is no name of a shape: it is written LikeThis`)
  const copy = Object.create(Object.getPrototypeOf(schema), Object.getOwnPropertyDescriptors(schema)) as Schema
  return Object.assign(copy, { [NAME]: name })
}

/** A named object, written without a level more. */
export function namedObject<Properties extends Record<string, TSchema>>(name: string, properties: Properties) {
  return named(name, object(properties))
}

/** The name that `named` gave, or undefined. */
export function nameOf(schema: object): string | undefined {
  return (schema as { readonly [NAME]?: string })[NAME]
}

/** A lower-case UUID, typed as the id of `Kind`. */
export function idOf<Kind extends string>(kind: Kind) {
  return Type.Unsafe<Id<Kind>>({ type: 'string', format: 'uuid', description: `Id of a ${kind}` })
}

/** An instant: a Date in code, ISO 8601 in UTC on the wire. */
export const instant = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })

/** Control characters and bidirectional embeddings and overrides: what makes a name look like another or a log line like two. */
const NOT_IN_LINE = '\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069'
const LINE = `[^\\s${NOT_IN_LINE}](?:[^${NOT_IN_LINE}]*[^\\s${NOT_IN_LINE}])?`

/** Text with at least one visible character, trimmed by nobody: leading or trailing white space is refused. */
export function line(maxLength: number, minLength = 1) {
  return Type.String({ minLength, maxLength, pattern: minLength > 0 ? `^${LINE}$` : `^(?:${LINE})?$` })
}

/** Text that may hold line breaks. */
export function text(maxLength: number, minLength = 0) {
  return Type.String({ minLength, maxLength })
}

/** One of the given texts, typed as their union. */
export function oneOf<const Values extends readonly string[]>(values: Values) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values] })
}

/** `schema` or null; simple types become a type array, which serialises without trying alternatives. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  const node = schema as unknown as { type?: unknown; enum?: unknown[] }
  if (typeof node.type === 'string' && node.type !== 'object' && node.type !== 'array') {
    const values = node.enum === undefined ? {} : { enum: [...node.enum, null] }
    return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [node.type, 'null'], ...values, [NAME]: undefined })
  }
  return Type.Unsafe<Static<Schema> | null>({ anyOf: [schema, { type: 'null' }] })
}

const LIST_LIMIT_MAX = 100

/** The query of every list: keyset pages, `cursor` as given by the page before. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIST_LIMIT_MAX, default: 20 })),
  cursor: Type.Optional(Type.String({ maxLength: 500, pattern: '^[A-Za-z0-9_-]+$' })),
}

/** The answer of every list. `nextCursor` is null on the last page. The page of a named `Track` is named `TrackPage`. */
export function page<Item extends TSchema>(item: Item) {
  const shape = object({ items: Type.Array(item), nextCursor: nullable(Type.String()) })
  const name = nameOf(item)
  return name === undefined ? shape : named(`${name}Page`, shape)
}
