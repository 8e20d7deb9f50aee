import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import type { FiguresSearch } from './figures-search.ts'

/** As the API takes it. */
function asked({ account, ...search }: FiguresSearch) {
  return { ...search, ...(account === undefined ? {} : { account: [account] }) }
}

export const figures = {
  dashboard: (search: FiguresSearch) =>
    queryOptions({
      queryKey: ['trading', 'analytics', 'dashboard', search],
      queryFn: ({ signal }) => api.trading.analyseDashboard({ query: asked(search), signal }),
    }),
}
