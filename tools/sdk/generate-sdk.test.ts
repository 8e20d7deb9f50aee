import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { generateSdk } from './generate-sdk.ts'
import type { JsonSchema, OpenApiDocument, OpenApiOperation } from './openapi.ts'
import { typeOf } from './schema-type.ts'

const sdk = join(import.meta.dirname, '..', '..', 'sdk')
const example: OpenApiDocument = JSON.parse(await readFile(join(import.meta.dirname, 'example.openapi.json'), 'utf8'))

const folder = await mkdtemp(join(tmpdir(), 'plinth-generate-sdk-'))
after(() => rm(folder, { recursive: true }))

describe('the type of a schema', () => {
  const cases: Record<string, [JsonSchema, string]> = {
    anything: [{}, 'unknown'],
    'anything, described': [{ description: 'free', default: 1 }, 'unknown'],
    true: [true, 'unknown'],
    false: [false, 'never'],
    'an integer': [{ type: 'integer' }, 'number'],
    bytes: [{ type: 'string', format: 'binary' }, 'Blob'],
    'a text with a format': [{ type: 'string', format: 'date-time' }, 'string'],
    'a constant': [{ const: 3 }, '3'],
    'an enum with null': [{ enum: ['a', 1, true, null] }, "'a' | 1 | true | null"],
    'a text with quotes': [{ const: `it's "so"` }, `'it\\'s "so"'`],
    'several types': [{ type: ['string', 'null'] }, 'string | null'],
    nullable: [{ type: 'string', nullable: true }, 'string | null'],
    'a union, flat and without doubles': [
      { anyOf: [{ type: 'string' }, { oneOf: [{ type: 'null' }, { type: 'string' }] }] },
      'string | null',
    ],
    'a union with anything': [{ anyOf: [{ type: 'string' }, {}] }, 'unknown'],
    'an intersection': [{ allOf: [{ $ref: '#/components/schemas/A' }, { enum: ['x', 'y'] }] }, "A & ('x' | 'y')"],
    'an array of a union': [{ type: 'array', items: { enum: ['x', 'y'] } }, "('x' | 'y')[]"],
    'an array of anything': [{ type: 'array' }, 'unknown[]'],
    'a tuple': [{ prefixItems: [{ type: 'number' }, { type: 'string' }] }, '[number, string]'],
    'a record': [{ type: 'object', additionalProperties: { type: 'integer' } }, 'Record<string, number>'],
    'a record by pattern': [{ type: 'object', patternProperties: { '^a': { type: 'null' } } }, 'Record<string, null>'],
    'an open object': [{ type: 'object' }, 'Record<string, unknown>'],
    'an empty object': [{ type: 'object', additionalProperties: false }, 'Record<string, never>'],
    'an object that takes more': [
      { type: 'object', properties: { 'a-b': { type: 'null' } }, additionalProperties: true },
      "{\n  'a-b'?: null\n} & Record<string, unknown>",
    ],
  }
  for (const [name, [schema, type]] of Object.entries(cases)) {
    test(name, () => assert.equal(typeOf(schema, { acceptsUndefined: false, binary: 'Blob' }), type))
  }

  for (const schema of [{ type: 'text' }, { not: {} }, { $ref: 'other.json#/A' }, { const: { a: 1 } }]) {
    test(`${JSON.stringify(schema)} is refused`, () => {
      assert.throws(
        () => typeOf(schema as JsonSchema, { acceptsUndefined: false, binary: 'Blob' }),
        /no (literal )?type/,
      )
    })
  }
})

describe('the generated file', () => {
  test('of the example is the one that the tests of the sdk run on', async () => {
    const text = await readFile(join(sdk, 'testing', 'example.gen.ts'), 'utf8')
    assert.equal(generateSdk(example, { operationModule: '../operation.ts' }), text)
  })

  test('does not depend on the order of paths and components', () => {
    const reversed = <Value>(record: Readonly<Record<string, Value>> = {}): Record<string, Value> =>
      Object.fromEntries(Object.entries(record).reverse())
    const turned = {
      ...example,
      paths: reversed(example.paths),
      components: { schemas: reversed(example.components?.schemas) },
    }
    assert.notEqual(JSON.stringify(turned), JSON.stringify(example))
    assert.equal(generateSdk(turned), generateSdk(example))
  })

  test('has a second type for a component that may be sent with undefined, and for what holds it, where they are sent', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
    const leaf = { type: 'object', properties: { note: { type: 'string' } } }
    const tree = { type: 'object', required: ['leaf'], properties: { leaf: ref('Leaf') } }
    const stone = { type: 'object', required: ['weight'], properties: { weight: { type: 'number' } } }
    const content = { 'application/json': { schema: { type: 'array', items: { anyOf: [ref('Tree'), ref('Stone')] } } } }
    const post = {
      operationId: 'a.b',
      'x-permission': 'public',
      requestBody: { content },
      responses: { 200: { content } },
    }
    const schemas = { Leaf: leaf, Tree: tree, Stone: stone, Unsent: leaf }
    const text = generateSdk({ openapi: '3.1.0', paths: { '/a': { post } }, components: { schemas } })
    const lines = text.split('\n').map((line) => line.trim())
    const types = lines.filter((line) => /^export type (Leaf|Tree|Stone|Unsent|AB)|note|leaf\?|leaf:|body/.test(line))
    assert.deepEqual(types.slice(0, 11), [
      ...['export type Leaf = {', 'note?: string', 'export type Stone = {'],
      ...['export type Tree = {', 'leaf: Leaf', 'export type Unsent = {', 'note?: string'],
      ...['export type LeafSent = {', 'note?: string | undefined', 'export type TreeSent = {', 'leaf: LeafSent'],
    ])
    assert.match(text, /body\?: \(TreeSent \| Stone\)\[\]/)
    assert.match(text, /export type ABAnswer = \(Tree \| Stone\)\[\]/)
  })

  test('says everything without any', () => {
    assert.doesNotMatch(generateSdk(example), /\bany\b/)
  })

  test('compiles, and what the contract does not allow does not', async () => {
    await writeFile(join(folder, 'generated.ts'), generateSdk(example))
    await copyFile(join(sdk, 'operation.ts'), join(folder, 'operation.ts'))
    await writeFile(join(folder, 'use.ts'), use.join('\n'))
    const compilerOptions = {
      ...{ target: 'ES2024', lib: ['ES2024', 'DOM'], types: [], module: 'NodeNext', strict: true, noEmit: true },
      ...{ exactOptionalPropertyTypes: true, allowImportingTsExtensions: true, erasableSyntaxOnly: true },
      ...{ noUnusedLocals: true, verbatimModuleSyntax: true },
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    assert.equal(await tsc(folder), '')
  })
})

describe('a document that the client cannot be made of is refused by name', () => {
  const fine: OpenApiOperation = { operationId: 'ops.ping', 'x-permission': 'public', responses: { 204: {} } }
  const { operationId: _, ...nameless } = fine
  const { 'x-permission': __, ...unguarded } = fine
  const cases: Record<string, [OpenApiDocument['paths'], RegExp]> = {
    'no operationId': [{ '/a': { get: nameless } }, /^TypeError: GET \/a: operationId "" is not unit\.verb$/],
    'an operationId that is not unit.verb': [{ '/a': { get: { ...fine, operationId: 'ping' } } }, /"ping" is not unit/],
    'the same operationId twice': [
      { '/a': { get: fine }, '/b': { get: fine } },
      /\/b: a second operation .* ops\.ping/,
    ],
    'no policy': [{ '/a': { post: unguarded } }, /POST \/a: has no x-permission/],
    'an unknown idempotency': [{ '/a': { get: { ...fine, 'x-idempotent': 'yes' } } }, /x-idempotent "yes"/],
    'no success': [{ '/a': { get: { ...fine, responses: { default: {} } } } }, /exactly one 2xx/],
    'two successes': [{ '/a': { get: { ...fine, responses: { 200: {}, 201: {} } } } }, /exactly one 2xx/],
  }
  for (const [name, [paths, message]] of Object.entries(cases)) {
    test(name, () => assert.throws(() => generateSdk({ openapi: '3.1.0', paths }), message))
  }

  test('two types of one name', () => {
    const components = { schemas: { OpsPingInput: { type: 'string' } } }
    const document = { openapi: '3.1.0', paths: { '/a': { get: fine } }, components }
    assert.throws(() => generateSdk(document), /would be the type OpsPingInput/)
    const hiding = { schemas: { Record: { type: 'string' } } }
    assert.throws(() => generateSdk({ ...document, components: hiding }), /would be the type Record/)
  })
})

/** Lines that compile, and lines that must not: an expected error that does not come is an error itself. */
const use = [
  "import type { AuthLoginAnswer, MusicSubmitTrackAnswer, Permission, PlinthClient, ProblemCode } from './generated.ts'",
  "import { operationPermission, operations } from './generated.ts'",
  'export async function use(client: PlinthClient): Promise<unknown[]> {',
  '  const { items, nextCursor } = await client.music.listTracks()',
  '  await client.music.listTracks({ query: { limit: 5, search: undefined }, signal: AbortSignal.timeout(1) })',
  '  // @ts-expect-error a number is not a text',
  "  await client.music.listTracks({ query: { limit: '5' } })",
  '  // @ts-expect-error the query has no such name',
  '  await client.music.listTracks({ query: { page: 2 } })',
  '  // @ts-expect-error the path parameter is needed',
  '  await client.music.getTrack()',
  '  // @ts-expect-error language is needed, if only as null',
  "  await client.music.submitTrack({ body: { title: 'Dawn', audioFileId: 'f1' } })",
  "  const submitted = await client.music.submitTrack({ body: { title: 'Dawn', audioFileId: 'f1', language: null }, idempotencyKey: 'k' })",
  '  // @ts-expect-error an operation that takes no key is given none',
  "  await client.music.listTracks({ idempotencyKey: 'k' })",
  '  // @ts-expect-error a state that is not of the contract',
  "  if (submitted.state === 'lost') return []",
  '  // @ts-expect-error of anything, nothing is known',
  '  submitted.extra.length',
  '  // @ts-expect-error the second factor may be asked for first',
  "  const token: string = (await client.auth.login({ body: { email: 'a', password: 'b' } })).accessToken",
  "  const nothing: void = await client.music.deleteTrack({ path: { id: 't1' } })",
  "  const content: Response = await client.files.content({ path: { id: 'f1' } })",
  '  const page: string = await client.ops.docs()',
  '  const bpm: number | null | undefined = items[0]?.bpm',
  '  const peaks: [number, number] | undefined = items[0]?.peaks',
  '  // @ts-expect-error there is no such unit',
  '  client.podcasts',
  '  return [nextCursor, token, nothing, content, page, bpm, peaks]',
  '}',
  'export type Signed = Extract<AuthLoginAnswer, { accessToken: string }>',
  "export const published: MusicSubmitTrackAnswer['state'] = 'published'",
  "export const permission: Permission = operationPermission['music.submitTrack']",
  '// @ts-expect-error a session is not a permission',
  "export const session: Permission = operationPermission['auth.me']",
  "export const exact: 'music:submit' = operationPermission['music.submitTrack']",
  "export const method: 'POST' = operations['music.submitTrack'].method",
  "export const code: ProblemCode = 'music/duplicate-recording'",
  '// @ts-expect-error no operation tells of it',
  "export const unknownCode: ProblemCode = 'music/no-such-code'",
]

function tsc(project: string): Promise<string> {
  const bin = join(fileURLToPath(import.meta.resolve('typescript/package.json')), '..', 'bin', 'tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, '--pretty', 'false', '-p', project], (_, printed) => resolve(printed))
  })
}
