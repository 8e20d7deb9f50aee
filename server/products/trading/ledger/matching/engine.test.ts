import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Decimal, decimal, minus, negate, plus, sum, toNumber } from '../../../../kernel/decimal.ts'
import { type MatchingMethod, matchingMethods } from '../tables.ts'
import { replay } from './engine.ts'
import { asText, boundIn, cashOf, fill } from './fills.test-support.ts'
import { type Chain, type ChainEvent, type Closure, FLAT, type Trade } from './position.ts'

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
