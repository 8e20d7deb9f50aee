import { type TObject, Type } from 'typebox'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { ContentType } from './content-type.ts'
import { SLUG_LENGTH_MAX, SLUG_PATTERN } from './slug.ts'

const LOCALE_LENGTH_MAX = 20

export const slugShape = Type.String({ pattern: SLUG_PATTERN, maxLength: SLUG_LENGTH_MAX })

const common = {
  id: idOf('entry'),
  slug: Type.String(),
  locale: Type.String({ maxLength: LOCALE_LENGTH_MAX }),
  title: Type.String(),
  excerpt: Type.String(),
  readingMinutes: Type.Integer(),
  publishedAt: instant,
  updatedAt: Type.Unsafe<Date>({ ...instant, description: 'Since when this version is the live one' }),
}

/** What everybody reads of one entry. */
export function entryShape(type: ContentType) {
  return object({
    ...common,
    fields: type.shown.page,
    seo: object({
      title: Type.String(),
      description: Type.String(),
      imageUrl: nullable(Type.String()),
      canonicalUrl: nullable(Type.String()),
      noIndex: Type.Boolean(),
    }),
    translations: Type.Array(object({ locale: Type.String(), slug: Type.String() })),
    alternates: Type.Array(object({ locale: Type.String(), slug: Type.String(), url: Type.String() }), {
      description:
        'Its pages in all languages that search engines may show, this one included; empty when there is one',
    }),
    jsonLd: nullable(
      Type.Object({}, { additionalProperties: true, description: 'What search engines are told, by schema.org' }),
    ),
  })
}

/** A page of the list that everybody reads. */
export function listShape(type: ContentType) {
  return page(object({ ...common, fields: type.shown.card }))
}

export function localeQuery({ locales }: ContentType) {
  return Type.Optional(oneOf(locales))
}

const FILTER_LENGTH_MAX = 200

/** The query of the public list: a filter is of its field's type, a reference is named by slug. */
export function listQuery(type: ContentType) {
  const filters = type.filters.map((name) => [name, Type.Optional(filterShape(type.fields, name))] as const)
  const q = Type.Optional(Type.String({ minLength: 1, maxLength: FILTER_LENGTH_MAX, description: 'Words to be found' }))
  return object({ ...pageQuery, locale: localeQuery(type), q, ...Object.fromEntries(filters) })
}

interface Property {
  readonly type?: unknown
  readonly enum?: readonly string[]
  readonly items?: Property
  readonly 'x-content'?: string
}

function filterShape(fields: TObject, name: string) {
  const property = fields.properties[name] as unknown as Property
  const one = property.items ?? property
  if (one['x-content'] === 'reference') return slugShape
  const type = Array.isArray(one.type) ? one.type[0] : one.type
  if (type === 'boolean') return Type.Boolean()
  if (type === 'integer') return Type.Integer()
  if (type !== 'string') throw new TypeError(`entries are not filtered by ${name}: it is no simple value`)
  const choices = one.enum?.filter((value) => typeof value === 'string')
  return choices === undefined ? Type.String({ minLength: 1, maxLength: FILTER_LENGTH_MAX }) : oneOf(choices)
}
