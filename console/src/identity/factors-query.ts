import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** The person's second factors. */
export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) => api.auth.factors({ signal }),
})
