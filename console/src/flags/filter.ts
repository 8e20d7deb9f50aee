import type { FlagType } from '@plinth/sdk/flags'

/** What the list of flags is narrowed to; it stands in the address. */
export interface FlagFilter {
  readonly search?: string
  readonly type?: FlagType
  readonly stale?: boolean
  readonly archived?: boolean
  readonly mine?: boolean
}

export const typeLabels: Readonly<Record<FlagType, string>> = {
  boolean: 'On or off',
  string: 'Text',
  number: 'Number',
  json: 'JSON',
}

export function flagFilterIn({ search, type, stale, archived, mine }: Record<string, unknown>): FlagFilter {
  const words = typeof search === 'string' || typeof search === 'number' ? String(search) : ''
  return {
    ...(words === '' ? {} : { search: words }),
    ...(typeof type === 'string' && type in typeLabels ? { type: type as FlagType } : {}),
    ...(typeof stale === 'boolean' ? { stale } : {}),
    ...(archived === true ? { archived } : {}),
    ...(mine === true ? { mine } : {}),
  }
}
