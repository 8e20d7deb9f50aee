import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, divide, formatDecimal, plus, times, trimmed, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { AccountRow } from './tables.ts'
import { tradingDaySql } from './trading-day.ts'

/** What changed on one trading day in one currency. */
export interface CashDay {
  readonly day: string
  readonly currency: string
  readonly amount: Decimal
}

const dayOf = (instant: string): string => tradingDaySql(instant, '$2', '$3::integer')

/** The parameters `dayOf` stands on, behind the account. */
function dayParameters(account: AccountRow): [string, string, number] {
  return [account.id, account.cutoff_zone, account.cutoff_minute]
}

/**
 * What brokers settle by result: their fills move no money but fees, what closes them brings the difference. Of everything else the price
 * itself is paid and received.
 */
const BY_RESULT = `('future', 'cfd', 'forex')`

/** Cash by trading day and currency, in order of days, from the beginning to `until` (a day, included). Opening balance aside. */
export async function cashByDay(source: Db | Tx, account: AccountRow, until: string | null): Promise<CashDay[]> {
  const rows = await source.raw<{ day: string; currency: string; amount: string }>(
    `SELECT day, currency, sum(amount) AS amount FROM (
       SELECT ${dayOf('m.happened_at')} AS day, m.currency, m.amount
         FROM trading.cash_movement m WHERE m.account_id = $1
       UNION ALL
       SELECT ${dayOf('e.executed_at')}, i.currency,
              (CASE WHEN i.asset_class IN ${BY_RESULT} THEN 0 ELSE -e.side * e.quantity * e.price * i.multiplier END) - e.fees
         FROM trading.execution e JOIN trading.instrument i ON i.id = e.instrument_id
        WHERE e.account_id = $1 AND e.superseded_at IS NULL
       UNION ALL
       SELECT ${dayOf('c.closed_at')}, i.currency, c.gross
         FROM trading.lot_closure c JOIN trading.instrument i ON i.id = c.instrument_id
        WHERE c.account_id = $1 AND i.asset_class IN ${BY_RESULT}
     ) AS moved
      WHERE $4::date IS NULL OR day <= $4::date
      GROUP BY day, currency HAVING sum(amount) <> 0 ORDER BY day, currency`,
    [...dayParameters(account), until],
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

export interface HeldPosition {
  readonly instrumentId: Id<'instrument'>
  readonly symbol: string
  readonly assetClass: string
  readonly currency: string
  readonly positionRef: string
  /** Negative when short. */
  readonly quantity: Decimal
}

interface HeldRow {
  readonly instrument_id: Id<'instrument'>
  readonly symbol: string
  readonly asset_class: string
  readonly currency: string
  readonly position_ref: string
  readonly splits_after: string
  readonly quantity: string
}

/** What was held at the end of a trading day, or is now: bought less sold, in shares after the splits until then. */
export async function positionsAt(source: Db | Tx, account: AccountRow, day: string | null): Promise<HeldPosition[]> {
  const rows = await source.raw<HeldRow & Record<string, unknown>>(
    `SELECT e.instrument_id, i.symbol, i.asset_class, i.currency, e.position_ref, sum(e.side * e.quantity) AS quantity,
            (SELECT coalesce(string_agg(a.numerator || '/' || a.denominator, ' ' ORDER BY a.effective_at, a.id), '')
               FROM trading.corporate_action a
              WHERE a.instrument_id = e.instrument_id AND a.kind = 'split' AND a.effective_at > e.executed_at
                AND a.effective_at <= now() AND ($4::date IS NULL OR ${dayOf('a.effective_at')} <= $4::date)) AS splits_after
       FROM trading.execution e JOIN trading.instrument i ON i.id = e.instrument_id
      WHERE e.account_id = $1 AND e.superseded_at IS NULL
        AND ($4::date IS NULL OR ${dayOf('e.executed_at')} <= $4::date)
      GROUP BY e.instrument_id, i.symbol, i.asset_class, i.currency, e.position_ref, splits_after
      ORDER BY i.symbol, e.instrument_id, e.position_ref`,
    [...dayParameters(account), day],
  )
  const held = new Map<string, HeldPosition>()
  for (const row of rows) {
    const key = `${row.instrument_id} ${row.position_ref}`
    const before = held.get(key)?.quantity ?? ZERO
    held.set(key, {
      ...{ instrumentId: row.instrument_id, symbol: row.symbol, assetClass: row.asset_class, currency: row.currency },
      ...{ positionRef: row.position_ref, quantity: plus(before, afterSplits(row)) },
    })
  }
  return [...held.values()].filter(({ quantity }) => quantity.units !== 0n)
}

const DIGITS = 18

function afterSplits({ quantity, splits_after }: HeldRow): Decimal {
  return splits_after
    .split(' ')
    .filter((text) => text !== '')
    .reduce((held, text) => {
      const [numerator = '1', denominator = '1'] = text.split('/')
      return trimmed(divide(times(held, decimal(numerator)), decimal(denominator), DIGITS, 'half-even'))
    }, decimal(quantity))
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
