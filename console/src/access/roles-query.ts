import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** What the person could give to somebody else. */
export const grantableRolesQuery = queryOptions({
  queryKey: ['roles', 'grantable'],
  queryFn: ({ signal }) => api.access.listGrantableRoles({ signal }),
})

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => api.access.listRoles({ signal }),
})
