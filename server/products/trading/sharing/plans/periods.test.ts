import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastsMs, periodEnd, worthLeft } from './periods.ts'

const at = (text: string) => new Date(text)

for (const [from, interval, anchor, until] of [
  ['2026-03-10T08:30:15.250Z', 'month', '2026-03-10T08:30:15.250Z', '2026-04-10T08:30:15.250Z'],
  ['2026-01-31T23:59:59.999Z', 'month', '2026-01-31T23:59:59.999Z', '2026-02-28T23:59:59.999Z'],
  ['2026-02-28T23:59:59.999Z', 'month', '2026-01-31T23:59:59.999Z', '2026-03-31T23:59:59.999Z'],
  ['2024-02-29T00:00:00.000Z', 'year', '2024-02-29T00:00:00.000Z', '2025-02-28T00:00:00.000Z'],
] as const)
  test(`a ${interval} that begins at ${from} ends at ${until}`, () => {
    assert.equal(periodEnd(at(from), interval, at(anchor)).toISOString(), until)
  })

const april = { from: at('2026-04-01T00:00:00Z'), until: at('2026-05-01T00:00:00Z'), minor: 3000n }
const may = { from: april.until, until: at('2026-06-01T00:00:00Z'), minor: 3100n }

test('what is left of paid periods is by their time, whole before they begin and nothing after they end', () => {
  assert.equal(worthLeft([april, may], at('2026-03-01T00:00:00Z')), 6100n)
  assert.equal(worthLeft([april, may], at('2026-04-21T00:00:00Z')), 4100n)
  assert.equal(worthLeft([april], at('2026-04-30T23:59:59.999Z')), 0n)
  assert.equal(worthLeft([april, may], at('2026-06-01T00:00:00Z')), 0n)
})

test('what is left lasts of another plan as long as it would have bought, never longer', () => {
  assert.equal(lastsMs(1000n, 2000n, may), 15.5 * 24 * 3_600_000)
  assert.equal(lastsMs(1n, 3n, { from: at('2026-01-01T00:00:00.000Z'), until: at('2026-01-01T00:00:00.100Z') }), 33)
  assert.equal(lastsMs(0n, 2000n, may), 0)
})
