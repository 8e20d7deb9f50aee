import { type TSchema, Type } from 'typebox'
import { idOf, instant, line, named, namedObject, nullable, object, oneOf, text } from '../../kernel/http/schema.ts'
import { type ContentType, pascal } from './content-type.ts'
import type { WholeEntry } from './entries.ts'
import { slugShape } from './shown-shapes.ts'
import type { EntryRow, Fields, VersionRow } from './tables.ts'

export const REFUSALS = ['rejected', 'spam'] as const
export const STATES = ['draft', 'in_review', 'scheduled', 'published', 'archived', ...REFUSALS] as const

/** What search engines and shared links are told instead of title and excerpt. */
const seoShape = namedObject('EntrySeo', {
  title: Type.Optional(line(70)),
  description: Type.Optional(text(200)),
  imageId: Type.Optional(idOf('file')),
  canonicalUrl: Type.Optional(Type.String({ format: 'uri', pattern: '^https?://', maxLength: 500 })),
  noIndex: Type.Optional(Type.Boolean()),
})

export const versionNumber = Type.Integer({ minimum: 1, maximum: 1_000_000 })

/** Where an entry stands, without what it says. */
export const statusShape = namedObject('EntryStatus', {
  id: idOf('entry'),
  type: Type.String(),
  locale: Type.String(),
  translationGroup: idOf('translation-group'),
  ownerId: nullable(idOf('user')),
  state: oneOf(STATES),
  title: Type.String(),
  version: Type.Integer({ description: 'The newest version; sent back with a change' }),
  liveVersion: nullable(Type.Integer()),
  scheduledVersion: nullable(Type.Integer()),
  publishAt: nullable(instant),
  unpublishAt: nullable(instant),
  publishedAt: nullable(instant),
  trashedAt: nullable(instant),
  createdAt: instant,
  updatedAt: instant,
})

export function toStatus(row: EntryRow) {
  return {
    id: row.id,
    type: row.type,
    locale: row.locale,
    translationGroup: row.translation_group,
    ownerId: row.owner_id,
    state: row.state,
    title: row.title,
    version: row.head_version,
    liveVersion: row.live_version,
    scheduledVersion: row.scheduled_version,
    publishAt: row.publish_at,
    unpublishAt: row.unpublish_at,
    publishedAt: row.published_at,
    trashedAt: row.trashed_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function fieldsOf(type: ContentType) {
  return named(`${pascal(type.name)}Fields`, type.fields)
}

/** An entry as staff read it: its newest version. */
export function wholeShape(type: ContentType) {
  return namedObject(`${pascal(type.name)}Entry`, {
    ...statusShape.properties,
    slug: Type.String(),
    fields: fieldsOf(type),
    seo: nullable(seoShape),
  })
}

export function toWhole({ entry, version, slug }: WholeEntry) {
  return { ...toStatus(entry), slug, fields: version.fields, seo: version.seo }
}

/** A line of the staff's list: where the entry stands, and the fields that lists show. */
export function lineShape(type: ContentType) {
  const listed = Object.entries(type.fields.properties as Record<string, TSchema>)
    .filter(([name]) => type.listFields.includes(name))
    .map(([name, schema]) => [name, Type.Optional(schema)] as const)
  return object({ ...statusShape.properties, slug: Type.String(), fields: object(Object.fromEntries(listed)) })
}

export function toLine(type: ContentType, row: EntryRow & { readonly slug: string; readonly fields: Fields }) {
  const shown = type.listFields.filter((name) => row.fields[name] !== undefined)
  const fields = Object.fromEntries(shown.map((name) => [name, row.fields[name]]))
  return { ...toStatus(row), slug: row.slug, fields }
}

const versionFacts = {
  number: Type.Integer(),
  title: Type.String(),
  authorId: nullable(idOf('user')),
  autosave: Type.Boolean(),
  restoredFrom: nullable(Type.Integer()),
  createdAt: instant,
}

export const versionLineShape = object(versionFacts)

export function versionShape(type: ContentType) {
  return object({ ...versionFacts, fields: fieldsOf(type), seo: nullable(seoShape) })
}

export function toVersionLine(row: Omit<VersionRow, 'fields' | 'seo'>) {
  return {
    number: row.number,
    title: row.title,
    authorId: row.author_id,
    autosave: row.autosave,
    restoredFrom: row.restored_from,
    createdAt: row.created_at,
  }
}

export function toVersion(row: VersionRow) {
  return { ...toVersionLine(row), fields: row.fields, seo: row.seo }
}

/** What is sent to make an entry. */
export function newEntryShape(type: ContentType) {
  return object({
    fields: fieldsOf(type),
    slug: Type.Optional(slugShape),
    seo: Type.Optional(nullable(seoShape)),
    locale: Type.Optional(oneOf(type.locales)),
    translationOf: Type.Optional(idOf('entry')),
  })
}

/** What is sent to change one: the version it was made on, and what is to be otherwise. */
export function changeShape(type: ContentType) {
  return object({
    version: versionNumber,
    fields: Type.Optional(fieldsOf(type)),
    seo: Type.Optional(nullable(seoShape)),
    slug: Type.Optional(slugShape),
    autosave: Type.Optional(Type.Boolean()),
  })
}
