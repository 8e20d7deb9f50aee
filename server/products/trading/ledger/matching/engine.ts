import { compare, type Decimal, divide, minus, plus, times } from '../../../../kernel/decimal.ts'
import { add, subtract } from './amount.ts'
import { spinOff, splitPosition } from './corporate-actions.ts'
import {
  allOfLot,
  type Leg,
  legOfFill,
  legOfLot,
  lotOf,
  type Taken,
  takeAllOfLeg,
  takeOfLeg,
  takeOfLot,
  tradeOpenedBy,
} from './leg.ts'
import { type Lot, type LotBook, lotBook } from './lot-book.ts'
import {
  type Arrival,
  type Chain,
  type ChainEvent,
  type Closure,
  DIGITS,
  FLAT,
  type OpenLot,
  type OpenTrade,
  type Position,
  type Spinoff,
  type Trade,
  type Writable,
} from './position.ts'

interface Replayed {
  readonly closures: Closure[]
  /** Finished ones in order of their end; the one that is open, if any, comes last. */
  readonly trades: Trade[]
  /** What spin-offs sent away: events for the chains of the other instruments. */
  readonly departures: Arrival[]
  /** What a later replay goes on from. */
  readonly position: Position
}

interface Run {
  readonly chain: Chain
  readonly closures: Closure[]
  readonly trades: Trade[]
  readonly departures: Arrival[]
  /** Null while flat. */
  held: Held | null
}

interface Held {
  readonly trade: Writable<OpenTrade>
  readonly book: LotBook
}

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
 * over its closures, the last over its lots. Decimals are equal as text then; how many zeros they end with may differ. A chain in which
 * lots that arrived closed others restarts from where it was flat: these exits are worth what the lots cost, not their rounded price.
 */
export function replay(chain: Chain, start: Position, events: readonly ChainEvent[]): Replayed {
  const run: Run = { chain, closures: [], trades: [], departures: [], held: heldOf(chain, start) }
  for (const event of events) {
    if (event.kind === 'split') run.held = heldOf(chain, splitPosition(positionOf(run), event))
    else if (event.kind === 'spinoff') divideBy(run, event)
    else if (event.kind === 'arrival') arrive(run, event)
    else apply(run, legOfFill(chain, event))
  }
  const { closures, trades, departures } = run
  if (run.held !== null) trades.push(tradeOf(chain, run.held.trade))
  return { closures, trades, departures, position: positionOf(run) }
}

function heldOf({ method }: Chain, { lots, trade }: Position): Held | null {
  return trade === null ? null : { trade: { ...trade }, book: lotBook(method, trade.side, lots) }
}

function positionOf({ held }: Run): Position {
  return held === null ? FLAT : { lots: held.book.lots(), trade: { ...held.trade } }
}

function apply(run: Run, leg: Leg): void {
  const { held } = run
  if (held !== null && held.trade.side !== leg.side) {
    exit(run, held, leg)
    if (held.trade.quantityOpen.units === 0n) {
      run.trades.push(tradeOf(run.chain, held.trade))
      run.held = null
    }
    if (leg.quantity.units === 0n) return
  }
  enter(run, leg)
}

function divideBy(run: Run, spinoff: Spinoff): void {
  const parts = spinOff(positionOf(run), spinoff)
  if (parts === null) return
  run.held = heldOf(run.chain, parts.stays)
  run.departures.push(parts.leaves)
}

/** Each lot is an entry or an exit at what it cost, and as an entry takes the place that its age gives it. */
function arrive(run: Run, arrival: Arrival): void {
  for (const lot of arrival.lots) apply(run, legOfLot(lot, arrival))
  const { lots, trade } = positionOf(run)
  run.held = heldOf(run.chain, { lots: byAge(lots, run.chain.multiplier), trade })
}

/** Oldest first, and those of one execution as one: it may have come by two spin-offs. */
function byAge(lots: readonly OpenLot[], multiplier: Decimal): Lot[] {
  const byExecution = new Map<string, Lot>()
  for (const lot of lots) {
    const known = byExecution.get(lot.openExecutionId)
    if (known === undefined) byExecution.set(lot.openExecutionId, { ...lot })
    else pourInto(known, lot, multiplier)
  }
  return [...byExecution.values()].sort((left, right) => left.openedAtMs - right.openedAtMs)
}

function enter(run: Run, leg: Leg): void {
  run.held ??= { trade: tradeOpenedBy(leg), book: lotBook(run.chain.method, leg.side, []) }
  const { trade, book } = run.held
  const lot = lotOf(leg)
  trade.executionCount += 1
  trade.quantityEntered = plus(trade.quantityEntered, lot.quantity)
  trade.quantityOpen = plus(trade.quantityOpen, lot.quantity)
  if (compare(trade.quantityOpen, trade.quantityMax) > 0) trade.quantityMax = trade.quantityOpen
  const entered = add({ own: trade.entryValue, base: trade.costBase }, leg.value)
  trade.entryValue = entered.own
  trade.costBase = entered.base
  const pool = run.chain.method === 'AVG' ? book.next() : undefined
  if (pool === undefined) book.add(lot)
  else pourInto(pool, lot, run.chain.multiplier)
}

/** Makes an entry part of a lot at their average price. */
function pourInto(pool: Lot, lot: OpenLot, multiplier: Decimal): void {
  pool.quantity = plus(pool.quantity, lot.quantity)
  pool.cost = plus(pool.cost, lot.cost)
  pool.costBase = plus(pool.costBase, lot.costBase)
  pool.fees = plus(pool.fees, lot.fees)
  pool.feesBase = plus(pool.feesBase, lot.feesBase)
  pool.price = average(pool.cost, pool.quantity, multiplier)
}

/** Consumes lots until the leg or the position is used up. */
function exit({ chain, closures }: Run, { trade, book }: Held, leg: Leg): void {
  trade.executionCount += 1
  trade.closeExecutionId = leg.executionId
  trade.closedAtMs = leg.atMs
  while (leg.quantity.units > 0n) {
    const lot = book.next()
    if (lot === undefined) return
    const order = compare(lot.quantity, leg.quantity)
    const entered = order > 0 ? takeOfLot(lot, leg.quantity) : allOfLot(lot)
    if (order <= 0) book.drop()
    const left = order < 0 ? takeOfLeg(leg, entered.quantity, chain.multiplier) : takeAllOfLeg(leg)
    closures.push(close(trade, { lot, leg, entered, left }))
  }
}

interface Match {
  readonly lot: Lot
  readonly leg: Leg
  readonly entered: Taken
  readonly left: Taken
}

/** Adds what a match realises to the trade. */
function close(trade: Writable<OpenTrade>, { lot, leg, entered, left }: Match): Closure {
  const gross = trade.side === 1 ? subtract(left.value, entered.value) : subtract(entered.value, left.value)
  const fees = add(entered.fees, left.fees)
  const net = subtract(gross, fees)
  const grossSum = add({ own: trade.gross, base: trade.grossBase }, gross)
  const feesSum = add({ own: trade.fees, base: trade.feesBase }, fees)
  trade.quantityOpen = minus(trade.quantityOpen, entered.quantity)
  trade.exitValue = plus(trade.exitValue, left.value.own)
  trade.gross = grossSum.own
  trade.grossBase = grossSum.base
  trade.fees = feesSum.own
  trade.feesBase = feesSum.base
  return {
    tradeId: trade.tradeId,
    openExecutionId: lot.openExecutionId,
    closeExecutionId: leg.executionId,
    side: trade.side,
    quantity: entered.quantity,
    entryPrice: lot.price,
    exitPrice: leg.price,
    gross: gross.own,
    openFee: entered.fees.own,
    closeFee: left.fees.own,
    net: net.own,
    grossBase: gross.base,
    feesBase: fees.base,
    netBase: net.base,
    closedAtMs: leg.atMs,
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
