import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { booleanFlag, putFlags, readEvents } from '../../../../test/support/flags.ts'
import { createHttpClient, type HttpClient } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../../test/support/music.ts'
import { nowMs, setClock } from '../../../kernel/clock.ts'

const ORIGIN = 'https://shop.example'
const BULK = '/ofrep/v1/evaluate/flags'
const one = (key: string) => `${BULK}/${key}`
const weights = [
  { variant: 'on', weight: 50_000 },
  { variant: 'off', weight: 50_000 },
]
const half = { hash: 'fractional-v3', salt: 'a salt', share: 50_000 } as const

const flags = [
  booleanFlag('checkout', {
    rules: [
      {
        id: 'staff',
        condition: { attribute: 'email', operator: 'ends-with', value: '@example.org' },
        serve: { variant: 'off' },
      },
    ],
  }),
  booleanFlag('hidden', { isPublic: false }),
  booleanFlag('asleep', { enabled: false, offVariant: null }),
  booleanFlag('half', {
    rules: [{ id: 'half', rollout: half, serve: { variant: 'off' } }],
    fallthrough: { split: { hash: 'fractional-v3', salt: 'another', weights } },
  }),
  booleanFlag('broken', { fallthrough: { variant: 'gone' } }),
  booleanFlag('limits', {
    type: 'json',
    variants: [{ key: 'free', value: { tracks: 3, tags: ['a'] } }],
    offVariant: null,
    fallthrough: { variant: 'free' },
  }),
]

describe('OFREP', { timeout: 60_000 }, () => {
  let server: MusicServer
  let open: HttpClient
  let trusted: HttpClient
  let revision = 0
  const statements: string[] = []
  before(async () => {
    const onStatement = (text: string): void => void statements.push(text)
    server = await startMusic({ environment: { ALLOWED_ORIGINS: ORIGIN }, onStatement })
    open = server.people.anonymous()
    trusted = (await server.people.signedIn('administrator')).http
    revision = await putFlags(server.app, flags)
    await seen(revision)
  })
  after(() => server.stop())

  /** Waits until this process serves at least that revision. */
  async function seen(wanted: number, environment = 'test'): Promise<void> {
    const stream = await readEvents(new URL('/ofrep/v1/events', server.url))
    for (let count = 1; ; count += 1) {
      const { id } = (await stream.received(count))[count - 1] ?? { id: '' }
      if (id.startsWith(`${environment}.`) && Number(id.split('.')[1]) >= wanted) break
    }
    await stream.leave()
  }

  const ada = { targetingKey: 'ada' }
  for (const [name, key, context, status, body] of [
    ['a value', 'checkout', ada, 200, { value: true, variant: 'on', reason: 'DEFAULT' }],
    [
      'a rule that holds',
      'checkout',
      { email: 'a@example.org' },
      200,
      { value: false, variant: 'off', reason: 'TARGETING_MATCH', ruleId: 'staff' },
    ],
    ['an object', 'limits', {}, 200, { value: { tracks: 3, tags: ['a'] }, variant: 'free', reason: 'STATIC' }],
    ['no value where the default of the caller counts', 'asleep', ada, 200, { reason: 'DISABLED' }],
    ['an unknown flag', 'unknown', ada, 404, { errorCode: 'FLAG_NOT_FOUND' }],
    ['a flag that is not public', 'hidden', ada, 404, { errorCode: 'FLAG_NOT_FOUND' }],
    ['a caller without a targeting key', 'half', {}, 400, { errorCode: 'TARGETING_KEY_MISSING' }],
    ['a flag that is broken', 'broken', ada, 400, { errorCode: 'PARSE_ERROR' }],
    ['a context that is none', 'checkout', [1], 400, { errorCode: 'INVALID_CONTEXT' }],
  ] as const)
    test(`answers ${name}`, async () => {
      const answer = await open.post(one(key), { context })
      const { metadata, errorDetails, ...rest } = answer.body
      const { ruleId, ...expected } = body as { ruleId?: string; errorCode?: string }
      assert.deepEqual([answer.status, rest], [status, { key, ...expected }])
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
      if (status === 200) assert.deepEqual(metadata, { revision, ...(ruleId === undefined ? {} : { ruleId }) })
      else assert.equal(typeof errorDetails, 'string')
    })

  test('answers what is no JSON in its own form, and what it has no form for as a problem', async () => {
    const answer = await open.send(one('checkout'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"con',
    })
    assert.deepEqual([answer.status, answer.body.key, answer.body.errorCode], [400, 'checkout', 'PARSE_ERROR'])
    const wrongKey = createHttpClient(server.url, { authorization: 'Bearer nobody' })
    expectProblem(await wrongKey.post(BULK, {}), 'http/unauthenticated')
    expectProblem(await open.post(BULK, {}, { 'x-flags-environment': 'staging' }), 'http/denied')
    const unknown = await trusted.post(one('checkout'), {}, { 'x-flags-environment': 'nowhere' })
    assert.deepEqual([unknown.status, unknown.body.errorCode], [404, 'GENERAL'])
  })

  test('answers all at once: what is public, or everything to who may, in the environment they name', async () => {
    const all = expectStatus(await open.post(BULK, { context: ada }), 200)
    const byKey = new Map(all.flags.map((flag: { key: string }) => [flag.key, flag]))
    assert.deepEqual([byKey.has('hidden'), byKey.has('checkout')], [false, true])
    assert.equal((byKey.get('broken') as { errorCode: string }).errorCode, 'PARSE_ERROR')
    assert.deepEqual(all.eventStreams, [
      { type: 'sse', endpoint: { requestUri: '/ofrep/v1/events' }, inactivityDelaySec: 120 },
    ])
    const keys = expectStatus(await trusted.post(BULK, {}), 200).flags.map(({ key }: { key: string }) => key)
    assert.ok(keys.includes('hidden'))
    await putFlags(server.app, [booleanFlag('checkout', { enabled: false })], { environment: 'staging' })
    const staging = await trusted.post(BULK, {}, { 'x-flags-environment': 'staging' })
    const { flags: there, eventStreams } = expectStatus(staging, 200)
    assert.equal(there.find(({ key }: { key: string }) => key === 'checkout').value, false)
    const { requestUri } = eventStreams[0].endpoint
    const stream = await readEvents(new URL(requestUri, server.url))
    assert.match((await stream.received(1))[0]?.id ?? '', /^staging\./)
    await stream.leave()
    expectProblem(await open.get(requestUri.replace(/token=../, 'token=xx')), 'http/denied')
  })

  test('confirms by ETag what has not changed for the caller, also to a listed origin', async () => {
    const first = await open.post(BULK, { context: { targetingKey: 'ada', plan: 'free' } }, { origin: ORIGIN })
    const etag = first.headers.get('etag') ?? ''
    assert.match(first.headers.get('access-control-expose-headers') ?? '', /\betag\b/)
    const known = { 'if-none-match': etag }
    const again = await open.post(BULK, { context: { plan: 'free', targetingKey: 'ada' } }, known)
    assert.deepEqual([again.status, again.body, again.headers.get('etag')], [304, '', etag])
    assert.equal((await open.post(BULK, { context: { targetingKey: 'ada', plan: 'pro' } }, known)).status, 200)
    assert.equal((await trusted.post(BULK, { context: { targetingKey: 'ada', plan: 'free' } }, known)).status, 200)
    const lost = await putFlags(server.app, [booleanFlag('checkout', { enabled: false })], { lost: true })
    // Told by an event from another process before this one has heard of it: it reads first.
    const told = encodeURIComponent(`"test.${lost}.end"`)
    const fresh = await open.post(
      `${BULK}?flagConfigEtag=${told}`,
      { context: { targetingKey: 'ada', plan: 'free' } },
      known,
    )
    assert.deepEqual([fresh.status, fresh.body.metadata.revision], [200, lost])
  })

  test('tells readers of a change, and of an hour that a schedule names', async () => {
    const stream = await readEvents(new URL('/ofrep/v1/events', server.url), { origin: ORIGIN })
    const [begun] = await stream.received(1)
    const startsAt = new Date(nowMs() + 1_500).toISOString()
    const scheduled = booleanFlag('checkout', {
      enabled: true,
      rules: [{ id: 'later', startsAt, serve: { variant: 'off' } }],
    })
    const next = await putFlags(server.app, [scheduled])
    const [, changed, begins] = await stream.received(3)
    assert.deepEqual(
      [begun?.data.type, changed?.data.type, changed?.data.etag],
      ['refetchEvaluation', 'refetchEvaluation', `"test.${next}.${Date.parse(startsAt)}"`],
    )
    assert.equal(begins?.id, `test.${next}.end`)
    assert.equal((await open.post(one('checkout'), {})).body.value, false)
    const resumed = await readEvents(new URL('/ofrep/v1/events', server.url), { 'last-event-id': begins?.id ?? '' })
    await putFlags(server.app, [booleanFlag('checkout')])
    assert.deepEqual((await resumed.received(1))[0]?.id, `test.${next + 1}.end`)
    await Promise.all([stream.leave(), resumed.leave()])
  })

  test('gives an ETag to each slice of time', async () => {
    const endsAt = new Date(nowMs() + 3_600_000).toISOString()
    const rules = [{ id: 'promo', endsAt, serve: { variant: 'off' } }]
    await seen(await putFlags(server.app, [booleanFlag('promo', { rules })]))
    const before = await open.post(BULK, { context: ada })
    const known = { 'if-none-match': before.headers.get('etag') ?? '' }
    assert.equal((await open.post(BULK, { context: ada }, known)).status, 304)
    const restore = setClock(() => Date.now() + 3_700_000)
    try {
      const later = await open.post(BULK, { context: ada }, known)
      const value = (answer: typeof later) =>
        answer.body.flags.find(({ key }: { key: string }) => key === 'promo').value
      assert.deepEqual([value(before), later.status, value(later)], [false, 200, true])
    } finally {
      restore()
    }
  })

  test('hands all flags to programs that evaluate by themselves, and word of each revision', async () => {
    const answer = await trusted.get('/api/flags/snapshot')
    const { revision: current, flags: all } = expectStatus(answer, 200)
    assert.deepEqual(all.find(({ key }: { key: string }) => key === 'half').rules[0].rollout, half)
    const etag = answer.headers.get('etag') ?? ''
    assert.equal((await trusted.get('/api/flags/snapshot', { 'if-none-match': etag })).status, 304)
    expectProblem(await (await server.people.signedIn()).http.get('/api/flags/snapshot'), 'http/denied')
    assert.equal((await open.get('/api/flags/snapshot/events')).status, 401)
    assert.ok(current > revision)
  })

  test('reads only what a notice names, and then holds what a read of all brings, after any writes', async () => {
    const keys = ['one', 'two', 'three', 'four'] as const
    const segments = ['east', 'west'] as const
    const condition = fc.record({
      ...{ attribute: fc.constantFrom('plan', 'country'), operator: fc.constant('equals'), value: fc.string() },
    })
    const used = fc.oneof(condition, fc.record({ segment: fc.constantFrom(...segments) }))
    const said = fc.record({
      ...{ enabled: fc.boolean(), offVariant: fc.constantFrom('off', null), prerequisites: fc.constant([]) },
      rules: fc.array(fc.record({ condition: used, serve: fc.constant({ variant: 'on' }) }), { maxLength: 2 }),
      fallthrough: fc.constantFrom({ variant: 'on' }, null),
    })
    const flagAt = (key: string) => `/api/flags/${key}`
    const segmentAt = (key: string) => `/api/flag-segments/${key}`
    const versionAt = async (path: string): Promise<number> => (await trusted.get(path)).body.version ?? 1
    const write = fc.oneof(
      fc.tuple(fc.constantFrom(...keys), said).map(([key, targeting]) => async () => {
        const path = `${flagAt(key)}/environments/test`
        return await trusted.put(path, { version: await versionAt(path), targeting })
      }),
      fc.tuple(fc.constantFrom(...keys), fc.boolean()).map(([key, isPublic]) => async () => {
        const path = flagAt(key)
        return await trusted.patch(path, { version: await versionAt(path), isPublic })
      }),
      fc.constantFrom(...keys).map((key) => async () => {
        const made = await trusted.post('/api/flags', { key, title: key, type: 'boolean' })
        if (made.status === 201) return made
        const version = await versionAt(flagAt(key))
        const archived = await trusted.delete(`${flagAt(key)}?version=${version}`)
        return archived.status === 200 ? archived : await trusted.post(`${flagAt(key)}/restore`, { version })
      }),
      fc.tuple(fc.constantFrom(...segments), condition).map(([key, wanted]) => async () => {
        const made = await trusted.post('/api/flag-segments', { key, title: key, condition: wanted })
        if (made.status === 201) return made
        return await trusted.patch(segmentAt(key), { version: await versionAt(segmentAt(key)), condition: wanted })
      }),
      fc.constantFrom(...segments).map((key) => async () => {
        return await trusted.delete(`${segmentAt(key)}?version=${await versionAt(segmentAt(key))}`)
      }),
    )
    const [first = []] = fc.sample(
      fc.array(fc.array(write, { minLength: 1, maxLength: 3 }), { minLength: 30, maxLength: 30 }),
      {
        ...{ seed: 20_261_122, numRuns: 1 },
      },
    )
    const outcomes = new Set<number>()
    statements.length = 0
    for (const writes of first) {
      for (const one of writes) outcomes.add((await one()).status)
      const whole = await server.app.units.flags.snapshot(server.app.db, 'test')
      await seen(whole.revision)
      assert.deepEqual(expectStatus(await trusted.get('/api/flags/snapshot'), 200), whole)
    }
    assert.deepEqual([...outcomes].sort(), [200, 201, 204, 404, 409, 422])
    const reads = statements.filter((text) => /FROM flags\.flag JOIN/.test(text))
    const parts = reads.filter((text) => /flag\.key = ANY/.test(text))
    assert.ok(parts.length > 30, `${parts.length} of ${reads.length} reads were of a part`)
  })

  test('switches features of the program itself, which made them known at its start', async () => {
    const { items } = expectStatus(await trusted.get('/api/flags?search=registration-open'), 200)
    assert.deepEqual(
      items.map(({ key, isPermanent, environments }: (typeof items)[0]) => [key, isPermanent, environments[3].enabled]),
      [['registration-open', true, true]],
    )
    const person = { email: 'new@example.org', password: 'a long pass phrase 71', name: 'New' }
    const trader = (await server.people.signedIn('trader')).http
    const names = ['registration-open', 'trading-mentors'] as const
    await seen(
      await putFlags(
        server.app,
        names.map((key) => booleanFlag(key, { enabled: false })),
      ),
    )
    expectProblem(await open.post('/api/auth/register', person), 'identity/registration-closed')
    expectProblem(await trader.post('/api/trading/mentors', { email: 'm@example.org' }), 'trading/mentors-closed')
    await seen(
      await putFlags(
        server.app,
        names.map((key) => booleanFlag(key)),
      ),
    )
    expectStatus(await open.post('/api/auth/register', person), 202)
    expectStatus(await trader.post('/api/trading/mentors', { email: 'm@example.org' }), 201)
    const { evaluate } = server.app.units.flags
    assert.deepEqual(
      [
        evaluate('unknown', {}, 7),
        evaluate('checkout', {}, 'text'),
        evaluate('limits', {}, {}),
        evaluate('broken', {}, true),
      ],
      [7, 'text', { tracks: 3, tags: ['a'] }, true],
    )
    const { values } = await server.app.metrics.flagsFallbacks.get()
    assert.deepEqual(
      new Set(values.map(({ labels }) => labels.reason)),
      new Set(['FLAG_NOT_FOUND', 'TYPE_MISMATCH', 'PARSE_ERROR']),
    )
  })

  test('counts what was served, by variant and day, and keeps the last good flags for its own account alone', async () => {
    await server.query("DELETE FROM flags.usage WHERE flag_key = 'limits'")
    for (let count = 0; count < 3; count += 1) await open.post(one('limits'), {})
    await server.app.units.flags.stop?.()
    const rows = await server.query<{ variant: string; count: bigint; environment: string }>(
      "SELECT environment, variant, count FROM flags.usage WHERE flag_key = 'limits' AND variant <> ''",
    )
    assert.ok(rows.length === 1 && Number(rows[0]?.count) >= 3, JSON.stringify(rows.map(String)))
    assert.deepEqual([rows[0]?.environment, rows[0]?.variant], ['test', 'free'])
    const { mode } = await stat(join(server.config.dataDir, 'flags', 'test.json'))
    assert.equal(mode & 0o777, 0o600)
  })
})
