import anyAscii from 'any-ascii'

export const SLUG_PATTERN = '^[a-z0-9]+(-[a-z0-9]+)*$'
export const SLUG_LENGTH_MAX = 80

/** Words that sites use for pages of their own beside those of entries. */
const RESERVED = new Set(
  'admin api assets category categories comments edit feed index new page preview rss search sitemap tag tags'.split(
    ' ',
  ),
)

export function isReserved(slug: string): boolean {
  return RESERVED.has(slug)
}

/** An address part of a text of any script: at most 80 ASCII letters, digits and single hyphens. Empty when nothing can be written so. */
export function slugFrom(text: string): string {
  return anyAscii(text.normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/['`]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, SLUG_LENGTH_MAX)
    .replace(/-$/, '')
}

/** The first of `base`, `base-2`, `base-3` … that is not `taken`, cut so that it stays within the length. */
export function firstFree(base: string, taken: (slug: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : `-${count}`
    const slug = `${base.slice(0, SLUG_LENGTH_MAX - suffix.length).replace(/-$/, '')}${suffix}`
    if (!taken(slug)) return slug
  }
}
