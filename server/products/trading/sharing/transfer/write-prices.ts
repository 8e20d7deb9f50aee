import type { Db } from '../../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import { STATED, type StatedRow } from '../../ledger/statements.ts'
import type { AccountRow, PriceBarRow } from '../../ledger/tables.ts'
import { PIVOT } from '../../rates/rate-book.ts'
import type { CurrencyRateRow } from '../../rates/tables.ts'
import { BARS_A_LINE, type LineOf, RATES_A_LINE } from './account-file.ts'

const plain = (value: string): string => formatDecimal(decimal(value))

/** Why a difference is left as it is, where somebody says so. */
export interface Resolved {
  readonly difference: string | null
  readonly reason: string | null
}

export function resolutionOf({ difference, reason }: Resolved): LineOf<'statement'>['resolution'] {
  return difference === null || reason === null ? null : { difference: plain(difference), reason }
}

type Stated = StatedRow & Resolved

/** What the broker says of ends of days, in the order it was entered. */
export async function statementsOf(db: Db, { id }: AccountRow): Promise<LineOf<'statement'>[]> {
  const rows = (await db.raw(
    `SELECT statement.*, resolution.difference, resolution.reason FROM (${STATED}) AS statement
       LEFT JOIN trading.resolution resolution ON resolution.subject_id = statement.id
      ORDER BY statement.id`,
    [id, null],
  )) as unknown as Stated[]
  return rows.map(({ day, currency, instrument_id: instrumentId, amount, ...row }) => ({
    ...{ type: 'statement', day, currency, instrumentId, amount: plain(amount), resolution: resolutionOf(row) },
    ...(row.until_at === null ? {} : { until: row.until_at.toISOString() }),
    ...(row.since_at === null ? {} : { since: row.since_at.toISOString() }),
  }))
}

const CURRENCIES = `
  SELECT DISTINCT currency FROM (
    SELECT currency FROM trading.cash_movement WHERE account_id = $1
    UNION SELECT currency FROM trading.instrument WHERE id IN (
      SELECT instrument_id FROM trading.execution WHERE account_id = $1)) AS used
   WHERE currency <> $2`
const RATES = `
  SELECT base, quote, day::text, rate, source FROM trading.currency_rate
   WHERE owner_id = $1 AND base = ANY($2::text[]) AND quote = ANY($2::text[]) AND (base, quote, day) > ($3, $4, $5::date)
   ORDER BY base, quote, day LIMIT ${RATES_A_LINE}`

type Said = Pick<CurrencyRateRow, 'base' | 'quote' | 'day' | 'rate' | 'source'>

/** What the trader says of the currencies that something in the account is in, those of one pair a line or more. */
export async function* ratesOf(
  db: Db,
  { id, owner_id: ownerId, currency }: AccountRow,
): AsyncGenerator<LineOf<'rates'>> {
  const foreign = await db.raw<{ currency: string }>(CURRENCIES, [id, currency])
  if (foreign.length === 0) return
  const named = [currency, PIVOT, ...foreign.map((row) => row.currency)]
  for (let after = ['', '', '1000-01-01']; ; ) {
    const rows = (await db.raw(RATES, [ownerId, named, ...after])) as unknown as Said[]
    for (const some of Map.groupBy(rows, ({ base, quote }) => `${base} ${quote}`).values()) yield* rateLine(some)
    const last = rows.at(-1)
    if (last === undefined) return
    after = [last.base, last.quote, last.day]
  }
}

function* rateLine(some: readonly Said[]): Generator<LineOf<'rates'>> {
  const [first] = some
  if (first === undefined) return
  const rates = some.map(({ day, rate, source }): LineOf<'rates'>['rates'][number] => [
    ...([day, plain(rate)] as const),
    source === 'file' ? 'file' : 'entered',
  ])
  yield { type: 'rates', base: first.base, quote: first.quote, rates }
}

/** The price bars of these instruments, some hundred of one length at a time. */
export async function* barsOf(db: Db, instrumentIds: readonly Id<'instrument'>[]): AsyncGenerator<LineOf<'bars'>> {
  const series = await db.raw<{ instrument_id: Id<'instrument'>; seconds: number }>(
    `SELECT DISTINCT instrument_id, seconds FROM trading.price_bar WHERE instrument_id = ANY($1)
      ORDER BY instrument_id, seconds`,
    [[...instrumentIds]],
  )
  for (const { instrument_id: instrumentId, seconds } of series)
    for (let after = new Date(0); ; ) {
      const rows = (await db.raw(
        `SELECT * FROM trading.price_bar WHERE instrument_id = $1 AND seconds = $2 AND starts_at > $3
          ORDER BY starts_at LIMIT ${BARS_A_LINE}`,
        [instrumentId, seconds, after],
      )) as unknown as PriceBarRow[]
      const last = rows.at(-1)
      if (last === undefined) break
      yield { type: 'bars', instrumentId, seconds: seconds as LineOf<'bars'>['seconds'], bars: rows.map(barOf) }
      after = last.starts_at
    }
}

function barOf({ starts_at: at, open, high, low, close }: PriceBarRow): LineOf<'bars'>['bars'][number] {
  return [at.toISOString(), plain(open), plain(high), plain(low), plain(close)]
}
