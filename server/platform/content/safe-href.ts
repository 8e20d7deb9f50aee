const HREF_LENGTH_MAX = 2000
/** White space, control characters and backslashes: browsers drop or turn them, and read another address than we would. */
const HIDDEN = /[\s\\\p{Cc}\p{Cf}]/u

/** The address when a link may lead there: http, https, mailto, or a place of this site. Null for every other value. */
export function safeHref(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value.length > HREF_LENGTH_MAX) return null
  if (HIDDEN.test(value) || !value.isWellFormed()) return null
  if (/^(?:\/(?!\/)|[#?])/.test(value)) return value
  if (!/^(?:https?:\/\/|mailto:)[^/]/i.test(value)) return null
  return URL.canParse(value) ? value : null
}

/** Whether the address leads to another site. */
export function leadsAway(href: string): boolean {
  return /^https?:/i.test(href)
}
