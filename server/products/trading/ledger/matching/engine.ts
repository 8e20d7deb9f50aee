import { compare, type Decimal, divide, minus, plus, times, ZERO } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import { splitPosition } from './corporate-actions.ts'
import { type Lot, type LotBook, lotBook } from './lot-book.ts'
import type { Chain, ChainEvent, Closure, Fill, OpenTrade, Position, Trade, Writable } from './position.ts'

interface Replayed {
  readonly closures: Closure[]
  /** Finished ones in order of their end; the one that is open, if any, comes last. */
  readonly trades: Trade[]
  /** What a later replay goes on from. */
  readonly position: Position
}

interface Run {
  readonly chain: Chain
  readonly closures: Closure[]
  readonly trades: Trade[]
  /** Null while flat. */
  held: Held | null
}

interface Held {
  readonly trade: Writable<OpenTrade>
  readonly book: LotBook
}

/** What of a fill is not used yet. */
interface Rest {
  readonly quantity: Decimal
  readonly fees: Decimal
}

const DIGITS = 18

/**
 * Matches the fills of one chain in the order given. An exit consumes lots by the chain's method; what it has left over opens the
 * next trade, with the rest of its fee. A share of an entry's cost or fee, or of an exit's fee, is what remains times what
 * is taken by what it is taken of, to 18 digits half-even; the last one takes the rest: nothing is lost or made. Values in the
 * account's currency take each leg at the rate of its own fill.
 *
 * Replaying a part, and then the rest from the position it gave, is the same as replaying the whole: the closures follow
 * each other, and the open trade of the part is one of the trades of the rest. So a chain restarts from stored rows: lots in the order
 * of replay of their `openExecutionId`, and the row of the open trade, whose two sums that are in no column are
 * `exitValue = multiplier * sum(exit_price * quantity)` and `entryValue = exitValue - side * sum(gross) + sum(lot.cost)`, the first two
 * over its closures, the last over its lots. Decimals are equal as text then; how many zeros they end with may differ.
 */
export function replay(chain: Chain, start: Position, events: readonly ChainEvent[]): Replayed {
  const run: Run = { chain, closures: [], trades: [], held: heldOf(chain, start) }
  for (const event of events) {
    if (event.kind === 'split') run.held = heldOf(chain, splitPosition(positionOf(run), event))
    else applyFill(run, event)
  }
  const { closures, trades } = run
  if (run.held !== null) trades.push(tradeOf(chain, run.held.trade))
  return { closures, trades, position: positionOf(run) }
}

function heldOf({ method }: Chain, { lots, trade }: Position): Held | null {
  return trade === null ? null : { trade: { ...trade }, book: lotBook(method, trade.side, lots) }
}

function positionOf({ held }: Run): Position {
  return held === null ? { lots: [], trade: null } : { lots: held.book.lots(), trade: { ...held.trade } }
}

function applyFill(run: Run, fill: Fill): void {
  const { held } = run
  if (held === null || held.trade.side === fill.side) {
    enter(run, fill, fill)
    return
  }
  const rest = exit(run, held, fill)
  if (held.trade.quantityOpen.units === 0n) {
    run.trades.push(tradeOf(run.chain, held.trade))
    run.held = null
  }
  if (rest.quantity.units > 0n) enter(run, fill, rest)
}

function enter(run: Run, fill: Fill, { quantity, fees }: Rest): void {
  const cost = times(times(fill.price, quantity), run.chain.multiplier)
  const lot: Lot = {
    openExecutionId: fill.executionId,
    quantity,
    price: fill.price,
    cost,
    costBase: times(cost, fill.fxRate),
    fees,
    feesBase: times(fees, fill.fxRate),
    openedAtMs: fill.atMs,
  }
  run.held ??= { trade: newTrade(fill), book: lotBook(run.chain.method, fill.side, []) }
  const { trade, book } = run.held
  trade.executionCount += 1
  trade.quantityEntered = plus(trade.quantityEntered, quantity)
  trade.quantityOpen = plus(trade.quantityOpen, quantity)
  if (compare(trade.quantityOpen, trade.quantityMax) > 0) trade.quantityMax = trade.quantityOpen
  trade.entryValue = plus(trade.entryValue, lot.cost)
  trade.costBase = plus(trade.costBase, lot.costBase)
  const pool = run.chain.method === 'AVG' ? book.next() : undefined
  if (pool === undefined) book.add(lot)
  else pourInto(pool, lot, run.chain.multiplier)
}

function newTrade(fill: Fill): Writable<OpenTrade> {
  return {
    tradeId: fill.lineageId as string as Id<'trade'>,
    openExecutionId: fill.executionId,
    closeExecutionId: null,
    side: fill.side,
    quantityEntered: ZERO,
    quantityMax: ZERO,
    quantityOpen: ZERO,
    entryValue: ZERO,
    costBase: ZERO,
    exitValue: ZERO,
    gross: ZERO,
    fees: ZERO,
    grossBase: ZERO,
    feesBase: ZERO,
    executionCount: 0,
    openedAtMs: fill.atMs,
    closedAtMs: null,
  }
}

/** Average cost: the entry becomes a part of the one lot there is. */
function pourInto(pool: Lot, lot: Lot, multiplier: Decimal): void {
  pool.quantity = plus(pool.quantity, lot.quantity)
  pool.cost = plus(pool.cost, lot.cost)
  pool.costBase = plus(pool.costBase, lot.costBase)
  pool.fees = plus(pool.fees, lot.fees)
  pool.feesBase = plus(pool.feesBase, lot.feesBase)
  pool.price = average(pool.cost, pool.quantity, multiplier)
}

/** Consumes lots until the fill or the position is used up; what the fill has left. */
function exit({ chain, closures }: Run, { trade, book }: Held, fill: Fill): Rest {
  trade.executionCount += 1
  trade.closeExecutionId = fill.executionId
  trade.closedAtMs = fill.atMs
  let { quantity, fees } = fill
  while (quantity.units > 0n) {
    const lot = book.next()
    if (lot === undefined) break
    const order = compare(lot.quantity, quantity)
    const taken = order <= 0 ? lot.quantity : quantity
    const closeFee = order >= 0 ? fees : share(fees, taken, quantity)
    const closure = closureOf(chain, trade, { lot, fill, taken, closeFee })
    if (order <= 0) book.drop()
    quantity = minus(quantity, taken)
    fees = minus(fees, closeFee)
    closures.push(closure)
  }
  return { quantity, fees }
}

interface Taking {
  readonly lot: Lot
  readonly fill: Fill
  readonly taken: Decimal
  readonly closeFee: Decimal
}

/** Takes a part of a lot, with its part of cost and fees, and adds what it realises to the trade. */
function closureOf(chain: Chain, trade: Writable<OpenTrade>, { lot, fill, taken, closeFee }: Taking): Closure {
  const { quantity: of, price: entryPrice, openExecutionId } = lot
  const isWhole = compare(taken, of) === 0
  const part = (amount: Decimal): Decimal => (isWhole ? amount : share(amount, taken, of))
  const cost = part(lot.cost)
  const costBase = part(lot.costBase)
  const openFee = part(lot.fees)
  const openFeeBase = part(lot.feesBase)
  if (!isWhole) {
    lot.quantity = minus(of, taken)
    lot.cost = minus(lot.cost, cost)
    lot.costBase = minus(lot.costBase, costBase)
    lot.fees = minus(lot.fees, openFee)
    lot.feesBase = minus(lot.feesBase, openFeeBase)
  }
  const exitValue = times(times(fill.price, taken), chain.multiplier)
  const exitBase = times(exitValue, fill.fxRate)
  const gross = trade.side === 1 ? minus(exitValue, cost) : minus(cost, exitValue)
  const grossBase = trade.side === 1 ? minus(exitBase, costBase) : minus(costBase, exitBase)
  const fees = plus(openFee, closeFee)
  const feesBase = plus(openFeeBase, times(closeFee, fill.fxRate))
  trade.quantityOpen = minus(trade.quantityOpen, taken)
  trade.exitValue = plus(trade.exitValue, exitValue)
  trade.gross = plus(trade.gross, gross)
  trade.fees = plus(trade.fees, fees)
  trade.grossBase = plus(trade.grossBase, grossBase)
  trade.feesBase = plus(trade.feesBase, feesBase)
  return {
    tradeId: trade.tradeId,
    openExecutionId,
    closeExecutionId: fill.executionId,
    side: trade.side,
    quantity: taken,
    entryPrice,
    exitPrice: fill.price,
    gross,
    openFee,
    closeFee,
    net: minus(gross, fees),
    grossBase,
    feesBase,
    netBase: minus(grossBase, feesBase),
    closedAtMs: fill.atMs,
  }
}

function tradeOf({ multiplier }: Chain, trade: OpenTrade): Trade {
  const exited = minus(trade.quantityEntered, trade.quantityOpen)
  return {
    ...trade,
    status: trade.quantityOpen.units === 0n ? 'closed' : 'open',
    averageEntry: average(trade.entryValue, trade.quantityEntered, multiplier),
    averageExit: exited.units === 0n ? null : average(trade.exitValue, exited, multiplier),
    net: minus(trade.gross, trade.fees),
    netBase: minus(trade.grossBase, trade.feesBase),
  }
}

function average(value: Decimal, quantity: Decimal, multiplier: Decimal): Decimal {
  return divide(value, times(quantity, multiplier), DIGITS, 'half-even')
}

function share(amount: Decimal, taken: Decimal, of: Decimal): Decimal {
  return amount.units === 0n ? ZERO : divide(times(amount, taken), of, DIGITS, 'half-even')
}
