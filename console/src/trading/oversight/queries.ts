import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { tradingKey } from '../queries.ts'

export const riskKey = [...tradingKey, 'risk'] as const
export const alertsKey = [...tradingKey, 'alerts'] as const
export const noticesKey = [...tradingKey, 'notices'] as const

const LIMIT = 100

export function profilesQuery(account?: string) {
  return queryOptions({
    queryKey: [...riskKey, { account }],
    queryFn: async ({ signal }) => {
      const query = { limit: LIMIT, ...(account !== undefined && { account }) }
      return (await api.trading.listRiskProfiles({ query, signal })).items
    },
  })
}

export function profileQuery(id: string) {
  return queryOptions({
    queryKey: [...riskKey, id],
    queryFn: ({ signal }) => api.trading.getRiskProfile({ path: { id }, signal }),
  })
}

export function statusQuery(id: string) {
  return queryOptions({
    queryKey: [...riskKey, id, 'status'],
    queryFn: ({ signal }) => api.trading.getRiskStatus({ path: { id }, signal }),
  })
}

/** Every alert: no more than a hundred are kept. */
export const alertsQuery = queryOptions({
  queryKey: alertsKey,
  queryFn: async ({ signal }) => (await api.trading.listAlerts({ query: { limit: LIMIT }, signal })).items,
})

export function alertQuery(id: string) {
  return queryOptions({
    queryKey: [...alertsKey, id],
    queryFn: ({ signal }) => api.trading.getAlert({ path: { id }, signal }),
  })
}

export const unreadQuery = queryOptions({
  queryKey: [...noticesKey, 'unread'],
  queryFn: async ({ signal }) => (await api.trading.countUnreadAlerts({ signal })).unread,
})

export const quietHoursQuery = queryOptions({
  queryKey: [...tradingKey, 'quiet-hours'],
  queryFn: async ({ signal }) => (await api.trading.getQuietHours({ signal })).hours,
})

export const pushAddressQuery = queryOptions({
  queryKey: [...tradingKey, 'push-address'],
  queryFn: ({ signal }) => api.trading.getPushAddress({ signal }),
})

/** What a price can be watched of. */
export const instrumentsQuery = queryOptions({
  queryKey: [...tradingKey, 'instruments', 'first'],
  queryFn: async ({ signal }) => (await api.trading.listInstruments({ query: { limit: LIMIT }, signal })).items,
})
