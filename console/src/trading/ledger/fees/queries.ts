import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { everyPage, tradingKey } from '../../queries.ts'

const feesKey = [...tradingKey, 'fee-schedules'] as const
const LIMIT = 100

export const feeQueries = {
  all: () =>
    queryOptions({
      queryKey: [...feesKey, 'all'],
      queryFn: ({ signal }) =>
        everyPage((cursor) =>
          api.trading.listFeeSchedules({ query: { limit: LIMIT, ...(cursor && { cursor }) }, signal }),
        ),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...feesKey, id],
      queryFn: ({ signal }) => api.trading.getFeeSchedule({ path: { id }, signal }),
    }),
  /** What making the estimates of an account anew would change. */
  estimates: (id: string, unknown: boolean) =>
    queryOptions({
      queryKey: [...tradingKey, 'accounts', id, 'estimated-fees', { unknown }],
      queryFn: ({ signal }) => api.trading.previewEstimatedFees({ path: { id }, query: { unknown }, signal }),
    }),
}
