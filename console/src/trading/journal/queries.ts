import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ProblemError } from '../../api.ts'
import { tradingKey } from '../queries.ts'
import { type ExplainedFilter, explainedWindow } from './playbooks/adherence-filter.ts'

const journalKey = [...tradingKey, 'journal'] as const
export const entriesKey = [...journalKey, 'entries'] as const
export const entryKey = (id: string) => [...entriesKey, 'one', id] as const
export const sessionsKey = [...journalKey, 'sessions'] as const
export const sessionKey = (id: string) => [...sessionsKey, 'one', id] as const
export const reflectionKey = (day: string) => [...journalKey, 'reflections', day] as const
export const playbookKey = (id: string) => [...tradingKey, 'playbooks', id] as const
export const reviewKey = (tradeId: string) => [...tradingKey, 'trades', tradeId, 'review'] as const
export const goalsKey = [...tradingKey, 'goals'] as const
export const weeklyDigestKey = [...tradingKey, 'weekly-digest'] as const
export const dailyDigestKey = [...tradingKey, 'daily-digest'] as const

/** What a form begins with is read anew each time, and stands while somebody writes. */
const editing = { staleTime: 0, refetchOnWindowFocus: false } as const
const DAY_TRADES = 100

export function entryQuery(id: string) {
  return queryOptions({
    queryKey: entryKey(id),
    queryFn: ({ signal }) => api.trading.getJournalEntry({ path: { id }, signal }),
    ...editing,
  })
}

export function sessionQuery(id: string) {
  return queryOptions({
    queryKey: sessionKey(id),
    queryFn: ({ signal }) => api.trading.getSession({ path: { id }, signal }),
    ...editing,
  })
}

/** The one that runs, null when none does: one runs at a time, and it is the newest unless an earlier start was entered. */
export const runningSessionQuery = queryOptions({
  queryKey: [...sessionsKey, 'running'],
  queryFn: async ({ signal }) => {
    const { items } = await api.trading.listSessions({ query: { limit: 100 }, signal })
    return items.find(({ endedAt }) => endedAt === null) ?? null
  },
})

/** Null for a day of which nothing was written. */
export function reflectionQuery(day: string) {
  return queryOptions({
    queryKey: reflectionKey(day),
    queryFn: ({ signal }) =>
      orNull(api.trading.getReflection({ path: { day }, signal }), 'trading/reflection-not-found'),
    ...editing,
  })
}

/** Null for a trade that nobody has reviewed. */
export function reviewQuery(tradeId: string) {
  return queryOptions({
    queryKey: reviewKey(tradeId),
    queryFn: ({ signal }) =>
      orNull(api.trading.getReview({ path: { id: tradeId }, signal }), 'trading/review-not-found'),
    ...editing,
  })
}

export function tradeQuery(id: string) {
  return queryOptions({
    queryKey: [...tradingKey, 'trades', id],
    queryFn: ({ signal }) => api.trading.getTrade({ path: { id }, signal }),
  })
}

export type ReviewedPeriod = Parameters<typeof api.trading.reviewPeriod>[0]['query']

export function periodQuery(query: ReviewedPeriod) {
  return queryOptions({
    queryKey: [...journalKey, 'period', query],
    queryFn: ({ signal }) => api.trading.reviewPeriod({ query, signal }),
    placeholderData: keepPreviousData,
  })
}

/** What was closed on a trading day. */
export function dayTradesQuery(day: string) {
  return queryOptions({
    queryKey: [...tradingKey, 'trades', 'of-day', day],
    queryFn: ({ signal }) => api.trading.listTrades({ query: { from: day, to: day, limit: DAY_TRADES }, signal }),
  })
}

export const remindersQuery = queryOptions({
  queryKey: [...journalKey, 'reminders'],
  queryFn: ({ signal }) => api.trading.journalReminders({ signal }),
})

export function playbookQuery(id: string) {
  return queryOptions({
    queryKey: playbookKey(id),
    queryFn: ({ signal }) => api.trading.getPlaybook({ path: { id }, signal }),
    ...editing,
  })
}

export function playbookVersionsQuery(id: string) {
  return queryOptions({
    queryKey: [...playbookKey(id), 'versions'],
    queryFn: async ({ signal }) => (await api.trading.listPlaybookVersions({ path: { id }, signal })).items,
  })
}

async function orNull<Answer>(asked: Promise<Answer>, code: string): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ProblemError && error.code === code) return null
    throw error
  }
}

const FIRST_ROWS = 3

/** Where a figure of a playbook’s adherence comes from, with the first of its trades. */
export function explainedAdherenceQuery(id: string, asked: ExplainedFilter) {
  return queryOptions({
    queryKey: [...playbookKey(id), 'explain', asked],
    queryFn: ({ signal }) =>
      api.trading.explainAdherence({ path: { id }, query: { ...explainedWindow(asked), limit: FIRST_ROWS }, signal }),
  })
}
