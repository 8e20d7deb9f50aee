import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Type } from 'typebox'
import { type FieldFault, Problem } from '../problem.ts'
import { idOf, line, nullable, object, oneOf, pageQuery } from './schema.ts'
import { compileQueryReader, compileValidator } from './validate.ts'

function faults(validate: (value: unknown) => void, value: unknown): readonly FieldFault[] {
  try {
    validate(value)
  } catch (error) {
    assert.ok(error instanceof Problem && error.code === 'http/invalid')
    return error.errors ?? []
  }
  return []
}

const shown = (list: readonly FieldFault[]): string[] => list.map(({ pointer, code }) => `${pointer} ${code}`)

describe('a validator', () => {
  const body = compileValidator(
    object({
      id: idOf('thing'),
      name: line(10),
      kind: oneOf(['a', 'b']),
      note: Type.Optional(nullable(line(5))),
      tags: Type.Optional(Type.Array(object({ 'a/b': Type.Integer({ minimum: 1 }) }), { maxItems: 2 })),
    }),
    'body',
  )
  const good = { id: '01a1fbea-df40-7000-8000-000000000000', name: 'x', kind: 'a' }

  test('accepts what the schema says', () => {
    for (const value of [good, { ...good, note: null }, { ...good, note: 'abc', tags: [{ 'a/b': 1 }] }])
      assert.deepEqual(faults(body, value), [])
  })

  test('names every fault by place and code', () => {
    assert.deepEqual(shown(faults(body, {})).sort(), ['/id required', '/kind required', '/name required'])
    assert.deepEqual(shown(faults(body, { ...good, kind: 'c', name: '', extra: 1 })).sort(), [
      '/extra unknown-property',
      '/kind not-a-choice',
      '/name pattern',
      '/name too-short',
    ])
    assert.deepEqual(shown(faults(body, { ...good, tags: [{ 'a/b': 0 }] })), ['/tags/0/a~1b too-small'])
    assert.deepEqual(shown(faults(body, { ...good, 'x/y~z': 1 })), ['/x~1y~0z unknown-property'])
  })

  test('takes an id in its one spelling only', () => {
    for (const id of [good.id.toUpperCase(), `urn:uuid:${good.id}`, `{${good.id}}`, good.id.replaceAll('-', ''), ''])
      assert.deepEqual(shown(faults(body, { ...good, id })), ['/id format'], id)
  })

  test('takes an instant that there is, and no leap second, which no clock here knows', () => {
    const moment = compileValidator(object({ at: Type.String({ format: 'date-time' }) }), 'body')
    for (const at of ['2016-12-31T23:59:59Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59.999Z'])
      assert.deepEqual(faults(moment, { at }), [], at)
    for (const at of ['2016-12-31T23:59:60Z', '2023-02-29T00:00:00Z', '2024-01-01', '2024-01-01T00:00:00', 'now', ''])
      assert.deepEqual(shown(faults(moment, { at })), ['/at format'], at)
  })

  test('takes a line without control characters, line breaks, bidirectional overrides or white space around it', () => {
    for (const name of ['a b', '\u05d0\u05d1', '\ud83d\ude00', "O'Hara", 'a\u200db', '\u00e9'])
      assert.deepEqual(faults(body, { ...good, name }), [], name)
    for (const name of [
      ' a',
      'a ',
      'a\nb',
      'a\rb',
      'a\tb',
      'a\u0007',
      '\u001b[31m',
      'a\u202eb',
      '\u2066a',
      'a\u2028b',
      'a\u0085b',
      '\u00a0a',
    ])
      assert.deepEqual(shown(faults(body, { ...good, name })), ['/name pattern'], JSON.stringify(name))
  })

  test('tells at most 50 faults', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`k${at}`, 1]))
    assert.equal(faults(body, { ...good, ...many }).length, 50)
  })
})

describe('a query', () => {
  const schema = object({
    ...pageQuery,
    flag: Type.Optional(Type.Boolean()),
    rate: Type.Optional(Type.Number()),
    tags: Type.Optional(Type.Array(Type.String())),
  })
  const reader = compileQueryReader(schema)
  const validate = compileValidator(schema, 'query')
  const read = (query: Record<string, unknown>): { value: Record<string, unknown>; faults: string[] } => {
    const value = reader(query)
    const found = shown(faults(validate, value))
    return { value: { ...value }, faults: found }
  }

  test('is read by the types that are declared', () => {
    assert.deepEqual(read({ limit: '20', flag: 'true', rate: '-1.50', tags: 'a' }), {
      value: { limit: 20, flag: true, rate: -1.5, tags: ['a'] },
      faults: [],
    })
    assert.deepEqual(read({ flag: 'false', tags: ['a', 'b'] }).value, { limit: 20, flag: false, tags: ['a', 'b'] })
  })

  test('takes nothing for a number or a boolean that is not written as one', () => {
    for (const limit of [
      '1e3',
      ' 1',
      '1 ',
      '+1',
      '0x10',
      '',
      '1.0',
      '99999999999999999999',
      'NaN',
      '\uff11',
      ['1', '2'],
    ])
      assert.deepEqual(read({ limit }).faults, ['?limit type'], String(limit))
    for (const flag of ['1', '0', 'yes', 'TRUE', '']) assert.deepEqual(read({ flag }).faults, ['?flag type'], flag)
  })

  test('refuses names that are not declared, those of prototypes too', () => {
    const own = (name: string, value: unknown): Record<string, unknown> =>
      Object.defineProperty(Object.create(null), name, { value, enumerable: true })
    for (const name of ['other', 'constructor', 'toString'])
      assert.deepEqual(read(own(name, '1')).faults, [`?${name} unknown-property`])
    for (const value of ['1', ['1', '2']])
      assert.deepEqual(shown(faults(validate, reader(own('__proto__', value)))), ['?__proto__ unknown-property'])
  })
})
