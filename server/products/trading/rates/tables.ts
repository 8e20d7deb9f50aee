import type { Id } from '../../../kernel/id.ts'
import type { RateSource } from './rate-book.ts'

/** Rates of currencies, and how looks at their source ended. */
export interface RateTables {
  'trading.currency_rate': CurrencyRateRow
  'trading.rate_source': RateSourceRow
}

export interface CurrencyRateRow {
  /** Null: of everybody. */
  owner_id: Id<'user'> | null
  base: string
  quote: string
  /** A calendar day. */
  day: string
  rate: string
  source: RateSource
  fetched_at: Date
}

export interface RateSourceRow {
  name: string
  tried_at: Date
  fetched_at: Date | null
  error: string | null
}
