import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { faultsOf, fieldPath } from '../../console/src/forms/faults.ts'
import { entriesOf, fieldOf } from '../../console/src/forms/fields.ts'
import type { JsonSchema } from '../../console/src/forms/json-schema.ts'
import { objectFromForm, objectToForm } from '../../console/src/forms/values.ts'

const text: JsonSchema = { type: 'string', maxLength: 80 }
const nothing: JsonSchema = { type: 'null' }
const money: JsonSchema = {
  type: 'object',
  properties: { minor: { type: 'string' }, currency: { type: 'string' } },
  required: ['minor', 'currency'],
}

const schema: JsonSchema = {
  type: 'object',
  required: ['title', 'count', 'shown', 'price', 'tags', 'rows', 'place'],
  properties: {
    title: text,
    count: { type: 'integer' },
    shown: { type: 'boolean' },
    price: money,
    tags: { type: 'array', items: text },
    rows: {
      type: 'array',
      items: { type: 'object', required: ['name'], properties: { name: text, at: { type: 'number' } } },
    },
    place: { type: 'object', required: ['city'], properties: { city: text, code: { anyOf: [text, nothing] } } },
    ends: { anyOf: [{ type: 'string', format: 'date-time' }, nothing] },
    note: text,
    own: { type: 'object', additionalProperties: true } as JsonSchema,
  },
}
const entries = entriesOf(schema)

const words = fc.string({ minLength: 1, maxLength: 20 })
const values = fc.record(
  {
    title: words,
    count: fc.integer(),
    shown: fc.boolean(),
    price: fc.record({
      minor: fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }).map(String),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    }),
    tags: fc.array(words, { minLength: 1 }),
    rows: fc.array(
      fc.record(
        { name: words, at: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0) },
        { requiredKeys: ['name'] },
      ),
      { minLength: 1 },
    ),
    place: fc.record({ city: words, code: fc.option(words) }),
    ends: fc.option(fc.constant('2026-11-01T06:00:12.345Z')),
    note: words,
    own: fc.object(),
  },
  { requiredKeys: ['title', 'count', 'shown', 'price', 'tags', 'rows', 'place', 'ends'] },
)

/** As it travels: objects made by the generator have no prototype. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a form of a schema', () => {
  test('sends what it was given as long as nobody touches it', () => {
    fc.assert(
      fc.property(values, (value) =>
        assert.deepEqual(plain(objectFromForm(entries, objectToForm(entries, value))), plain(value)),
      ),
    )
  })

  test('leaves out what is empty, or says null where that is known, and sends an empty text for one that is needed', () => {
    assert.deepEqual(objectFromForm(entries, objectToForm(entries, {})), {
      title: '',
      count: null,
      shown: false,
      price: null,
      tags: [],
      rows: [],
      place: { city: '', code: null },
      ends: null,
    })
  })

  test('never makes a number of a sum, and sends what is no number as it was typed', () => {
    const form = {
      ...objectToForm(entries, {}),
      price: { minor: '1234567890123.45', currency: 'EUR' },
      count: 'twelve',
    }
    const sent = objectFromForm(entries, form)
    assert.deepEqual([sent.price, sent.count], [{ minor: '123456789012345', currency: 'EUR' }, 'twelve'])
  })

  test('tells what is missing and which sum is none, at the path that the server would point to', () => {
    const form = {
      ...objectToForm(entries, { title: 'A', count: 0, place: {}, rows: [{ name: 'one' }, { at: 2 }] }),
      price: { minor: '1.234', currency: 'EUR' },
    }
    assert.deepEqual(Object.keys(faultsOf(entries, form)), ['price.minor', 'tags', 'rows.1.name', 'place.city'])
  })

  test('a fault inside a text or a list of words belongs to the field as a whole, one of a row to its own', () => {
    const paths = ['tags.3', 'rows.1.name', 'price.minor', 'place.city', 'rows', 'own.a.b', 'elsewhere.x']
    assert.deepEqual(
      paths.map((path) => fieldPath(entries, path)),
      ['tags', 'rows.1.name', 'price.minor', 'place.city', 'rows', 'own', 'elsewhere.x'],
    )
  })

  for (const [what, given, kind] of [
    ['a short text', text, 'text'],
    ['a long text', { type: 'string', maxLength: 5000 }, 'long-text'],
    ['a moment', { type: 'string', format: 'date-time' }, 'instant'],
    ['a day', { type: 'string', format: 'date' }, 'text'],
    ['a union of constants', { anyOf: [{ const: 'a' }, { const: 'b' }] }, 'choice'],
    ['an enumeration', { type: 'string', enum: ['a'] }, 'choice'],
    ['an enumeration of numbers', { enum: [1, 2] }, 'unknown'],
    ['several of a choice', { type: 'array', items: { enum: ['a'] } }, 'words'],
    ['several lines', { type: 'array', items: { type: 'string', maxLength: 160 } }, 'list'],
    ['a sum', money, 'money'],
    ['a marked picture', { type: 'string', 'x-content': 'image' }, 'file'],
    ['a marked text', { type: 'object', properties: { type: text }, 'x-content': 'rich-text' }, 'rich-text'],
    ['an object of any properties', { type: 'object' }, 'unknown'],
    ['a union of shapes', { anyOf: [text, { type: 'integer' }] }, 'unknown'],
  ] as const satisfies readonly (readonly [string, JsonSchema, string])[]) {
    test(`${what} is entered as ${kind}`, () => assert.equal(fieldOf(given).kind, kind))
  }

  test('words come from the schema, else from the name of the property', () => {
    const [one, two] = entriesOf({
      properties: { metaTitle: text, b: { ...text, title: 'Second', description: 'why' } },
    })
    assert.deepEqual([one?.label, two?.label, two?.description], ['Meta title', 'Second', 'why'])
  })
})
