import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, type Me, ProblemError } from '../api.ts'

/** Who is signed in, null for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => readMe(signal),
  staleTime: 60_000,
})

async function readMe(signal: AbortSignal): Promise<Me | null> {
  try {
    return await api.auth.me({ signal })
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null
    throw error
  }
}

export function useMe(): Me | null | undefined {
  return useQuery(meQuery).data
}

/** A star at the end stands for anything: `content:*` for some permission of that unit. */
export function may(me: Me | null | undefined, permission: string): boolean {
  const held = me?.permissions ?? []
  if (!permission.endsWith('*')) return held.includes(permission)
  return held.some((name) => name.startsWith(permission.slice(0, -1)))
}
