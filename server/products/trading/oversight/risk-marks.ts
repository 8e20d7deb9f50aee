import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, minus, plus, times, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { loadSpunOff } from '../ledger/spun-off.ts'

/** What all open positions were worth beside their cost, in the account's currency, from an instant on. */
export interface Mark {
  readonly atMs: number
  readonly open: Decimal
  /** A bar ended; otherwise only what is held changed. */
  readonly isBar: boolean
}

interface Held {
  readonly instrument_id: Id<'instrument'>
  readonly opened: Date
  readonly closed: Date | null
  /** Signed quantity times multiplier, and what it cost, at the rate of the entry. */
  readonly units: string
  readonly cost: string
}

interface Bar {
  readonly instrument_id: Id<'instrument'>
  readonly ended: Date
  readonly close: string
}

/** More bars of one instrument are not followed: a coarser resolution is taken. */
const BARS_MAX = 100_000

/** What a spin-off brought is held from then on, and what it took of a cost counts until then. */
const HELD = `
  WITH arrival AS (SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::timestamptz[]) AS arrival (held, origin, at)),
  leaving AS (SELECT * FROM unnest($6::uuid[], $7::timestamptz[], $8::numeric[], $9::timestamptz[], $10::timestamptz[])
    AS leaving (held, at, share, since, until)),
  entered AS (
  SELECT lot.instrument_id, coalesce((SELECT min(arrival.at) FROM arrival WHERE arrival.held = lot.instrument_id
           AND arrival.origin = opening.instrument_id AND arrival.at > opening.executed_at), opening.executed_at) AS opened,
         lot.closed_at AS closed, lot.side * lot.quantity * instrument.multiplier * opening.fx_rate AS units,
         lot.side * coalesce(lot.cost, lot.quantity * instrument.multiplier * lot.entry_price) * opening.fx_rate AS cost
    FROM (SELECT account_id, instrument_id, open_execution_id, side, quantity, entry_price, NULL::numeric AS cost, closed_at
            FROM trading.lot_closure WHERE account_id = $1 AND closed_day >= $2
          UNION ALL
          SELECT account_id, instrument_id, open_execution_id, side, quantity, price, cost, NULL
            FROM trading.lot WHERE account_id = $1) lot
    JOIN trading.instrument instrument ON instrument.id = lot.instrument_id
    JOIN trading.execution opening ON opening.id = lot.open_execution_id)
  SELECT instrument_id, opened, closed, sum(units) AS units, sum(cost) AS cost FROM (
    SELECT * FROM entered
    UNION ALL
    SELECT instrument_id, opened, leaving.at, 0, round(cost * leaving.share, 12)
      FROM entered JOIN leaving ON leaving.held = instrument_id AND leaving.at > opened
       AND coalesce(closed, 'infinity') >= leaving.since AND (leaving.until IS NULL OR coalesce(closed, 'infinity') < leaving.until)) moved
   GROUP BY 1, 2, 3 ORDER BY opened`

/** Of each instrument the finest bars that are not too many, ended while it was held. */
const BARS = `
  WITH held AS (SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS held (instrument_id, since, until)),
  fit AS (
    SELECT DISTINCT ON (bar.instrument_id) bar.instrument_id, bar.seconds
      FROM held JOIN trading.price_bar bar ON bar.instrument_id = held.instrument_id
       AND bar.starts_at >= held.since - make_interval(secs => bar.seconds) AND bar.starts_at < held.until
     GROUP BY bar.instrument_id, bar.seconds HAVING count(*) <= ${BARS_MAX} ORDER BY bar.instrument_id, bar.seconds)
  SELECT bar.instrument_id, bar.starts_at + make_interval(secs => bar.seconds) AS ended, bar.close
    FROM held JOIN fit ON fit.instrument_id = held.instrument_id
    JOIN trading.price_bar bar ON bar.instrument_id = held.instrument_id AND bar.seconds = fit.seconds
     AND bar.starts_at + make_interval(secs => bar.seconds) > held.since
     AND bar.starts_at + make_interval(secs => bar.seconds) < held.until
   ORDER BY ended`

/**
 * Follows what the positions of an account were worth, at the closes of bars while they were held. What no bar told of yet counts at its
 * cost. Prices of lots are those after splits, and so must the bars' be.
 */
export async function loadMarks(
  source: Db | Tx,
  {
    accountId,
    from,
    until,
  }: { readonly accountId: Id<'trading-account'>; readonly from: string; readonly until: Date },
): Promise<Mark[]> {
  const { arrivals, leaving } = await loadSpunOff(source, [accountId])
  const held = (await source.raw(HELD, [
    ...[accountId, from],
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
  return bars.length === 0 ? [] : follow(held, bars)
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

interface Position {
  units: Decimal
  cost: Decimal
  /** The last close; null before the first while it is held. */
  close: Decimal | null
  worth: Decimal
}

interface Change {
  readonly atMs: number
  readonly instrumentId: Id<'instrument'>
  readonly apply: (position: Position) => void
  readonly isBar: boolean
}

function follow(held: readonly Held[], bars: readonly Bar[]): Mark[] {
  const changes = [...held.flatMap(changesOf), ...bars.map(changeOf)].sort(
    (left, right) => left.atMs - right.atMs || Number(left.isBar) - Number(right.isBar),
  )
  const positions = new Map<string, Position>()
  const marks: Mark[] = []
  let open = ZERO
  for (const [at, { atMs, instrumentId, apply, isBar }] of changes.entries()) {
    const position = positions.get(instrumentId) ?? { units: ZERO, cost: ZERO, close: null, worth: ZERO }
    positions.set(instrumentId, position)
    apply(position)
    const worth = worthOf(position)
    open = plus(open, minus(worth, position.worth))
    position.worth = worth
    const next = changes[at + 1]
    if (next === undefined || next.atMs !== atMs) marks.push({ atMs, open, isBar })
  }
  return marks
}

function changesOf({ instrument_id: instrumentId, opened, closed, ...amounts }: Held): Change[] {
  const [units, cost] = [decimal(amounts.units), decimal(amounts.cost)]
  const enter = (position: Position): void => {
    position.units = plus(position.units, units)
    position.cost = plus(position.cost, cost)
  }
  const leave = (position: Position): void => {
    position.units = minus(position.units, units)
    position.cost = minus(position.cost, cost)
    if (position.units.units === 0n) position.close = null
  }
  const entered = { atMs: opened.getTime(), instrumentId, apply: enter, isBar: false }
  return closed === null ? [entered] : [entered, { ...entered, atMs: closed.getTime(), apply: leave }]
}

function changeOf({ instrument_id: instrumentId, ended, close }: Bar): Change {
  const price = decimal(close)
  return {
    ...{ atMs: ended.getTime(), instrumentId, isBar: true },
    apply: (position) => {
      position.close = price
    },
  }
}

function worthOf({ units, cost, close }: Position): Decimal {
  return close === null ? ZERO : minus(times(close, units), cost)
}
