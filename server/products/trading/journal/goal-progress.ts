import { nowMs } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { compare, type Decimal, decimal, divide, formatDecimal, negate, signOf, ZERO } from '../../../kernel/decimal.ts'
import { addDays, type LocalDate } from '../../../kernel/zoned.ts'
import { accountClock } from '../ledger/trading-day.ts'
import { withAllTrades } from '../trader.ts'
import { figuresOf, journalDays } from './figures.ts'
import { type OwnAccount, ownAccounts } from './own.ts'
import { type DayRange, periodOf } from './periods.ts'
import type { GoalRow } from './tables.ts'

export const goalStates = ['open', 'reached', 'missed', 'unknown'] as const
export type GoalState = (typeof goalStates)[number]

export interface Progress extends DayRange {
  /** Null: there is nothing to judge by. */
  readonly value: string | null
  readonly state: GoalState
}

type Metric = GoalRow['metric']

/** These hold from the moment they are reached; the others are judged when the period is over. */
const AT_ONCE: readonly Metric[] = ['net', 'journal-days']
const AT_MOST: readonly Metric[] = ['trades-per-day', 'loss-per-day']
const PERCENT_DIGITS = 4

/** How a goal stands in the period that holds the day; without a day, in the present one. It judges accounts as they are: every trade counts. */
export async function progressOf(source: Db | Tx, goal: GoalRow, day?: LocalDate): Promise<Progress> {
  const accounts = await ownAccounts(source, goal.owner_id, goal.account_id)
  const today = todayOf(accounts)
  const range = periodOf(goal.period, day ?? today)
  const value = await reachedValue(source, goal, accounts, range)
  return {
    ...range,
    value: value === null ? null : formatDecimal(value),
    state: stateOf(goal, value, range.to < today),
  }
}

/** The trading day of the account, or of the trader's first one. */
function todayOf(accounts: readonly OwnAccount[]): LocalDate {
  const [first] = accounts
  const utc = { time_zone: 'UTC', cutoff_zone: 'UTC', cutoff_minute: 0 }
  return accountClock(first ?? utc).day(nowMs())
}

/** Where a goal stands by a value, before its period is over and after. */
export function stateOf(
  { metric, target }: Pick<GoalRow, 'metric' | 'target'>,
  value: Decimal | null,
  isOver: boolean,
): GoalState {
  if (value === null) return isOver ? 'unknown' : 'open'
  const order = compare(value, decimal(target))
  const isKept = AT_MOST.includes(metric) ? order <= 0 : order >= 0
  if (isOver) return isKept ? 'reached' : 'missed'
  if (AT_ONCE.includes(metric) && isKept) return 'reached'
  return AT_MOST.includes(metric) && !isKept ? 'missed' : 'open'
}

async function reachedValue(
  source: Db | Tx,
  goal: GoalRow,
  accounts: readonly OwnAccount[],
  range: DayRange,
): Promise<Decimal | null> {
  const of = { trader: withAllTrades(goal.owner_id), accountIds: accounts.map(({ id }) => id) }
  if (goal.metric === 'journal-days') {
    const { written } = await journalDays(source, of, range)
    return { units: BigInt(written), scale: 0 }
  }
  if (goal.metric === 'trades-per-day') return await mostTrades(source, accounts, range)
  if (goal.metric === 'loss-per-day') return await worstDay(source, goal, range)
  const figures = await figuresOf(source, of, range)
  if (goal.metric === 'net') return decimal(figures[0]?.net ?? '0')
  const [trades, wins] = [total(figures.map((one) => one.trades)), total(figures.map((one) => one.wins))]
  return trades.units === 0n
    ? null
    : divide({ units: wins.units * 100n, scale: 0 }, trades, PERCENT_DIGITS, 'half-even')
}

function total(counts: readonly number[]): Decimal {
  return { units: BigInt(counts.reduce((sum, one) => sum + one, 0)), scale: 0 }
}

/** Of trades that were opened on one trading day; null on days without. */
async function mostTrades(
  source: Db | Tx,
  accounts: readonly OwnAccount[],
  { from, to }: DayRange,
): Promise<Decimal | null> {
  const clocks = new Map(accounts.map((account) => [account.id as string, accountClock(account)]))
  const rows = await source.raw<{ account_id: string; opened_at: Date }>(
    'SELECT account_id, opened_at FROM trading.trade WHERE account_id = ANY($1) AND opened_at >= $2::date AND opened_at < $3::date',
    [[...clocks.keys()], addDays(from, -2), addDays(to, 3)],
  )
  const counts = new Map<LocalDate, number>()
  for (const { account_id, opened_at } of rows) {
    const day = clocks.get(account_id)?.day(opened_at.getTime())
    if (day !== undefined && day >= from && day <= to) counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return counts.size === 0 ? null : { units: BigInt(Math.max(...counts.values())), scale: 0 }
}

/** What the worst trading day lost, zero when none did; null on days without. */
async function worstDay(source: Db | Tx, { account_id }: GoalRow, { from, to }: DayRange): Promise<Decimal | null> {
  const [row] = await source.raw<{ worst: string | null }>(
    `SELECT min(net)::text AS worst FROM (
       SELECT sum(net_base) AS net FROM trading.lot_closure
        WHERE account_id = $1 AND closed_day BETWEEN $2 AND $3 GROUP BY closed_day) AS days`,
    [account_id, from, to],
  )
  if (row?.worst == null) return null
  const worst = decimal(row.worst)
  return signOf(worst) < 0 ? negate(worst) : ZERO
}
