import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { createRateBook, PIVOT, RATE_AGE_DAYS_MAX, type RateBook } from './rate-book.ts'
import type { CurrencyRateRow } from './tables.ts'

export interface RatesWanted {
  readonly currencies: readonly string[]
  /** Days, both included. */
  readonly from: string
  readonly until: string
}

const FIND = `
  SELECT base, quote, day::text, rate, source FROM trading.currency_rate
   WHERE (owner_id IS NULL OR owner_id = $1) AND base = ANY($2::text[]) AND quote = ANY($2::text[])
     AND day BETWEEN $3::date - ${RATE_AGE_DAYS_MAX} AND $4::date`

type Found = Pick<CurrencyRateRow, 'base' | 'quote' | 'day' | 'rate' | 'source'> & Record<string, unknown>

/** What the source and the trader say of these currencies among themselves on these days. */
export async function findRates(
  source: Db | Tx,
  ownerId: Id<'user'>,
  { currencies, from, until }: RatesWanted,
): Promise<RateBook> {
  const named = [...new Set([PIVOT, ...currencies])]
  const rows = await source.raw<Found>(FIND, [ownerId, named, from, until])
  return createRateBook(rows.map((row) => ({ ...row, rate: decimal(row.rate) })))
}
