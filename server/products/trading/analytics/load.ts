import { sql } from 'kysely'
import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal } from '../../../kernel/decimal.ts'
import type { LedgerTables } from '../ledger/tables.ts'
import { hiddenTrades, type TradeFilter, tickWorth, whereTrades } from '../ledger/trade-filter.ts'
import { initialRisk } from '../ledger/trade-risk.ts'
import { tradingDaySql } from '../ledger/trading-day.ts'
import { beyondPlan } from '../trader.ts'
import { type LoadedTrade, packing, readTrades, type TradeTexts } from './loaded-trade.ts'

/** What was realised on a trading day by any closing fill, before and after fees. */
export interface DayResult {
  readonly day: number
  readonly gross: Decimal
  readonly net: Decimal
}

/** Cash of a trading day in the account's currency: deposits and withdrawals apart from what is earned or paid. */
export interface DayCash {
  readonly day: number
  readonly external: Decimal
  readonly earned: Decimal
}

export interface AccountStart {
  readonly day: number
  readonly balance: Decimal
}

/** Everything that reports of a selection are made of, as one statement saw it. */
export interface Loaded {
  /** In order of closing. */
  readonly trades: readonly LoadedTrade[]
  /** By closing fills of the trades selected, also of those that are open still. */
  readonly days: readonly DayResult[]
  readonly cash: readonly DayCash[]
  readonly starts: readonly AccountStart[]
  /** Realised before the first day that the filter asks for, by the trades of the accounts that are not selected. */
  readonly before: DayResult
  /** How often the stop of a trade was moved away from its entry while it was open; of the accounts, selected or not. */
  readonly stopsMoved: ReadonlyMap<string, number>
  /** Closed trades of the selection that the trader's plan does not show; nothing above is of them. */
  readonly hiddenByPlan: number
  readonly bytes: number
}

interface Row extends TradeTexts {
  results: [day: number, gross: string, net: string][] | null
  cash: [day: number, external: string, earned: string][] | null
  starts: [day: number, balance: string][] | null
  before: [gross: string | null, net: string | null]
  stops_moved: [tradeId: string, times: number][] | null
  hidden: number
}

/** What a trade takes on the heap, roughly: a line of its columns with its id's text, results in a measure or two, a point of its curve. */
const TRADE_BYTES = 500
const BASE_BYTES = 10_000

/**
 * The closed trades that pass the filter, and what the accounts' equity is made of. One row with a text for each column: of 40,000 trades
 * PostgreSQL takes as long for it as for rows, the driver a third. They come by instrument, which several of its processes gather at once,
 * and are put in order here, which takes no memory of the database. With `zone` weekday and minute of the entry are of its clocks.
 */
export async function loadTrades(db: Db, filter: TradeFilter, zone: string | null): Promise<Loaded> {
  const { rows } = await statement(db, filter, zone).execute(db.query<LedgerTables>())
  const [row] = rows
  if (row === undefined) throw new TypeError('an aggregate without GROUP BY has one row')
  return {
    trades: readTrades(
      row,
      filter.accounts.map(({ id }) => id),
    ),
    days: (row.results ?? []).map(([day, gross, net]) => ({ day, gross: decimal(gross), net: decimal(net) })),
    cash: (row.cash ?? []).map(([day, external, earned]) => ({
      ...{ day, external: decimal(external), earned: decimal(earned) },
    })),
    starts: (row.starts ?? []).map(([day, balance]) => ({ day, balance: decimal(balance) })),
    before: { day: 0, gross: decimal(row.before[0] ?? '0'), net: decimal(row.before[1] ?? '0') },
    stopsMoved: new Map(row.stops_moved ?? []),
    hiddenByPlan: row.hidden,
    bytes: BASE_BYTES + row.n * TRADE_BYTES,
  }
}

function statement(db: Db, filter: TradeFilter, zone: string | null) {
  const accountIds = sql`${filter.accounts.map(({ id }) => id)}::uuid[]`
  const text = (value: string) => sql`coalesce(string_agg(${sql.raw(value)}::text, ','), '')`
  const ofTicks = filter.asked.epsilonTicks !== undefined
  const optional = (value: string) => text(`coalesce(${value}::text, '')`)
  const joined = (column: string) => sql`coalesce(string_agg(${sql.raw(column)}, ','), '') AS ${sql.raw(column)}`
  return sql<Row>`
    SELECT coalesce(sum(n), 0)::int AS n, coalesce(string_agg(ids, ''), '') AS ids, ${joined('packed')}, ${joined('opened')},
      ${joined('closed')}, ${joined('gross')}, ${joined('net')}, ${joined('cost')}, ${joined('risk')}, ${joined('mae')}, ${joined('mfe')}, ${joined('ticks')},
      ${joined('playbooks')},
      json_agg(json_build_array(instrument.id, instrument.symbol, instrument.asset_class, n)) FILTER (WHERE n IS NOT NULL) AS held,
      ${resultDays(db, filter, accountIds)} AS results, ${cashDays(accountIds)} AS cash, ${starts(accountIds)} AS starts,
      ${before(db, filter, accountIds)} AS before,
      ${stopsMoved(accountIds)} AS stops_moved, ${hiddenClosed(db, filter)} AS hidden
    FROM (SELECT instrument_id, count(*)::int AS n, string_agg(id::text, '') AS ids, ${text('packed')} AS packed,
        ${text('opened')} AS opened, ${text('closed')} AS closed, ${text('gross')} AS gross, ${text('net')} AS net, ${text('cost')} AS cost,
        ${optional('risk')} AS risk, ${optional('mae')} AS mae, ${optional('mfe')} AS mfe, ${ofTicks ? optional('tick') : sql`NULL::text`} AS ticks, ${optional('playbook')} AS playbooks
      FROM (${closedTrades(db, filter, { accountIds, zone })}) closed GROUP BY instrument_id) part
    JOIN trading.instrument instrument ON instrument.id = part.instrument_id`
}

type Ids = ReturnType<typeof sql>

/** A broker sees every price, bars only the ends of stretches. */
const byBroker = sql`(note.reported_mae IS NOT NULL AND note.reported_mfe IS NOT NULL)`
const toldBy = sql`CASE WHEN ${byBroker} THEN 1 WHEN measured.seconds IS NOT NULL THEN 2 ELSE 0 END`

function closedTrades(db: Db, filter: TradeFilter, { accountIds, zone }: { accountIds: Ids; zone: string | null }) {
  const wall = sql`trade.opened_at AT TIME ZONE ${zone}`
  const minuteOfWeek =
    zone === null
      ? sql`trade.entry_weekday * 1440 + trade.entry_minute`
      : sql`(extract(isodow FROM ${wall}) * 1440 + extract(hour FROM ${wall}) * 60 + extract(minute FROM ${wall}))::int`
  const dayAside = sql`(trade.closed_day - (trade.closed_at AT TIME ZONE 'UTC')::date) + ${sql.lit(packing.dayShift)}`
  const accountAt = sql`(array_position(${accountIds}, trade.account_id) - 1)::bigint`
  return whereTrades(
    db
      .query<LedgerTables>()
      .selectFrom('trading.trade as trade')
      .leftJoin('trading.trade_note as note', 'note.trade_id', 'trade.id')
      .leftJoin('trading.trade_excursion as measured', 'measured.trade_id', 'trade.id')
      .where('trade.status', '=', 'closed')
      .select([
        'trade.id',
        'trade.instrument_id',
        'trade.gross_base as gross',
        'trade.net_base as net',
        'trade.cost_base as cost',
      ])
      .select([initialRisk.as('risk'), 'note.playbook_id as playbook'])
      .$if(filter.asked.epsilonTicks !== undefined, (query) => query.select(tickWorth.as('tick')))
      .select(sql`CASE WHEN ${byBroker} THEN abs(note.reported_mae) ELSE abs(measured.mae) END`.as('mae'))
      .select(sql`CASE WHEN ${byBroker} THEN abs(note.reported_mfe) ELSE abs(measured.mfe) END`.as('mfe'))
      .select(sql`(date_part('epoch', trade.opened_at) * 1000)::int8`.as('opened'))
      .select(sql`(date_part('epoch', trade.closed_at) * 1000)::int8`.as('closed'))
      .select(
        sql`(((${accountAt} * ${sql.lit(packing.sources)} + ${toldBy}) * ${sql.lit(packing.sides)} + (trade.side + 1) / 2)
          * ${sql.lit(packing.daysAside)} + ${dayAside}) * ${sql.lit(packing.week)} + ${minuteOfWeek}`.as('packed'),
      ),
    filter,
  )
}

function tradeIds(db: Db, filter: TradeFilter) {
  return whereTrades(db.query<LedgerTables>().selectFrom('trading.trade as trade').select('trade.id'), filter)
}

function hiddenClosed(db: Db, filter: TradeFilter) {
  const hidden = hiddenTrades(db, filter)?.where('trade.status', '=', 'closed')
  return hidden === undefined ? sql`0` : sql`(${hidden})`
}

function resultDays(db: Db, filter: TradeFilter, accountIds: Ids) {
  const isAll = filter.limited === null && Object.keys(filter.asked).every((name) => name === 'account')
  const selected = isAll
    ? sql`closure.account_id = ANY(${accountIds})`
    : sql`closure.trade_id IN (${tradeIds(db, filter)})`
  return sql`(SELECT json_agg(json_build_array(day, gross::text, net::text) ORDER BY day) FROM (
    SELECT closure.closed_day - date '1970-01-01' AS day, sum(closure.gross_base) AS gross, sum(closure.net_base) AS net
    FROM trading.lot_closure closure WHERE ${selected} GROUP BY 1) one)`
}

/** The trading day, by the account's cut-off, on which cash came or went. */
const cashDay = sql.raw(
  `${tradingDaySql('movement.happened_at', 'account.cutoff_zone', 'account.cutoff_minute')} - date '1970-01-01'`,
)

function cashDays(accountIds: Ids) {
  return sql`(SELECT json_agg(json_build_array(day, external::text, earned::text) ORDER BY day) FROM (
    SELECT ${cashDay} AS day,
      coalesce(sum(movement.amount * movement.fx_rate) FILTER (WHERE movement.kind IN ('deposit', 'withdrawal')), 0) AS external,
      coalesce(sum(movement.amount * movement.fx_rate) FILTER (WHERE movement.kind NOT IN ('deposit', 'withdrawal')), 0) AS earned
    FROM trading.cash_movement movement JOIN trading.account account ON account.id = movement.account_id
    WHERE account.id = ANY(${accountIds}) GROUP BY 1) one)`
}

/** An account begins on the day that is said, or when something happened in it before. */
function starts(accountIds: Ids) {
  return sql`(SELECT json_agg(json_build_array(day, balance) ORDER BY day) FROM (
    SELECT least(account.opened_on,
        (SELECT min(closed_day) FROM trading.lot_closure closure WHERE closure.account_id = account.id),
        (SELECT ${cashDay} + date '1970-01-01' FROM trading.cash_movement movement
          WHERE movement.account_id = account.id ORDER BY movement.happened_at LIMIT 1)) - date '1970-01-01' AS day,
      account.opening_balance::text AS balance
    FROM trading.account account WHERE account.id = ANY(${accountIds})) one)`
}

function stopsMoved(accountIds: Ids) {
  return sql`(SELECT json_agg(json_build_array(trade_id, times)) FROM (
    SELECT trade_id, count(*) AS times FROM trading.stop_change
    WHERE account_id = ANY(${accountIds}) AND is_away GROUP BY 1) one)`
}

function before(db: Db, filter: TradeFilter, accountIds: Ids) {
  const { asked, limited } = filter
  const { from } = asked
  if (from === undefined) return sql`json_build_array(null, null)`
  const isShown = limited === null ? sql`` : sql` AND closure.trade_id NOT IN ${beyondPlan(limited.trader)}`
  return sql`(SELECT json_build_array(sum(closure.gross_base)::text, sum(closure.net_base)::text) FROM trading.lot_closure closure
    WHERE closure.account_id = ANY(${accountIds}) AND closure.closed_day < ${from}::date
      AND closure.trade_id NOT IN (${tradeIds(db, filter)})${isShown})`
}
