import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { tradingKey } from '../../queries.ts'
import type { TradeSearch } from '../types.ts'

const BARS_AROUND = 20
const FIRST_LOTS = 3
/** Where on the page of a trade its figures are explained. */
export const EXPLAINED = 'explained'

/** What the page of a trade asks for. */
export const tradeQueries = {
  trade: (id: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'trades', id],
      queryFn: ({ signal }) => api.trading.getTrade({ path: { id }, signal }),
    }),
  neighbours: (id: string, search: TradeSearch) =>
    queryOptions({
      queryKey: [...tradingKey, 'trades', id, 'neighbours', search],
      queryFn: ({ signal }) => api.trading.neighboursOfTrade({ path: { id }, query: search, signal }),
    }),
  bars: (id: string, seconds: number | undefined) =>
    queryOptions({
      queryKey: [...tradingKey, 'trades', id, 'bars', seconds ?? null],
      queryFn: ({ signal }) =>
        api.trading.barsOfTrade({
          path: { id },
          query: { around: BARS_AROUND, ...(seconds === undefined ? {} : { seconds: seconds as 60 }) },
          signal,
        }),
    }),
  /** The sums of a trade with its first lots. */
  explained: (id: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'trades', id, 'explain', 'sums'],
      queryFn: ({ signal }) => api.trading.explainTrade({ path: { id }, query: { limit: FIRST_LOTS }, signal }),
    }),
  group: (id: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'trade-groups', id],
      queryFn: ({ signal }) => api.trading.getTradeGroup({ path: { id }, signal }),
    }),
  suggestions: (account: string) =>
    queryOptions({
      queryKey: [...tradingKey, 'trade-groups', 'suggestions', account],
      queryFn: async ({ signal }) => (await api.trading.suggestTradeGroups({ query: { account }, signal })).items,
    }),
}
