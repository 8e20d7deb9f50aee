import { useNavigate, useSearch } from '@tanstack/react-router'
import { tradeSearchIn } from '../trade-search.ts'
import type { TradeSearch } from '../types.ts'

/** The filter of the address, and what narrows it; nothing and empty lists take a name out. */
export function useTradeSearch() {
  // The router keeps names that are no filter beside those that are.
  const search = tradeSearchIn(useSearch({ from: '/traders/trading/trades' }))
  const navigate = useNavigate({ from: '/trading/trades' })
  return {
    search,
    narrow(change: { readonly [Name in keyof TradeSearch]?: unknown }): void {
      void navigate({ search: (now) => tradeSearchIn({ ...now, ...change }), replace: true })
    },
    clear(): void {
      void navigate({ search: {}, replace: true })
    },
  }
}
