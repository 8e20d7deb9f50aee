import type { api } from '../../api.ts'
import { tradingKey } from '../queries.ts'

export const sharesKey = [...tradingKey, 'shares'] as const
export const exportsKey = [...tradingKey, 'prepared-exports'] as const
export const restoresKey = [...tradingKey, 'restores'] as const

export type Share = Awaited<ReturnType<typeof api.trading.listShares>>['items'][number]
export type Restore = Awaited<ReturnType<typeof api.trading.listRestores>>['items'][number]
export type Shared = Awaited<ReturnType<typeof api.trading.openShare>>
export type NewShare = Parameters<typeof api.trading.createShare>[0]['body']
export type Subscription = Awaited<ReturnType<typeof api.trading.getSubscription>>
export type OfferedPlan = Subscription['plan']
export type PreparedExport = Awaited<ReturnType<typeof api.trading.listPreparedExports>>['items'][number]
