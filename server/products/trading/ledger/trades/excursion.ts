import { now } from '../../../../kernel/clock.ts'
import {
  type Decimal,
  decimal,
  divide,
  formatDecimal,
  minus,
  signOf,
  times,
  trimmed,
} from '../../../../kernel/decimal.ts'
import type { ExecutionRow } from '../tables.ts'
import { BAR_SECONDS } from './bar-seconds.ts'
import { extremesOf, ratio, stepsOf } from './position-path.ts'
import type { ListedTrade, Reader } from './trade-reads.ts'

interface Looked {
  readonly trade: ListedTrade
  readonly multiplier: string
  /** All of them, in order. */
  readonly fills: readonly ExecutionRow[]
}

/** More bars than this are not looked through: a coarser resolution is taken. */
const BARS_MAX = 500_000
const DIGITS = 8

/**
 * The worst and the best that a trade was worth while it was held, gross and in the account's currency at the rate of its entries, by the
 * finest bars there are; null without bars. Domain: `exitEfficiency` = net / MFE, of closed trades that were ever worth more than nothing.
 */
export async function excursionOf(source: Reader, { trade, multiplier, fills }: Looked) {
  const endMs = (trade.status === 'closed' ? trade.closed_at : now())?.getTime() ?? 0
  const seconds = await finestBars(source, trade, endMs)
  if (seconds === null || (await isDivided(source, trade, endMs))) return null
  const path = {
    ...{ side: trade.side, multiplier: decimal(multiplier), endMs, splits: await splitsDuring(source, trade, endMs) },
    fills: await fillsOfPath(source, trade, fills),
  }
  const { ranges, bars } = await rangesOf(source, trade, { steps: stepsOf(path), seconds })
  const { worst, best } = extremesOf(path, ranges)
  const cost = times(times(decimal(trade.average_entry), decimal(trade.quantity_entered)), path.multiplier)
  const inBase = (value: Decimal): Decimal =>
    cost.units === 0n ? value : trimmed(divide(times(value, decimal(trade.cost_base)), cost, DIGITS, 'half-even'))
  const [mae, mfe] = [inBase(worst), inBase(best)]
  const risk = trade.risk === null ? null : decimal(trade.risk)
  const costBase = decimal(trade.cost_base)
  const shown = (value: Decimal | null): string | null => (value === null ? null : formatDecimal(value))
  const efficiency = trade.status === 'closed' && signOf(mfe) > 0 ? ratio(decimal(trade.net_base), mfe, '1') : null
  return {
    ...{ seconds, bars, mae: formatDecimal(mae), mfe: formatDecimal(mfe) },
    ...{ maeR: shown(ratio(mae, risk, '1')), mfeR: shown(ratio(mfe, risk, '1')) },
    ...{ maePercent: shown(ratio(mae, costBase, '100')), mfePercent: shown(ratio(mfe, costBase, '100')) },
    exitEfficiency: shown(efficiency),
  }
}

/** Finer bars of its last days alone say less of a long trade than coarse ones of all of it. */
const FIRST_DAYS = 5

async function finestBars(source: Reader, trade: ListedTrade, endMs: number): Promise<number | null> {
  const span = (endMs - trade.opened_at.getTime()) / 1000
  const fit = BAR_SECONDS.filter((seconds) => span / seconds <= BARS_MAX)
  const [row] = await source.raw<{ seconds: number }>(
    `SELECT fit.seconds FROM unnest($2::integer[]) AS fit (seconds)
      WHERE EXISTS (SELECT FROM trading.price_bar bar WHERE bar.instrument_id = $1 AND bar.seconds = fit.seconds
                       AND bar.starts_at > $3::timestamptz - make_interval(secs => fit.seconds) AND bar.starts_at <= $4)
      ORDER BY NOT EXISTS (SELECT FROM trading.price_bar bar WHERE bar.instrument_id = $1 AND bar.seconds = fit.seconds
                       AND bar.starts_at > $3::timestamptz - make_interval(secs => fit.seconds)
                       AND bar.starts_at <= $3::timestamptz + make_interval(days => ${FIRST_DAYS})), fit.seconds LIMIT 1`,
    [trade.instrument_id, fit, trade.opened_at, new Date(endMs)],
  )
  return row?.seconds ?? null
}

/** Whether a spin-off took of it or brought it: its fills do not say then what its shares cost. */
export async function isDivided(source: Reader, trade: ListedTrade, endMs: number): Promise<boolean> {
  const found = await source.raw(
    `SELECT FROM trading.corporate_action
      WHERE kind = 'spinoff' AND (instrument_id = $1 OR to_instrument_id = $1) AND effective_at > $2 AND effective_at <= $3 LIMIT 1`,
    [trade.instrument_id, trade.opened_at, new Date(endMs)],
  )
  return found.length > 0
}

/** As the ledger applies them: a split holds for what was filled before its instant. */
async function splitsDuring(source: Reader, trade: ListedTrade, endMs: number) {
  const rows = await source.raw<{ effective_at: Date; numerator: string; denominator: string }>(
    `SELECT effective_at, numerator, denominator FROM trading.corporate_action
      WHERE instrument_id = $1 AND kind = 'split' AND effective_at > $2 AND effective_at <= $3 ORDER BY effective_at, id`,
    [trade.instrument_id, trade.opened_at, new Date(endMs)],
  )
  return rows.map((row) => ({
    atMs: row.effective_at.getTime(),
    ...{ numerator: decimal(row.numerator), denominator: decimal(row.denominator) },
  }))
}

/** Of a fill that closed the trade before, only the rest opens this one. */
async function fillsOfPath(source: Reader, trade: ListedTrade, fills: readonly ExecutionRow[]) {
  const [row] = await source.raw<{ closed: string }>(
    'SELECT coalesce(sum(quantity), 0) AS closed FROM trading.lot_closure WHERE close_execution_id = $1',
    [trade.open_execution_id],
  )
  return fills.map((fill) => ({
    ...{ side: fill.side, price: decimal(fill.price), atMs: fill.executed_at.getTime() },
    quantity:
      fill.id === trade.open_execution_id
        ? minus(decimal(fill.quantity), decimal(row?.closed ?? '0'))
        : decimal(fill.quantity),
  }))
}

async function rangesOf(
  source: Reader,
  trade: ListedTrade,
  { steps, seconds }: { readonly steps: ReturnType<typeof stepsOf>; readonly seconds: number },
) {
  const rows = await source.raw<{ at: bigint; low: string; high: string; bars: bigint }>(
    `SELECT step.at, min(bar.low) AS low, max(bar.high) AS high, count(*) AS bars
       FROM unnest($3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS step (since, until, at)
       JOIN trading.price_bar bar ON bar.instrument_id = $1 AND bar.seconds = $2
        AND bar.starts_at > step.since - make_interval(secs => $2) AND bar.starts_at < step.until
      GROUP BY step.at`,
    [
      ...[trade.instrument_id, seconds],
      steps.map(({ fromMs }) => new Date(fromMs)),
      steps.map(({ untilMs }) => new Date(untilMs)),
    ],
  )
  const byStep = new Map(rows.map((row) => [Number(row.at) - 1, row]))
  const ranges = steps.map((_, at) => {
    const row = byStep.get(at)
    return row === undefined ? null : { low: decimal(row.low), high: decimal(row.high) }
  })
  return { ranges, bars: rows.reduce((all, { bars }) => all + Number(bars), 0) }
}
