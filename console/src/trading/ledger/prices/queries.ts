import { tradingKey } from '../../queries.ts'

export const pricesKey = [...tradingKey, 'price-bars'] as const
