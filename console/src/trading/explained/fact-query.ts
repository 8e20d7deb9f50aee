import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { tradingKey } from '../queries.ts'
import type { FactSearch } from './explained-search.ts'

const FIRST_ROWS = 3

interface Paging {
  readonly limit: number
  readonly cursor?: string
  readonly signal: AbortSignal
}

/** Where a figure comes from, with a page of its rows. */
export function explainFact({ of, id, figure, day, account = '' }: FactSearch, { signal, ...page }: Paging) {
  const query = { figure, ...page }
  switch (of) {
    case 'balance':
      return api.trading.explainBalance({ path: { id }, query: { ...query, ...(day && { day }) }, signal })
    case 'risk':
      return api.trading.explainRisk({ path: { id }, query, signal })
    case 'goal':
      return api.trading.explainGoal({ path: { id }, query, signal })
    case 'difference':
      return api.trading.explainDifference({ path: { id }, query: { ...query, accountId: account }, signal })
  }
}

/** The same with the first of its rows. */
export function factQuery(search: FactSearch) {
  return queryOptions({
    queryKey: [...tradingKey, 'explained', search],
    queryFn: ({ signal }) => explainFact(search, { limit: FIRST_ROWS, signal }),
  })
}
