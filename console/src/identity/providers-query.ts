import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** Who signs people in besides this server. */
export const providersQuery = queryOptions({
  queryKey: ['oauth-providers'],
  queryFn: ({ signal }) => api.auth.listOauthProviders({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
