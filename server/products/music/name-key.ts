/** Marks that only decorate a Latin, Greek or Cyrillic letter; those of other scripts change the word and stay. */
const DECORATION = /[\u0300-\u036f]/g
const SLUG_MAX = 70

/** A name without case, accents and spacing: two names that a listener takes for the same have the same key. */
export function nameKey(name: string): string {
  return plain(name).replaceAll(/\s+/g, ' ').trim()
}

/** The words of a title or a query, in order, each once; the text itself where it holds no letter or digit. */
export function searchWords(text: string): string[] {
  const words = plain(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
  return words.length > 0 ? [...new Set(words)] : [nameKey(text)].filter((word) => word !== '')
}

/** An address part of ASCII letters, digits and single hyphens; `artist` where nothing of the name can be written so. */
export function slugOf(name: string): string {
  const slug = plain(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? 'artist' : slug
}

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(DECORATION, '').toLowerCase().normalize('NFC')
}
