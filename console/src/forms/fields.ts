import type { JsonSchema } from './json-schema.ts'

export interface Choice {
  readonly value: string
  readonly label: string
}

/** How a value is entered. */
export type Field =
  | { readonly kind: 'text'; readonly input: 'text' | 'email' | 'url' | 'date'; readonly maxLength: number | undefined }
  | { readonly kind: 'long-text'; readonly maxLength: number | undefined }
  | { readonly kind: 'instant' }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'money' }
  | { readonly kind: 'words'; readonly choices: readonly Choice[]; readonly most: number | undefined }
  | { readonly kind: 'list'; readonly item: Field; readonly most: number | undefined }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'file'; readonly isPicture: boolean }
  | { readonly kind: 'reference'; readonly to: string }
  | { readonly kind: 'rich-text' }
  | { readonly kind: 'unknown' }

/** A property of an object with its words. */
export interface Entry {
  readonly name: string
  readonly label: string
  readonly description: string | undefined
  readonly required: boolean
  /** Null says that it is empty; a property that is neither this nor required is left out instead. */
  readonly nullable: boolean
  readonly field: Field
}

/** Longer texts are written in a field of several lines. */
const oneLineMax = 200

/** A list of longer ones is no list of words: they may hold the comma that would end a word. */
const wordMax = 80

export function entriesOf({ properties = {}, required = [] }: JsonSchema): readonly Entry[] {
  return Object.entries(properties).map(([name, schema]) => {
    const { inner, nullable } = withoutNull(schema)
    return {
      name,
      label: schema.title ?? inner.title ?? wordsOf(name),
      // Of a marked value the schema describes the bytes that are sent, which is nothing for the person who writes.
      description: inner['x-content'] === undefined ? (schema.description ?? inner.description) : undefined,
      required: required.includes(name),
      nullable,
      field: fieldOf(inner),
    }
  })
}

function withoutNull(schema: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  if (Array.isArray(schema.type) && schema.type.includes('null')) {
    const types = schema.type.filter((type) => type !== 'null')
    return { inner: { ...schema, type: types.length === 1 ? (types[0] ?? '') : types }, nullable: true }
  }
  const parts = schema.anyOf ?? []
  const others = parts.filter(({ type }) => type !== 'null')
  if (others.length === parts.length) return { inner: schema, nullable: false }
  const { anyOf: _, ...words } = schema
  const [only] = others
  return {
    inner: only !== undefined && others.length === 1 ? { ...words, ...only } : { ...words, anyOf: others },
    nullable: true,
  }
}

export function fieldOf(schema: JsonSchema): Field {
  const marked = markedField(schema)
  if (marked !== undefined) return marked
  const choices = choicesOf(schema)
  if (choices !== undefined) return { kind: 'choice', choices }
  switch (schema.type) {
    case 'string':
      return textField(schema)
    case 'integer':
      return { kind: 'number', whole: true }
    case 'number':
      return { kind: 'number', whole: false }
    case 'boolean':
      return { kind: 'boolean' }
    case 'array':
      return schema.items === undefined ? { kind: 'unknown' } : listField(schema.items, schema.maxItems)
    case 'object':
      return objectField(schema)
    default:
      return { kind: 'unknown' }
  }
}

function markedField(schema: JsonSchema): Field | undefined {
  switch (schema['x-content']) {
    case 'rich-text':
      return { kind: 'rich-text' }
    case 'image':
    case 'file':
      return { kind: 'file', isPicture: schema['x-content'] === 'image' }
    case 'reference':
      return { kind: 'reference', to: schema['x-of'] ?? '' }
    default:
      return undefined
  }
}

function textField({ format, maxLength, pattern }: JsonSchema): Field {
  if (format === 'date-time') return { kind: 'instant' }
  if (format === 'date') return { kind: 'text', input: 'date', maxLength: undefined }
  if (format === 'email') return { kind: 'text', input: 'email', maxLength }
  if (format === 'uri' || format === 'url') return { kind: 'text', input: 'url', maxLength }
  const isLine = maxLength === undefined ? (pattern ?? format) !== undefined : maxLength <= oneLineMax
  return isLine ? { kind: 'text', input: 'text', maxLength } : { kind: 'long-text', maxLength }
}

function listField(items: JsonSchema, most: number | undefined): Field {
  const item = fieldOf(items)
  if (item.kind === 'choice') return { kind: 'words', choices: item.choices, most }
  if (item.kind === 'text' && item.input !== 'date' && (items.maxLength ?? 0) <= wordMax)
    return { kind: 'words', choices: [], most }
  return { kind: 'list', item, most }
}

function objectField(schema: JsonSchema): Field {
  const names = Object.keys(schema.properties ?? {})
  if (names.length === 0) return { kind: 'unknown' }
  const isMoney = names.length === 2 && names.includes('minor') && names.includes('currency')
  return isMoney ? { kind: 'money' } : { kind: 'object', entries: entriesOf(schema) }
}

/** The texts of an enumeration, written as one or as a union of constants; of other values there is no choice. */
function choicesOf({ enum: values, anyOf = [] }: JsonSchema): readonly Choice[] | undefined {
  if (values !== undefined) {
    return values.every((value) => typeof value === 'string')
      ? values.map((value) => ({ value, label: wordsOf(value) }))
      : undefined
  }
  const choices = anyOf.flatMap(({ const: value, title }) =>
    typeof value === 'string' ? [{ value, label: title ?? wordsOf(value) }] : [],
  )
  return choices.length > 0 && choices.length === anyOf.length ? choices : undefined
}

/** metaTitle, meta_title and meta-title are read as Meta title. */
export function wordsOf(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
