import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import type { totalsAsked } from './draft-values.ts'

const PATIENCE_MS = 300

/** What the server says these lines come to, a moment after the last letter was typed: no sum is computed in the browser. */
export function useTotals(asked: ReturnType<typeof totalsAsked>) {
  const [body] = useDebouncedValue(asked, PATIENCE_MS)
  const key = JSON.stringify(body ?? null)
  return useQuery({
    queryKey: ['finance-totals', key],
    queryFn: ({ signal }) => (body === undefined ? null : api.invoices.totals({ body, signal })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}
