import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Decimal, decimal, minus, negate, ONE, plus, sum, toNumber } from '../../../../kernel/decimal.ts'
import { asId, isUuid } from '../../../../kernel/id.ts'
import { type MatchingMethod, matchingMethods } from '../tables.ts'
import { replay } from './engine.ts'
import { asText, boundIn, cashOf, fill } from './fills.test-support.ts'
import { type Chain, type ChainEvent, type Closure, type Fill, FLAT, type Trade } from './position.ts'

type Direction = 'LONG' | 'SHORT'

interface Expected {
  readonly closures: readonly {
    readonly openSeq: number
    readonly closeSeq: number
    readonly qty: string
    readonly side: Direction
    readonly entryPrice: string
    readonly exitPrice: string
    readonly gross: string
    readonly fees: string
    readonly net: string
  }[]
  readonly roundTrips: readonly {
    readonly side: Direction
    readonly openSeq: number
    readonly closeSeq: number
    readonly entryQty: string
    readonly avgEntry: string
    readonly avgExit: string
    readonly maxQty: string
    readonly gross: string
    readonly fees: string
    readonly net: string
  }[]
  readonly open: {
    readonly qty: string
    readonly avgPrice: string
    readonly unallocatedFees: string
    readonly lots: readonly { readonly seq: number; readonly qty: string; readonly price: string }[]
  }
  readonly realizedGross: string
  readonly realizedFees: string
  readonly realizedNet: string
}

type VectorRow =
  | {
      readonly seq: number
      readonly type?: never
      readonly side: 'BUY' | 'SELL'
      readonly qty: string
      readonly price: string
      readonly fee: string
      readonly mult: string
    }
  | { readonly seq: number; readonly type: 'SPLIT'; readonly num: string; readonly den: string }

const { cases: vectors } = JSON.parse(
  readFileSync(new URL('../../../../../test/fixtures/trading/lot-matching.json', import.meta.url), 'utf8'),
) as {
  cases: { id: string; executions: VectorRow[]; expected: Partial<Record<MatchingMethod, Expected>> }[]
}

function eventOf(row: VectorRow): ChainEvent {
  if (row.type === 'SPLIT')
    return { kind: 'split', atMs: row.seq * 1000, numerator: decimal(row.num), denominator: decimal(row.den) }
  const { seq, side, qty: quantity, price, fee: fees } = row
  return fill(seq, { side: side === 'BUY' ? 1 : -1, quantity, price, fees })
}

function multiplierOf(rows: readonly VectorRow[]): Decimal {
  const [multiplier] = rows.flatMap((row) => (row.type === undefined ? [row.mult] : []))
  return decimal(multiplier ?? '1')
}

const seqOf = (id: string | null): number => Number(id?.split('-').at(1))
const direction = (side: 1 | -1): Direction => (side === 1 ? 'LONG' : 'SHORT')

function shownClosure(closure: Closure): Record<string, unknown> {
  const { quantity: qty, side, entryPrice, exitPrice, gross, openFee, closeFee, net } = closure
  const [openSeq, closeSeq] = [seqOf(closure.openExecutionId), seqOf(closure.closeExecutionId)]
  const fees = plus(openFee, closeFee)
  return { openSeq, closeSeq, qty, side: direction(side), entryPrice, exitPrice, gross, fees, net }
}

function shownTrade(trade: Trade): Record<string, unknown> {
  const { side, quantityEntered: entryQty, averageEntry, averageExit, quantityMax: maxQty, gross, fees, net } = trade
  const [openSeq, closeSeq] = [seqOf(trade.openExecutionId), seqOf(trade.closeExecutionId)]
  const averages = { avgEntry: averageEntry, avgExit: averageExit }
  return { side: direction(side), openSeq, closeSeq, entryQty, ...averages, maxQty, gross, fees, net }
}

/** Equal in all but decimals, and those to 1e-9: the vectors are rounded to 12 digits. */
function assertNear(actual: unknown, expected: unknown, path: string): void {
  const found = asText(actual)
  if (typeof found === 'string' && typeof expected === 'string' && Number.isFinite(Number(expected)))
    assert.ok(Math.abs(Number(found) - Number(expected)) <= 1e-9, `${path}: ${found} is not ${expected}`)
  else if (typeof expected === 'object' && expected !== null && typeof found === 'object' && found !== null) {
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort(), path)
    for (const [key, value] of Object.entries(expected))
      assertNear((found as Record<string, unknown>)[key], value, `${path}.${key}`)
  } else assert.deepEqual(found, expected, path)
}

describe('the vectors', () => {
  for (const { id, executions, expected } of vectors)
    for (const [method, wanted] of Object.entries(expected) as [MatchingMethod, Expected][])
      test(`${id} by ${method}`, () => {
        const chain = { method, multiplier: multiplierOf(executions) }
        const { closures, trades, position } = replay(chain, FLAT, executions.map(eventOf))
        const side = position.trade?.side ?? 1
        const signed = (quantity: Decimal): Decimal => (side === 1 ? quantity : negate(quantity))
        const quantity = sum(position.lots.map((lot) => lot.quantity))
        const cost = sum(position.lots.map((lot) => lot.cost))
        const found = {
          closures: closures.map(shownClosure),
          roundTrips: trades.filter(({ status }) => status === 'closed').map(shownTrade),
          open: {
            qty: signed(quantity),
            avgPrice: quantity.units === 0n ? '0' : String(toNumber(cost) / toNumber(quantity)),
            unallocatedFees: sum(position.lots.map((lot) => lot.fees)),
            lots: position.lots.map(({ openExecutionId, quantity: held, price }) => {
              return { seq: seqOf(openExecutionId), qty: signed(held), price }
            }),
          },
          realizedGross: sum(closures.map(({ gross }) => gross)),
          realizedFees: sum(closures.map(({ openFee, closeFee }) => plus(openFee, closeFee))),
          realizedNet: sum(closures.map(({ net }) => net)),
        }
        assertNear(found, wanted, id)
      })

  for (const { id, executions } of vectors)
    for (const method of matchingMethods)
      test(`${id} by ${method} keeps every cent`, () => {
        const chain: Chain = { method, multiplier: multiplierOf(executions) }
        const events = executions.map(eventOf)
        const { closures, position } = replay(chain, FLAT, events)
        const realised = sum(closures.map(({ net }) => net))
        assert.deepEqual(asText(minus(realised, boundIn(position).own)), asText(cashOf(chain, events).own))
      })
})

const plain = (method: MatchingMethod): Chain => ({ method, multiplier: ONE })

/** Fills written as `+10 @ 99.50 fee 1 fx 1.1`, in order. */
function fills(...lines: readonly string[]): Fill[] {
  return lines.map((line, at) => {
    const { sign, quantity = '', price = '', fees, fxRate } = FILL.exec(line)?.groups ?? {}
    return fill(at + 1, { side: sign === '+' ? 1 : -1, quantity, price, ...{ fees, fxRate } })
  })
}

const FILL = /^(?<sign>[+-])(?<quantity>\S+) @ (?<price>\S+)(?: fee (?<fees>\S+))?(?: fx (?<fxRate>\S+))?$/

/** The named fields of each row, as text. */
function fieldsOf<Row extends object>(rows: readonly Row[], ...fields: readonly (keyof Row)[]): unknown {
  return asText(rows.map((row) => fields.map((field) => row[field])))
}

describe('average cost', () => {
  test('is one lot, whose cost and fees exits share to the last digit', () => {
    const events = fills('+1 @ 10 fee 1', '+2 @ 11 fee 1', '-1 @ 12', '-1 @ 12', '-1 @ 12')
    const { closures, trades, position } = replay(plain('AVG'), FLAT, events.slice(0, 4))
    const third = '10.666666666666666667'
    assert.deepEqual(fieldsOf(closures, 'openExecutionId', 'entryPrice', 'gross', 'openFee'), [
      ['execution-1', third, '1.333333333333333333', '0.666666666666666667'],
      ['execution-1', third, '1.333333333333333334', '0.666666666666666666'],
    ])
    assert.deepEqual(fieldsOf(position.lots, 'quantity', 'price', 'cost', 'fees'), [
      ['1', third, third, '0.666666666666666667'],
    ])
    assert.deepEqual(fieldsOf(trades, 'averageEntry', 'averageExit', 'gross'), [[third, '12', '2.666666666666666667']])
    assert.deepEqual(fieldsOf(replay(plain('AVG'), position, events.slice(4)).trades, 'gross', 'fees', 'status'), [
      ['4', '2', 'closed'],
    ])
  })
})

describe('a trade', () => {
  test('counts what was entered, held at most, and each execution once', () => {
    const events = fills('+4 @ 10', '+2 @ 13', '-3 @ 12', '+1 @ 11', '-4 @ 14')
    const { trades } = replay(plain('FIFO'), FLAT, events)
    assert.deepEqual(
      fieldsOf(trades, 'quantityEntered', 'quantityMax', 'quantityOpen', 'averageEntry', 'averageExit'),
      [['7', '6', '0', '11', '13.142857142857142857']],
    )
    assert.deepEqual(fieldsOf(trades, 'tradeId', 'closeExecutionId', 'executionCount', 'openedAtMs', 'closedAtMs'), [
      ['lineage-1', 'execution-5', 5, 1000, 5000],
    ])
  })

  test('that is open tells what is realised and when last', () => {
    const { trades, position } = replay(plain('FIFO'), FLAT, fills('-4 @ 10 fee 2', '+1 @ 9 fee 1'))
    assert.deepEqual(
      fieldsOf(trades, 'status', 'side', 'quantityOpen', 'gross', 'fees', 'net', 'closedAtMs', 'closeExecutionId'),
      [['open', -1, '3', '1', '1.5', '-0.5', 2000, 'execution-2']],
    )
    assert.deepEqual(fieldsOf(position.lots, 'quantity', 'price', 'cost', 'fees'), [['3', '10', '30', '1.5']])
  })

  test('ends in the execution that opens the other side, which both count and which shares its fee', () => {
    const { closures, trades, position } = replay(plain('FIFO'), FLAT, fills('+1 @ 10', '-4 @ 12 fee 1'))
    assert.deepEqual(fieldsOf(closures, 'openExecutionId', 'closeExecutionId', 'closeFee', 'net'), [
      ['execution-1', 'execution-2', '0.25', '1.75'],
    ])
    assert.deepEqual(fieldsOf(trades, 'tradeId', 'side', 'status', 'executionCount', 'fees', 'openedAtMs'), [
      ['lineage-1', 1, 'closed', 2, '0.25', 1000],
      ['lineage-2', -1, 'open', 1, '0', 2000],
    ])
    assert.deepEqual(fieldsOf(position.lots, 'openExecutionId', 'quantity', 'fees'), [['execution-2', '3', '0.75']])
  })

  test('in another currency takes each leg at its own rate', () => {
    const events = fills('+2 @ 100 fee 1 fx 1.1', '-1 @ 110 fee 1 fx 1.2', '-1 @ 110 fx 1.3')
    const { closures, trades } = replay(plain('FIFO'), FLAT, events)
    assert.deepEqual(fieldsOf(closures, 'gross', 'grossBase', 'feesBase', 'netBase'), [
      ['10', '22', '1.75', '20.25'],
      ['10', '33', '0.55', '32.45'],
    ])
    assert.deepEqual(fieldsOf(trades, 'costBase', 'grossBase', 'feesBase', 'netBase', 'net'), [
      ['220', '55', '2.3', '52.7', '18'],
    ])
  })
})

describe('the dearest entry goes first', () => {
  test('of a long position, of equal ones the oldest', () => {
    const events = fills('+1 @ 10', '+1 @ 12', '+1 @ 11', '+1 @ 12', '+1 @ 9', '-5 @ 10')
    const { closures } = replay(plain('HIFO'), FLAT, events)
    assert.deepEqual(
      closures.map(({ openExecutionId }) => seqOf(openExecutionId)),
      [2, 4, 3, 1, 5],
    )
  })

  test('and the cheapest of a short one', () => {
    const events = fills('-1 @ 10', '-1 @ 12', '-1 @ 9', '-1 @ 12', '-1 @ 9', '+5 @ 10')
    const { closures } = replay(plain('HIFO'), FLAT, events)
    assert.deepEqual(
      closures.map(({ openExecutionId }) => seqOf(openExecutionId)),
      [3, 5, 1, 2, 4],
    )
  })
})

describe('a split', () => {
  const split = (numerator: string, denominator: string): ChainEvent => {
    return { kind: 'split', atMs: 1500, numerator: decimal(numerator), denominator: decimal(denominator) }
  }

  test('changes shares and prices, and no cost', () => {
    const [buy, sell, rest] = fills('+100 @ 40 fee 1', '-50 @ 22', '-150 @ 24')
    const { trades } = replay(
      plain('FIFO'),
      FLAT,
      [buy, split('2', '1'), sell, rest].flatMap((one) => one ?? []),
    )
    assert.deepEqual(fieldsOf(trades, 'quantityEntered', 'quantityMax', 'averageEntry', 'averageExit', 'gross'), [
      ['200', '200', '20', '23.5', '700'],
    ])
  })

  test('leaves no dust of lots that do not come out even', () => {
    const [first, second, third, all] = fills('+1 @ 9', '+1 @ 10', '+1 @ 11', '-1 @ 33')
    const events = [first, second, third, split('1', '3'), all].flatMap((one) => one ?? [])
    const { closures, trades, position } = replay(plain('FIFO'), FLAT, events)
    assert.deepEqual(fieldsOf(closures, 'quantity'), [
      ['0.333333333333333333'],
      ['0.333333333333333334'],
      ['0.333333333333333333'],
    ])
    assert.deepEqual(fieldsOf(trades, 'status', 'gross'), [['closed', '3']])
    assert.equal(position, FLAT)
  })

  test('of nothing is nothing', () => {
    assert.deepEqual(replay(plain('FIFO'), FLAT, [split('2', '1')]).position, FLAT)
  })
})

describe('a spin-off', () => {
  const spinoff: ChainEvent = {
    ...{ kind: 'spinoff', atMs: 2500, actionId: asId<'corporate-action'>('action') },
    ...{ numerator: decimal('1'), denominator: decimal('3'), costShare: decimal('0.2') },
  }
  const departing = (...lines: readonly string[]) => replay(plain('FIFO'), FLAT, [...fills(...lines), spinoff])
  const later = (line: string): Fill[] => fills('+1 @ 0', '+1 @ 0', line).slice(2)

  test('takes a part of the cost to shares of the other instrument, as old as those held', () => {
    const { trades, position, departures } = departing('+30 @ 10 fee 3 fx 2', '+3 @ 20')
    assert.deepEqual(fieldsOf(trades, 'averageEntry', 'entryValue', 'costBase', 'quantityOpen'), [
      ['8.727272727272727273', '288', '528', '33'],
    ])
    assert.deepEqual(fieldsOf(position.lots, 'price', 'quantity', 'cost', 'costBase', 'fees'), [
      ['8', '30', '240', '480', '3'],
      ['16', '3', '48', '48', '0'],
    ])
    const [arrival] = departures
    assert.deepEqual(fieldsOf(arrival?.lots ?? [], 'price', 'quantity', 'cost', 'costBase', 'fees', 'openedAtMs'), [
      ['6', '10', '60', '120', '0', 1000],
      ['12', '1', '12', '12', '0', 2000],
    ])
    const entered = replay(plain('FIFO'), FLAT, [...departures, ...later('-11 @ 10')])
    assert.deepEqual(fieldsOf(entered.trades, 'status', 'gross', 'grossBase', 'executionCount', 'openedAtMs'), [
      ['closed', '38', '-22', 3, 1000],
    ])
    assert.ok(isUuid(entered.trades[0]?.tradeId ?? ''))
    assert.deepEqual(departing('+30 @ 10 fee 3 fx 2', '+3 @ 20').departures, departures)
  })

  test('joins what is held of the other instrument, the older lots first', () => {
    const { departures } = departing('+3 @ 10')
    const held = fills('+1 @ 9', '+1 @ 5').slice(1)
    const { trades, position } = replay(plain('FIFO'), FLAT, [...held, ...departures, ...departures])
    assert.deepEqual(fieldsOf(position.lots, 'openExecutionId', 'quantity', 'price', 'cost'), [
      ['execution-1', '2', '6', '12'],
      ['execution-2', '1', '5', '5'],
    ])
    assert.deepEqual(fieldsOf(trades, 'tradeId', 'quantityEntered', 'entryValue'), [['lineage-2', '3', '17']])
  })

  test('closes what is held of it on the other side, at the cost that came along', () => {
    const { departures } = departing('+7 @ 10 fx 2')
    const held = fills('-1 @ 9', '-1 @ 9').slice(1)
    const { closures, trades, position } = replay(plain('LIFO'), FLAT, [...held, ...departures])
    assert.deepEqual(fieldsOf(closures, 'openExecutionId', 'closeExecutionId', 'exitPrice', 'gross', 'closedAtMs'), [
      ['execution-2', 'execution-1', '6', '3', 2500],
    ])
    assert.deepEqual(fieldsOf(position.lots, 'quantity', 'cost', 'costBase'), [['1.333333333333333333', '8', '16']])
    assert.deepEqual(fieldsOf(trades, 'status', 'side', 'quantityEntered', 'openedAtMs'), [
      ['closed', -1, '1', 2000],
      ['open', 1, '1.333333333333333333', 1000],
    ])
  })

  test('of nothing is nothing', () => {
    assert.deepEqual(departing().departures, [])
  })
})
