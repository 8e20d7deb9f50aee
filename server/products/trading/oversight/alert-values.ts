import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { compare, type Decimal, decimal, divide, formatDecimal, negate } from '../../../kernel/decimal.ts'
import { addDays, type LocalDate } from '../../../kernel/zoned.ts'
import { periodOf } from '../journal/periods.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { accountClock, tradingDaySql } from '../ledger/trading-day.ts'
import type { Observed } from './alert-states.ts'
import type { AlertKind, AlertRow } from './tables.ts'

type Look = (tx: Tx, account: AccountRow, alert: AlertRow) => Promise<Observed | null>

/** Looks at what is stored for what an alert asks; null when there is nothing to judge by. */
export function observe(tx: Tx, account: AccountRow, alert: AlertRow): Promise<Observed | null> {
  return LOOKS[alert.kind](tx, account, alert)
}

const STANDING = 'standing'
/** What is imported some days late is told of still. */
const LATE_DAYS = 6
const STREAK_MAX = 1000
const PERCENT_DIGITS = 2

const LOOKS: Readonly<Record<AlertKind, Look>> = {
  'daily-profit': (tx, account, alert) => profit(tx, account, alert, 'day'),
  'daily-loss': (tx, account, alert) => loss(tx, account, alert, 'day'),
  'weekly-profit': (tx, account, alert) => profit(tx, account, alert, 'week'),
  'weekly-loss': (tx, account, alert) => loss(tx, account, alert, 'week'),
  'win-streak': (tx, account, alert) => streak(tx, account, alert, 1),
  'loss-streak': (tx, account, alert) => streak(tx, account, alert, -1),
  'win-rate-below': winRate,
  drawdown,
  'trade-size': tradeSize,
  exposure,
  'trades-per-day': tradesPerDay,
  'price-above': (tx, account, alert) => price(tx, account, alert, 'high'),
  'price-below': (tx, account, alert) => price(tx, account, alert, 'low'),
  'risk-warning': (tx, _, alert) => riskState(tx, alert, ['warning', 'breached']),
  'risk-breach': (tx, _, alert) => riskState(tx, alert, ['breached']),
  'import-failed': importFailed,
}

function atLeast({ threshold }: AlertRow, value: Decimal, key = STANDING): Observed {
  return { holds: compare(value, decimal(threshold ?? '0')) >= 0, key, value: formatDecimal(value) }
}

/** The trading day of the instant if it is one of the last seven, else the present one. */
function dayWatched(account: AccountRow, latest: LocalDate | null): LocalDate {
  const today = accountClock(account).day(nowMs())
  return latest !== null && latest <= today && latest >= addDays(today, -LATE_DAYS) ? latest : today
}

async function realised(tx: Tx, account: AccountRow, span: 'day' | 'week'): Promise<{ net: Decimal; key: string }> {
  const [last] = await tx.raw<{ day: string | null }>(
    'SELECT max(closed_day)::text AS day FROM trading.lot_closure WHERE account_id = $1',
    [account.id],
  )
  const day = dayWatched(account, last?.day ?? null)
  const { from, to } = span === 'day' ? { from: day, to: day } : periodOf('week', day)
  const [row] = await tx.raw<{ net: string }>(
    'SELECT coalesce(sum(net_base), 0) AS net FROM trading.lot_closure WHERE account_id = $1 AND closed_day BETWEEN $2 AND $3',
    [account.id, from, to],
  )
  return { net: decimal(row?.net ?? '0'), key: from }
}

async function profit(tx: Tx, account: AccountRow, alert: AlertRow, span: 'day' | 'week'): Promise<Observed> {
  const { net, key } = await realised(tx, account, span)
  return atLeast(alert, net, key)
}

async function loss(tx: Tx, account: AccountRow, alert: AlertRow, span: 'day' | 'week'): Promise<Observed> {
  const { net, key } = await realised(tx, account, span)
  return atLeast(alert, negate(net), key)
}

/** By time of closing; a scratch neither extends nor breaks it. */
async function streak(tx: Tx, account: AccountRow, alert: AlertRow, side: 1 | -1): Promise<Observed> {
  const rows = await tx.raw<{ side: number }>(
    `SELECT sign(net_base)::integer AS side FROM trading.trade
      WHERE account_id = $1 AND status = 'closed' AND net_base <> 0 ORDER BY closed_at DESC, id DESC LIMIT ${STREAK_MAX}`,
    [account.id],
  )
  const end = rows.findIndex((row) => row.side !== side)
  return atLeast(alert, decimal(String(end === -1 ? rows.length : end)))
}

async function winRate(tx: Tx, account: AccountRow, alert: AlertRow): Promise<Observed | null> {
  const [row] = await tx.raw<{ trades: number; wins: number }>(
    `SELECT count(*)::integer AS trades, (count(*) FILTER (WHERE net_base > 0))::integer AS wins FROM (
       SELECT net_base FROM trading.trade WHERE account_id = $1 AND status = 'closed'
        ORDER BY closed_at DESC, id DESC LIMIT $2) AS last`,
    [account.id, alert.trades],
  )
  if (row === undefined || row.trades < (alert.trades ?? 0)) return null
  const percent = divide(decimal(String(row.wins * 100)), decimal(String(row.trades)), PERCENT_DIGITS, 'half-even')
  const holds = compare(percent, decimal(alert.threshold ?? '0')) < 0
  return { holds, key: STANDING, value: formatDecimal(percent) }
}

/** Below the highest that results ever came to, without deposits and withdrawals. */
async function drawdown(tx: Tx, account: AccountRow, alert: AlertRow): Promise<Observed> {
  const [row] = await tx.raw<{ below: string }>(
    `SELECT greatest(coalesce(max(total), 0), 0) - coalesce((array_agg(total ORDER BY closed_at DESC))[1], 0) AS below FROM (
       SELECT closed_at, sum(sum(net_base)) OVER (ORDER BY closed_at) AS total
         FROM trading.lot_closure WHERE account_id = $1 GROUP BY closed_at) AS path`,
    [account.id],
  )
  return atLeast(alert, decimal(row?.below ?? '0'))
}

const OPENED_DAY = tradingDaySql('trade.opened_at', '$2', '$3::integer')

function ofDay(account: AccountRow, day: LocalDate): unknown[] {
  return [account.id, account.cutoff_zone, account.cutoff_minute, day]
}

async function lastOpenedDay(tx: Tx, account: AccountRow): Promise<LocalDate> {
  const [row] = await tx.raw<{ at: Date | null }>(
    'SELECT max(opened_at) AS at FROM trading.trade WHERE account_id = $1',
    [account.id],
  )
  return dayWatched(account, row?.at == null ? null : accountClock(account).day(row.at.getTime()))
}

/** The largest of what is open or was opened on the last day, by what was entered. */
async function tradeSize(tx: Tx, account: AccountRow, alert: AlertRow): Promise<Observed> {
  const [row] = await tx.raw<{ cost: string }>(
    `SELECT coalesce(max(cost_base), 0) AS cost FROM trading.trade trade
      WHERE account_id = $1 AND (status = 'open' OR ${OPENED_DAY} = $4)`,
    ofDay(account, await lastOpenedDay(tx, account)),
  )
  return atLeast(alert, decimal(row?.cost ?? '0'))
}

/** What open positions cost, long and short alike. */
async function exposure(tx: Tx, account: AccountRow, alert: AlertRow): Promise<Observed> {
  const [row] = await tx.raw<{ cost: string }>(
    'SELECT coalesce(sum(abs(cost_base)), 0) AS cost FROM trading.lot WHERE account_id = $1',
    [account.id],
  )
  return atLeast(alert, decimal(row?.cost ?? '0'))
}

async function tradesPerDay(tx: Tx, account: AccountRow, alert: AlertRow): Promise<Observed> {
  const day = await lastOpenedDay(tx, account)
  const [row] = await tx.raw<{ count: bigint }>(
    `SELECT count(*) FROM trading.trade trade WHERE account_id = $1 AND ${OPENED_DAY} = $4`,
    ofDay(account, day),
  )
  return atLeast(alert, decimal(String(row?.count ?? 0n)), day)
}

/** The farthest that bars went since the position was opened; false once it is flat. */
async function price(tx: Tx, account: AccountRow, alert: AlertRow, side: 'high' | 'low'): Promise<Observed> {
  const [row] = await tx.raw<{ price: string | null }>(
    `SELECT ${side === 'high' ? 'max(bar.high)' : 'min(bar.low)'} AS price FROM trading.price_bar bar
      WHERE bar.instrument_id = $2 AND bar.starts_at >= (
        SELECT min(opened_at) FROM trading.trade WHERE account_id = $1 AND instrument_id = $2 AND status = 'open')`,
    [account.id, alert.instrument_id],
  )
  if (row?.price == null) return { holds: false, key: STANDING, value: null }
  const value = decimal(row.price)
  if (side === 'high') return atLeast(alert, value)
  const holds = compare(value, decimal(alert.threshold ?? '0')) <= 0
  return { holds, key: STANDING, value: formatDecimal(value) }
}

async function riskState(tx: Tx, alert: AlertRow, states: readonly string[]): Promise<Observed> {
  const [row] = await tx.raw<{ status: string }>('SELECT status FROM trading.risk_profile WHERE id = $1', [
    alert.profile_id,
  ])
  return { holds: states.includes(row?.status ?? 'ok'), key: STANDING, value: null }
}

/** The last file that was brought in, or was to be. */
async function importFailed(tx: Tx, account: AccountRow): Promise<Observed> {
  const [row] = await tx.raw<{ id: string; state: string }>(
    `SELECT id, state FROM trading.import_batch
      WHERE account_id = $1 AND state IN ('completed', 'completed_with_errors', 'failed')
      ORDER BY updated_at DESC, id DESC LIMIT 1`,
    [account.id],
  )
  const holds = row !== undefined && row.state !== 'completed'
  return { holds, key: row?.id ?? STANDING, value: null }
}
