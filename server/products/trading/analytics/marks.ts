import { sql } from 'kysely'
import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, minus, ONE, plus, times, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { loadSpunOff, type SpunOff } from '../ledger/spun-off.ts'
import type { LedgerTables } from '../ledger/tables.ts'
import { type TradeFilter, whereTrades } from '../ledger/trade-filter.ts'
import { BAR_SECONDS } from '../ledger/trades/bar-seconds.ts'
import { tradingDaySql } from '../ledger/trading-day.ts'
import { findRates } from '../rates/find-rates.ts'
import { dayText } from './days.ts'

/** What open positions were worth beyond their cost, in the account's currency. */
export interface Marks {
  /** At the end of each trading day on which something was held. */
  readonly unrealised: ReadonlyMap<number, Decimal>
  /** Positions of which no fresh bar or no rate says what they were worth on so many days: without any they count at their cost. */
  readonly unmarked: readonly Unmarked[]
}

export interface Unmarked {
  readonly instrumentId: Id<'instrument'>
  readonly symbol: string
  readonly days: number
  /** What is not known of these days. */
  readonly lacks: (typeof lacking)[number]
}

/** A price that is not fresh is the last one that is known: the position counts at it all the same. */
export const lacking = ['price', 'fresh-price', 'rate'] as const

/** A bar of up to so many days before marks a day that has none, as weekends and holidays; an older one does so too, and is said to be. */
const BAR_DAYS_MAX = 5

interface Row {
  worth: Worth[] | null
  unmarked: [id: Id<'instrument'>, symbol: string, days: number, isOld: boolean][] | null
}

/** What was held at the end of a day: in the currency of its instruments, and what it cost in the accounts'. */
interface Worth {
  readonly day: number
  /** Of what is in another currency than the accounts. */
  readonly instrumentId: Id<'instrument'> | null
  readonly symbol: string | null
  readonly currency: string
  readonly worth: string
  readonly cost: string
}

/** Shares of a cost do not come out even. */
const COST_DIGITS = 12

/** Both cut-offs are wall time: midnight ends the day, any other minute the day that it stands in. */
const dayOf = (instant: string) => sql.raw(tradingDaySql(instant, 'cutoff_zone', 'cutoff_minute'))
const dayEnd = sql`(day::timestamp + make_interval(mins => CASE cutoff_minute WHEN 0 THEN 1440 ELSE cutoff_minute END)) AT TIME ZONE cutoff_zone`

/** The last price before the end of a day, however old. */
const lastKnown = sql`
  SELECT last.close FROM unnest(${sql.val([...BAR_SECONDS])}::integer[]) AS length (seconds) CROSS JOIN LATERAL (
    SELECT close, starts_at FROM trading.price_bar bar WHERE bar.instrument_id = days.instrument_id AND bar.seconds = length.seconds
      AND bar.starts_at <= ${dayEnd} - make_interval(secs => length.seconds) ORDER BY starts_at DESC LIMIT 1) last
  ORDER BY last.starts_at + make_interval(secs => length.seconds) DESC, length.seconds LIMIT 1`

/**
 * Marks the positions that the selected trades held overnight, from their first day to `until`, by the last bar before the end of each
 * trading day and the rate of that day; their cost is at the rates of their entries. A lot's price is the one after splits, and so must the
 * bars' be. What a spin-off brought is held from then on, and what it took of a cost counts until then. The accounts are of one currency.
 */
export async function loadMarks(db: Db, filter: TradeFilter, until: string): Promise<Marks> {
  const picked = whereTrades(db.query<LedgerTables>().selectFrom('trading.trade as trade').select('trade.id'), filter)
  const base = filter.accounts[0]?.currency ?? ''
  const spunOff = await loadSpunOff(
    db,
    filter.accounts.map(({ id }) => id),
  )
  const { rows } = await sql<Row>`
    WITH picked AS MATERIALIZED (${picked}),
    arrival AS (SELECT * FROM ${arrivalsOf(spunOff)}),
    leaving AS (SELECT * FROM ${leavingOf(spunOff)}),
    entered AS (
      SELECT lot.account_id, lot.instrument_id, coalesce((SELECT min(arrival.at) FROM arrival WHERE arrival.held = lot.instrument_id
          AND arrival.origin = opening.instrument_id AND arrival.at > opening.executed_at), opening.executed_at) AS came_at,
        coalesce(lot.closed_at, 'infinity') AS went_at, lot.closed_day AS closed,
        lot.side * lot.quantity * instrument.multiplier AS units,
        lot.side * coalesce(lot.cost, lot.quantity * instrument.multiplier * lot.entry_price) * opening.fx_rate AS cost, account.cutoff_zone, account.cutoff_minute
      FROM (
        SELECT account_id, instrument_id, trade_id, open_execution_id, side, quantity, entry_price, NULL::numeric AS cost, closed_at, closed_day FROM trading.lot_closure
        UNION ALL
        SELECT account_id, instrument_id, trade_id, open_execution_id, side, quantity, price, cost, NULL, NULL FROM trading.lot) lot
      JOIN picked ON picked.id = lot.trade_id
      JOIN trading.account account ON account.id = lot.account_id
      JOIN trading.instrument instrument ON instrument.id = lot.instrument_id
      JOIN trading.execution opening ON opening.id = lot.open_execution_id),
    moved AS (
      SELECT account_id, instrument_id, ${dayOf('came_at')} AS opened, closed, units, cost, cutoff_zone, cutoff_minute FROM entered
      UNION ALL
      SELECT account_id, instrument_id, ${dayOf('came_at')}, ${dayOf('leaving.at')}, 0, round(cost * leaving.share, ${sql.lit(COST_DIGITS)}),
        cutoff_zone, cutoff_minute
      FROM entered JOIN leaving ON leaving.held = instrument_id AND leaving.at > came_at AND went_at >= leaving.since AND (leaving.until IS NULL OR went_at < leaving.until)),
    changes AS (
      SELECT account_id, instrument_id, cutoff_zone, cutoff_minute, at AS day, sum(sign * units) AS units, sum(sign * cost) AS cost
      FROM moved CROSS JOIN LATERAL (VALUES (opened, 1), (closed, -1)) change (at, sign)
      WHERE opened IS DISTINCT FROM closed AND at IS NOT NULL GROUP BY 1, 2, 3, 4, 5),
    held AS (
      SELECT account_id, instrument_id, cutoff_zone, cutoff_minute, day AS first,
        lead(day) OVER chain AS next, sum(units) OVER chain AS units, sum(cost) OVER chain AS cost
      FROM changes WINDOW chain AS (PARTITION BY account_id, instrument_id ORDER BY day)),
    days AS (
      SELECT held.*, day::date AS day FROM held
      CROSS JOIN LATERAL generate_series(first, coalesce(next - 1, ${until}::date), interval '1 day') day
      WHERE units <> 0 OR cost <> 0),
    marked AS (
      SELECT days.*, coalesce(bar.close, old.close) AS close, bar.close IS NULL AS is_old FROM days LEFT JOIN LATERAL (
        SELECT close FROM trading.price_bar bar
        WHERE bar.instrument_id = days.instrument_id
          AND bar.starts_at > ${dayEnd} - make_interval(days => ${BAR_DAYS_MAX})
          AND bar.starts_at + make_interval(secs => bar.seconds) <= ${dayEnd}
        ORDER BY bar.starts_at + make_interval(secs => bar.seconds) DESC, bar.seconds LIMIT 1) bar ON true
      LEFT JOIN LATERAL (${lastKnown}) old ON bar.close IS NULL)
    SELECT
      (SELECT json_agg(one ORDER BY day) FROM (
        SELECT day - date '1970-01-01' AS day, CASE WHEN instrument.currency <> ${base} THEN instrument.id END AS "instrumentId",
          CASE WHEN instrument.currency <> ${base} THEN instrument.symbol END AS symbol, instrument.currency,
          sum(close * units)::text AS worth, sum(cost)::text AS cost
        FROM marked JOIN trading.instrument instrument ON instrument.id = marked.instrument_id
        WHERE close IS NOT NULL GROUP BY 1, 2, 3, 4) one) AS worth,
      (SELECT json_agg(json_build_array(id, symbol, days, old) ORDER BY symbol, id, old) FROM (
        SELECT instrument.id, instrument.symbol, count(*)::int AS days, close IS NOT NULL AS old
        FROM marked JOIN trading.instrument instrument ON instrument.id = marked.instrument_id
        WHERE is_old GROUP BY 1, 2, 4) one) AS unmarked`.execute(db.query<LedgerTables>())
  const [row] = rows
  const { unrealised, unrated } = await converted(db, filter, row?.worth ?? [])
  const unpriced = (row?.unmarked ?? []).map(([instrumentId, symbol, days, isOld]): Unmarked => {
    return { instrumentId, symbol, days, lacks: isOld ? 'fresh-price' : 'price' }
  })
  return { unrealised, unmarked: [...unpriced, ...unrated] }
}

/** In the currency of the accounts, at the rate of each day. */
async function converted(db: Db, { accounts }: TradeFilter, worth: readonly Worth[]) {
  const [{ currency: base, owner_id: ownerId } = { currency: '', owner_id: '' as Id<'user'> }] = accounts
  const foreign = worth.filter(({ currency }) => currency !== base)
  const book = await findRates(db, ownerId, {
    currencies: [base, ...foreign.map(({ currency }) => currency)],
    ...{ from: dayText(foreign[0]?.day ?? 0), until: dayText(foreign.at(-1)?.day ?? 0) },
  })
  const unrealised = new Map<number, Decimal>()
  const unrated = new Map<string, Unmarked>()
  for (const { day, instrumentId, symbol, currency, ...said } of worth) {
    const rate = currency === base ? ONE : (book.on(currency, base, dayText(day))?.rate ?? null)
    if (rate !== null) {
      const gained = minus(times(decimal(said.worth), rate), decimal(said.cost))
      unrealised.set(day, plus(unrealised.get(day) ?? ZERO, gained))
    } else if (instrumentId !== null) {
      const days = (unrated.get(instrumentId)?.days ?? 0) + 1
      unrated.set(instrumentId, { instrumentId, symbol: symbol ?? '', days, lacks: 'rate' })
    }
  }
  return { unrealised, unrated: [...unrated.values()] }
}

function arrivalsOf({ arrivals }: SpunOff) {
  return sql`unnest(${arrivals.map(({ held }) => held)}::uuid[], ${arrivals.map(({ origin }) => origin)}::uuid[],
    ${arrivals.map(({ at }) => at)}::timestamptz[]) AS arrival (held, origin, at)`
}

function leavingOf({ leaving }: SpunOff) {
  return sql`unnest(${leaving.map(({ held }) => held)}::uuid[], ${leaving.map(({ at }) => at)}::timestamptz[],
    ${leaving.map(({ share }) => share)}::numeric[], ${leaving.map(({ since }) => since)}::timestamptz[],
    ${leaving.map(({ until }) => until)}::timestamptz[]) AS leaving (held, at, share, since, until)`
}
