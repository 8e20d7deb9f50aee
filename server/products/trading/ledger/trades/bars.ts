import type { Tx } from '../../../../kernel/db/database.ts'
import { compare, decimal } from '../../../../kernel/decimal.ts'
import { httpProblem } from '../../../../kernel/http/problems.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { FieldFault } from '../../../../kernel/problem.ts'
import { arrayText } from '../bulk.ts'
import { ownInstrument } from '../instruments.ts'
import type { PriceBarRow } from '../tables.ts'
import { BAR_SECONDS } from './bar-seconds.ts'
import { enqueueMeasuring } from './measuring.ts'
import { ownTrade, touchAccounts } from './own-trade.ts'
import type { Reader } from './trade-reads.ts'

const FAULTS_MAX = 50
const EARLIEST_MS = Date.UTC(1900, 0, 1)
const LATEST_MS = Date.UTC(2200, 0, 1)

interface Bar {
  readonly at: string
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
}

interface Series {
  readonly ownerId: Id<'user'>
  readonly instrumentId: Id<'instrument'>
  readonly seconds: number
}

/** Writes bars of an instrument of one's own over those of the same start. Throws trading/instrument-not-found, http/invalid. */
export async function putBars(tx: Tx, series: Series, bars: readonly Bar[]): Promise<{ written: number }> {
  const { ownerId, instrumentId, seconds } = series
  await ownInstrument(tx, ownerId, instrumentId)
  assertBars(bars)
  await writeBars(tx, series, bars)
  await forgetExcursions(tx, series, bars)
  await touchHolders(tx, series)
  const details = { seconds, bars: bars.length }
  await tx.audit({ action: 'trading.bars.written', subject: { kind: 'instrument', id: instrumentId }, details })
  return { written: bars.length }
}

/** Throws http/invalid for bars that contradict themselves. */
export function assertBars(bars: readonly Bar[]): void {
  const faults = faultsOf(bars)
  if (faults.length > 0) throw httpProblem('invalid', { errors: faults.slice(0, FAULTS_MAX) })
}

/** The same for an instrument of which nothing is measured yet. */
export async function writeBars(
  tx: Tx,
  { instrumentId, seconds }: Omit<Series, 'ownerId'>,
  bars: readonly Bar[],
): Promise<void> {
  const column = (name: Exclude<keyof Bar, 'at'>): string =>
    arrayText(
      bars.map((bar) => bar[name]),
      'numeric',
    )
  await tx.raw(
    `INSERT INTO trading.price_bar (instrument_id, seconds, starts_at, open, high, low, close)
     SELECT $1, $2, * FROM unnest($3::timestamptz[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[])
     ON CONFLICT (instrument_id, seconds, starts_at) DO UPDATE
        SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, source = 'owner'`,
    [
      ...[instrumentId, seconds],
      arrayText(
        bars.map(({ at }) => new Date(at)),
        'timestamptz',
      ),
      ...[column('open'), column('high'), column('low'), column('close')],
    ],
  )
}

/**
 * Writes bars that a source tells, never over those that the trader wrote; figures follow where anything changed. Answers how many were new or
 * different.
 */
export async function keepSourceBars(tx: Tx, series: Series, bars: readonly Bar[]): Promise<number> {
  const column = (name: keyof Bar, type: 'numeric' | 'timestamptz'): string =>
    arrayText(
      bars.map((bar) => (name === 'at' ? new Date(bar.at) : bar[name])),
      type,
    )
  const changed = await tx.raw<{ at: Date }>(
    `INSERT INTO trading.price_bar (instrument_id, seconds, starts_at, open, high, low, close, source)
     SELECT $1, $2, told.*, 'source' FROM unnest($3::timestamptz[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[]) AS told
     ON CONFLICT (instrument_id, seconds, starts_at) DO UPDATE
        SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close
      WHERE price_bar.source = 'source' AND (price_bar.open, price_bar.high, price_bar.low, price_bar.close)
            IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close)
     RETURNING starts_at AS at`,
    [
      ...[series.instrumentId, series.seconds, column('at', 'timestamptz')],
      ...[column('open', 'numeric'), column('high', 'numeric'), column('low', 'numeric'), column('close', 'numeric')],
    ],
  )
  if (changed.length === 0) return 0
  const starts = new Set(changed.map(({ at }) => at.getTime()))
  const written = bars.filter(({ at }) => starts.has(Date.parse(at)))
  await forgetExcursions(tx, series, written)
  await touchHolders(tx, series)
  return changed.length
}

async function touchHolders(tx: Tx, { ownerId, instrumentId }: Series): Promise<void> {
  const held = await tx.raw<{ id: Id<'trading-account'> }>(
    `SELECT account.id FROM trading.account account WHERE account.owner_id = $1
        AND EXISTS (SELECT FROM trading.trade WHERE trade.account_id = account.id AND trade.instrument_id = $2)`,
    [ownerId, instrumentId],
  )
  const ids = held.map(({ id }) => id)
  await touchAccounts(tx, ids)
  for (const id of ids) await enqueueMeasuring(tx, id)
}

/** Of trades that were held while one of the bars lasted. */
async function forgetExcursions(
  tx: Tx,
  { ownerId, instrumentId, seconds }: Series,
  bars: readonly Bar[],
): Promise<void> {
  const starts = bars.map(({ at }) => Date.parse(at))
  const [first, last] = [starts, starts].map((all, at) =>
    all.reduce((a, b) => (at === 0 ? Math.min(a, b) : Math.max(a, b))),
  )
  await tx.raw(
    `DELETE FROM trading.trade_excursion measured USING trading.trade trade, trading.account account
      WHERE measured.trade_id = trade.id AND trade.account_id = account.id AND account.owner_id = $1
        AND trade.instrument_id = $2 AND trade.closed_at >= $3 AND trade.opened_at < $4`,
    [ownerId, instrumentId, new Date(first ?? 0), new Date((last ?? 0) + seconds * 1000)],
  )
}

function faultsOf(bars: readonly Bar[]): FieldFault[] {
  const faults: FieldFault[] = []
  const starts = new Set<number>()
  for (const [index, bar] of bars.entries()) {
    const fault = (name: string, code: string, detail: string): void =>
      void faults.push({ pointer: `/bars/${index}/${name}`, code, detail })
    const at = Date.parse(bar.at)
    if (!(at >= EARLIEST_MS && at < LATEST_MS)) fault('at', 'instant', 'is a moment between 1900 and 2200')
    else if (starts.has(at)) fault('at', 'twice', 'is the start of a bar before it')
    starts.add(at)
    const [low, high] = [decimal(bar.low), decimal(bar.high)]
    const ends = [decimal(bar.open), decimal(bar.close)]
    if (compare(low, high) > 0) fault('low', 'range', 'is above the highest price')
    else if (ends.some((end) => compare(end, low) < 0)) fault('low', 'range', 'is above the first or the last price')
    else if (ends.some((end) => compare(end, high) > 0)) fault('high', 'range', 'is below the first or the last price')
  }
  return faults
}

const SHOWN_MAX = 5000

/** Bars around a trade: from `around` bars before its first entry to as many after its last exit, the finest that are not too many. */
export async function barsOfTrade(
  source: Reader,
  own: { readonly ownerId: Id<'user'>; readonly id: Id<'trade'> },
  { seconds, around }: { readonly seconds: number | undefined; readonly around: number },
) {
  const trade = await ownTrade(source, own.ownerId, own.id)
  const asked = seconds === undefined ? BAR_SECONDS : [seconds]
  const rows = await source.raw<{ seconds: number }>(
    `SELECT asked.seconds FROM unnest($2::integer[]) AS asked (seconds)
      WHERE EXISTS (SELECT FROM trading.price_bar bar WHERE bar.instrument_id = $1 AND bar.seconds = asked.seconds
                       AND bar.starts_at > $3::timestamptz - make_interval(secs => asked.seconds)
                       AND bar.starts_at <= coalesce($4::timestamptz, 'infinity'))
      ORDER BY asked.seconds`,
    [trade.instrument_id, asked, trade.opened_at, trade.status === 'closed' ? trade.closed_at : null],
  )
  const found = rows.map((row) => row.seconds)
  for (const [at, one] of found.entries()) {
    const bars = await barsBetween(source, trade, { seconds: one, around })
    const isLast = at === found.length - 1
    if (bars.length <= SHOWN_MAX || isLast)
      return { seconds: one, bars: bars.slice(0, SHOWN_MAX), isCut: bars.length > SHOWN_MAX, resolutions: found }
  }
  return { seconds: null, bars: [], isCut: false, resolutions: [] }
}

async function barsBetween(
  source: Reader,
  trade: Awaited<ReturnType<typeof ownTrade>>,
  { seconds, around }: { readonly seconds: number; readonly around: number },
): Promise<PriceBarRow[]> {
  const end = trade.status === 'closed' ? trade.closed_at : null
  return (await source.raw(
    `SELECT * FROM trading.price_bar
      WHERE instrument_id = $1 AND seconds = $2 AND starts_at > $3::timestamptz - make_interval(secs => $2 * ($5 + 1))
        AND starts_at <= coalesce($4::timestamptz, 'infinity') + make_interval(secs => $2 * $5)
      ORDER BY starts_at LIMIT ${SHOWN_MAX + 1}`,
    [trade.instrument_id, seconds, trade.opened_at, end, around],
  )) as unknown as PriceBarRow[]
}
