import assert from 'node:assert/strict'
import { describe } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import {
  compare,
  type Decimal,
  decimal,
  divide,
  formatDecimal,
  minus,
  negate,
  plus,
  sum,
  times,
  toNumber,
  ZERO,
} from '../../../../kernel/decimal.ts'
import { dayNumber, dayText } from '../../analytics/days.ts'
import { createRateBook, type KnownRate } from '../../rates/rate-book.ts'
import { matchingMethods, type Side } from '../tables.ts'
import { replay } from './engine.ts'
import { asText, boundIn, cashOf, type FillText, fill } from './fills.test-support.ts'
import {
  type Chain,
  type ChainEvent,
  type Closure,
  type Fill,
  FLAT,
  type OpenLot,
  type OpenTrade,
  type Position,
} from './position.ts'

const TWO = decimal('2')

/** Few prices, so that some are equal; quantities and fees that seldom divide evenly. */
const fillText = fc.record({
  side: fc.constantFrom<Side>(1, -1),
  quantity: tenths(1, 90, 1),
  price: tenths(0, 60, 1),
  fees: tenths(-50, 300, 2),
  fxRate: fc.oneof(fc.constant('1'), tenths(500, 2000, 3)),
})
const fillTexts = fc.array(fillText, { minLength: 1, maxLength: 24, size: 'max' })
const multiplier = fc.constantFrom('1', '0.5', '100').map(decimal)
const method = fc.constantFrom(...matchingMethods)
const chains: fc.Arbitrary<Chain> = fc.record({ method, multiplier })
const split = fc.record({ numerator: fc.integer({ min: 1, max: 7 }), denominator: fc.integer({ min: 1, max: 7 }) })

/** What a euro was worth on a day; a currency that is not told of has the rate of the day before. */
const dayRate = fc.record({ USD: tenths(5000, 20_000, 4), CHF: fc.option(tenths(5000, 20_000, 4)) })

function ratesOf(day: string, told: { readonly USD: string; readonly CHF: string | null }): KnownRate[] {
  const common = { base: 'EUR', day, source: 'ecb' } as const
  const dollars = { ...common, quote: 'USD', rate: decimal(told.USD) }
  // The first day tells of both, so that there is something before every other.
  const francs = told.CHF ?? (day === '2026-03-02' ? '0.95' : null)
  return francs === null ? [dollars] : [dollars, { ...common, quote: 'CHF', rate: decimal(francs) }]
}

function tenths(min: number, max: number, digits: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((units) => formatDecimal({ units: BigInt(units), scale: digits }))
}

function fillsOf(texts: readonly FillText[]): Fill[] {
  return texts.map((text, at) => fill(at + 1, text))
}

/** With one more fill, if it takes one to be flat. */
function untilFlat(fills: readonly Fill[]): readonly Fill[] {
  const held = sum(fills.map(({ side, quantity }) => (side === 1 ? quantity : negate(quantity))))
  if (held.units === 0n) return fills
  const side = held.units > 0n ? -1 : 1
  const quantity = formatDecimal(side === 1 ? negate(held) : held)
  return [...fills, fill(fills.length + 1, { side, quantity, price: '3.1', fees: '0.7', fxRate: '1.25' })]
}

type Totals = Record<'quantity' | 'gross' | 'fees' | 'net' | 'grossBase' | 'feesBase' | 'netBase', Decimal>

function totals(closures: readonly Closure[]): Totals {
  const of = (read: (closure: Closure) => Decimal): Decimal => sum(closures.map(read))
  return {
    quantity: of(({ quantity }) => quantity),
    gross: of(({ gross }) => gross),
    fees: of(({ openFee, closeFee }) => plus(openFee, closeFee)),
    net: of(({ net }) => net),
    grossBase: of(({ grossBase }) => grossBase),
    feesBase: of(({ feesBase }) => feesBase),
    netBase: of(({ netBase }) => netBase),
  }
}

function assertNear(left: Decimal, right: Decimal): void {
  const apart = Math.abs(toNumber(minus(left, right)))
  assert.ok(apart < 1e-12, `${formatDecimal(left)} is not ${formatDecimal(right)}`)
}

describe('whatever the fills', () => {
  holds('rows of equal meaning may come in any order', [chains, fillTexts, fc.nat()], (chain, texts, seed) => {
    const repeats = texts.map((_, at) => 1 + ((seed >> (at % 16)) & 1))
    const ordered = fillsOf(texts.flatMap((text, at) => Array.from({ length: repeats[at] ?? 1 }, () => text)))
    let next = 0
    const swapped = repeats.flatMap((count) => {
      next += count
      return ordered.slice(next - count, next).reverse()
    })
    const nameless = (fills: readonly Fill[]): unknown => {
      const { closures, trades, position } = replay(
        chain,
        FLAT,
        fills.map((one, at) => ({ ...one, atMs: at })),
      )
      const ids = { tradeId: '', openExecutionId: '', closeExecutionId: '' }
      return asText([...closures, ...trades, ...position.lots].map((row) => ({ ...row, ...ids })))
    }
    assert.deepEqual(nameless(swapped), nameless(ordered))
  })

  holds('a fill in two halves changes no sum', [chains, fillTexts, fc.nat()], (chain, texts, at) => {
    const whole = fillsOf(texts)
    const halves = whole.flatMap((one, place) => {
      const half = (value: Decimal): Decimal => divide(value, TWO, 18, 'half-even')
      const part = { ...one, quantity: half(one.quantity), fees: half(one.fees) }
      return place === at % whole.length ? [part, { ...part, executionId: 'second' as Fill['executionId'] }] : [one]
    })
    const once = replay(chain, FLAT, whole)
    const twice = replay(chain, FLAT, halves)
    const sums = totals(once.closures)
    const same = totals(twice.closures)
    for (const name of Object.keys(sums) as (keyof Totals)[]) assertNear(sums[name], same[name])
    assert.equal(once.trades.length, twice.trades.length)
    for (const [place, trade] of once.trades.entries()) {
      const other = twice.trades[place]
      for (const name of ['quantityEntered', 'quantityMax', 'averageEntry', 'gross', 'net', 'costBase'] as const)
        assertNear(trade[name], other?.[name] ?? ZERO)
    }
  })

  holds(
    'a purchase and sale at one price without fees change nothing once flat',
    [chains, fillTexts, fillText, fc.nat()],
    (chain, texts, { quantity, price, fxRate, side }, at) => {
      const fills = untilFlat(fillsOf(texts))
      const pair = [side, side === 1 ? -1 : 1].map((way, place) =>
        fill(1000 + place, { side: way === 1 ? 1 : -1, quantity, price, fxRate }),
      )
      const place = at % (fills.length + 1)
      const { quantity: _, ...without } = totals(replay(chain, FLAT, fills).closures)
      const { quantity: more, ...with_ } = totals(replay(chain, FLAT, fills.toSpliced(place, 0, ...pair)).closures)
      assert.deepEqual(asText(with_), asText(without))
      assert.ok(compare(more, ZERO) > 0)
    },
  )

  holds('every side the other way negates what is earned before fees', [chains, fillTexts], (chain, texts) => {
    const fills = untilFlat(fillsOf(texts))
    const turned = fills.map((one): Fill => ({ ...one, side: one.side === 1 ? -1 : 1 }))
    const gross = (events: readonly Fill[]): Decimal[] => {
      const { closures } = replay(chain, FLAT, events)
      // The dearest of a long position and the cheapest of a short one are not the same lots.
      return chain.method === 'HIFO' ? [totals(closures).gross] : closures.map((closure) => closure.gross)
    }
    assert.deepEqual(asText(gross(turned)), asText(gross(fills).map(negate)))
  })

  holds('every method comes to the same once flat', [multiplier, fillTexts], (factor, texts) => {
    const fills = untilFlat(fillsOf(texts))
    const found = matchingMethods.map((one) => replay({ method: one, multiplier: factor }, FLAT, fills))
    const [first, ...others] = found.map(({ closures, trades }) => {
      const { gross, fees, net, grossBase, feesBase, netBase } = totals(closures)
      return asText([trades.map((trade) => trade.gross), gross, fees, net, grossBase, feesBase, netBase])
    })
    for (const other of others) assert.deepEqual(other, first)
  })

  holds('nothing is closed that was not entered', [chains, fillTexts], (chain, texts) => {
    const fills = fillsOf(texts)
    const { closures, position } = replay(chain, FLAT, fills)
    for (const { executionId, quantity } of chain.method === 'AVG' ? [] : fills) {
      const used = closures.filter((one) => one.openExecutionId === executionId || one.closeExecutionId === executionId)
      const held = position.lots.filter((lot) => lot.openExecutionId === executionId)
      assert.deepEqual(asText(sum([...used, ...held].map((one) => one.quantity))), asText(quantity))
    }
    const entered = sum(fills.map(({ side, quantity }) => (side === 1 ? quantity : negate(quantity))))
    const held = sum(position.lots.map(({ quantity }) => quantity))
    assert.deepEqual(asText(position.trade?.side === -1 ? negate(held) : held), asText(entered))
  })

  holds('what is realised, less what is bound, is the cash', [chains, fillTexts, split], (chain, texts, ratio) => {
    const events = splitHalfway(fillsOf(texts), ratio)
    const { closures, position } = replay(chain, FLAT, events)
    const { net, netBase } = totals(closures)
    const bound = boundIn(position)
    const found = { own: minus(net, bound.own), base: minus(netBase, bound.base) }
    assert.deepEqual(asText(found), asText(cashOf(chain, events)))
  })

  holds('sums by trade are the sums', [chains, fillTexts], (chain, texts) => {
    const { closures, trades } = replay(chain, FLAT, fillsOf(texts))
    for (const trade of trades) {
      const { quantity, ...sums } = totals(closures.filter(({ tradeId }) => tradeId === trade.tradeId))
      const { gross, fees, net, grossBase, feesBase, netBase } = trade
      assert.deepEqual(asText({ gross, fees, net, grossBase, feesBase, netBase }), asText(sums))
      assert.deepEqual(asText(minus(trade.quantityEntered, trade.quantityOpen)), asText(quantity))
    }
    assert.deepEqual(asText(sum(trades.map(({ net }) => net))), asText(totals(closures).net))
  })

  holds('what is converted fill by fill sums to the sum converted', [chains, fillTexts], (chain, texts) => {
    const rate = decimal('1.175')
    const fills = untilFlat(fillsOf(texts)).map((one) => ({ ...one, fxRate: rate }))
    const { gross, fees, net, grossBase, feesBase, netBase } = totals(replay(chain, FLAT, fills).closures)
    const converted = [gross, fees, net].map((amount) => times(amount, rate))
    assert.deepEqual(asText([grossBase, feesBase, netBase]), asText(converted))
  })

  holds(
    'fills at the rates of their days sum to the cash of each day at its rate',
    [chains, fillTexts, fc.array(dayRate, { minLength: 1, maxLength: 5 }), fc.nat()],
    (chain, texts, rates, seed) => {
      const first = dayNumber('2026-03-02')
      const book = createRateBook(rates.flatMap((one, at) => ratesOf(dayText(first + at), one)))
      const plain = untilFlat(fillsOf(texts))
      const dayOf = (at: number): string =>
        dayText(first + Math.floor((at * (rates.length + 1)) / plain.length) + (seed % 2))
      const rated = (at: number): Decimal => book.on('USD', 'CHF', dayOf(at))?.rate ?? assert.fail('no rate')
      const fills = plain.map((one, at) => ({ ...one, fxRate: rated(at) }))
      const days = Map.groupBy(fills.keys(), dayOf)
      const converted = [...days.values()].map((places) => {
        const ofDay = places.flatMap((at) => fills[at] ?? [])
        return times(cashOf(chain, ofDay).own, ofDay[0]?.fxRate ?? ZERO)
      })
      assert.deepEqual(asText(totals(replay(chain, FLAT, fills).closures).netBase), asText(sum(converted)))
    },
  )

  holds(
    'a start from stored rows gives what the whole gives',
    [chains, fillTexts, split, fc.nat()],
    (chain, texts, ratio, seed) => {
      const events = splitHalfway(fillsOf(texts), ratio)
      const at = seed % (events.length + 1)
      const whole = replay(chain, FLAT, events)
      const before = replay(chain, FLAT, events.slice(0, at))
      const after = replay(chain, stored(chain, before), events.slice(at))
      const finished = before.trades.filter(({ status }) => status === 'closed')
      const closures = [...before.closures, ...after.closures]
      const trades = [...finished, ...after.trades]
      assert.deepEqual(asText({ ...after, closures, trades }), asText(whole))
    },
  )
})

function splitHalfway(fills: readonly Fill[], { numerator, denominator }: Record<string, number>): ChainEvent[] {
  const half = Math.ceil(fills.length / 2)
  const part = (value = 1): Decimal => decimal(String(value))
  const event: ChainEvent = { kind: 'split', atMs: 0, numerator: part(numerator), denominator: part(denominator) }
  return [...fills.slice(0, half), event, ...fills.slice(half)]
}

/** A position through the columns of its rows, as the docstring of `replay` says. */
function stored(chain: Chain, { closures, position }: { closures: readonly Closure[]; position: Position }): Position {
  if (position.trade === null) return FLAT
  const lots = position.lots.map((lot) => throughText(lot) as OpenLot)
  const { entryValue: _, exitValue: __, ...row } = throughText(position.trade) as OpenTrade
  const own = closures.filter(({ tradeId }) => tradeId === row.tradeId)
  const exited = sum(own.map(({ exitPrice, quantity }) => times(exitPrice, quantity)))
  const exitValue = times(exited, chain.multiplier)
  const gross = sum(own.map((closure) => closure.gross))
  const entered = minus(exitValue, row.side === 1 ? gross : negate(gross))
  return { lots, trade: { ...row, exitValue, entryValue: plus(entered, sum(lots.map(({ cost }) => cost))) } }
}

function throughText(row: object): unknown {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'object' && value !== null ? decimal(formatDecimal(value as Decimal)) : value,
    ]),
  )
}
