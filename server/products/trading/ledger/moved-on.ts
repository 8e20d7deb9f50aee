import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { BY_RESULT } from './balances.ts'
import { afterSplits, broughtUntil } from './positions.ts'
import type { AccountRow } from './tables.ts'
import { tradingDaySql } from './trading-day.ts'

const dayOf = (instant: string): string => tradingDaySql(instant, '$2', '$3::integer')

function dayParameters(account: AccountRow): [string, string, number] {
  return [account.id, account.cutoff_zone, account.cutoff_minute]
}

/** What moved cash on a trading day: a cash movement, a fill, or the result of what is settled by result. */
export interface MovedOn {
  readonly kind: 'cash' | 'fill' | 'closed'
  /** Deposit, buy, sell, closed … */
  readonly what: string
  readonly symbol: string | null
  readonly tradeId: string | null
  readonly executionId: string | null
  readonly cashMovementId: string | null
  /** Of movements and settled results. */
  readonly cash: Decimal
  /** Of fills: negative when sold. */
  readonly bought: Decimal
  readonly price: Decimal
  /** What a point of the price costs; nothing where the result is settled. */
  readonly paidPerPoint: Decimal
  readonly fee: Decimal
}

/** The trade that a fill is of: the one that was opened last until then. */
const TRADE_OF_FILL = `(SELECT t.id FROM trading.trade t WHERE t.account_id = e.account_id AND t.instrument_id = e.instrument_id
  AND t.position_ref = e.position_ref AND t.opened_at <= e.executed_at ORDER BY t.opened_at DESC, t.id DESC LIMIT 1)`

/** Instants of a trading day lie at most a day beside it, and some zones a little more: so that the indexes are used. */
const near = (column: string): string =>
  `${column} >= $4::date - interval '3 days' AND ${column} < $4::date + interval '3 days' AND ${dayOf(column)} = $4::date`

const MOVED = `
  SELECT kind, what, symbol, "tradeId", "executionId", "cashMovementId", cash, bought, price, "paidPerPoint", fee FROM (
    SELECT 'cash' AS kind, m.kind AS what, m.happened_at AS at, m.id, i.symbol, m.currency, m.instrument_id, NULL::uuid AS "tradeId",
           NULL::uuid AS "executionId", m.id AS "cashMovementId", m.amount AS cash, 0 AS bought, 0 AS price, 0 AS "paidPerPoint", 0 AS fee
      FROM trading.cash_movement m LEFT JOIN trading.instrument i ON i.id = m.instrument_id
     WHERE m.account_id = $1 AND ${near('m.happened_at')}
    UNION ALL
    SELECT 'fill', CASE e.side WHEN 1 THEN 'buy' ELSE 'sell' END, e.executed_at, e.id, i.symbol, i.currency, e.instrument_id, ${TRADE_OF_FILL},
           e.id, NULL, 0, e.side * e.quantity, e.price, CASE WHEN i.asset_class IN ${BY_RESULT} THEN 0 ELSE i.multiplier END, e.fees
      FROM trading.execution e JOIN trading.instrument i ON i.id = e.instrument_id
     WHERE e.account_id = $1 AND e.superseded_at IS NULL AND ${near('e.executed_at')}
    UNION ALL
    SELECT 'closed', 'closed', c.closed_at, c.close_execution_id, i.symbol, i.currency, c.instrument_id, c.trade_id,
           c.close_execution_id, NULL, c.gross, 0, 0, 0, 0
      FROM trading.lot_closure c JOIN trading.instrument i ON i.id = c.instrument_id
     WHERE c.account_id = $1 AND i.asset_class IN ${BY_RESULT} AND ${near('c.closed_at')}
  ) AS moved
  WHERE ($5::text IS NULL OR currency = $5) AND ($6::text IS NULL OR instrument_id::text = $6)
  ORDER BY at, id, kind DESC`

/** Everything that moved cash on a trading day, in order, in a currency or of an instrument. */
export async function movementsOn(
  db: Db,
  account: AccountRow,
  { day, currency, instrumentId }: { readonly day: string; readonly currency?: string; readonly instrumentId?: string },
): Promise<MovedOn[]> {
  const rows = await db.raw<Record<keyof MovedOn, string>>(MOVED, [
    ...dayParameters(account),
    ...[day, currency ?? null, instrumentId ?? null],
  ])
  return rows.map((row) => ({
    ...(row as unknown as MovedOn),
    ...{ cash: decimal(row.cash), bought: decimal(row.bought), price: decimal(row.price), fee: decimal(row.fee) },
    paidPerPoint: decimal(row.paidPerPoint),
  }))
}

interface Realised {
  readonly gross: Decimal
  readonly fees: Decimal
}

/** What closures of each trading day came to, in the account's currency. */
export async function realisedByDay(
  db: Db,
  account: AccountRow,
  until: string | null,
): Promise<(Realised & { readonly day: string })[]> {
  const rows = await db.raw<{ day: string; gross: string; fees: string }>(
    `SELECT closed_day::text AS day, sum(gross_base) AS gross, sum(fees_base) AS fees FROM trading.lot_closure
      WHERE account_id = $1 AND ($2::date IS NULL OR closed_day <= $2::date) GROUP BY closed_day ORDER BY closed_day`,
    [account.id, until],
  )
  return rows.map(({ day, gross, fees }) => ({ day, gross: decimal(gross), fees: decimal(fees) }))
}

interface ClosedOn extends Realised {
  readonly tradeId: string
  readonly symbol: string
  readonly closeExecutionId: string
}

/** What fills closed on a trading day, in the account's currency. */
export async function closuresOn(db: Db, account: AccountRow, day: string): Promise<ClosedOn[]> {
  const rows = await db.raw<{ trade: string; symbol: string; fill: string; gross: string; fees: string }>(
    `SELECT c.trade_id AS trade, i.symbol, c.close_execution_id AS fill, c.gross_base AS gross, c.fees_base AS fees
       FROM trading.lot_closure c JOIN trading.instrument i ON i.id = c.instrument_id
      WHERE c.account_id = $1 AND c.closed_day = $2 ORDER BY c.closed_at, c.close_execution_id, c.open_execution_id`,
    [account.id, day],
  )
  return rows.map(({ trade, symbol, fill, gross, fees }) => ({
    ...{ tradeId: trade, symbol, closeExecutionId: fill, gross: decimal(gross), fees: decimal(fees) },
  }))
}

/** A stretch of time, with both its ends, of all instruments (null) or one; `isInOwn`: in the instrument's currency. */
interface Stretch {
  readonly since: Date
  readonly until: Date
  readonly instrumentId: Id<'instrument'> | null
  readonly isInOwn: boolean
}

/** What fills closed in a stretch of time. */
export async function closuresBetween(
  db: Db,
  account: AccountRow,
  { since, until, instrumentId, isInOwn }: Stretch,
): Promise<(ClosedOn & { readonly day: string })[]> {
  const [gross, fees] = isInOwn ? ['c.gross', 'c.gross - c.net'] : ['c.gross_base', 'c.gross_base - c.net_base']
  const rows = await db.raw<Record<'trade' | 'symbol' | 'fill' | 'day' | 'gross' | 'fees', string>>(
    `SELECT c.trade_id AS trade, i.symbol, c.close_execution_id AS fill, c.closed_day::text AS day, ${gross} AS gross, ${fees} AS fees
       FROM trading.lot_closure c JOIN trading.instrument i ON i.id = c.instrument_id
      WHERE c.account_id = $1 AND c.closed_at BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR c.instrument_id = $4::uuid)
      ORDER BY c.closed_at, c.close_execution_id, c.open_execution_id`,
    [account.id, since, until, instrumentId],
  )
  return rows.map((row) => ({
    ...{ tradeId: row.trade, symbol: row.symbol, closeExecutionId: row.fill, day: row.day },
    ...{ gross: decimal(row.gross), fees: decimal(row.fees) },
  }))
}

interface SharesOn {
  readonly instrumentId: Id<'instrument'>
  readonly positionRef: string
  /** Null of what a spin-off brought. */
  readonly day: string | null
  readonly what: string | null
  readonly shares: Decimal
}

/** What each trading day brought of an instrument until a day or an instant, in shares after the splits until then, and what spin-offs did. */
export async function sharesByDay(
  db: Db,
  account: AccountRow,
  { until, instrumentId }: { readonly until: string | Date | null; readonly instrumentId: Id<'instrument'> },
): Promise<SharesOn[]> {
  const holds = (instant: string): string =>
    until instanceof Date ? `${instant} <= $4::timestamptz` : `($4::date IS NULL OR ${dayOf(instant)} <= $4::date)`
  const rows = await db.raw<{ ref: string; day: string; quantity: string; splits_after: string }>(
    `SELECT e.position_ref AS ref, ${dayOf('e.executed_at')}::text AS day, sum(e.side * e.quantity) AS quantity,
            (SELECT coalesce(string_agg(a.numerator || '/' || a.denominator, ' ' ORDER BY a.effective_at, a.id), '')
               FROM trading.corporate_action a
              WHERE a.instrument_id = e.instrument_id AND a.kind = 'split' AND a.effective_at > e.executed_at
                AND a.effective_at <= now() AND ${holds('a.effective_at')}) AS splits_after
       FROM trading.execution e
      WHERE e.account_id = $1 AND e.superseded_at IS NULL AND e.instrument_id = $5
        AND ${holds('e.executed_at')}
      GROUP BY 1, 2, 4 ORDER BY 2, 1, 4`,
    [...dayParameters(account), until, instrumentId],
  )
  const fills = rows.map(({ ref: positionRef, ...row }) => {
    return { instrumentId, positionRef, day: row.day, what: null, shares: afterSplits(row) }
  })
  const brought = (await broughtUntil(db, account, until)).filter((one) => one.instrumentId === instrumentId)
  return [
    ...fills,
    ...brought.map(({ positionRef, quantity }) => {
      return { instrumentId, positionRef, day: null, what: 'spin-off', shares: quantity }
    }),
  ]
}
