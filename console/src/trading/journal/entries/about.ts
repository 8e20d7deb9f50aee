import { isDay, isText } from '../words.ts'

/** What a new entry is about; it stands in the address. */
export interface AboutSearch {
  readonly day?: string
  readonly account?: string
  readonly trade?: string
  readonly session?: string
}

export function aboutIn({ day, account, trade, session }: Record<string, unknown>): AboutSearch {
  return {
    ...(isDay(day) ? { day } : {}),
    ...(isText(account) ? { account } : {}),
    ...(isText(trade) ? { trade } : {}),
    ...(isText(session) ? { session } : {}),
  }
}
