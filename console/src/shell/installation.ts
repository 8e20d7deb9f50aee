import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** What stands on the server; it changes with a restart alone. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: ({ signal }) => api.operations.installation({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
