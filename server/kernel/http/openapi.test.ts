import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type TSchema, Type } from 'typebox'
import { followed } from '../../../test/support/contract.ts'
import { openApiDocument } from './openapi.ts'
import { docsPage } from './pages.ts'
import { type Route, route } from './route.ts'
import { named, namedObject, nullable, object, oneOf, page } from './schema.ts'

function posting(id: string, body: TSchema, answer: TSchema = body): Route {
  const path = `/api/${id.replace('.', '/')}`
  return route(
    {
      ...{ id, method: 'POST', path, summary: `Does ${id}.`, policy: { access: 'public', rate: 'write' } },
      schema: { body, response: { 200: answer } },
    },
    async () => undefined,
  )
}

interface Document extends Record<string, unknown> {
  readonly components: { readonly schemas: Record<string, object> }
}

const documentOf = (...routes: Route[]): Document =>
  JSON.parse(JSON.stringify(openApiDocument(routes, '1.2.3', ['http/invalid'])))

/** The schemas of what goes in and what comes out. */
function inAndOut(document: Document, path: string): unknown[] {
  const { post } = (document.paths as Record<string, Record<string, Record<string, unknown>>>)[path] ?? {}
  const { requestBody, responses } = post as Record<string, { content: object; 200: { content: object } }>
  return [requestBody?.content, responses?.[200].content].map((content) => Object.values(content ?? {})[0].schema)
}

describe('a named shape', () => {
  const leaf = namedObject('Leaf', { length: Type.Number() })
  const tree = namedObject('Tree', { leaf: nullable(leaf), leaves: Type.Array(leaf) })
  const toLeaf = { $ref: '#/components/schemas/Leaf' }

  test('stands in the document once, however often it is used, also within others', () => {
    const document = documentOf(posting('a.one', tree), posting('a.two', leaf, page(leaf)))
    assert.deepEqual(inAndOut(document, '/api/a/one'), Array(2).fill({ $ref: '#/components/schemas/Tree' }))
    assert.deepEqual(inAndOut(document, '/api/a/two'), [toLeaf, { $ref: '#/components/schemas/LeafPage' }])
    const { Leaf, LeafPage, Tree, ...others } = document.components.schemas
    assert.deepEqual(Leaf, JSON.parse(JSON.stringify(leaf)))
    assert.deepEqual(Object.keys(others), ['Problem'])
    assert.deepEqual(Tree, {
      type: 'object',
      required: ['leaf', 'leaves'],
      properties: { leaf: { anyOf: [toLeaf, { type: 'null' }] }, leaves: { type: 'array', items: toLeaf } },
      additionalProperties: false,
    })
    assert.match(
      JSON.stringify(LeafPage),
      /"items":\{"type":"array","items":\{"\$ref":"#\/components\/schemas\/Leaf"\}\}/,
    )
  })

  test('says with its references followed what it would say without names', () => {
    const plainLeaf = object({ length: Type.Number() })
    const plainTree = object({ leaf: nullable(plainLeaf), leaves: Type.Array(plainLeaf) })
    const { paths } = followed(documentOf(posting('a.one', tree, page(leaf))))
    assert.deepEqual(paths, followed(documentOf(posting('a.one', plainTree, page(plainLeaf)))).paths)
  })

  test('leaves its description to the place where it is used', () => {
    const document = documentOf(posting('a.one', object({ leaf: { ...leaf, description: 'The first' } }), leaf))
    assert.deepEqual(inAndOut(document, '/api/a/one'), [
      {
        ...JSON.parse(JSON.stringify(object({ leaf: Type.Null() }))),
        properties: { leaf: { ...toLeaf, description: 'The first' } },
      },
      toLeaf,
    ])
  })

  test('is made twice alike without harm, and not in two ways', () => {
    const again = namedObject('Leaf', { length: Type.Number() })
    assert.doesNotThrow(() => documentOf(posting('a.one', leaf, again)))
    for (const other of [namedObject('Leaf', { length: Type.Integer() }), { ...leaf, required: [] }])
      assert.throws(
        () => documentOf(posting('a.one', leaf, other)),
        /^TypeError: two different shapes are named Leaf: /,
      )
    const problem = namedObject('Problem', {})
    assert.throws(() => documentOf(posting('a.one', problem)), /two different shapes are named Problem/)
  })

  test('is another shape when it may be null', () => {
    const colour = named('Colour', oneOf(['red', 'blue']))
    const document = documentOf(posting('a.one', colour, nullable(colour)))
    assert.deepEqual(inAndOut(document, '/api/a/one'), [
      { $ref: '#/components/schemas/Colour' },
      { type: ['string', 'null'], enum: ['red', 'blue', null] },
    ])
  })

  test('has a name that is one word in every language', () => {
    for (const name of ['leaf', 'A leaf', '', 'Leaf/Tree', 'Leaf-Tree'])
      assert.throws(() => named(name, Type.String()), /is no name of a shape/)
  })

  test('is where the page of the contract leads to', () => {
    const html = docsPage(documentOf(posting('a.one', tree)))
    assert.match(html, /<a href="#Leaf">#\/components\/schemas\/Leaf<\/a>/)
    assert.match(html, /<h3 id="Leaf">Leaf<\/h3><pre>\{/)
  })
})
