import { alternatesOf, hreflangs } from './alternates.ts'
import type { ContentType } from './content-type.ts'
import { pageUrl } from './page-url.ts'
import type { ShownParts } from './shown-parts.ts'
import type { Site } from './site.ts'
import type { PublishedRow } from './tables.ts'
import { element, escapeXml } from './xml.ts'

const FEED_ENTRIES_MAX = 50
/** The most a sitemap may hold: sitemaps.org. */
const SITEMAP_ENTRIES_MAX = 50_000

type Types = ReadonlyMap<string, ContentType>
type Listed = Pick<
  PublishedRow,
  'entry_id' | 'type' | 'locale' | 'slug' | 'title' | 'excerpt' | 'published_at' | 'live_since'
>

interface FeedEntry extends Listed {
  readonly url: string
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** The newest entries of types with a feed, in one language. */
async function newest(parts: ShownParts, types: Types, locale: string): Promise<FeedEntry[]> {
  const names = [...types.values()].filter(({ feed }) => feed).map(({ name }) => name)
  const rows = await parts.db.raw<Listed & Record<string, unknown>>(
    `SELECT entry_id, type, locale, slug, title, excerpt, published_at, live_since FROM content.published
      WHERE type = ANY($1) AND locale = $2 ORDER BY published_at DESC, entry_id DESC LIMIT $3`,
    [names, locale, FEED_ENTRIES_MAX],
  )
  return rows.flatMap((row) => withUrl(parts, types, row))
}

function withUrl(parts: ShownParts, types: Types, row: Listed): FeedEntry[] {
  const type = types.get(row.type)
  const url = type === undefined ? null : pageUrl(parts, type, row)
  return url === null ? [] : [{ ...row, url }]
}

/** What feeds are made of. */
type FeedParts = ShownParts & { readonly site: Site }

/** RSS 2.0. An entry is known by its id, so that one whose address or text changes is not read as a new one. */
export async function rssFeed(parts: FeedParts, types: Types, locale: string): Promise<string> {
  const entries = await newest(parts, types, locale)
  const items = entries.map(
    (entry) =>
      `<item>${element('title', entry.title)}${element('link', entry.url)}<guid isPermaLink="false">urn:uuid:${entry.entry_id}</guid>` +
      `${element('pubDate', entry.published_at.toUTCString())}${element('description', entry.excerpt)}</item>`,
  )
  const self = escapeXml(addressOf(parts, 'rss.xml', locale))
  const channel = [
    element('title', parts.site.name),
    element('link', parts.publicUrl.href),
    element('description', parts.site.description ?? parts.site.name),
    element('language', locale),
    `<atom:link href="${self}" rel="self" type="application/rss+xml"/>`,
  ]
  return `${HEAD}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>${[...channel, ...items].join('\n')}</channel></rss>\n`
}

/** Atom (RFC 4287), with the same entries under the same ids. */
export async function atomFeed(parts: FeedParts, types: Types, locale: string): Promise<string> {
  const entries = await newest(parts, types, locale)
  const self = addressOf(parts, 'atom.xml', locale)
  const changed = entries.map(({ live_since }) => live_since.toISOString()).toSorted()
  const items = entries.map(
    (entry) =>
      `<entry><id>urn:uuid:${entry.entry_id}</id>${element('title', entry.title)}<link href="${escapeXml(entry.url)}"/>` +
      `${element('published', entry.published_at.toISOString())}${element('updated', entry.live_since.toISOString())}${element('summary', entry.excerpt)}</entry>`,
  )
  const head = [
    element('id', self),
    element('title', parts.site.name),
    `<author>${element('name', parts.site.name)}</author>`,
    `<link rel="self" href="${escapeXml(self)}"/>`,
    element('updated', changed.at(-1) ?? '1970-01-01T00:00:00.000Z'),
  ]
  const language = escapeXml(locale)
  return `${HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">${[...head, ...items].join('\n')}</feed>\n`
}

interface Mapped extends Pick<PublishedRow, 'type' | 'locale' | 'slug' | 'live_since'> {
  readonly translation_group: string
}

/** Every page that search engines may show, in all languages, with the day its live version came and the pages that say the same in others. */
export async function sitemap(parts: ShownParts, types: Types): Promise<string> {
  const names = [...types.values()].filter(({ page }) => page !== undefined).map(({ name }) => name)
  const rows = await parts.db.raw<Mapped & Record<string, unknown>>(
    `SELECT shown.type, shown.locale, shown.slug, shown.live_since, entry.translation_group
       FROM content.published shown JOIN content.entry entry ON entry.id = shown.entry_id
      WHERE shown.type = ANY($1) AND NOT coalesce((shown.seo ->> 'noIndex')::boolean, false)
      ORDER BY shown.published_at DESC, shown.entry_id DESC LIMIT $2`,
    [names, SITEMAP_ENTRIES_MAX],
  )
  const groups = Map.groupBy(rows, (row) => row.translation_group)
  const urls = rows.flatMap((row) =>
    mappedUrl(parts, types.get(row.type), row, groups.get(row.translation_group) ?? []),
  )
  return `${HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('\n')}\n</urlset>\n`
}

function mappedUrl(parts: ShownParts, type: ContentType | undefined, row: Mapped, group: readonly Mapped[]): string[] {
  const url = type === undefined ? null : pageUrl(parts, type, row)
  if (type === undefined || url === null) return []
  const links = hreflangs(type, alternatesOf(parts, type, group)).map(
    ({ hreflang, url: href }) =>
      `<xhtml:link rel="alternate" hreflang="${escapeXml(hreflang)}" href="${escapeXml(href)}"/>`,
  )
  return [`<url>${element('loc', url)}${element('lastmod', row.live_since.toISOString())}${links.join('')}</url>`]
}

/** Everything may be read; where the sitemap is. */
export function robots({ publicUrl }: Pick<ShownParts, 'publicUrl'>): string {
  return `User-agent: *\nDisallow:\nSitemap: ${new URL('/sitemap.xml', publicUrl).href}\n`
}

function addressOf({ publicUrl }: Pick<ShownParts, 'publicUrl'>, file: string, locale: string): string {
  return new URL(`/${file}?locale=${encodeURIComponent(locale)}`, publicUrl).href
}
