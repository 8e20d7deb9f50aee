import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api.ts'
import { everyPage, tradingKey } from '../../queries.ts'
import type { Instrument } from '../../types.ts'

export const instrumentsKey = [...tradingKey, 'instruments'] as const
export const waitingKey = [...tradingKey, 'waiting'] as const
const PAGE = 100
const SOON_MS = 700

/** Symbols that rows of imports wait for; asked again while some that were settled are being made. */
export function waitingQuery(isSettling = false) {
  return queryOptions({
    queryKey: waitingKey,
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        api.trading.listMappingQueue({ query: { limit: PAGE, ...(cursor && { cursor }) }, signal }),
      ),
    refetchInterval: isSettling ? SOON_MS : false,
  })
}

/** Instruments whose multiplier is to be confirmed or corrected. */
export function unsettledQuery() {
  return queryOptions({
    queryKey: [...instrumentsKey, 'unsettled'],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        api.trading.listInstruments({ query: { unsettled: true, limit: PAGE, ...(cursor && { cursor }) }, signal }),
      ),
  })
}

export function actionsQuery(id: string) {
  return queryOptions({
    queryKey: [...instrumentsKey, id, 'actions'],
    queryFn: async ({ signal }) => (await api.trading.listCorporateActions({ path: { id }, signal })).items,
  })
}

/** What was made of all its trades, in the currencies of the accounts. */
export function tradedQuery({ id, symbol, assetClass, version }: Instrument) {
  return queryOptions({
    queryKey: [...instrumentsKey, id, 'traded', version],
    queryFn: async ({ signal }) => {
      const chosen = { symbol: [symbol], assetClass: [assetClass], status: 'all' as const }
      return (await api.trading.listTrades({ query: { ...chosen, totals: true, limit: 1 }, signal })).totals
    },
  })
}
