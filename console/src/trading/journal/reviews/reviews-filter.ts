import type { Review } from '../types.ts'
import { isDay, isKey, isText, reviewStates, today } from '../words.ts'

export const periods = { day: 'Day', week: 'Week', month: 'Month' } as const

/** Which days are looked back at, and which of their trades; it stands in the address. */
export interface ReviewsFilter {
  readonly period?: keyof typeof periods
  readonly day?: string
  readonly account?: string
  readonly review?: Review['state']
}

export function reviewsFilterIn({ period, day, account, review }: Record<string, unknown>): ReviewsFilter {
  return {
    ...(isKey(periods, period) ? { period } : {}),
    ...(isDay(day) ? { day } : {}),
    ...(isText(account) ? { account } : {}),
    ...(isKey(reviewStates, review) ? { review } : {}),
  }
}

/** What the API is asked: without a word the present week. */
export function periodAsked({ period = 'week', day = today(), account }: ReviewsFilter) {
  return { period, day, ...(account === undefined ? {} : { accountId: account }) }
}
