import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** Whether the first administrator is still to be made. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => api.auth.setupState({ signal }),
})
