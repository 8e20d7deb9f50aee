import { DAILY_DIGEST, dailyDigestMail, WEEKLY_DIGEST, weeklyDigestMail } from './mails.ts'
import type { Period } from './periods.ts'

/** A letter about days that are over. */
export interface DigestKind {
  readonly period: Extract<Period, 'day' | 'week'>
  /** Who wants it, and for which days it went. */
  readonly wishes: 'trading.daily_digest' | 'trading.weekly_digest'
  readonly sent: { readonly table: string; readonly of: string }
  readonly subscription: string
  readonly mail: typeof dailyDigestMail | typeof weeklyDigestMail
  /** Where the console tells more of these days, which begin with this one. */
  readonly page: (from: string) => string
  /** Days on which nothing was closed are not written about. */
  readonly isOfTrades: boolean
}

export const weekly: DigestKind = {
  ...{ period: 'week', wishes: 'trading.weekly_digest', sent: { table: 'trading.digest_sent', of: 'week_start' } },
  ...{ subscription: WEEKLY_DIGEST, mail: weeklyDigestMail, isOfTrades: false },
  page: (from) => `/trading/reviews?period=week&day=${from}`,
}

export const daily: DigestKind = {
  ...{ period: 'day', wishes: 'trading.daily_digest', sent: { table: 'trading.daily_digest_sent', of: 'day' } },
  ...{ subscription: DAILY_DIGEST, mail: dailyDigestMail, isOfTrades: true },
  page: (from) => `/trading/journal/days/${from}`,
}
