import assert from 'node:assert/strict'
import { describe } from 'node:test'
import fc from 'fast-check'
import { pieces, rowsOf, shipped } from '../../../../../test/support/broker-files.ts'
import { holds } from '../../../../../test/support/properties.ts'
import { decimal } from '../../../../kernel/decimal.ts'
import { asId } from '../../../../kernel/id.ts'
import { replay } from '../../ledger/matching/engine.ts'
import { asText } from '../../ledger/matching/fills.test-support.ts'
import { type Fill, FLAT } from '../../ledger/matching/position.ts'
import { matchingMethods } from '../../ledger/tables.ts'
import type { FillRecord } from '../canonical.ts'

const generic = shipped('generic-executions')
const row = fc.record({
  side: fc.constantFrom('BUY', 'SELL'),
  quantity: fc.integer({ min: 1, max: 90 }),
  price: fc.integer({ min: 1, max: 9999 }),
  minute: fc.integer({ min: 10, max: 59 }),
  copies: fc.integer({ min: 1, max: 3 }),
})
/** Of one minute only what is equal: which of two others came first is the broker's to say. */
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 12, size: 'max', selector: ({ minute }) => minute })

async function fillsOf(lines: readonly string[]): Promise<FillRecord[]> {
  const read = await rowsOf(pieces(`Symbol,Side,Quantity,Price,Date,Commission\n${lines.join('\n')}\n`), generic)
  return read
    .flatMap((one) => (one.outcome === 'read' ? one.records : []))
    .filter((record) => record.type === 'fill')
    .sort((one, other) => one.executedAt.getTime() - other.executedAt.getTime() || one.order - other.order)
}

function matched(fills: readonly FillRecord[], method: (typeof matchingMethods)[number]): unknown {
  const events = fills.map(({ side, quantity, price, fees, executedAt }, at): Fill => {
    const named = { executionId: asId<'execution'>(`e-${at}`), lineageId: asId<'execution'>(`l-${at}`) }
    const atMs = executedAt.getTime()
    return { kind: 'fill', ...named, side, quantity, price, fees, fxRate: decimal('1'), atMs }
  })
  return asText(replay({ method, multiplier: decimal('1') }, FLAT, events))
}

describe('a file', () => {
  holds(
    'with its rows in any order comes to the same closures, trades and lots',
    [rows, fc.func(fc.nat()), fc.constantFrom(...matchingMethods)],
    async (told, place, method) => {
      const lines = told.flatMap(({ side, quantity, price, minute, copies }) =>
        Array.from({ length: copies }, () => `AAPL,${side},${quantity},${price}.5,2026-01-05 10:${minute}:00,0.3`),
      )
      const others = lines
        .map((line, at) => ({ line, at: place(line, at) }))
        .sort((one, other) => one.at - other.at)
        .map(({ line }) => line)
      const [written, shuffled] = [await fillsOf(lines), await fillsOf(others)]
      assert.equal(written.length, lines.length)
      assert.deepEqual(matched(shuffled, method), matched(written, method))
    },
  )
})
