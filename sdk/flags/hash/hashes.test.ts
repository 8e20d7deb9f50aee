import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { Json } from '../model.ts'
import { pointOf } from './buckets.ts'
import { createByteWriter, writeUtf8 } from './byte-writer.ts'
import { writeCbor } from './cbor.ts'
import { fnv1a } from './fnv1a.ts'
import { md5 } from './md5.ts'
import { murmur3 } from './murmur3.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('CBOR is as RFC 8949 writes it, appendix A, and its maps are sorted by their encoded keys', () => {
  const cases: readonly [value: Json, encoded: string][] = [
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [1000, '1903e8'],
    [1_000_000, '1a000f4240'],
    [1_000_000_000_000, '1b000000e8d4a51000'],
    [-1, '20'],
    [-1000, '3903e7'],
    [-(2 ** 63), '3b7fffffffffffffff'],
    [-0, '00'],
    [1.5, 'f93e00'],
    [2 ** -24, 'f90001'],
    [2 ** -14, 'f90400'],
    [100_000.5, 'fa47c35040'],
    [1.1, 'fb3ff199999999999a'],
    [1e300, 'fb7e37e43c8800759c'],
    [2 ** 64, 'fa5f800000'],
    [false, 'f4'],
    [null, 'f6'],
    ['IETF', '6449455446'],
    ['\u00fc', '62c3bc'],
    ['\ud800', '63efbfbd'],
    ['x'.repeat(24), `7818${'78'.repeat(24)}`],
    ['\u6c34'.repeat(8), `7818${'e6b0b4'.repeat(8)}`],
    [[1, [2, 3]], '8201820203'],
    [{ aa: 1, b: [2], c: 0 }, 'a36162810261630062616101'],
  ]
  for (const [value, encoded] of cases) {
    const writer = createByteWriter()
    writeCbor(writer, value)
    assert.equal(hex(writer.bytes.slice(0, writer.length)), encoded, JSON.stringify(value))
  }
})

test('the hashes answer their published values', () => {
  const murmur = (text: string): number => {
    const writer = createByteWriter()
    return murmur3(writer.bytes, writeUtf8(writer, text))
  }
  assert.deepEqual(
    ['', 'hello', 'hello, world', 'The quick brown fox jumps over the lazy dog'].map(murmur),
    [0, 0x248bfa47, 0x149bbb7f, 0x2e4ff723],
  )
  assert.deepEqual(
    ['', 'a', 'foobar'].map((text) => fnv1a(text)),
    [0x811c9dc5, 0xe40c292c, 0xbf9cf968],
  )
  for (const text of ['', 'abc', '\u00fc\u7528', ...[55, 56, 63, 64, 300].map((length) => 'y'.repeat(length))]) {
    const digest = md5(text).map((word) => word.toString(16).padStart(8, '0'))
    assert.equal(digest.join(''), createHash('md5').update(text).digest('hex'))
  }
})

test('buckets of fractional v3, worked out beside it from the published decision', () => {
  const point = pointOf('fractional-v3', 'salt', 100_000)
  const values: readonly Json[] = ['user-1', '\u7528\u6237\u4e00', 42, 1.5, '']
  assert.deepEqual(values.map(point), [64703, 77020, 11448, 14130, 13932])
})

test('totals up to 2^31 - 1 are exact', () => {
  const [small, large] = [pointOf('fractional-v3', 's', 2 ** 21), pointOf('fractional-v3', 's', 2 ** 31 - 1)]
  for (let at = 0; at < 1000; at += 1) {
    const share = large(at) / (2 ** 31 - 1) - small(at) / 2 ** 21
    assert.ok(share >= -1e-9 && share < 2 ** -20, String(at))
  }
})
