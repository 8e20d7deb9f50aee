import type { EntryLine } from '../types.ts'
import { isDay, isKey, isText, scopes } from '../words.ts'

/** What the journal is narrowed to; it stands in the address. */
export interface JournalFilter {
  readonly q?: string
  readonly scope?: EntryLine['scope']
  readonly account?: string
  readonly tag?: string
  readonly mood?: number
  readonly from?: string
  readonly to?: string
}

export function journalFilterIn({ q, scope, account, tag, mood, from, to }: Record<string, unknown>): JournalFilter {
  return {
    ...(isText(q) || typeof q === 'number' ? { q: String(q) } : {}),
    ...(isKey(scopes, scope) ? { scope } : {}),
    ...(isText(account) ? { account } : {}),
    ...(isText(tag) ? { tag } : {}),
    ...([1, 2, 3, 4, 5].includes(Number(mood)) ? { mood: Number(mood) } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
  }
}

/** The same in the words of the API. */
export function askedOf({ scope, account, tag, mood, from, to }: JournalFilter) {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(account === undefined ? {} : { accountId: account }),
    ...(tag === undefined ? {} : { tagId: tag }),
    ...(mood === undefined ? {} : { mood }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}
