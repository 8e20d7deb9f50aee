import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { meQuery } from './me.ts'

/** What happens after any sign-in: the person is read, and the page that was wanted opens. */
export function useSignedIn(): { readonly done: () => Promise<void> } {
  const queryClient = useQueryClient()
  const router = useRouter()
  const { returnTo } = useSearch({ strict: false })
  return {
    async done() {
      await queryClient.invalidateQueries()
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(returnTo ?? '/')
    },
  }
}
