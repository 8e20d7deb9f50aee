import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'

let server: MusicServer
let admin: Person
before(async () => {
  server = await startMusic()
  admin = await server.people.signedIn('administrator')
})
after(() => server.stop())

const ENVIRONMENTS = ['development', 'test', 'staging', 'production']
const SERVE_ON = { variant: 'on' }
const quarter = { share: 25_000 }
const targeting = (more: object = {}) => ({
  ...{ enabled: true, offVariant: 'off', prerequisites: [], rules: [], fallthrough: { variant: 'off' } },
  ...more,
})

async function flag(key: string, more: object = {}) {
  return expectStatus(await admin.http.post('/api/flags', { key, title: key, type: 'boolean', ...more }), 201)
}
const place = (key: string, environment = 'test') => `/api/flags/${key}/environments/${environment}`
const say = (key: string, version: number, said: object, environment = 'test') =>
  admin.http.put(place(key, environment), { version, reason: 'because', targeting: targeting(said) })
const revisions = async () => {
  const { items } = expectStatus(await admin.http.get('/api/flag-environments'), 200)
  return items.map(({ revision }: { revision: number }) => revision)
}
const history = async (path: string) => expectStatus(await admin.http.get(`${path}/history`), 200).items
const pointerOf = (answer: Awaited<ReturnType<typeof say>>) => answer.body.errors?.[0].pointer

describe('a flag', () => {
  test('begins switched off everywhere, and is in the snapshot of every environment', async () => {
    const seen = await server.watch()
    const made = await flag('new-checkout', { ownerId: admin.id })
    assert.deepEqual(await seen(), { audit: ['flags.flag.made'], events: ['flags.flag.changed'], mails: [] })
    assert.deepEqual(
      made.environments.map((one: { environment: string; enabled: boolean }) => [one.environment, one.enabled]),
      ENVIRONMENTS.map((environment) => [environment, false]),
    )
    assert.deepEqual(made.owner, { id: admin.id, name: 'A administrator' })
    assert.deepEqual(expectStatus(await admin.http.get('/api/flags/new-checkout'), 200), made)
    assert.deepEqual(expectStatus(await admin.http.get('/api/flags?search=CHECK'), 200).items, [made])
    const { flags } = await server.app.units.flags.snapshot(server.app.db, 'production')
    const found = flags.find(({ key }) => key === 'new-checkout')
    assert.deepEqual([found?.offVariant, found?.fallthrough], ['off', { variant: 'on' }])
  })

  const string = (...values: unknown[]) => ({
    ...{ type: 'string', variants: values.map((value, at) => ({ key: `v${at}`, value })) },
  })
  const wrong: readonly (readonly [name: string, wanted: object, pointer: string])[] = [
    ['an address of its own', { key: 'export' }, '/key'],
    ['an address of the console', { key: 'segments' }, '/key'],
    ['no variants', { type: 'string' }, '/variants'],
    ['a value of another type', { type: 'number', variants: [{ key: 'x', value: '1' }] }, '/variants/0/value'],
    [
      'a variant twice',
      { ...string('a'), variants: [...string('a').variants, ...string('b').variants] },
      '/variants/1/key',
    ],
  ]
  for (const [name, wanted, pointer] of wrong)
    test(`is refused with ${name}`, async () => {
      const answer = await admin.http.post('/api/flags', { key: 'wrong', title: 'Wrong', type: 'boolean', ...wanted })
      expectProblem(answer, 'flags/invalid')
      assert.equal(pointerOf(answer), pointer)
    })

  test('is changed on the version that was read, archived while nothing uses it, and restored as it stood', async () => {
    await flag('story')
    const change = (version: number, more: object) => admin.http.patch('/api/flags/story', { version, ...more })
    const before = await revisions()
    assert.equal(expectStatus(await change(1, { title: 'A story' }), 200).title, 'A story')
    assert.deepEqual(await revisions(), before, 'a title is served to nobody')
    assert.equal(expectStatus(await change(2, { isPublic: true }), 200).isPublic, true)
    assert.deepEqual(
      await revisions(),
      before.map((one: number) => one + 1),
    )
    expectProblem(await change(2, { title: 'Late' }), 'flags/changed-since')
    expectProblem(
      await admin.http.post('/api/flags', { key: 'story', title: 'Again', type: 'boolean' }),
      'flags/key-taken',
    )

    await flag('reader')
    expectStatus(await say('reader', 1, { prerequisites: [{ flag: 'story', variants: ['on'] }] }), 200)
    const archive = (version: number) => admin.http.delete(`/api/flags/story?version=${version}&reason=done`)
    const used = await archive(3)
    expectProblem(used, 'flags/in-use')
    assert.match(used.body.detail, /flag reader/)
    expectStatus(await say('reader', 2, {}), 200)
    assert.ok(expectStatus(await archive(3), 200).archivedAt)
    expectProblem(await say('story', 1, {}), 'flags/archived')
    const { items } = expectStatus(await admin.http.get('/api/flags?archived=true'), 200)
    assert.deepEqual(
      items.map(({ key }: { key: string }) => key),
      ['story'],
    )
    expectStatus(await admin.http.post('/api/flags/story/restore', { version: 4 }), 200)
    assert.deepEqual(
      (await history('/api/flags/story')).map(({ action }: { action: string }) => action),
      ['restored', 'archived', 'changed', 'changed', 'made'],
    )
  })

  test('is made, changed, killed and approved by whoever may, and by nobody else', async () => {
    const nobody = await server.people.signedIn()
    for (const answer of [
      await nobody.http.get('/api/flags'),
      await nobody.http.post('/api/flags', { key: 'mine', title: 'Mine', type: 'boolean' }),
      await nobody.http.post(`${place('story')}/kill`, { reason: 'mine' }),
      await nobody.http.post('/api/flag-environments', { key: 'mine', title: 'Mine', copiedFrom: 'test' }),
    ])
      expectProblem(answer, 'http/denied')
    assert.equal((await server.people.anonymous().get('/api/flags')).status, 401)
  })
})

describe('targeting', () => {
  test('gets ids and salts here, and keeps them through edits and moves', async () => {
    await flag('salted')
    const condition = { attribute: 'country', operator: 'in', value: ['KE'] }
    const rule = { condition, rollout: quarter, sticky: { key: 'salted', condition } }
    const split = {
      split: {
        weights: [
          { variant: 'on', weight: 50_000 },
          { variant: 'off', weight: 50_000 },
        ],
      },
    }
    const said = expectStatus(await say('salted', 1, { rules: [{ ...rule, serve: split }], fallthrough: split }), 200)
    const [first] = said.rules
    assert.deepEqual(first.sticky, rule.sticky, 'what was imported is said again as it was read')
    const salts = [first.rollout.salt, first.serve.split.salt, said.fallthrough.split.salt]
    assert.equal(new Set(salts).size, 3, 'who is taken in says nothing of what they get')
    for (const salt of salts) assert.match(salt, /^[\w-]{16}$/)
    assert.equal(first.rollout.hash, 'fractional-v3')

    const moved = [{ serve: SERVE_ON }, { ...rule, id: first.id, rollout: { share: 50_000 }, serve: split }]
    const edited = expectStatus(await say('salted', 2, { rules: moved, fallthrough: split }), 200)
    assert.deepEqual(
      [edited.rules[1].rollout.salt, edited.rules[1].serve.split.salt, edited.fallthrough.split.salt],
      salts,
    )
    const [{ changes }] = await history('/api/flags/salted')
    const pointers = changes.map(({ pointer }: { pointer: string }) => pointer)
    assert.ok(pointers.includes(`/rules/${first.id}/rollout/share`), pointers.join())
    const other = await say('salted', 3, {
      rules: [{ ...rule, id: first.id, rollout: { ...quarter, salt: 'mine' }, serve: split }],
    })
    expectProblem(other, 'flags/invalid')
    assert.equal(pointerOf(other), '/rules/0/rollout/salt')
  })

  test('that says what holds already is no change', async () => {
    await flag('same')
    const { version } = expectStatus(await say('same', 1, {}), 200)
    const seen = await server.watch()
    assert.equal(expectStatus(await say('same', version, {}), 200).version, version)
    assert.deepEqual(await seen(), noEffects)
  })

  const when = (condition: object) => ({ rules: [{ condition, serve: SERVE_ON }] })
  const chain = (at: number) => [{ flag: `chain-${at}`, variants: ['on'] }]
  const refused: readonly (readonly [name: string, said: object, pointer: RegExp])[] = [
    ['a variant that is none', { fallthrough: { variant: 'maybe' } }, /^\/fallthrough/],
    [
      'a pattern that no RE2 takes',
      when({ attribute: 'a', operator: 'matches', value: '(?=x)' }),
      /^\/rules\/0\/condition/,
    ],
    ['an unknown segment', when({ all: [{ segment: 'nobody' }] }), /^\/rules\/0\/condition/],
    ['an unknown flag before it', { prerequisites: [{ flag: 'nothing', variants: ['on'] }] }, /^\/prerequisites/],
    ['what is no condition', when({ attribute: 5 }), /^\/rules\/0\/condition/],
    ['itself before it', { prerequisites: [{ flag: 'refused', variants: ['on'] }] }, /^\/prerequisites/],
    ['eleven flags before it', { prerequisites: chain(10) }, /^\/prerequisites/],
  ]
  test('is refused at the place that is wrong, and nothing is kept', async () => {
    await flag('refused')
    await flag('chain-0')
    for (let at = 1; at <= 10; at += 1) {
      await flag(`chain-${at}`)
      expectStatus(await say(`chain-${at}`, 1, { prerequisites: chain(at - 1) }), 200)
    }
    const seen = await server.watch()
    for (const [name, said, pointer] of refused) {
      const answer = await say('refused', 1, said)
      expectProblem(answer, 'flags/invalid')
      assert.match(pointerOf(answer), pointer, name)
    }
    expectProblem(await say('chain-0', 1, { prerequisites: [{ flag: 'refused', variants: ['on'] }] }), 'flags/invalid')
    assert.deepEqual(await seen(), noEffects)
  })

  test('is killed at once, revived as it was, and rolled back to what a revision left', async () => {
    await flag('risky')
    const on = { fallthrough: SERVE_ON }
    expectStatus(await say('risky', 1, on), 200)
    const seen = await server.watch()
    const killed = expectStatus(await admin.http.post(`${place('risky')}/kill`, { reason: 'it burns' }), 200)
    assert.deepEqual([killed.enabled, killed.isKilled, killed.version], [false, true, 3])
    assert.deepEqual(await seen(), { audit: ['flags.targeting.killed'], events: ['flags.flag.changed'], mails: [] })
    const [record] = await server.query<{ details: Record<string, unknown> }>(
      "SELECT details FROM audit.record WHERE action = 'flags.targeting.killed' ORDER BY id DESC LIMIT 1",
    )
    assert.deepEqual(
      [record?.details.emergency, record?.details.reason, record?.details.changes],
      [true, 'it burns', { '/enabled': [true, false] }],
    )
    const revived = expectStatus(await admin.http.post(`${place('risky')}/revive`, { reason: 'mended' }), 200)
    assert.deepEqual([revived.enabled, revived.isKilled], [true, false])
    expectProblem(await admin.http.post(`${place('risky')}/revive`, { reason: 'again' }), 'flags/not-killed')

    const past = await history('/api/flags/risky')
    const [begun] = past.filter(
      ({ version, environment }: { version: number; environment: string }) => version === 2 && environment === 'test',
    )
    expectStatus(await say('risky', 4, {}), 200)
    const body = { revisionId: begun.id, version: 5, reason: 'it was better' }
    expectStatus(await admin.http.post('/api/flags/risky/rollback', body), 200)
    const now = expectStatus(await admin.http.get(place('risky')), 200)
    assert.deepEqual([now.version, now.fallthrough], [6, SERVE_ON])
    const elsewhere = await admin.http.post('/api/flags/same/rollback', body)
    expectProblem(elsewhere, 'flags/revision-not-found')
    await assert.rejects(server.query("UPDATE flags.revision SET reason = 'other'"), /stays as it was written/)
  })

  test('is explained, also before it is said', async () => {
    await flag('explained')
    const rule = { id: 'kenya', condition: { attribute: 'country', operator: 'equals', value: 'KE' }, serve: SERVE_ON }
    const ask = (more: object) =>
      admin.http.post('/api/flags/explained/explain', {
        ...{ environment: 'test', context: { targetingKey: 'ada', country: 'KE' } },
        ...more,
      })
    assert.equal(expectStatus(await ask({}), 200).evaluation.reason, 'DISABLED')
    const { evaluation, rules } = expectStatus(await ask({ targeting: targeting({ rules: [rule] }) }), 200)
    assert.deepEqual([evaluation.value, evaluation.ruleId, rules[0].outcome], [true, 'kenya', 'served'])
    assert.equal(expectStatus(await admin.http.get(place('explained')), 200).version, 1)
  })
})

describe('a segment', () => {
  test('is judged, used, told of, and removed when nothing uses it', async () => {
    const path = '/api/flag-segments/staff'
    const condition = { attribute: 'email', operator: 'ends-with', value: '@plinth.example' }
    const make = (more: object) =>
      admin.http.post('/api/flag-segments', { key: 'staff', title: 'Staff', condition, ...more })
    const bad = await make({ condition: { all: [{ segment: 'staff' }] } })
    expectProblem(bad, 'flags/invalid')
    expectStatus(await make({}), 201)
    await flag('inside')
    expectStatus(await say('inside', 1, { rules: [{ condition: { segment: 'staff' }, serve: SERVE_ON }] }), 200)
    assert.deepEqual(expectStatus(await admin.http.get(path), 200).usedBy, [{ flag: 'inside', environments: ['test'] }])
    const before = await revisions()
    const wide = { attribute: 'email', operator: 'exists' }
    expectStatus(await admin.http.patch(path, { version: 1, condition: wide }), 200)
    assert.deepEqual(await revisions(), [before[0], before[1] + 1, before[2], before[3]])
    const wrong = await admin.http.patch(path, {
      version: 2,
      condition: { attribute: 'a', operator: 'matches', value: '(' },
    })
    assert.match(pointerOf(wrong), /^\/condition/)
    expectProblem(await admin.http.delete(`${path}?version=2`), 'flags/in-use')
    const [, first] = await history(path)
    expectStatus(await admin.http.post(`${path}/rollback`, { revisionId: first.id, version: 2 }), 200)
    assert.deepEqual(expectStatus(await admin.http.get(path), 200).condition, condition)
    expectStatus(await say('inside', 2, {}), 200)
    expectStatus(await admin.http.delete(`${path}?version=3`), 204)
    expectProblem(await admin.http.get(path), 'flags/segment-not-found')
    assert.equal((await history(path)).length, 4)
  })
})

describe('an environment', () => {
  test('begins as a copy of another, and is removed with what was said there; the four stay', async () => {
    await flag('copied')
    const { rules } = expectStatus(await say('copied', 1, { rules: [{ rollout: quarter, serve: SERVE_ON }] }), 200)
    const make = { key: 'pr-7', title: 'Pull request 7', copiedFrom: 'test' }
    expectStatus(await admin.http.post('/api/flag-environments', make), 201)
    expectProblem(await admin.http.post('/api/flag-environments', make), 'flags/key-taken')
    assert.deepEqual(expectStatus(await admin.http.get(place('copied', 'pr-7')), 200).rules, rules)
    expectStatus(await admin.http.delete('/api/flag-environments/pr-7'), 204)
    expectProblem(await admin.http.get(place('copied', 'pr-7')), 'flags/environment-not-found')
    expectProblem(await admin.http.delete('/api/flag-environments/test'), 'flags/built-in')
  })
})

describe('a stale flag', () => {
  const STALE = [
    { key: 'old-unused', set: "created_at = now() - interval '41 days'", stale: 'unused' },
    { key: 'old-text', set: "created_at = now() - interval '41 days', type = 'string'", stale: null },
    { key: 'old-permanent', set: "created_at = now() - interval '99 days', is_permanent = true", stale: null },
    { key: 'old-soon', set: "created_at = now() - interval '3 days', stale_after_days = 2", stale: 'unused' },
    { key: 'old-used', set: "created_at = now() - interval '41 days'", used: true, stale: null },
    { key: 'old-settled', set: "created_at = now() - interval '41 days'", used: true, settled: true, stale: 'settled' },
  ]
  test('is one that nobody evaluates, or that has long been the same for everybody; its owner is told weekly', async () => {
    for (const { key, set, used, settled } of STALE) {
      await flag(key, { ownerId: admin.id })
      await server.query(`UPDATE flags.flag SET ${set} WHERE key = $1`, [key])
      if (used === true)
        await server.query("INSERT INTO flags.usage VALUES ($1, 'test', 'on', current_date, 3, now())", [key])
      if (settled === true)
        await server.query(
          "UPDATE flags.targeting SET changed_at = now() - interval '41 days' FROM flags.flag WHERE id = flag_id AND key = $1",
          [key],
        )
    }
    const { items } = expectStatus(await admin.http.get('/api/flags?search=old-&limit=50'), 200)
    const found = new Map(items.map(({ key, stale }: { key: string; stale: string | null }) => [key, stale]))
    assert.deepEqual(found, new Map(STALE.map(({ key, stale }) => [key, stale] as const)))
    const texts = expectStatus(await admin.http.get('/api/flags?search=old-&type=string'), 200).items
    assert.deepEqual([texts.length, texts[0].key], [1, 'old-text'])
    const { items: stale } = expectStatus(await admin.http.get('/api/flags?search=old-&stale=true'), 200)
    assert.deepEqual(
      stale.map(({ key }: { key: string }) => key),
      ['old-settled', 'old-soon', 'old-unused'],
    )
    assert.deepEqual(
      expectStatus(await admin.http.get(place('old-used')), 200).usage.map(
        ({ variant, count }: { variant: string; count: number }) => [variant, count],
      ),
      [['on', 3]],
    )
    const seen = await server.watch()
    await server.app.db.transaction({ actor: { kind: 'system', name: 'test' }, requestId: 'test' }, (tx) =>
      tx.enqueue({ queue: 'flags.tell-stale', data: {}, options: {} }),
    )
    assert.deepEqual(await seen(), { ...noEffects, mails: ['flags.stale'] })
  })
})

describe('a file of flags', () => {
  const send = (more: object) => admin.http.post('/api/flags/import', { environment: 'test', ...more })
  const outcomes = (report: { items: { kind: string; key: string; outcome: string }[] }) =>
    report.items.map(({ kind, key, outcome }) => `${kind} ${key} ${outcome}`)
  const feature = (name: string, rollout: string) => ({
    ...{ name, type: 'release', enabled: true },
    strategies: [
      { name: 'flexibleRollout', parameters: { rollout, stickiness: 'default', groupId: name }, constraints: [] },
    ],
  })
  const unleash = (rollout = '25') => ({ version: 2, features: [feature('from-unleash', rollout)] })

  test('of another system is tried, taken in, and is a conflict once it differs', async () => {
    const trial = expectStatus(await send({ format: 'unleash', file: unleash(), dryRun: true }), 200)
    const made = ['flag from-unleash created', 'targeting from-unleash changed']
    assert.deepEqual([trial.isApplied, trial.faults, outcomes(trial)], [false, [], made])
    expectProblem(await admin.http.get('/api/flags/from-unleash'), 'flags/flag-not-found')
    const taken = expectStatus(await send({ format: 'unleash', file: unleash() }), 200)
    assert.deepEqual([taken.isApplied, outcomes(taken)], [true, made])
    const again = expectStatus(await send({ format: 'unleash', file: unleash() }), 200)
    assert.deepEqual(outcomes(again), ['flag from-unleash unchanged', 'targeting from-unleash unchanged'])
    const other = expectStatus(await send({ format: 'unleash', file: unleash('50') }), 200)
    assert.deepEqual(outcomes(other), ['flag from-unleash unchanged', 'targeting from-unleash conflict'])
    const over = expectStatus(await send({ format: 'unleash', file: unleash('50'), overwrite: true }), 200)
    assert.equal(outcomes(over)[1], 'targeting from-unleash changed')
    const variations = { on: { key: 'on', value: true } }
    const eppo = { ...{ key: 'from-eppo', enabled: true }, variationType: 'BOOLEAN', allocations: [], variations }
    const told = await send({ format: 'eppo', file: { flags: { 'from-eppo': eppo } }, dryRun: true })
    assert.equal(outcomes(expectStatus(told, 200))[0], 'flag from-eppo created')
  })

  test('of our own comes back as it went, down to the salts; what is at fault keeps everything out', async () => {
    const file = expectStatus(await admin.http.get('/api/flags/export'), 200)
    assert.deepEqual(expectStatus(await admin.http.get('/api/flags/export'), 200), file)
    const same = expectStatus(await send({ format: 'plinth', file }), 200)
    assert.ok(
      outcomes(same).every((outcome) => outcome.endsWith(' unchanged')),
      outcomes(same).join(),
    )
    const [first, ...rest] = file.flags
    const wrong = {
      ...first,
      key: 'at-fault',
      environments: [{ ...first.environments[0], fallthrough: { variant: 'maybe' } }],
    }
    const report = expectStatus(await send({ format: 'plinth', file: { ...file, flags: [wrong, ...rest] } }), 200)
    assert.equal(report.isApplied, false)
    assert.ok(outcomes(report).includes('targeting at-fault fault'))
    expectProblem(await admin.http.get('/api/flags/at-fault'), 'flags/flag-not-found')
    const formless = await send({ format: 'plinth', file: { ...file, flags: [{ key: 'x' }] } })
    expectProblem(formless, 'http/invalid')
    assert.match(pointerOf(formless), /^\/file\/flags\/0\//)
  })
})
