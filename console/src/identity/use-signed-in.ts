import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { isLocalPath } from './local-path.ts'
import { meQuery } from './me.ts'

/**
 * The page that was wanted before signing in, for links to the other ways of it. Checked here: the search of a route holds what stands in the
 * address too, whatever the route's own check has left out.
 */
export function useReturnTo(): { readonly returnTo?: string } {
  const { returnTo } = useSearch({ strict: false })
  return isLocalPath(returnTo) ? { returnTo } : {}
}

/** What happens after any sign-in: the person is read, and the page that was wanted opens. */
export function useSignedIn(): { readonly done: () => Promise<void> } {
  const queryClient = useQueryClient()
  const router = useRouter()
  const { returnTo } = useReturnTo()
  return {
    async done() {
      await queryClient.invalidateQueries()
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(returnTo ?? '/')
    },
  }
}
