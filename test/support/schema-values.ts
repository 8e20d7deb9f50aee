import fc from 'fast-check'

/** The part of JSON Schema that the contract uses. */
export interface ValueSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, ValueSchema>>
  readonly required?: readonly string[]
  readonly items?: ValueSchema
  readonly anyOf?: readonly ValueSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
}

const TEXT_MAX = 60

/** What breaks readers of JSON: wrong types, edges of numbers, text that is hard to store, names of prototypes. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    1e21,
    2 ** 53 - 1,
    '',
    ' ',
    '0',
    '1e3',
    'null',
    '__proto__',
  ),
  fc.constantFrom<unknown>(
    "' OR 1=1--",
    '<script>',
    '../../etc/passwd',
    '\u202e',
    '\u001b[31m',
    '%00',
    '#{7*7}',
    '{{7*7}}',
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    { $gt: '' },
    ['a'],
    { length: -1 },
    { toString: 'a' },
    '\ud83d\ude00'.repeat(40),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
)

/** A value that `schema` accepts, mostly: patterns are not solved. */
export function schemaValue(schema: ValueSchema): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(schemaValue))
  const type = Array.isArray(schema.type) ? (schema.type[0] as string) : schema.type
  if (type === 'object') return objectOf(schema)
  if (type === 'array')
    return fc.array(schemaValue(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) })
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer')
    return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 2 ** 31) })
  if (type === 'number') return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000, noNaN: true })
  return type === 'string' ? textOf(schema) : nastyValue
}

function textOf({ format, pattern, minLength = 0, maxLength = TEXT_MAX }: ValueSchema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid({ version: 7 })
  if (format === 'date-time') return fc.constant('2026-01-02T03:04:05.678Z')
  if (format === 'date') return fc.constant('2026-01-02')
  if (format === 'uri') return fc.constant('https://example.org/a')
  if (pattern?.startsWith('^[0-9a-f]{64}') === true) return fc.constant('0'.repeat(64))
  if (format === 'email' || maxLength === 320 || maxLength === 254) return fc.constant('somebody@example.org')
  return fc.string({
    unit: 'grapheme',
    minLength: Math.min(minLength, TEXT_MAX),
    maxLength: Math.max(minLength, Math.min(maxLength, TEXT_MAX)),
  })
}

function objectOf({ properties = {}, required = [] }: ValueSchema): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, schemaValue(schema)]))
  return fc.record(parts, { requiredKeys: [...required] })
}

/** A value of `schema` with one property replaced, dropped or added, or as it is. */
export function mutatedSchemaValue(schema: ValueSchema): fc.Arbitrary<unknown> {
  const names = Object.keys(schema.properties ?? {})
  const name = fc.oneof(fc.constantFrom(...names, 'id', 'unknown'), fc.string({ maxLength: 12 }))
  const change = fc.record({
    kind: fc.constantFrom('keep', 'replace', 'replace', 'drop', 'whole'),
    name,
    value: nastyValue,
  })
  return fc.tuple(schemaValue(schema), change).map(([value, { kind, name: key, value: other }]) => {
    if (kind === 'whole') return other
    if (kind === 'keep' || typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(([one]) => one !== key)
    return Object.fromEntries(kind === 'drop' ? entries : [...entries, [key, other]])
  })
}
