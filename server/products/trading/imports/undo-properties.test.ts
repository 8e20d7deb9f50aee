import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import fc from 'fast-check'
import type { Person } from '../../../../test/support/people.ts'
import { holdsThroughServer } from '../../../../test/support/properties.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { derivedOf, imported, undone } from '../../../../test/support/trading-imports.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

/** Few of everything, so that rows are equal, fall on one instant and turn positions round. */
const row = fc
  .record({
    symbol: fc.constantFrom('AAPL', 'MSFT'),
    side: fc.constantFrom('BUY', 'SELL'),
    quantity: fc.integer({ min: 1, max: 2 }),
    price: fc.integer({ min: 100, max: 101 }),
    minute: fc.integer({ min: 10, max: 12 }),
  })
  .map(({ symbol, side, quantity, price, minute }) =>
    [symbol, side, quantity, `${price}.25`, `2026-01-05 10:${minute}:00`, '0.1'].join(','),
  )
const rows = fc.array(row, { minLength: 1, maxLength: 8, size: 'max' })
const textOf = (lines: readonly string[]): string => `Symbol,Side,Quantity,Price,Date,Commission\n${lines.join('\n')}\n`

/** How many rows of a file are not among those of another: three equal ones are three. */
function newIn(lines: readonly string[], known: readonly string[]): number {
  const counts = Map.groupBy(known, (line) => line)
  const groups = Map.groupBy(lines, (line) => line)
  return [...groups].reduce((sum, [line, all]) => sum + Math.max(0, all.length - (counts.get(line)?.length ?? 0)), 0)
}

describe('of any two files', () => {
  holdsThroughServer(
    'the second makes what is new in it in any order of its rows, and undoing each leaves what was derived before to the byte',
    [rows, rows, fc.func(fc.nat())],
    async (first, more, place) => {
      const { id: accountId } = await addAccount(trader)
      const states = [await derivedOf(server, accountId)]
      const second = [...first, ...more]
        .map((line, at) => ({ line, at: place(at) }))
        .sort((one, other) => one.at - other.at)
        .map(({ line }) => line)
      const batches: string[] = []
      for (const [lines, known] of [
        [first, []],
        [second, first],
      ] as const) {
        const { id, counts } = await imported(server, trader, { accountId, text: textOf(lines) })
        assert.equal(counts.created, newIn(lines, known))
        batches.push(id)
        states.push(await derivedOf(server, accountId))
      }
      for (const id of batches.toReversed()) {
        states.pop()
        await undone(server, trader, id)
        assert.equal(await derivedOf(server, accountId), states.at(-1))
      }
    },
  )
})
