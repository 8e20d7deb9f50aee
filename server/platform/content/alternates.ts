import type { ContentType } from './content-type.ts'
import { pageUrl } from './page-url.ts'
import type { ShownParts } from './shown-parts.ts'

interface Spoken {
  readonly locale: string
  readonly slug: string
}

/** A page that says the same in one language. */
export interface Alternate extends Spoken {
  /** Absolute. */
  readonly url: string
}

/** The pages of all languages something is shown in, by the order of the type's; none when it is one alone. */
export function alternatesOf(
  parts: Pick<ShownParts, 'publicUrl'>,
  type: Pick<ContentType, 'page' | 'locales'>,
  spoken: readonly Spoken[],
): Alternate[] {
  const pages = type.locales.flatMap((locale) => {
    const one = spoken.find((other) => other.locale === locale)
    const url = one === undefined ? null : pageUrl(parts, type, one)
    return one === undefined || url === null ? [] : [{ locale, slug: one.slug, url }]
  })
  return pages.length < 2 ? [] : pages
}

/** What search engines are told of these pages: each by its language, and that of the type's first language for everybody else (`x-default`). */
export function hreflangs(
  { locales }: Pick<ContentType, 'locales'>,
  alternates: readonly Alternate[],
): readonly { readonly hreflang: string; readonly url: string }[] {
  const fallback = alternates.filter(({ locale }) => locale === locales[0])
  return [
    ...alternates.map(({ locale, url }) => ({ hreflang: locale, url })),
    ...fallback.map(({ url }) => ({ hreflang: 'x-default', url })),
  ]
}
