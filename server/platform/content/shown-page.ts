import { alternatesOf } from './alternates.ts'
import type { ContentType } from './content-type.ts'
import { imageUrl } from './media.ts'
import { absolute, pageUrl } from './page-url.ts'
import { type ShownFacts, viewShown } from './shown-list.ts'
import { filledIn, type ShownParts } from './shown-parts.ts'
import type { Fields, PublishedRow, Seo } from './tables.ts'

type PageRow = Omit<PublishedRow, 'facets' | 'search'> & {
  readonly translations: readonly { readonly locale: string; readonly slug: string; readonly noIndex: boolean }[]
}

const PAGE = `SELECT shown.entry_id, shown.locale, shown.slug, shown.version, shown.title, shown.excerpt, shown.reading_minutes, shown.card,
    shown.page, shown.seo, shown.published_at, shown.live_since,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('locale', sibling.locale, 'slug', sibling.slug,
              'noIndex', coalesce((sibling.seo ->> 'noIndex')::boolean, false)) ORDER BY sibling.locale), '[]')
       FROM content.entry entry
       JOIN content.entry other ON other.translation_group = entry.translation_group AND other.id <> entry.id
       JOIN content.published sibling ON sibling.entry_id = other.id
      WHERE entry.id = shown.entry_id) AS translations
  FROM content.published shown WHERE shown.type = $1 AND shown.locale = $2 AND shown.slug = $3`

const MOVED = `SELECT shown.slug FROM content.slug former JOIN content.published shown ON shown.entry_id = former.entry_id
  WHERE former.type = $1 AND former.locale = $2 AND former.slug = $3 AND NOT former.is_current`

/** The published entry at an address; the address it has now, when it had this one before; or null. */
export async function findShown(parts: ShownParts, type: ContentType, locale: string, slug: string) {
  const [row] = await parts.db.raw<PageRow & Record<string, unknown>>(PAGE, [type.name, locale, slug])
  if (row !== undefined) {
    const [fields = {}] = await filledIn(parts, type, [{ ...row.card, ...row.page }])
    return { entry: await viewPage(parts, type, { ...row, fields }) }
  }
  const [moved] = await parts.db.raw<{ slug: string }>(MOVED, [type.name, locale, slug])
  return moved === undefined ? null : { movedTo: moved.slug }
}

interface Page extends ShownFacts {
  readonly fields: Fields
  readonly seo: Seo | null
  readonly translations: PageRow['translations']
}

/** One entry as everybody reads it. */
export async function viewPage(parts: ShownParts, type: ContentType, page: Page) {
  const shown = viewShown(page)
  const { fields, seo, translations } = page
  const isFound = seo?.noIndex !== true
  const spoken = [page, ...translations.filter(({ noIndex }) => !noIndex)]
  return {
    ...shown,
    fields,
    translations: translations.map(({ locale, slug }) => ({ locale, slug })),
    alternates: isFound ? alternatesOf(parts, type, spoken) : [],
    seo: {
      title: seo?.title ?? shown.title,
      description: seo?.description ?? shown.excerpt,
      imageUrl: await seoImage(parts, seo?.imageId),
      canonicalUrl: seo?.canonicalUrl ?? pageUrl(parts, type, shown),
      noIndex: !isFound,
    },
    jsonLd: jsonLdOf(parts, type, { ...shown, fields }),
  }
}

async function seoImage(parts: ShownParts, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null
  const look = (await parts.files.looksOf(parts.db, [id])).get(id)
  return absolute(parts, imageUrl(id, 'wide', look?.version))
}

function jsonLdOf(parts: ShownParts, type: ContentType, shown: ReturnType<typeof viewShown> & { fields: Fields }) {
  if (type.jsonLd === undefined) return null
  const said = type.jsonLd({
    ...{ title: shown.title, excerpt: shown.excerpt, locale: shown.locale, fields: shown.fields },
    publishedAt: shown.publishedAt.toISOString(),
    updatedAt: shown.updatedAt.toISOString(),
    url: pageUrl(parts, type, shown) ?? absolute(parts, `${type.path}/${shown.slug}`),
    siteUrl: parts.publicUrl.origin,
  })
  return { '@context': 'https://schema.org', ...said }
}
