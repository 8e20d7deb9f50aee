import type { EntryStatus } from '../api.ts'

type State = EntryStatus['state']

/** What the list of a type is narrowed to; it stands in the address. */
export interface EntryFilter {
  readonly q?: string
  readonly state?: State
  readonly locale?: string
  readonly own?: true
  readonly trashed?: true
}

const states: readonly string[] = [
  'draft',
  'in_review',
  'scheduled',
  'published',
  'archived',
  'rejected',
  'spam',
] satisfies State[]

export function filterIn(search: Record<string, unknown>): EntryFilter {
  const { q, state, locale, own, trashed } = search
  return {
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(typeof state === 'string' && states.includes(state) ? { state: state as State } : {}),
    ...(typeof locale === 'string' ? { locale } : {}),
    ...(own === true ? { own } : {}),
    ...(trashed === true ? { trashed } : {}),
  }
}
