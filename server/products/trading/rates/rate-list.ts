import { nowMs } from '../../../kernel/clock.ts'
import { type Cursor, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { isDate } from '../../../kernel/zoned.ts'
import { dayNumber, dayText } from '../analytics/days.ts'
import { findRates } from './find-rates.ts'
import type { CurrencyRateRow, RateSourceRow } from './tables.ts'

const DAY_MS = 86_400_000

export interface RateFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly currency?: string
  readonly from?: string
  readonly to?: string
  readonly own?: boolean
}

const LIST = `
  SELECT owner_id, base, quote, day::text, rate, source, fetched_at FROM trading.currency_rate
   WHERE (owner_id = $1 OR (owner_id IS NULL AND NOT $2)) AND ($3::text IS NULL OR base = $3 OR quote = $3)
     AND day BETWEEN coalesce($4::date, '-infinity') AND coalesce($5::date, 'infinity')
     AND ($6::text[] IS NULL OR (day, base, quote, source) < ($6[1]::date, $6[2], $6[3], $6[4]))
   ORDER BY day DESC, base DESC, quote DESC, source DESC LIMIT $7`

function placeOf(values: readonly string[]): Cursor | null {
  const [day = ''] = values
  return values.length === 4 && isDate(day) ? values : null
}

/** Rates of the source and of the trader, newest first. */
export async function listRates(source: Db, ownerId: Id<'user'>, filter: RateFilter) {
  const page = cursorPage(filter, placeOf)
  const { own = false, currency = null, from = null, to = null } = filter
  const rows = await source.raw<CurrencyRateRow & Record<string, unknown>>(LIST, [
    ...[ownerId, own, currency, from, to, page.after, page.limit + 1],
  ])
  return page.of(
    rows,
    (row) => [row.day, row.base, row.quote, row.source],
    (row) => ({
      ...{ base: row.base, quote: row.quote, day: row.day, rate: formatDecimal(decimal(row.rate)) },
      ...{ source: row.source, isOwn: row.owner_id !== null, fetchedAt: row.fetched_at },
    }),
  )
}

const USED = `
  SELECT DISTINCT instrument.currency AS from, account.currency AS to
    FROM trading.account JOIN trading.trade ON trade.account_id = account.id
    JOIN trading.instrument ON instrument.id = trade.instrument_id
   WHERE account.owner_id = $1 AND account.archived_at IS NULL AND instrument.currency <> account.currency
   ORDER BY 1, 2`

const MISSING = `
  SELECT waiting.currency AS from, account.currency AS to, waiting.day::text, count(*)::integer AS rows
    FROM trading.import_rate_waiting waiting JOIN trading.account ON account.id = waiting.account_id
   WHERE waiting.owner_id = $1 GROUP BY 1, 2, 3 ORDER BY 3, 1, 2 LIMIT 500`

/** How rates stand for a trader: what was heard of the source, the present rate of each pair that their accounts hold, and what waits. */
export async function rateState(source: Db, ownerId: Id<'user'>) {
  const today = dayText(Math.floor(nowMs() / DAY_MS))
  const used = await source.raw<{ from: string; to: string }>(USED, [ownerId])
  const book = await findRates(source, ownerId, {
    ...{ currencies: used.flatMap(({ from, to }) => [from, to]), from: today, until: today },
  })
  const [heard] = await source.raw<RateSourceRow & Record<string, unknown>>(
    `SELECT * FROM trading.rate_source WHERE name = 'ecb'`,
  )
  const [newest] = await source.raw<{ day: string | null }>(
    'SELECT max(day)::text AS day FROM trading.currency_rate WHERE owner_id IS NULL',
  )
  return {
    source: {
      ...{ triedAt: heard?.tried_at ?? null, fetchedAt: heard?.fetched_at ?? null, error: heard?.error ?? null },
      newestDay: newest?.day ?? null,
      ageDays: newest === undefined || newest.day === null ? null : dayNumber(today) - dayNumber(newest.day),
    },
    pairs: used.map(({ from, to }) => {
      const found = book.on(from, to, today)
      const told = found === null ? null : { rate: formatDecimal(found.rate), day: found.day, ageDays: found.ageDays }
      return { from, to, told }
    }),
    missing: await source.raw<{ from: string; to: string; day: string; rows: number }>(MISSING, [ownerId]),
  }
}
