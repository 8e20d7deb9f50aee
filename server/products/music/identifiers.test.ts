import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { gtinCheckDigit, normaliseGtin, normaliseIsrc } from './identifiers.ts'

type Vectors = {
  isrc: { valid: string[]; normalized: string[]; invalid: string[] }
  gtin: { valid: string[]; invalid: string[] }
}
const vectors: Vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../test/fixtures/music/identifiers.json'), 'utf8'),
)

test('normalises every valid ISRC of the vectors', () => {
  assert.deepEqual(vectors.isrc.valid.map(normaliseIsrc), vectors.isrc.normalized)
})

test('refuses every invalid ISRC of the vectors and hyphens in odd places', () => {
  const wrong = [...vectors.isrc.invalid, 'USS-1Z-26-00001', 'US-S1Z-2600001', 'US--S1Z-26-00001', 'ÜSS1Z2600001']
  assert.deepEqual(
    wrong.filter((isrc) => normaliseIsrc(isrc) !== null),
    [],
  )
})

test('reads an ISRC behind its name', () => assert.equal(normaliseIsrc('ISRC US-S1Z-26-00001'), 'USS1Z2600001'))

test('accepts every valid UPC and EAN of the vectors', () => {
  assert.deepEqual(vectors.gtin.valid.map(normaliseGtin), vectors.gtin.valid)
  assert.equal(normaliseGtin(' 0 36000-29145 2 '), '036000291452')
})

test('refuses every invalid UPC and EAN of the vectors', () => {
  assert.deepEqual(
    vectors.gtin.invalid.filter((gtin) => normaliseGtin(gtin) !== null),
    [],
  )
})

test('finds every single wrong digit of a UPC', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 11 })
  fc.assert(
    fc.property(digits, fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 9 }), (stem, at, change) => {
      const upc = `${stem.join('')}${gtinCheckDigit(stem.join(''))}`
      const wrong = [...upc].map((digit, index) => (index === at ? (Number(digit) + change) % 10 : digit)).join('')
      return normaliseGtin(upc) === upc && normaliseGtin(wrong) === null
    }),
  )
})
