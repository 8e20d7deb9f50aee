import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { catalogue } from './faults/catalogue/catalogue.ts'
import { unfounded } from './support/cited-tests.ts'

const through = (letter: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => `${letter}${first + at}`)

/** What the server is held to; the rest of the numbers are of parts that do not exist. */
const EXPECTED = [
  ...through('F', 1, 12),
  ...through('F', 16, 25),
  ...through('F', 32, 47),
  ...through('F', 50, 53),
  ...through('F', 55, 63),
  ...through('S', 1, 24),
  ...through('J', 25, 43),
  ...through('M', 44, 51),
  ...through('P', 52, 80),
  ...through('T', 81, 86),
]

describe('the catalogue of faults', () => {
  test('holds every case once', () => {
    assert.deepEqual(
      catalogue.map(({ id }) => id),
      EXPECTED,
    )
  })

  test('names tests that exist', () => {
    assert.deepEqual(unfounded(catalogue.flatMap(({ proofs }) => proofs)), [])
  })

  test('shows each case by a test, or says what is open', () => {
    const silent = catalogue.filter(({ proofs, open }) => proofs.length === 0 && open === undefined)
    assert.deepEqual(silent, [])
  })

  test('would be refused with a test that nobody wrote, in a file that is not there or one that is', () => {
    const own = 'test/fault-catalogue.test.ts'
    assert.deepEqual(unfounded([{ file: own, test: 'holds every case once' }]), [])
    const invented = ['holds every case', 'twice'].join(' ')
    assert.deepEqual(unfounded([{ file: own, test: invented }]), [`no test in ${own} is named: ${invented}`])
    assert.deepEqual(unfounded([{ file: 'test/nowhere.test.ts', test: invented }]), [
      'there is no test/nowhere.test.ts',
    ])
  })
})
