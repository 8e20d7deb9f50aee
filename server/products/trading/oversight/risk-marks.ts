import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal, ONE, times } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { loadSpunOff } from '../ledger/spun-off.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { findRates } from '../rates/find-rates.ts'
import { followBars, type Mark, type PathBar, type PathHolding } from './bar-path.ts'

interface Held {
  readonly instrument_id: Id<'instrument'>
  readonly currency: string
  readonly opened: Date
  readonly closed: Date | null
  /** Signed quantity times multiplier, and what it cost at the rate of the entry. */
  readonly units: string
  readonly cost: string
}

interface Bar {
  readonly instrument_id: Id<'instrument'>
  readonly began: Date
  readonly ended: Date
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
}

/** More bars of one instrument and resolution are not followed: coarser ones are taken. */
const BARS_MAX = 100_000

/** What a spin-off brought is held from then on, and what it took of a cost counts until then. */
const HELD = `
  WITH arrival AS (SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::timestamptz[]) AS arrival (held, origin, at)),
  leaving AS (SELECT * FROM unnest($6::uuid[], $7::timestamptz[], $8::numeric[], $9::timestamptz[], $10::timestamptz[])
    AS leaving (held, at, share, since, until)),
  entered AS (
  SELECT lot.instrument_id, coalesce((SELECT min(arrival.at) FROM arrival WHERE arrival.held = lot.instrument_id
           AND arrival.origin = opening.instrument_id AND arrival.at > opening.executed_at), opening.executed_at) AS opened,
         lot.closed_at AS closed, lot.side * lot.quantity * instrument.multiplier AS units,
         lot.side * coalesce(lot.cost, lot.quantity * instrument.multiplier * lot.entry_price) * opening.fx_rate AS cost
    FROM (SELECT account_id, instrument_id, open_execution_id, side, quantity, entry_price, NULL::numeric AS cost, closed_at
            FROM trading.lot_closure WHERE account_id = $1 AND closed_day >= $2
          UNION ALL
          SELECT account_id, instrument_id, open_execution_id, side, quantity, price, cost, NULL
            FROM trading.lot WHERE account_id = $1) lot
    JOIN trading.instrument instrument ON instrument.id = lot.instrument_id
    JOIN trading.execution opening ON opening.id = lot.open_execution_id)
  SELECT instrument_id, instrument.currency, opened, closed, sum(units) AS units, sum(cost) AS cost FROM (
    SELECT * FROM entered
    UNION ALL
    SELECT instrument_id, opened, leaving.at, 0, round(cost * leaving.share, 12)
      FROM entered JOIN leaving ON leaving.held = instrument_id AND leaving.at > opened
       AND coalesce(closed, 'infinity') >= leaving.since AND (leaving.until IS NULL OR coalesce(closed, 'infinity') < leaving.until)) moved
    JOIN trading.instrument ON instrument.id = moved.instrument_id
   GROUP BY 1, 2, 3, 4 ORDER BY opened`

/** Bars that ended while their instrument was held, of each time the finest there are. */
const BARS = `
  WITH held AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS held (instrument_id, since, until)),
  fit AS (
    SELECT bar.instrument_id, bar.seconds
      FROM held JOIN trading.price_bar bar ON bar.instrument_id = held.instrument_id
       AND bar.starts_at >= held.since - make_interval(secs => bar.seconds) AND bar.starts_at < held.until
     GROUP BY bar.instrument_id, bar.seconds HAVING count(*) <= ${BARS_MAX})
  SELECT bar.instrument_id, bar.starts_at AS began, bar.starts_at + make_interval(secs => bar.seconds) AS ended,
         bar.open, bar.high, bar.low, bar.close
    FROM held JOIN fit ON fit.instrument_id = held.instrument_id
    JOIN trading.price_bar bar ON bar.instrument_id = held.instrument_id AND bar.seconds = fit.seconds
     AND bar.starts_at + make_interval(secs => bar.seconds) > held.since
     AND bar.starts_at + make_interval(secs => bar.seconds) <= held.until
   WHERE NOT EXISTS (SELECT FROM fit finer JOIN trading.price_bar within ON within.instrument_id = finer.instrument_id
       AND within.seconds = finer.seconds AND within.starts_at >= bar.starts_at
       AND within.starts_at < bar.starts_at + make_interval(secs => bar.seconds)
      WHERE finer.instrument_id = bar.instrument_id AND finer.seconds < bar.seconds)
   ORDER BY ended`

interface Marking {
  readonly account: AccountRow
  /** A trading day. */
  readonly from: string
  readonly until: Date
}

/**
 * Follows what the positions of an account were worth, along bars while they were held: their first price, the best and then the worst they
 * went to, all at their beginning, and their close at their end. A bar within which the position changed tells its close alone. At the rate
 * of its day; what no bar told of yet, and what no rate is known of, counts at its cost. Prices of lots are those after splits, and so must
 * the bars' be.
 */
export async function loadMarks(source: Db | Tx, { account, from, until }: Marking): Promise<Mark[]> {
  const { arrivals, leaving } = await loadSpunOff(source, [account.id])
  const held = (await source.raw(HELD, [
    ...[account.id, from],
    ...[arrivals.map((one) => one.held), arrivals.map((one) => one.origin), arrivals.map(({ at }) => at)],
    ...[leaving.map((one) => one.held), leaving.map(({ at }) => at), leaving.map(({ share }) => share)],
    ...[leaving.map(({ since }) => since), leaving.map((one) => one.until)],
  ])) as unknown as Held[]
  if (held.length === 0) return []
  const spans = spansOf(held, until)
  const bars = (await source.raw(BARS, [
    spans.map((span) => span.instrumentId),
    spans.map(({ since }) => since),
    spans.map((span) => span.until),
  ])) as unknown as Bar[]
  return bars.length === 0 ? [] : followBars(held.map(holdingOf), await rated(source, account, { held, bars }))
}

/** Bars in the currency of the account, at the rate of the day that each ended on; without those that no rate is known of. */
async function rated(
  source: Db | Tx,
  { owner_id: ownerId, currency: base }: AccountRow,
  { held, bars }: { readonly held: readonly Held[]; readonly bars: readonly Bar[] },
): Promise<PathBar[]> {
  const currencies = new Map<string, string>(held.map((one) => [one.instrument_id, one.currency]))
  const [first, last] = [bars[0], bars.at(-1)].map((bar) => dayOf(bar?.ended ?? new Date(0)))
  const isForeign = [...currencies.values()].some((currency) => currency !== base)
  const wanted = { currencies: isForeign ? [base, ...currencies.values()] : [], from: first ?? '', until: last ?? '' }
  const book = isForeign ? await findRates(source, ownerId, wanted) : null
  return bars.flatMap(({ instrument_id: instrumentId, began, ended, ...prices }) => {
    const currency = currencies.get(instrumentId) ?? base
    const rate = currency === base ? ONE : (book?.on(currency, base, dayOf(ended))?.rate ?? null)
    if (rate === null) return []
    const [open, high, low, close] = [prices.open, prices.high, prices.low, prices.close].map((price) =>
      currency === base ? decimal(price) : times(decimal(price), rate),
    )
    if (open === undefined || high === undefined || low === undefined || close === undefined) return []
    return [{ instrumentId, beganMs: began.getTime(), endedMs: ended.getTime(), open, high, low, close }]
  })
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

interface Span {
  readonly instrumentId: Id<'instrument'>
  readonly since: Date
  until: Date
}

/** When each instrument was held, without overlaps. */
function spansOf(held: readonly Held[], until: Date): Span[] {
  const spans: Span[] = []
  const last = new Map<string, Span>()
  for (const { instrument_id: instrumentId, opened, closed } of held) {
    const end = closed ?? until
    const before = last.get(instrumentId)
    if (before !== undefined && opened <= before.until) {
      if (end > before.until) before.until = end
      continue
    }
    const span = { instrumentId, since: opened, until: end }
    last.set(instrumentId, span)
    spans.push(span)
  }
  return spans
}

function holdingOf({ instrument_id: instrumentId, opened, closed, units, cost }: Held): PathHolding {
  return {
    ...{ instrumentId, openedMs: opened.getTime(), closedMs: closed === null ? null : closed.getTime() },
    ...{ units: decimal(units), cost: decimal(cost) },
  }
}
