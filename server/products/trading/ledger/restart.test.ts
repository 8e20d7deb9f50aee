import assert from 'node:assert/strict'
import { describe } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../test/support/properties.ts'
import { decimal, formatDecimal, sum } from '../../../kernel/decimal.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import { type ChainTerms, fromOpening, type Start, type Stop, stopOf } from './chains.ts'
import { asText } from './matching/fills.test-support.ts'
import type { Closure, Fill, OpenLot, Trade } from './matching/position.ts'
import { inOrderOfMatching, type Placed } from './order-of-fills.ts'
import { run, stoppedAsBefore } from './rebuild.ts'
import { type MatchingMethod, matchingMethods, type Side } from './tables.ts'

/** An execution of one chain, as its row is. */
interface Row extends Placed {
  readonly id: Id<'execution'>
  readonly sequence: number
  readonly quantity: string
  readonly price: string
  readonly fees: string
}

interface Derived {
  readonly trades: readonly Trade[]
  readonly closures: readonly Closure[]
  readonly lots: readonly OpenLot[]
}

const terms: ChainTerms = {
  instrument: { id: asId<'instrument'>('i'), asset_class: 'stock', multiplier: '1', expires_on: null },
  ...{ events: [], sources: [] },
}
const key = { instrumentId: terms.instrument.id, positionRef: '' }

function fillOf(row: Row): Fill {
  const [quantity, price, fees] = [decimal(row.quantity), decimal(row.price), decimal(row.fees)]
  const named = { kind: row.kind, executionId: row.id, lineageId: row.id, side: row.side }
  return { ...named, quantity, price, fees, fxRate: decimal('1'), atMs: row.executed_at.getTime() }
}

/** What the rows from a start to a stop come to. */
function derivedBetween(
  rows: readonly Row[],
  method: MatchingMethod,
  { start, stop }: { start: Start; stop: Stop | null },
) {
  const [from, until] = [start.at?.getTime() ?? 0, stop?.at.getTime() ?? Number.POSITIVE_INFINITY]
  const between = rows
    .filter(({ executed_at: at }) => at.getTime() >= from && at.getTime() <= until)
    .toSorted(
      (one, other) =>
        one.executed_at.getTime() - other.executed_at.getTime() ||
        one.sequence - other.sequence ||
        (one.id < other.id ? -1 : 1),
    )
  const fills = fromOpening(inOrderOfMatching(between), start).map(fillOf)
  return run({ matching_method: method }, { key, terms, start, stop }, fills, [])
}

function derivedOf(rows: readonly Row[], method: MatchingMethod): Derived {
  const { trades, closures, position } = derivedBetween(rows, method, { start: { at: null, openings: [] }, stop: null })
  return { trades, closures, lots: position.lots }
}

const openedOf = ({ openedAtMs }: Trade): number => openedAtMs
const endOf = ({ status, closedAtMs }: Trade): number =>
  status === 'open' ? Number.POSITIVE_INFINITY : (closedAtMs ?? 0)
const closedBy = (closures: readonly Closure[], id: Id<'execution'>): readonly Closure[] =>
  closures.filter(({ closeExecutionId }) => closeExecutionId === id)

/** The same questions that STARTS asks the tables. */
function startOf({ trades, closures }: Derived, fromMs: number): Start {
  const openedMs = Math.max(...trades.map(openedOf).filter((ms) => ms < fromMs))
  const there = trades.filter((trade) => trade.openedAtMs === openedMs)
  if (!there.some((trade) => endOf(trade) >= fromMs)) return { at: new Date(fromMs), openings: [] }
  const openings = there.map(({ openExecutionId: executionId }) => {
    const closed = closedBy(closures, executionId)
    const sums = {
      quantity: sum(closed.map(({ quantity }) => quantity)),
      fees: sum(closed.map(({ closeFee }) => closeFee)),
    }
    return { executionId, closed: closed.length === 0 ? null : sums }
  })
  return { at: new Date(openedMs), openings }
}

function stopAfter({ trades, closures }: Derived, untilMs: number): Stop | null {
  const ends = trades
    .filter(({ status }) => status === 'closed')
    .map(endOf)
    .filter((ms) => ms > untilMs)
  const isFlat = (ms: number): boolean => {
    const openedMs = Math.max(...trades.map(openedOf).filter((opened) => opened <= ms))
    return !trades.some((trade) => trade.openedAtMs === openedMs && endOf(trade) > ms)
  }
  const flat = ends.toSorted((one, other) => one - other).find(isFlat)
  const flips = trades
    .filter(({ openedAtMs: ms }) => ms > untilMs && trades.filter(({ openedAtMs }) => openedAtMs === ms).length === 1)
    .filter(({ openExecutionId }) => closedBy(closures, openExecutionId).length > 0)
    .toSorted((one, other) => one.openedAtMs - other.openedAtMs)
  const flip = flips.slice(0, 2).at(-1)
  const closed = flip === undefined ? [] : closedBy(closures, flip.openExecutionId)
  return stopOf({
    flat_at: flat === undefined ? null : new Date(flat),
    flip_at: flip === undefined ? null : new Date(flip.openedAtMs),
    flip_execution_id: flip?.openExecutionId ?? null,
    flip_quantity: formatDecimal(sum(closed.map(({ quantity }) => quantity))),
    flip_fees: formatDecimal(sum(closed.map(({ closeFee }) => closeFee))),
  })
}

/** What was derived, made anew where rows between two instants came, went or changed. */
function madeAnew(before: Derived, rows: readonly Row[], method: MatchingMethod, changed: readonly Row[]): Derived {
  const instants = changed.map(({ executed_at: at }) => at.getTime())
  const start = startOf(before, Math.min(...instants))
  const wanted = { start, stop: stopAfter(before, Math.max(...instants)) }
  const stopped = stoppedAsBefore(derivedBetween(rows, method, wanted))
  const made = stopped ?? derivedBetween(rows, method, { start, stop: null })
  const stop = stopped === null ? null : wanted.stop
  const fromMs = start.at?.getTime() ?? 0
  const isAfter = ({ openedAtMs: ms }: Trade): boolean =>
    stop !== null && (stop.opening === null ? ms > stop.at.getTime() : ms >= stop.at.getTime())
  const kept = before.trades.filter((trade) => trade.openedAtMs < fromMs || isAfter(trade))
  const names = new Set(kept.map(({ tradeId }) => tradeId))
  return {
    trades: [...kept, ...made.trades],
    closures: [...before.closures.filter(({ tradeId }) => names.has(tradeId)), ...made.closures],
    lots: stop === null ? made.position.lots : before.lots,
  }
}

/** As rows of tables, which have no order. */
function asRows({ trades, closures, lots }: Derived): unknown {
  const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(asText(row))).sort()
  return [sorted(trades), sorted(closures), sorted(lots)]
}

/** Few of everything, so that positions are often flat, turn round and share an instant. */
const drawnRow = fc.record({
  side: fc.constantFrom<Side>(1, -1),
  quantity: fc.constantFrom('1', '2', '3'),
  price: fc.constantFrom('10', '10.5', '11', '12.25'),
  fees: fc.constantFrom('0', '0.35', '-0.1', '1'),
  minute: fc.integer({ min: 1, max: 12 }),
  sequence: fc.integer({ min: 0, max: 2 }),
  effect: fc.constantFrom('open' as const, 'close' as const, null),
  numbered: fc.boolean(),
})
const drawnRows = fc.array(drawnRow, { minLength: 1, maxLength: 16, size: 'max' })
const some = fc.array(drawnRow, { minLength: 1, maxLength: 4, size: 'max' })
const edits = fc.array(fc.tuple(fc.nat(), some, fc.constantFrom('add', 'remove', 'change')), {
  minLength: 1,
  maxLength: 4,
})
const method = fc.constantFrom(...matchingMethods)
type DrawnRow = typeof drawnRow extends fc.Arbitrary<infer One> ? One : never

function rowsOf(drawn: readonly DrawnRow[], name: string): Row[] {
  return drawn.map(({ minute, numbered, ...row }, at) => ({
    ...row,
    ...{ id: asId<'execution'>(`${name}-${String(at).padStart(2, '0')}`), kind: 'fill' },
    ...{ external_id: numbered ? String((at * 7) % 10) : null, executed_at: new Date(minute * 60_000) },
  }))
}

describe('of the fills of a chain', () => {
  holds('what edits make anew is what making all anew gives', [method, drawnRows, edits], (by, first, changes) => {
    let rows = rowsOf(first, 'first')
    let derived = derivedOf(rows, by)
    for (const [edit, [at, drawn, what]] of changes.entries()) {
      const target = rows.slice(at % (rows.length + 1)).slice(0, drawn.length)
      const fresh =
        what === 'remove' ? [] : rowsOf(drawn.slice(0, what === 'add' ? undefined : target.length), `edit-${edit}`)
      const gone = what === 'add' ? [] : target
      if (fresh.length + gone.length === 0) continue
      rows = [...rows.filter((row) => !gone.includes(row)), ...fresh]
      derived = madeAnew(derived, rows, by, [...gone, ...fresh])
      assert.deepEqual(asRows(derived), asRows(derivedOf(rows, by)), `edit ${edit}`)
    }
  })

  holds(
    'what is brought and taken out again leaves what was, to the byte',
    [method, drawnRows, drawnRows],
    (by, first, more) => {
      const [rows, brought] = [rowsOf(first, 'first'), rowsOf(more, 'more')]
      const before = derivedOf(rows, by)
      const all = [...rows, ...brought]
      const after = madeAnew(before, all, by, brought)
      assert.deepEqual(asRows(after), asRows(derivedOf(all, by)))
      assert.deepEqual(asRows(madeAnew(after, rows, by, brought)), asRows(before))
    },
  )
})
