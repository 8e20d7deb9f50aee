import type { ContentType, EntryStatus } from '../api.ts'
import type { Tone } from '../shell/state-badge.tsx'

export const stateWords: Readonly<Record<EntryStatus['state'], { readonly label: string; readonly tone: Tone }>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  in_review: { label: 'Waits for review', tone: 'caution' },
  scheduled: { label: 'Scheduled', tone: 'caution' },
  published: { label: 'Published', tone: 'positive' },
  archived: { label: 'Taken back', tone: 'negative' },
  rejected: { label: 'Rejected', tone: 'negative' },
  spam: { label: 'Spam', tone: 'negative' },
}

/** `jobOpening` of a type labelled `Job opening`: several of them are `Job openings`. */
export function pluralLabel({ label, plural, name }: ContentType): string {
  const isRegular = plural === `${name}s`
  return isRegular ? `${label}s` : plural.charAt(0).toUpperCase() + plural.slice(1)
}

/** What of an entry nobody outside sees yet. */
export function liveWords({ liveVersion, version }: EntryStatus): string {
  if (liveVersion === null) return 'Nobody outside sees it'
  return liveVersion === version ? 'Everybody sees the newest version' : `Everybody sees version ${liveVersion}`
}

/** The name of a language in the language of the browser. */
export function languageWords(locale: string): string {
  return new Intl.DisplayNames(undefined, { type: 'language' }).of(locale) ?? locale
}
