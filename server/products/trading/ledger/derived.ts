import { copyInstant, copyText } from '../../../kernel/db/copy.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { formatDecimal } from '../../../kernel/decimal.ts'
import { arrayText, type BulkTable, bulkTable, copied, insertAll } from './bulk.ts'
import type { ChainKey, Stop, Stretch } from './chains.ts'
import type { Closure, OpenLot, OpenTrade, Position, Trade } from './matching/position.ts'
import type { AccountRow, LotClosureRow, LotRow, TradeRow } from './tables.ts'
import type { AccountClock } from './trading-day.ts'

const trades = bulkTable<TradeRow>('trading.trade', [
  'id',
  'account_id',
  'instrument_id',
  'position_ref',
  'side',
  'status',
  'open_execution_id',
  'close_execution_id',
  'quantity_entered',
  'quantity_max',
  'quantity_open',
  'average_entry',
  'average_exit',
  'gross',
  'fees',
  'net',
  'gross_base',
  'fees_base',
  'net_base',
  'cost_base',
  'execution_count',
  'opened_at',
  'closed_at',
  'closed_day',
  'entry_weekday',
  'entry_minute',
])

interface MadeClosure {
  readonly keys: Keys
  readonly closure: Closure
  readonly day: string
}

const closures: BulkTable<MadeClosure, keyof LotClosureRow> = {
  name: 'trading.lot_closure',
  fields: {
    open_execution_id: ({ closure }) => closure.openExecutionId,
    close_execution_id: ({ closure }) => closure.closeExecutionId,
    account_id: ({ keys }) => keys.account_id,
    instrument_id: ({ keys }) => keys.instrument_id,
    position_ref: ({ keys }) => copyText(keys.position_ref),
    trade_id: ({ closure }) => closure.tradeId,
    side: ({ closure }) => closure.side,
    quantity: ({ closure }) => formatDecimal(closure.quantity),
    entry_price: ({ closure }) => formatDecimal(closure.entryPrice),
    exit_price: ({ closure }) => formatDecimal(closure.exitPrice),
    gross: ({ closure }) => formatDecimal(closure.gross),
    open_fee: ({ closure }) => formatDecimal(closure.openFee),
    close_fee: ({ closure }) => formatDecimal(closure.closeFee),
    net: ({ closure }) => formatDecimal(closure.net),
    gross_base: ({ closure }) => formatDecimal(closure.grossBase),
    fees_base: ({ closure }) => formatDecimal(closure.feesBase),
    net_base: ({ closure }) => formatDecimal(closure.netBase),
    closed_at: ({ closure }) => copyInstant(closure.closedAtMs),
    closed_day: ({ day }) => day,
  },
}

const lots = bulkTable<LotRow>('trading.lot', [
  'open_execution_id',
  'account_id',
  'instrument_id',
  'position_ref',
  'trade_id',
  'side',
  'quantity',
  'price',
  'fees',
  'fees_base',
  'cost',
  'cost_base',
  'opened_at',
])

/** What a stretch of a chain came to. */
export interface Outcome {
  readonly stretch: Stretch
  readonly closures: readonly Closure[]
  readonly trades: readonly Trade[]
  readonly position: Position
}

/** Writes what stretches came to, in whose place nothing is, once `before` is over. */
export async function writeDerived(
  tx: Tx,
  { account, clock }: { readonly account: AccountRow; readonly clock: AccountClock },
  outcomes: readonly Outcome[],
  before: Promise<unknown>,
): Promise<void> {
  await insertAll(tx, piecesOf(account, clock, outcomes), before)
}

function* piecesOf(account: AccountRow, clock: AccountClock, outcomes: readonly Outcome[]) {
  yield* copied(trades, tradeRows(account, clock, outcomes))
  yield* copied(closures, closureRows(account, clock, outcomes))
  yield* copied(lots, lotRows(account, outcomes))
}

// Rows are made as they are written: a hundred thousand of them at once would be the garbage collector's work.

function* tradeRows(account: AccountRow, clock: AccountClock, outcomes: readonly Outcome[]): Generator<TradeRow> {
  for (const outcome of outcomes) {
    const keys = keysOf(account, outcome)
    for (const trade of outcome.trades) yield tradeRow(keys, trade, clock)
  }
}

function* closureRows(account: AccountRow, clock: AccountClock, outcomes: readonly Outcome[]): Generator<MadeClosure> {
  for (const outcome of outcomes) {
    const keys = keysOf(account, outcome)
    for (const closure of outcome.closures) yield { keys, closure, day: clock.day(closure.closedAtMs) }
  }
}

function* lotRows(account: AccountRow, outcomes: readonly Outcome[]): Generator<LotRow> {
  for (const outcome of outcomes) {
    const { trade, lots: held } = outcome.position
    if (trade === null) continue
    const keys = keysOf(account, outcome)
    for (const lot of held) yield lotRow(keys, lot, trade)
  }
}

/** Takes out the trades that the stretches reach, with their closures; lots are only at the end of a chain. */
export async function clearDerived(tx: Tx, account: AccountRow, stretches: readonly Stretch[]): Promise<void> {
  const column = (type: 'uuid' | 'text' | 'timestamptz', read: (one: Stretch) => unknown) =>
    arrayText(stretches.map(read), type)
  const chains = [
    account.id,
    column('uuid', ({ key }) => key.instrumentId),
    column('text', ({ key }) => key.positionRef),
  ]
  const bounds = [column('timestamptz', ({ start }) => start.at), column('timestamptz', ({ stop }) => lastOpened(stop))]
  await tx.raw(
    `WITH gone AS (
       DELETE FROM trading.trade t
        USING unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                AS stretch (instrument_id, position_ref, at, stop)
        WHERE t.account_id = $1 AND t.instrument_id = stretch.instrument_id AND t.position_ref = stretch.position_ref
          AND t.opened_at >= coalesce(stretch.at, '-infinity') AND t.opened_at <= coalesce(stretch.stop, 'infinity')
       RETURNING t.id),
     unmeasured AS (DELETE FROM trading.trade_excursion measured USING gone WHERE measured.trade_id = gone.id)
     DELETE FROM trading.lot_closure c USING gone WHERE c.trade_id = gone.id`,
    [...chains, ...bounds],
  )
  await tx.raw(
    `DELETE FROM trading.lot l
      USING unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS stretch (instrument_id, position_ref, stop)
      WHERE l.account_id = $1 AND l.instrument_id = stretch.instrument_id AND l.position_ref = stretch.position_ref
        AND stretch.stop IS NULL`,
    [...chains, bounds[1]],
  )
}

/** Until when a trade that goes was opened, to the millisecond as instants are stored: one that opens at the stop stays. */
function lastOpened(stop: Stop | null): Date | null {
  if (stop === null) return null
  return stop.opening === null ? stop.at : new Date(stop.at.getTime() - 1)
}

type Keys = ReturnType<typeof keysOf>

function keysOf(account: AccountRow, { stretch }: { readonly stretch: { readonly key: ChainKey } }) {
  const { instrumentId, positionRef } = stretch.key
  return { account_id: account.id, instrument_id: instrumentId, position_ref: positionRef }
}

function tradeRow(keys: Keys, trade: Trade, clock: AccountClock): TradeRow {
  const { closedAtMs, averageExit } = trade
  return {
    id: trade.tradeId,
    account_id: keys.account_id,
    instrument_id: keys.instrument_id,
    position_ref: keys.position_ref,
    side: trade.side,
    status: trade.status,
    open_execution_id: trade.openExecutionId,
    close_execution_id: trade.closeExecutionId,
    quantity_entered: formatDecimal(trade.quantityEntered),
    quantity_max: formatDecimal(trade.quantityMax),
    quantity_open: formatDecimal(trade.quantityOpen),
    average_entry: formatDecimal(trade.averageEntry),
    average_exit: averageExit === null ? null : formatDecimal(averageExit),
    gross: formatDecimal(trade.gross),
    fees: formatDecimal(trade.fees),
    net: formatDecimal(trade.net),
    gross_base: formatDecimal(trade.grossBase),
    fees_base: formatDecimal(trade.feesBase),
    net_base: formatDecimal(trade.netBase),
    cost_base: formatDecimal(trade.costBase),
    execution_count: trade.executionCount,
    opened_at: new Date(trade.openedAtMs),
    closed_at: closedAtMs === null ? null : new Date(closedAtMs),
    closed_day: closedAtMs === null ? null : clock.day(closedAtMs),
    entry_weekday: clock.weekday(trade.openedAtMs),
    entry_minute: clock.minute(trade.openedAtMs),
  }
}

function lotRow(keys: Keys, lot: OpenLot, trade: OpenTrade): LotRow {
  return {
    open_execution_id: lot.openExecutionId,
    account_id: keys.account_id,
    instrument_id: keys.instrument_id,
    position_ref: keys.position_ref,
    trade_id: trade.tradeId,
    side: trade.side,
    quantity: formatDecimal(lot.quantity),
    price: formatDecimal(lot.price),
    fees: formatDecimal(lot.fees),
    fees_base: formatDecimal(lot.feesBase),
    cost: formatDecimal(lot.cost),
    cost_base: formatDecimal(lot.costBase),
    opened_at: new Date(lot.openedAtMs),
  }
}
