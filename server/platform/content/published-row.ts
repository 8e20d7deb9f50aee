import { type RawBuilder, sql } from 'kysely'
import type { ContentType } from './content-type.ts'
import { mapMarked, markedIn, shownFile } from './fields.ts'
import type { RichNode } from './rich-text.ts'
import { richTextHtml } from './rich-text-html.ts'
import { excerptOf, readingMinutes, richTextPlain } from './rich-text-plain.ts'
import type { EntryRow, Fields, PublishedRow, VersionRow } from './tables.ts'

interface Shown {
  readonly entry: Pick<EntryRow, 'id' | 'type' | 'locale' | 'published_at'>
  readonly version: VersionRow
  readonly at: Date
  readonly slug: string
}

/** The parts of an answer that only its version decides. */
export interface Rendered {
  readonly title: string
  readonly excerpt: string
  readonly readingMinutes: number
  /** Public fields: text as HTML, files by address, references still as ids. */
  readonly fields: Fields
  /** All words of it. */
  readonly plain: string
}

/** Makes of a version what is shown of it. */
export function render(type: ContentType, { title, fields }: Pick<VersionRow, 'title' | 'fields'>): Rendered {
  const texts = markedIn(type.fields, fields).filter(({ kind }) => kind === 'rich-text')
  const written = texts.map(({ value }) => richTextPlain(value as RichNode)).join('\n')
  const said = type.excerpt === null ? undefined : fields[type.excerpt]
  const excerpt = excerptOf(typeof said === 'string' ? said : written)
  const plain = [excerpt, written, ...textsOf(type, fields)].join('\n')
  const shown = mapMarked(
    type.fields,
    fields,
    ({ kind, value }) => {
      if (kind === 'rich-text') return richTextHtml(value as RichNode)
      return kind === 'reference' ? value : shownFile(kind, String(value))
    },
    { forAll: true },
  )
  return { title, excerpt, readingMinutes: readingMinutes(written), fields: shown as Fields, plain }
}

/** The short texts among the public fields. */
function textsOf(type: ContentType, fields: Fields): string[] {
  const shown = mapMarked(type.fields, fields, () => null, { forAll: true }) as Fields
  return Object.values(shown)
    .flat()
    .filter((value): value is string => typeof value === 'string')
}

/** The row that everybody's reads are answered from. */
export function publishedOf(type: ContentType, { entry, version, at, slug }: Shown) {
  const { title, excerpt, fields, plain, readingMinutes: minutes } = render(type, version)
  const of = (isCard: boolean): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => type.listFields.includes(name) === isCard))
  return {
    ...{ entry_id: entry.id, type: entry.type, locale: entry.locale, slug, version: version.number },
    ...{ title, excerpt, reading_minutes: minutes },
    card: JSON.stringify(of(true)) as never,
    page: JSON.stringify(of(false)) as never,
    seo: (version.seo === null ? null : JSON.stringify(version.seo)) as never,
    facets: facetsOf(type, version.fields),
    search: searchVector(entry.locale, title, plain),
    published_at: entry.published_at ?? at,
    live_since: at,
  } satisfies Record<keyof PublishedRow, unknown>
}

function facetsOf({ filters }: ContentType, fields: Fields): string[] {
  const named = filters.flatMap((name) => [fields[name]].flat().map((value) => [name, value] as const))
  return named.filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => facet(name, value))
}

/** How a filter and what it finds are written. */
export function facet(name: string, value: unknown): string {
  return `${name}=${String(value)}`
}

/** PostgreSQL's dictionaries by language; others are searched by whole words. */
const DICTIONARIES: Readonly<Record<string, string>> = {
  ...{ ar: 'arabic', da: 'danish', de: 'german', el: 'greek', en: 'english', es: 'spanish', fi: 'finnish' },
  ...{ fr: 'french', hu: 'hungarian', id: 'indonesian', it: 'italian', nl: 'dutch', no: 'norwegian', pt: 'portuguese' },
  ...{ ro: 'romanian', ru: 'russian', sv: 'swedish', ta: 'tamil', tr: 'turkish' },
}

/** The configuration of full-text search for a language tag. */
export function dictionaryOf(locale: string): string {
  return DICTIONARIES[locale.split('-')[0] ?? ''] ?? 'simple'
}

/** A tsvector has at most 1 MB: of longer texts the beginning is found. */
const SEARCHED_LENGTH_MAX = 200_000

function searchVector(locale: string, title: string, plain: string): RawBuilder<string> {
  const dictionary = dictionaryOf(locale)
  const body = plain.slice(0, SEARCHED_LENGTH_MAX)
  return sql<string>`setweight(to_tsvector(${dictionary}::regconfig, ${title}), 'A') || setweight(to_tsvector(${dictionary}::regconfig, ${body}), 'C')`
}
