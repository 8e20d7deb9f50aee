import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { RequestLine } from './types.ts'

export const requestsKey = ['agency', 'requests'] as const
export const requestKey = (id: string) => [...requestsKey, 'one', id] as const
export const quotesKey = ['agency', 'quotes'] as const
export const quoteKey = (id: string) => [...quotesKey, 'one', id] as const
export const projectsKey = ['agency', 'projects'] as const
export const projectKey = (id: string) => [...projectsKey, 'one', id] as const
export const clientsKey = ['agency', 'clients'] as const

/** So many are shown of the newest; a board is no archive. */
export const boardMax = 500

/** The cards of the board, newest first. */
export function boardQuery(assignee: 'me' | 'nobody' | undefined) {
  return queryOptions({
    queryKey: [...requestsKey, 'board', assignee],
    queryFn: async ({ signal }) => {
      const items: RequestLine[] = []
      let cursor: string | null = null
      do {
        const page: { items: RequestLine[]; nextCursor: string | null } = await api.agency.listRequests({
          query: {
            limit: 100,
            ...(assignee === undefined ? {} : { assignee }),
            ...(cursor === null ? {} : { cursor }),
          },
          signal,
        })
        items.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null && items.length < boardMax)
      return { items, isWhole: cursor === null }
    },
    refetchInterval: 60_000,
  })
}

export function requestQuery(id: string) {
  return queryOptions({
    queryKey: requestKey(id),
    queryFn: ({ signal }) => api.agency.requestForStaff({ path: { id }, signal }),
    refetchInterval: 60_000,
  })
}

export function quoteQuery(id: string) {
  return queryOptions({
    queryKey: quoteKey(id),
    queryFn: ({ signal }) => api.agency.getQuote({ path: { id }, signal }),
  })
}

export function projectQuery(id: string) {
  return queryOptions({
    queryKey: projectKey(id),
    queryFn: ({ signal }) => api.agency.getProject({ path: { id }, signal }),
  })
}

export function clientQuery(id: string) {
  return queryOptions({
    queryKey: [...clientsKey, 'one', id],
    queryFn: ({ signal }) => api.agency.getClient({ path: { id }, signal }),
  })
}

/** Those who are employed, for handing work to them. */
export function colleaguesQuery(isOpen: boolean) {
  return queryOptions({
    queryKey: ['agency', 'colleagues'],
    queryFn: async ({ signal }) =>
      (await api.agency.listEmployees({ signal })).items.filter(({ state }) => state === 'active'),
    enabled: isOpen,
    staleTime: 60_000,
  })
}
