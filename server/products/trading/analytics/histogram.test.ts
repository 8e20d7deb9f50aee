import assert from 'node:assert/strict'
import { test } from 'node:test'
import { histogram } from './histogram.ts'

test('a value lies in the bin whose ends are around it, also where a double falls short of the edge', () => {
  const values = Float64Array.from({ length: 40 }, (_, at) => (at - 15) / 10)
  const bins = histogram(values, 50)
  assert.equal(bins.find(({ from }) => from === 0.3)?.n, 1)
  for (const { from, to, n } of bins) {
    const within = values.filter((value) => value >= (from ?? -Infinity) && value < (to ?? Infinity))
    assert.equal(n, within.length, `${from} to ${to}`)
  }
})
