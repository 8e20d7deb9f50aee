import type { TSchema } from 'typebox'

/** The schema option that marks values nobody may read in logs or the console: `Type.String({ 'x-sensitive': true })`. */
const MARK = 'x-sensitive'

/** A copy of `value` with everything replaced that `schema` marks as sensitive; properties the schema does not know are replaced too. */
export function redact(schema: TSchema, value: unknown): unknown {
  const node = schema as unknown as {
    properties?: Record<string, TSchema>
    items?: TSchema
    anyOf?: TSchema[]
  } & Record<string, unknown>
  if (node[MARK] === true) return '[redacted]'
  if (Array.isArray(value))
    return node.items === undefined ? '[redacted]' : value.map((item) => redact(node.items as TSchema, item))
  if (typeof value !== 'object' || value === null)
    return node.anyOf?.some((part) => redact(part, value) === '[redacted]') === true ? '[redacted]' : value
  const properties = node.properties
  if (properties === undefined) return '[redacted]'
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      properties[key] === undefined ? '[redacted]' : redact(properties[key], inner),
    ]),
  )
}
