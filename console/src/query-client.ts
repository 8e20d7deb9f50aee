import { ProblemError } from '@plinth/sdk'
import { MutationCache, QueryClient } from '@tanstack/react-query'

/** The client already retries what may be repeated; asking again here would multiply it. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 15_000 }, mutations: { retry: false } },
  mutationCache: new MutationCache({
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 403)
        void queryClient.invalidateQueries({ queryKey: ['me'] })
    },
  }),
})
