import { queryOptions } from '@tanstack/react-query'
import { api, type ContentType } from '../api.ts'
import { callsOf } from './entry-calls.ts'

export const typesQuery = queryOptions({
  queryKey: ['content', 'types'],
  queryFn: async ({ signal }) => {
    const { items } = await api.content.types({ signal })
    return { items: items as readonly ContentType[] }
  },
  staleTime: 300_000,
})

export const entryKey = (type: string, id: string) => ['content', type, 'entry', id] as const
export const listKey = (type: string) => ['content', type, 'list'] as const
export const versionsKey = (type: string, id: string) => ['content', type, 'versions', id] as const

/** Read anew each time the page opens: an editor begins with what is there now. */
export function entryQuery(type: ContentType, id: string) {
  return queryOptions({
    queryKey: entryKey(type.name, id),
    queryFn: ({ signal }) => callsOf(type).read({ path: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
}
