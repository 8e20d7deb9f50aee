import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../test/support/properties.ts'
import { type PlacedRow, placeAfter, placed, sequenceOf } from './placing.ts'

/** A stretch of one instant that a file tells of, from old to new or the other way, and how many rows of others stand before it. */
interface Told {
  readonly names: readonly string[]
  readonly isNewestFirst: boolean
  readonly rowsBefore: number
}

const ROW = 8

/** Where fills are after one import and then the next. */
function afterImports(files: readonly Told[], first = 1): Map<string, bigint> {
  const there = new Map<string, bigint>()
  for (const [at, { names, isNewestFirst, rowsBefore }] of files.entries()) {
    const place = first + at
    const inFile = isNewestFirst ? names.toReversed() : names
    const rows = inFile.map((id, row): PlacedRow => {
      const order = (isNewestFirst ? -1 : 1) * (rowsBefore + row + 1) * ROW
      return { id, order, sequence: there.get(id) ?? null }
    })
    const moved = placed(rows, [...there.values()], place)
    for (const { id, order, sequence } of rows)
      if (sequence === null) there.set(id, moved.get(id) ?? sequenceOf(place, order))
  }
  return there
}

const inOrder = (there: ReadonlyMap<string, bigint>): string[] =>
  [...there].sort(([, one], [, other]) => (one < other ? -1 : 1)).map(([id]) => id)

const day = Array.from({ length: 12 }, (_, at) => `fill ${at}`)
const file = fc.record({
  from: fc.nat({ max: 11 }),
  length: fc.integer({ min: 1, max: 12 }),
  isNewestFirst: fc.boolean(),
  rowsBefore: fc.nat({ max: 4_000_000 }),
})
const files = fc.array(file, { minLength: 1, maxLength: 5, size: 'max' })

/** Files of which each has a fill of those before it, as exports of growing or sliding times have. */
function overlapping(drawn: readonly (typeof file extends fc.Arbitrary<infer One> ? One : never)[]): Told[] {
  let [from, until] = [12, 0]
  return drawn.flatMap(({ from: begin, length, ...rest }) => {
    const end = Math.min(12, begin + length)
    if (from < until && (end <= from || begin >= until)) return []
    from = Math.min(from, begin)
    until = Math.max(until, end)
    return [{ names: day.slice(begin, end), ...rest }]
  })
}

describe('fills of one instant that several files tell of', () => {
  holds(
    'are in the order of one file that tells of all of them',
    [files, fc.integer({ min: 1, max: 500_000 })],
    (drawn, first) => {
      const told = overlapping(drawn)
      const there = afterImports(told, first)
      assert.deepEqual(
        inOrder(there),
        day.filter((name) => there.has(name)),
      )
      for (const sequence of there.values()) assert.ok(Number.isSafeInteger(Number(sequence)))
    },
  )

  holds('stay where they are when another file comes', [files], (drawn) => {
    const told = overlapping(drawn)
    const before = afterImports(told.slice(0, -1))
    const later = afterImports(told)
    assert.deepEqual(new Map([...later].filter(([id]) => before.has(id))), before)
  })

  holds(
    'that none tells of together are in the order of the imports',
    [fc.nat({ max: 4_000_000 }), fc.boolean()],
    (rows, way) => {
      const told = [['b', 'c'], ['a']].map((names) => ({ names, isNewestFirst: way, rowsBefore: rows }))
      assert.deepEqual(inOrder(afterImports(told)), ['b', 'c', 'a'])
    },
  )

  test('are put between rows of an import from before there were places', () => {
    const there = [8n, 24n]
    const rows = [
      { id: 'a', order: 8, sequence: 8n },
      { id: 'b', order: 16, sequence: null },
      { id: 'c', order: 24, sequence: 24n },
      { id: 'd', order: 32, sequence: null },
    ]
    assert.deepEqual([...placed(rows, there, 1)], [['b', 16n]])
    assert.ok(sequenceOf(1, 32) > 24n)
    assert.equal(sequenceOf(null, 32), 32n)
  })

  test('come after what was there in another way', () => {
    for (const sequence of [0n, 800n, 2n ** 40n, sequenceOf(7, 4_000_000), sequenceOf(7, -4_000_000)])
      assert.ok(sequenceOf(placeAfter(sequence) + 1, -8 * 4_000_000) > sequence)
    const rows = [
      { id: 'a', order: 8, sequence: 2n ** 50n },
      { id: 'b', order: 16, sequence: null },
    ]
    assert.ok((placed(rows, [2n ** 50n], 3).get('b') ?? 0n) > 2n ** 50n)
  })
})
