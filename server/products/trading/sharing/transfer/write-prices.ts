import type { Db } from '../../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { StatedRow } from '../../ledger/statements.ts'
import { STATED } from '../../ledger/statements.ts'
import type { AccountRow, PriceBarRow } from '../../ledger/tables.ts'
import { BARS_A_LINE, type LineOf } from './account-file.ts'

const plain = (value: string): string => formatDecimal(decimal(value))

type Stated = StatedRow & { readonly difference: string | null; readonly reason: string | null }

/** What the broker says of ends of days, in the order it was entered. */
export async function statementsOf(db: Db, { id }: AccountRow): Promise<LineOf<'statement'>[]> {
  const rows = (await db.raw(
    `SELECT statement.*, resolution.difference, resolution.reason FROM (${STATED}) AS statement
       LEFT JOIN trading.resolution resolution ON resolution.subject_id = statement.id
      ORDER BY statement.id`,
    [id, null],
  )) as unknown as Stated[]
  return rows.map(({ day, currency, instrument_id: instrumentId, amount, difference, reason, ...of }) => ({
    ...{ type: 'statement', day, currency, instrumentId, amount: plain(amount) },
    ...(of.until_at === null ? {} : { until: of.until_at.toISOString() }),
    ...(of.since_at === null ? {} : { since: of.since_at.toISOString() }),
    resolution: difference === null || reason === null ? null : { difference: plain(difference), reason },
  }))
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
