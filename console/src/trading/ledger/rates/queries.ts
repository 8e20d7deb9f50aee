import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { tradingKey } from '../../queries.ts'

export const ratesKey = [...tradingKey, 'currency-rates'] as const
const SOON_MS = 700

/** How rates stand; asked again while rows that waited are being made. */
export function rateStateQuery(isSettling = false) {
  return queryOptions({
    queryKey: [...ratesKey, 'state'],
    queryFn: ({ signal }) => api.trading.currencyRateState({ signal }),
    refetchInterval: isSettling ? SOON_MS : false,
  })
}
