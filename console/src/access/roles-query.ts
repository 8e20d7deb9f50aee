import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => api.access.listRoles({ signal }),
})
