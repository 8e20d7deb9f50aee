import type { ContentType } from './content-type.ts'
import type { ShownParts } from './shown-parts.ts'

/** Absolute address of an entry's page on the site; null for a type without pages. Other languages than the first stand below their tag. */
export function pageUrl(
  parts: Pick<ShownParts, 'publicUrl'>,
  { page, locales }: Pick<ContentType, 'page' | 'locales'>,
  { slug, locale }: { readonly slug: string; readonly locale: string },
): string | null {
  if (page === undefined) return null
  const path = page.replace('{slug}', slug)
  return absolute(parts, locale === locales[0] ? path : `/${locale}${path}`)
}

/** An address on the site as others know it. */
export function absolute({ publicUrl }: Pick<ShownParts, 'publicUrl'>, path: string): string {
  return new URL(path, publicUrl).href
}
