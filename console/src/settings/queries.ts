import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api.settings.list({ signal }),
  staleTime: 0,
  refetchOnWindowFocus: false,
})
