import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, formatDecimal, plus, ZERO } from '../../../kernel/decimal.ts'
import type { AccountRow } from './tables.ts'
import { tradingDaySql } from './trading-day.ts'

/** What changed on one trading day in one currency. */
export interface CashDay {
  readonly day: string
  readonly currency: string
  readonly amount: Decimal
}

const dayOf = (instant: string): string => tradingDaySql(instant, '$2', '$3::integer')

/**
 * What brokers settle by result: their fills move no money but fees, what closes them brings the difference. Of everything else the price
 * itself is paid and received.
 */
export const BY_RESULT = `('future', 'cfd', 'forex')`

/** All that moved money of the account `$1`, each beside what `of` makes of its instant. */
function movedSql(name: string, of: (instant: string) => string): string {
  return `
       SELECT ${of('m.happened_at')} AS ${name}, m.currency, m.amount
         FROM trading.cash_movement m WHERE m.account_id = $1
       UNION ALL
       SELECT ${of('e.executed_at')}, i.currency,
              (CASE WHEN i.asset_class IN ${BY_RESULT} THEN 0 ELSE -e.side * e.quantity * e.price * i.multiplier END) - e.fees
         FROM trading.execution e JOIN trading.instrument i ON i.id = e.instrument_id
        WHERE e.account_id = $1 AND e.superseded_at IS NULL
       UNION ALL
       SELECT ${of('c.closed_at')}, i.currency, c.gross
         FROM trading.lot_closure c JOIN trading.instrument i ON i.id = c.instrument_id
        WHERE c.account_id = $1 AND i.asset_class IN ${BY_RESULT}`
}

/** What changed in a currency between one of several instants and the next. */
interface CashPart {
  /** Which of the instants it is before or at, counted from 0. */
  readonly part: number
  readonly currency: string
  readonly amount: Decimal
}

/** Cash between instants, which are given in their order: what happened at one of them is before it. Opening balance aside. */
export async function cashBetween(source: Db | Tx, { id }: AccountRow, instants: readonly Date[]): Promise<CashPart[]> {
  const behind = instants.map((instant) => new Date(instant.getTime() + 1).toISOString())
  const partOf = (instant: string): string => `width_bucket(${instant}, $2::timestamptz[])`
  const rows = await source.raw<{ part: number; currency: string; amount: string }>(
    `SELECT part, currency, sum(amount) AS amount FROM (${movedSql('part', partOf)}) AS moved
      WHERE part < $3::integer GROUP BY part, currency`,
    [id, `{${behind.join(',')}}`, instants.length],
  )
  return rows.map((row) => ({ ...row, amount: decimal(row.amount) }))
}

/**
 * Cash by trading day and currency, in order of days, from the beginning to `until`: a day, included, or an instant with what happened
 * at it. Opening balance aside.
 */
export async function cashByDay(source: Db | Tx, account: AccountRow, until: string | Date | null): Promise<CashDay[]> {
  const isInstant = until instanceof Date
  const dayUntil = (instant: string): string => `CASE WHEN ${instant} <= $4::timestamptz THEN ${dayOf(instant)} END`
  const rows = await source.raw<{ day: string; currency: string; amount: string }>(
    `SELECT day::text AS day, currency, sum(amount) AS amount FROM (${movedSql('day', isInstant ? dayUntil : dayOf)}) AS moved
      WHERE ${isInstant ? 'day IS NOT NULL' : '$4::date IS NULL OR day <= $4::date'}
      GROUP BY day, currency HAVING sum(amount) <> 0 ORDER BY day, currency`,
    [account.id, account.cutoff_zone, account.cutoff_minute, until],
  )
  return rows.map((row) => ({ ...row, amount: decimal(row.amount) }))
}

/** Cash in each currency at the end of a trading day, or now, with the opening balance. */
export async function cashAt(
  source: Db | Tx,
  account: AccountRow,
  day: string | null,
): Promise<ReadonlyMap<string, Decimal>> {
  const opening = day === null || day >= account.opened_on ? decimal(account.opening_balance) : ZERO
  const totals = new Map<string, Decimal>([[account.currency, opening]])
  for (const { currency, amount } of await cashByDay(source, account, day))
    totals.set(currency, plus(totals.get(currency) ?? ZERO, amount))
  return totals
}

/** What closures came to until the end of a trading day, or until now, in the account's currency. */
export async function realisedAt(source: Db | Tx, account: AccountRow, day: string | null) {
  const [row] = await source.raw<{ gross: string; fees: string; net: string }>(
    `SELECT coalesce(sum(gross_base), 0) AS gross, coalesce(sum(fees_base), 0) AS fees, coalesce(sum(net_base), 0) AS net
       FROM trading.lot_closure WHERE account_id = $1 AND ($2::date IS NULL OR closed_day <= $2::date)`,
    [account.id, day],
  )
  const plain = (text = '0'): string => formatDecimal(decimal(text))
  return { gross: plain(row?.gross), fees: plain(row?.fees), net: plain(row?.net) }
}
