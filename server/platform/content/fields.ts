import { type TObject, type TSchema, Type } from 'typebox'
import { namedObject, nullable, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { fileUrl, imageUrl, WIDTHS } from './media.ts'
import type { RichNode } from './rich-text.ts'
import { SLUG_LENGTH_MAX, SLUG_PATTERN } from './slug.ts'

/** What a field's value is, beyond its JSON type. */
type FieldKind = 'rich-text' | 'image' | 'file' | 'reference'

const KIND = 'x-content'
const OF = 'x-of'
const INTERNAL = 'x-internal'

/** Text with headings, lists, links and pictures, sent and stored as a document, shown to everybody as HTML. */
export function richText() {
  return Type.Unsafe<RichNode>({
    type: 'object',
    description: 'A structured text: paragraphs, headings, lists, quotes, code, pictures, links',
    properties: {
      type: { type: 'string', enum: ['doc'] },
      content: { type: 'array', items: { type: 'object', additionalProperties: true } },
    },
    required: ['type', 'content'],
    additionalProperties: false,
    [KIND]: 'rich-text',
  })
}

/** A public picture by its file id. */
export function image() {
  return Type.Unsafe<Id<'file'>>({ type: 'string', format: 'uuid', description: 'Id of a file', [KIND]: 'image' })
}

/** A public file to be downloaded, by its id. */
export function document() {
  return Type.Unsafe<Id<'file'>>({ type: 'string', format: 'uuid', description: 'Id of a file', [KIND]: 'file' })
}

/** Another entry, of the given type and the same language, by its id; shown to everybody by title and slug while it is published. */
export function reference(type: string) {
  const description = `Id of an entry of type ${type}`
  return Type.Unsafe<Id<'entry'>>({ type: 'string', format: 'uuid', description, [KIND]: 'reference', [OF]: type })
}

/** Words to find entries by. */
export function tags() {
  const tag = Type.String({ pattern: SLUG_PATTERN, maxLength: SLUG_LENGTH_MAX })
  return Type.Array(tag, { maxItems: 20, uniqueItems: true })
}

/** A field that only staff see. */
export function internal<Schema extends TSchema>(schema: Schema): Schema {
  return { ...schema, [INTERNAL]: true }
}

interface SchemaNode extends TSchema {
  readonly description?: string
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly required?: readonly string[]
  readonly items?: SchemaNode
  readonly anyOf?: readonly SchemaNode[]
  readonly [KIND]?: FieldKind
  readonly [OF]?: string
  readonly [INTERNAL]?: true
}

/** A value that its field's kind says more about. */
export interface Marked {
  readonly kind: FieldKind
  /** The type that a reference leads to. */
  readonly of: string
  readonly value: unknown
  /** JSON Pointer below the fields. */
  readonly pointer: string
}

/** `value` with every marked value replaced by what `change` makes of it, and without what only staff see when `forAll`. */
export function mapMarked(
  schema: TSchema,
  value: unknown,
  change: (marked: Marked) => unknown,
  options: { readonly forAll?: boolean; readonly pointer?: string } = {},
): unknown {
  const node = schema as SchemaNode
  const { forAll = false, pointer = '' } = options
  if (value === null || value === undefined) return value
  const kind = node[KIND]
  if (kind !== undefined) return change({ kind, of: node[OF] ?? '', value, pointer })
  if (node.anyOf?.[0] !== undefined) return mapMarked(node.anyOf[0], value, change, options)
  if (node.items !== undefined && Array.isArray(value)) {
    const { items } = node
    return value.map((item, at) => mapMarked(items, item, change, { forAll, pointer: `${pointer}/${at}` }))
  }
  if (node.properties === undefined) return value
  const properties = Object.entries(node.properties).flatMap(([name, property]) => {
    const own = (value as Record<string, unknown>)[name]
    if (own === undefined || (forAll && property[INTERNAL] === true)) return []
    return [[name, mapMarked(property, own, change, { forAll, pointer: `${pointer}/${name}` })]]
  })
  return Object.fromEntries(properties)
}

/** Every marked value. */
export function markedIn(schema: TSchema, value: unknown): Marked[] {
  const found: Marked[] = []
  mapMarked(schema, value, (marked) => void found.push(marked))
  return found
}

const imageShape = namedObject('ContentImage', {
  id: Type.String(),
  alt: Type.String({ description: 'What it shows, for whoever cannot see it; may be empty' }),
  ...mapKeys(WIDTHS, () => Type.String({ description: 'URL' })),
})
const fileShape = object({ id: Type.String(), url: Type.String() })
const referenceShape = nullable(object({ id: Type.String(), slug: Type.String(), title: Type.String() }))

/** The schema of the values that everybody reads. */
export function publicSchema(schema: TSchema): TSchema {
  const node = schema as SchemaNode
  const shown = node[KIND] === undefined ? null : shownAs(node[KIND], node.description ?? '')
  if (shown !== null) return isNullable(node) && node[KIND] !== 'reference' ? nullable(shown) : shown
  if (node.anyOf?.[0] !== undefined) return nullable(publicSchema(node.anyOf[0]))
  if (node.items !== undefined) return Type.Array(publicSchema(node.items))
  if (node.properties === undefined) return schema
  const properties = Object.entries(node.properties).filter(([, property]) => property[INTERNAL] !== true)
  const required = new Set(node.required)
  return object(
    Object.fromEntries(
      properties.map(([name, property]) => {
        const shape = publicSchema(property)
        return [name, required.has(name) ? shape : Type.Optional(shape)]
      }),
    ),
  )
}

function isNullable({ type }: SchemaNode): boolean {
  return Array.isArray(type) && type.includes('null')
}

function shownAs(kind: FieldKind, description: string): TSchema {
  if (kind === 'rich-text') return Type.String({ description: 'HTML made here, safe to show' })
  if (kind === 'image') return imageShape
  if (kind === 'file') return fileShape
  return { ...referenceShape, description }
}

/** A picture or file as everybody reads it; `version`: the one that it shows. */
export function shownFile(kind: 'image' | 'file', fileId: string, version?: number): Readonly<Record<string, string>> {
  if (kind === 'file') return { id: fileId, url: fileUrl(fileId, version) }
  return { id: fileId, ...mapKeys(WIDTHS, (name) => imageUrl(fileId, name, version)) }
}

function mapKeys<Key extends string, Value>(keys: Readonly<Record<Key, unknown>>, make: (key: Key) => Value) {
  const entries = (Object.keys(keys) as Key[]).map((key) => [key, make(key)] as const)
  return Object.fromEntries(entries) as Record<Key, Value>
}

/** The types that entries with these fields may refer to. */
export function typesReferredTo(schema: TSchema): string[] {
  const node = schema as SchemaNode
  if (node[KIND] === 'reference') return node[OF] === undefined ? [] : [node[OF]]
  const below = [...Object.values(node.properties ?? {}), ...(node.items === undefined ? [] : [node.items])]
  return [...new Set([...below, ...(node.anyOf ?? [])].flatMap(typesReferredTo))]
}

/** Fields that are references, or lists of them, with the type they lead to. */
export function referenceFilters(fields: TObject): ReadonlyMap<string, string> {
  const named = Object.entries(fields.properties as Readonly<Record<string, SchemaNode>>).flatMap(
    ([name, property]) => {
      const of = (property.items ?? property)[OF]
      return of === undefined ? [] : [[name, of] as const]
    },
  )
  return new Map(named)
}
