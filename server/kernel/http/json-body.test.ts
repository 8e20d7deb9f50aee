import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../problem.ts'
import { parseJsonBody } from './json-body.ts'

const parse = (text: string): unknown => parseJsonBody(Buffer.from(text))

function refusal(text: string): { code: string; pointer: string | undefined } {
  try {
    parse(text)
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return { code: error.code, pointer: error.errors?.[0]?.pointer }
  }
  throw new assert.AssertionError({ message: `accepted ${text}` })
}

/** Values a body may hold: no name of a prototype, no number that JSON cannot carry exactly, well-formed text without NUL. */
const acceptable = fc.jsonValue({ maxDepth: 6 }).filter((value) => {
  const text = JSON.stringify(value)
  return (
    !/"(?:__proto__|constructor|prototype)":|\\u0000/.test(text) &&
    text.isWellFormed() &&
    !/\\ud[89a-f]/i.test(text) &&
    !hasInexact(value)
  )
})

function hasInexact(value: unknown): boolean {
  if (typeof value === 'number') return /^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInexact)
}

describe('a JSON body', () => {
  test('is what JSON.parse makes of it, for everything that is accepted', () => {
    fc.assert(
      fc.property(acceptable, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        assert.deepEqual(parse(text), JSON.parse(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('is refused as a problem or parsed, whatever the bytes', () => {
    const fragments = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ':',
      ',',
      '1',
      '-',
      'e',
      '.',
      'a',
      '\\u0061',
      '\\ud800',
      'null',
      ' ',
      '\u0000',
      '__proto__',
    )
    const text = fc.array(fragments, { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')))
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          try {
            parseJsonBody(bytes)
          } catch (error) {
            assert.ok(error instanceof Problem && error.status === 400, String(error))
          }
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('never has a property twice, wherever it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z"\\/~ ]{0,6}$/), fc.jsonValue({ maxDepth: 2 }), (key, value) => {
        const name = JSON.stringify(key)
        const between = JSON.stringify(value).replaceAll(/__proto__|constructor|prototype/g, 'p')
        fc.pre(!hasInexact(value))
        assert.equal(refusal(`[{"x":[{${name}:${between},"other key":1,${name}:2}]}]`).code, 'http/duplicate-key')
      }),
    )
  })

  test('never names a prototype, wherever it stands and however it is written', () => {
    for (const key of ['__proto__', '__pr\\u006fto__', 'constructor', 'prototype'])
      for (const text of [`{"${key}":{"admin":true}}`, `[{"a":[{"b":1,"${key}":null}]}]`])
        assert.equal(refusal(text).code, 'http/invalid', text)
  })

  test('may hold 32 levels and not 33', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (depth: number): string => `${open.repeat(depth)}${open === '[' ? '' : '1'}${close.repeat(depth)}`
      assert.ok(parse(nested(32)))
      assert.equal(refusal(nested(33)).code, 'http/too-deep')
    }
  })

  test('names the place of a fault as a JSON Pointer', () => {
    assert.equal(refusal('{"a":[0,{"b/c~d":1e400}]}').pointer, '/a/1/b~1c~0d')
    assert.equal(refusal('{"a":1,"a":2}').pointer, '/a')
    assert.equal(refusal('{"a":["x","\\u0000"]}').pointer, '/a/1')
  })

  test('keeps numbers that are exact and refuses those that are not', () => {
    for (const exact of ['0', '-0', '9007199254740991', '-9007199254740991', '0.1', '1e3', '1E-7', '1.5e300'])
      assert.deepEqual(parse(`{"n":${exact}}`), { n: Number(exact) })
    for (const lost of ['9007199254740992', '1e309', '-1e309', `1${'0'.repeat(30)}`])
      assert.equal(refusal(`{"n":${lost}}`).code, 'http/invalid', lost)
  })
})
