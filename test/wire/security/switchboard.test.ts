import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { booleanFlag, putFlags, readEvents } from '../../support/flags.ts'
import type { HttpAnswer, HttpClient } from '../../support/http-client.ts'
import { createHttpClient } from '../../support/http-client.ts'
import { expectProblem, expectStatus } from '../../support/music.ts'
import type { Person } from '../../support/people.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { signInWithTotp, withTotp } from '../../support/totp.ts'

const BULK = '/ofrep/v1/evaluate/flags'
const JSON_TYPE = { 'content-type': 'application/json' }
const flags = [
  booleanFlag('open', {
    rules: [
      {
        id: 'words',
        condition: { attribute: 'name', operator: 'matches', value: '\\p{L}{900}\\p{Z}' },
        serve: { variant: 'off' },
      },
    ],
  }),
  booleanFlag('hidden', { isPublic: false }),
]
const statements: string[] = []

let server: TestServer
let anyone: HttpClient
let admin: HttpClient
let proven: HttpClient
let plain: Person
let keeper: HttpClient

before(async () => {
  server = await startServer({ environment: { PRODUCTS: 'music' }, onStatement: (text) => void statements.push(text) })
  anyone = server.people.anonymous()
  const root = await server.people.signedIn('administrator')
  admin = root.http
  plain = await server.people.signedIn()
  proven = await provenAs(root)
  const role = { name: 'keeper', title: 'Keeper', permissions: ['secrets:manage', 'settings:read', 'flags:read'] }
  expectStatus(await admin.post('/api/roles', role), 201)
  keeper = await provenAs(await server.people.signedIn('keeper'))
  const revision = await putFlags(server.app, flags)
  const stream = await readEvents(new URL('/ofrep/v1/events', server.url))
  for (let count = 1; ; count += 1) {
    const { id } = (await stream.received(count))[count - 1] ?? { id: '' }
    if (Number(id.split('.')[1]) >= revision) break
  }
  await stream.leave()
})
after(() => server.stop())

async function provenAs(person: Person): Promise<HttpClient> {
  const { app } = await withTotp(server.url, person)
  return createHttpClient(server.url, {
    authorization: `Bearer ${await signInWithTotp(server.url, person, app.code())}`,
  })
}

/** Refused as the caller's fault: neither taken nor a fault of ours. */
function refused(answer: HttpAnswer, what: unknown): void {
  assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(what)}: ${answer.status} ${answer.bytes}`)
}

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`

describe('somebody who asks for flags', () => {
  test('is told of a hidden flag what is told of none, whatever they say of themselves', async () => {
    const claims = [
      {},
      { isPublic: true },
      { permissions: ['flags:evaluate'] },
      { 'flags:evaluate': true, targetingKey: 'root' },
    ]
    for (const context of claims) {
      const answers = await Promise.all(
        ['hidden', 'unknown', 'constructor', '__proto__', 'toString', 'open/../hidden'].map(async (key) => {
          const { status, body } = await anyone.post(`${BULK}/${encodeURIComponent(key)}`, { context })
          return [status, { ...body, key: '' }]
        }),
      )
      for (const answer of answers) assert.deepEqual(answer, answers[0])
      assert.equal(answers[0]?.[0], 404)
      const all = expectStatus(await anyone.post(BULK, { context }), 200).flags as { key: string }[]
      assert.ok(all.some(({ key }) => key === 'open') && all.every(({ key }) => key !== 'hidden'))
    }
  })

  test('learns nothing of other environments, by header, ETag or stream', async () => {
    const etag =
      (await admin.post(BULK, { context: {} }, { 'x-flags-environment': 'production' })).headers.get('etag') ?? ''
    for (const environment of ['production', 'unknown', '../test', '__proto__'])
      for (const http of [anyone, plain.http]) {
        const headers = { 'x-flags-environment': environment, 'if-none-match': etag }
        expectProblem(await http.post(BULK, { context: {} }, headers), 'http/denied')
        expectProblem(await http.get(`/ofrep/v1/events?environment=${environment}&token=x`), 'http/denied')
      }
    expectStatus(await anyone.post(BULK, { context: {} }, { 'if-none-match': etag }), 200)
  })

  test('is bounded in what a context holds and costs', async () => {
    const raw = (body: string) => anyone.send(`${BULK}/open`, { method: 'POST', headers: JSON_TYPE, body })
    for (const context of [
      '{"__proto__":{"name":"x"}}',
      `{"a":${nested(40, '[', ']')}}`,
      `{"a":${nested(5000, '{"a":', '}')}}`,
      '{"name":"a","name":"b"}',
      `{"name":"${'a'.repeat(300_000)}"}`,
      '[]',
      '"text"',
    ])
      refused(await raw(`{"context":${context}}`), context.slice(0, 40))
    const long = `${'a'.repeat(100_000)} `
    const { reason } = expectStatus(await anyone.post(`${BULK}/open`, { context: { name: long } }), 200)
    assert.equal(reason, 'DEFAULT', 'a costly pattern is not looked for in a text of any length')
  })

  test('has no flags read by claiming a revision', async () => {
    const before = statements.length
    const claim = encodeURIComponent('"test.999999999999.end"')
    for (let count = 0; count < 3; count += 1)
      expectStatus(await anyone.post(`${BULK}?flagConfigEtag=${claim}`, { context: {} }), 200)
    const read = statements.slice(before).filter((text) => /"flags"\."targeting"/.test(text))
    assert.deepEqual(read, [])
  })
})

describe('somebody who writes rules', () => {
  const condition = (value: string) => ({ attribute: 'name', operator: 'matches', value })
  const not = (depth: number): object => (depth === 0 ? condition('a') : { not: not(depth - 1) })
  for (const [name, asked] of [
    ['a pattern that looks ahead', condition('(?=a)b')],
    ['one that refers back', condition('(a)\\1')],
    ['one that repeats what repeats', condition('((a{30}){30}){30}')],
    ['one that is too long', condition('a'.repeat(1001))],
    ['conditions in conditions without end', not(60)],
    ['a prototype for a condition', JSON.parse('{"constructor":{"prototype":{}}}')],
    ['a condition on itself', { flag: 'open', variants: ['on'] }],
    ['a logic without end', { logic: Array.from({ length: 40 }).reduce((inner) => ({ '!': inner }), true) }],
  ] as const)
    test(`is refused ${name}`, async () => {
      const rules = [{ condition: asked, serve: { variant: 'on' } }]
      const targeting = { enabled: true, offVariant: 'off', prerequisites: [], rules, fallthrough: { variant: 'on' } }
      refused(await admin.put('/api/flags/open/environments/test', { version: 1, reason: 'x', targeting }), name)
    })

  const files = [
    null,
    [],
    'x',
    0,
    {},
    { features: null },
    { features: [null] },
    { features: [{ name: 'a', strategies: 1 }] },
  ]
  const more = [{ flags: null }, { flags: { a: null } }, { flags: { a: { variants: null, targeting: { if: 1 } } } }]
  const kinds = [
    { segments: [null], flags: [null] },
    { $evaluators: { a: { $ref: 'a' } }, flags: { a: { targeting: { $ref: 'a' } } } },
  ]
  for (const format of ['plinth', 'unleash', 'growthbook', 'flagsmith', 'flagd'])
    test(`brings nothing in with a broken file of ${format}`, async () => {
      for (const file of [...files, ...more, ...kinds]) {
        const answer = await admin.post('/api/flags/import', { format, file, environment: 'test' })
        assert.ok(answer.status < 500, `${JSON.stringify(file)}: ${answer.bytes}`)
      }
      expectProblem(await keeper.post('/api/flags/import', { format, file: {}, environment: 'test' }), 'http/denied')
    })
})

describe('somebody who tells what people did', () => {
  before(async () => {
    const numerator = { from: 'client', event: 'purchase', unit: null, value: null }
    const metric = { key: 'bought', title: 'Bought', kind: 'conversion', desired: 'increase', numerator }
    expectStatus(await admin.post('/api/experiment-metrics', metric), 201)
  })
  const event = { id: 'e', event: 'purchase', targetingKey: 'user-7' }
  const exposure = { experiment: 'none', variant: 'on', targetingKey: 'user-7' }
  test('may say so', async () => {
    for (const [path, body] of [
      ['/api/experiments/events', { events: [event] }],
      ['/api/experiments/exposures', { exposures: [exposure] }],
    ] as const) {
      expectProblem(await anyone.post(path, body), 'http/unauthenticated')
      expectProblem(await plain.http.post(path, body), 'http/denied')
    }
  })

  test('is understood whatever their clock shows, and believed nothing that is still to come', async () => {
    for (const at of ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '10000-01-01T00:00:00Z'])
      for (const [path, rows] of [
        ['/api/experiments/events', { events: [{ ...event, id: at, at }] }],
        ['/api/experiments/exposures', { exposures: [{ ...exposure, at }] }],
      ] as const) {
        const answer = await admin.post(path, rows)
        assert.ok(answer.status < 500, `${at}: ${answer.bytes}`)
        if (!at.startsWith('000')) assert.ok(answer.status === 400 || answer.body.accepted === 0, at)
      }
  })

  test('is bounded', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ ...event, id: `e${index}` }))
    refused(await admin.post('/api/experiments/events', { events: many }), 'too many')
    for (const value of [1e16, '1', null])
      refused(await admin.post('/api/experiments/events', { events: [{ ...event, value }] }), value)
    for (const id of ['', 'a\u0000b', 'a'.repeat(101)])
      refused(await admin.post('/api/experiments/events', { events: [{ ...event, id }] }), id)
  })
})

describe('somebody who is after secrets', () => {
  const PATHS = [
    '../etc',
    'a/../b',
    '/a',
    'a//b',
    'a/',
    'a/.',
    '.a',
    'а/b',
    'ａ',
    'a\\b',
    'a%2f..',
    'a\u202eb',
    'A',
    'a b',
    'a\n',
    '*',
    '',
  ]
  test('names none by a path that is none', async () => {
    for (const path of PATHS) {
      refused(await proven.post('/api/secrets', { path, environment: 'test', value: 'x' }), path)
      for (const provider of ['secret', 'file', 'env'])
        refused(await proven.post('/api/secrets/read', { reference: `${provider}:${path}`, environment: 'test' }), path)
    }
    for (const reference of ['file:/etc/passwd', 'env:PATH', 'secret:a#__proto__', 'secret:a@__proto__'])
      refused(await proven.post('/api/secrets/read', { reference, environment: 'test' }), reference)
  })

  test('gives nobody by a grant what they may not do themselves', async () => {
    expectStatus(await proven.post('/api/secrets', { path: 'bank/key', environment: 'test', value: 'x' }), 201)
    const { user } = expectStatus(await keeper.get('/api/auth/me'), 200)
    const grant = (may: string[]) => ({ pattern: '*', holderKind: 'user', holder: user.id, may })
    expectProblem(await keeper.post('/api/secret-grants', grant(['reveal'])), 'http/denied')
    expectProblem(await keeper.post('/api/secret-grants', grant(['manage', 'lease'])), 'http/denied')
    expectStatus(await keeper.post('/api/secret-grants', grant(['manage'])), 201)
    const read = { reference: 'secret:bank/key', environment: 'test' }
    expectProblem(await keeper.post('/api/secrets/read', read), 'http/denied')
    expectProblem(await admin.post('/api/secrets/read', read), 'http/assurance-too-low')
  })

  test('has nothing sent inside the network by a rotation', async () => {
    const { id } = expectStatus(
      await proven.post('/api/secrets', { path: 'hooks/own', environment: 'test', value: 'x' }),
      201,
    )
    for (const url of [
      ...[
        'http://169.254.169.254/latest',
        'https://127.0.0.1/',
        'https://127.1/',
        'https://0x7f.1/',
        'https://2130706433/',
      ],
      ...[
        'https://[::1]/',
        'https://[::ffff:127.0.0.1]/',
        'https://10.0.0.1/',
        'https://[fd00::1]/',
        'https://0.0.0.0/',
      ],
      ...['http://example.com/', 'gopher://example.com/', 'file:///etc/passwd', 'https://user:pw@example.com/', 'x'],
    ]) {
      const plan = { rotator: 'webhook', options: { url, signedBy: 'hooks/key' } }
      refused(await proven.put(`/api/secrets/${id}/rotation`, plan), url)
    }
  })
})

describe('somebody who brings settings in', () => {
  test('may change settings, and brings a document that is one', async () => {
    const document = expectStatus(await admin.get('/api/settings/export'), 200)
    expectProblem(await keeper.post('/api/settings/import', { document }), 'http/denied')
    expectProblem(await plain.http.post('/api/settings/import', { document, dryRun: true }), 'http/denied')
    const raw = (body: string) => admin.send('/api/settings/import', { method: 'POST', headers: JSON_TYPE, body })
    for (const body of [
      `{"document":${nested(40, '[', ']')}}`,
      '{"document":{"__proto__":{}}}',
      `{"document":{"a":"${'a'.repeat(6_000_000)}"}}`,
      '{"document":null}',
      '{"document":{}}',
      `{"document":${JSON.stringify({ ...document, settings: { nobody: {} } })}}`,
    ])
      refused(await raw(body), body.slice(0, 40))
  })
})
