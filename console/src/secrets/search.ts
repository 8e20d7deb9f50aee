import { choicesIn } from '../people/search.ts'

const secretFilter = {
  environment: ['development', 'test', 'staging', 'production'],
  state: ['deleted'],
} as const

/** What narrows the list of secrets, as it stands in the address. */
export function secretSearch(search: Record<string, unknown>) {
  return { ...choicesIn(secretFilter, search), ...wordsIn(search) }
}

function wordsIn({ search }: Record<string, unknown>): { search?: string } {
  return typeof search === 'string' && search.trim() !== '' ? { search: search.slice(0, 100) } : {}
}

/** Without those that have ended, unless the address asks for them too. */
export function leaseSearch(search: Record<string, unknown>): { ended?: 'shown' } {
  return search.ended === 'shown' ? { ended: 'shown' } : {}
}
