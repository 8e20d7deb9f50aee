import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { firstFree, slugFrom } from './slug.ts'

describe('an address part', () => {
  const cases: readonly [string, string][] = [
    ['Hello, World!', 'hello-world'],
    ["The client's  brief", 'the-clients-brief'],
    ['Größe & Übermut', 'grosse-ubermut'],
    ['Привет, мир', 'privet-mir'],
    ['Đặng Thị', 'dang-thi'],
    ['ﬁnal Ⅷ', 'final-viii'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'full-width'],
    ['--a--b--', 'a-b'],
    ['\u200b\u0000', ''],
    ['x'.repeat(100), 'x'.repeat(80)],
    [`${'x'.repeat(79)} y`, 'x'.repeat(79)],
  ]
  for (const [text, slug] of cases)
    test(`of ${JSON.stringify(text.slice(0, 20))} is ${slug.slice(0, 20)}`, () => assert.equal(slugFrom(text), slug))

  test('is well formed for every text, and of itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const slug = slugFrom(text)
        assert.match(slug, /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/)
        assert.ok(slug.length <= 80)
        assert.equal(slugFrom(slug), slug)
      }),
    )
  })

  test('is counted up from two until it is free, and stays within its length', () => {
    const taken = new Set(['a', 'a-2', 'x'.repeat(80)])
    assert.equal(
      firstFree('a', (slug) => taken.has(slug)),
      'a-3',
    )
    assert.equal(
      firstFree('x'.repeat(80), (slug) => taken.has(slug)),
      `${'x'.repeat(78)}-2`,
    )
  })
})
