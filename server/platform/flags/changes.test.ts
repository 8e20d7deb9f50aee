import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'

const HOUR_MS = 60 * 60 * 1000

let server: MusicServer
let ada: Person
let grace: Person

before(async () => {
  server = await startMusic()
  ada = await server.people.signedIn('administrator')
  grace = await server.people.signedIn('administrator')
  const guarded = { needsApproval: true }
  expectStatus(await ada.http.patch('/api/flag-environments/production', guarded), 200)
})
after(() => server.stop())

const CHANGES = '/api/flag-changes'
const ON = { variant: 'on' }
const said = (more: object = {}) => ({
  ...{ enabled: true, offVariant: 'off', prerequisites: [], rules: [], fallthrough: { variant: 'off' } },
  ...more,
})
const place = (key: string, environment = 'production') => `/api/flags/${key}/environments/${environment}`
const standing = async (key: string, environment?: string) =>
  expectStatus(await ada.http.get(place(key, environment)), 200)
const put = (key: string, version: number, more: object, environment = 'test') =>
  ada.http.put(place(key, environment), { version, targeting: said(more) })

async function flag(key: string): Promise<void> {
  expectStatus(await ada.http.post('/api/flags', { key, title: key, type: 'boolean' }), 201)
}

async function proposed(target: string, more: object = {}) {
  const body = {
    target,
    environment: 'production',
    baseVersion: 1,
    reason: 'it is time',
    targeting: said({ fallthrough: ON }),
  }
  return expectStatus(await ada.http.post(CHANGES, { ...body, ...more }), 201)
}
const approve = ({ id, contentHash }: { id: string; contentHash: string }, by = grace) =>
  by.http.post(`${CHANGES}/${id}/approve`, { contentHash })
const read = async (id: string) => expectStatus(await ada.http.get(`${CHANGES}/${id}`), 200)

/** What is due in so many hours. NOTE: sessions end within them, so the clock is put back. */
async function applyDue(hours = 0): Promise<void> {
  const restoreClock = setClock(() => Date.now() + hours * HOUR_MS)
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
    tx.enqueue({ queue: 'flags.apply-due', data: {}, options: {} }),
  )
  await server.jobsIdle()
  restoreClock()
}

describe('where changes need approval', () => {
  test('nothing that is served changes directly', async () => {
    await flag('guarded')
    expectStatus(await ada.http.post('/api/flag-segments', { key: 'free', title: 'Free', condition: { all: [] } }), 201)
    const inside = said({ rules: [{ condition: { segment: 'free' }, serve: ON }] })
    expectStatus(await approve(await proposed('guarded', { targeting: inside })), 200)
    const [first] = expectStatus(await ada.http.get('/api/flags/guarded/history?environment=production'), 200).items
    for (const answer of [
      await put('guarded', 2, { fallthrough: ON }, 'production'),
      await ada.http.patch('/api/flags/guarded', { version: 1, isPublic: true }),
      await ada.http.delete('/api/flags/guarded?version=1'),
      await ada.http.patch('/api/flag-segments/free', { version: 1, condition: { any: [] } }),
    ])
      expectProblem(answer, 'flags/needs-approval')
    expectProblem(
      await ada.http.post('/api/flags/guarded/rollback', { revisionId: first.id, version: 1 }),
      'flags/changed-since',
    )
    expectStatus(await put('guarded', 1, { fallthrough: ON }), 200)
    expectStatus(await ada.http.patch('/api/flags/guarded', { version: 1, title: 'A title is free' }), 200)
    expectStatus(await ada.http.patch('/api/flag-segments/free', { version: 1, title: 'Free of charge' }), 200)
    const segment = { title: 'Free', description: '', condition: { any: [] } }
    const change = await proposed('free', { environment: undefined, targeting: undefined, segment, baseVersion: 2 })
    assert.equal(expectStatus(await approve(change), 200).state, 'applied')
  })

  test('somebody else approves, exactly what was read; it is applied at once, told and in the history', async () => {
    await flag('approved')
    const seen = await server.watch()
    const change = await proposed('approved')
    assert.deepEqual(change.changes.map(({ pointer }: { pointer: string }) => pointer).toSorted(), [
      '/enabled',
      '/offVariant',
    ])
    expectProblem(await approve(change, ada), 'flags/own-change')
    expectProblem(await approve({ ...change, contentHash: '0'.repeat(64) }), 'flags/changed-since')
    const applied = expectStatus(await approve(change), 200)
    assert.deepEqual([applied.state, applied.approvedBy.id, applied.proposedBy.id], ['applied', grace.id, ada.id])
    assert.deepEqual(await seen(), {
      audit: ['flags.change.proposed', 'flags.change.approved', 'flags.targeting.changed', 'flags.change.applied'],
      events: ['flags.change.proposed', 'flags.flag.changed', 'flags.change.decided'],
      mails: ['flags.change-decided'],
    })
    assert.deepEqual([applied.changes, applied.before], [change.changes, change.before], 'as it was read')
    const [{ changeId, before }] = expectStatus(await ada.http.get('/api/flags/approved/history'), 200).items
    assert.deepEqual([changeId, before], [change.id, change.before])
    const listed = async (environment: string) =>
      expectStatus(await ada.http.get(`${CHANGES}?target=approved&environment=${environment}`), 200).items.length
    assert.deepEqual([await listed('production'), await listed('test')], [1, 0])
    expectProblem(await approve(change), 'flags/change-ended')
  })

  test('editing voids the approval; only who proposed it edits or takes it back', async () => {
    await flag('edited')
    const scheduledAt = new Date(Date.now() + HOUR_MS).toISOString()
    const change = await proposed('edited', { scheduledAt })
    assert.equal(expectStatus(await approve(change), 200).state, 'approved')
    const body = {
      target: 'edited',
      environment: 'production',
      baseVersion: 1,
      targeting: said(),
      scheduledAt,
      version: 1,
    }
    expectProblem(await grace.http.put(`${CHANGES}/${change.id}`, body), 'http/denied')
    const edited = expectStatus(await ada.http.put(`${CHANGES}/${change.id}`, body), 200)
    assert.deepEqual(
      [edited.state, edited.approvedBy, edited.contentHash === change.contentHash],
      ['open', null, false],
    )
    expectProblem(await approve(change), 'flags/changed-since')
    expectProblem(await grace.http.post(`${CHANGES}/${change.id}/cancel`), 'http/denied')
    assert.equal(expectStatus(await ada.http.post(`${CHANGES}/${change.id}/cancel`), 200).state, 'cancelled')
    const other = await proposed('edited')
    const note = { note: 'not before the fair' }
    assert.equal(expectStatus(await grace.http.post(`${CHANGES}/${other.id}/reject`, note), 200).state, 'rejected')
    assert.equal((await standing('edited')).version, 1)
  })

  test('an approved change is applied at its hour, and judged anew then: what fails stays with its reason', async () => {
    await flag('timely')
    await flag('late')
    const scheduledAt = new Date(Date.now() + HOUR_MS).toISOString()
    const timely = await proposed('timely', { scheduledAt })
    const late = await proposed('late', { scheduledAt })
    for (const change of [timely, late]) expectStatus(await approve(change), 200)
    expectStatus(await ada.http.post(`${place('late')}/kill`, { reason: 'meanwhile' }), 200)
    expectStatus(await approve(await proposed('late', { targeting: said() })), 200)
    await applyDue()
    assert.equal((await read(timely.id)).state, 'approved', 'its hour has not come')
    await applyDue(2)
    assert.equal((await read(timely.id)).state, 'applied')
    assert.deepEqual((await standing('timely')).fallthrough, ON)
    const failed = await read(late.id)
    assert.deepEqual([failed.state, failed.failure.code, failed.isOutdated], ['failed', 'flags/changed-since', true])
    assert.deepEqual((await standing('late')).fallthrough, { variant: 'off' })
  })

  test('a change without need of approval waits for its hour alone; one that came to need it fails', async () => {
    await flag('alone')
    const scheduledAt = new Date(Date.now() + HOUR_MS).toISOString()
    const free = await proposed('alone', { environment: 'staging', scheduledAt })
    const caught = await proposed('alone', { environment: 'development', scheduledAt })
    assert.deepEqual([free.state, caught.state], ['approved', 'approved'])
    const guard = (needsApproval: boolean) => ada.http.patch('/api/flag-environments/development', { needsApproval })
    expectStatus(await guard(true), 200)
    await applyDue(2)
    expectStatus(await guard(false), 200)
    assert.equal((await read(free.id)).state, 'applied')
    assert.equal((await read(caught.id)).failure.code, 'flags/needs-approval')
  })

  test('killing passes approvals, and only who may approve revives', async () => {
    await flag('burning')
    expectStatus(await approve(await proposed('burning')), 200)
    const writer = await server.people.signedIn()
    expectStatus(
      await ada.http.post('/api/roles', {
        name: 'flag-writer',
        title: 'Writer',
        permissions: ['flags:read', 'flags:write'],
      }),
      201,
    )
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.units.access.grantRole(tx, writer.id, 'flag-writer', 'test'),
    )
    const reason = { reason: 'it burns' }
    assert.equal(expectStatus(await writer.http.post(`${place('burning')}/kill`, reason), 200).isKilled, true)
    expectProblem(await writer.http.post(`${place('burning')}/revive`, reason), 'flags/needs-approval')
    assert.equal(expectStatus(await grace.http.post(`${place('burning')}/revive`, reason), 200).enabled, true)
  })
})

describe('writers at the same time', () => {
  test('of sixteen on one version one wins', async () => {
    await flag('raced')
    const rule = (at: number) => ({
      rules: [{ condition: { attribute: 'n', operator: 'equals', value: at }, serve: ON }],
    })
    const answers = await Promise.all(Array.from({ length: 16 }, (_, at) => put('raced', 1, rule(at))))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 'flags/changed-since')
    assert.equal((await standing('raced', 'test')).version, 2)
  })

  test('make no cycle, each of one half of it', async () => {
    await flag('heads')
    await flag('tails')
    const after = (other: string) => ({ prerequisites: [{ flag: other, variants: ['on'] }] })
    const answers = await Promise.all([put('heads', 1, after('tails')), put('tails', 1, after('heads'))])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 422])
  })

  test('neither remove a segment that another begins to use', async () => {
    await flag('user-of-it')
    expectStatus(
      await ada.http.post('/api/flag-segments', { key: 'brief', title: 'Brief', condition: { all: [] } }),
      201,
    )
    const [removed, used] = await Promise.all([
      ada.http.delete('/api/flag-segments/brief?version=1'),
      put('user-of-it', 1, { rules: [{ condition: { segment: 'brief' }, serve: ON }] }),
    ])
    assert.deepEqual([removed.status, used.status].filter((status) => status < 300).length, 1)
  })

  test('approve a change once', async () => {
    await flag('once')
    const change = await proposed('once')
    const answers = await Promise.all(Array.from({ length: 4 }, () => approve(change)))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
    assert.equal((await standing('once')).version, 2)
  })
})

describe('the demo', () => {
  test('shows flags, a change that waits, an experiment with an effect and secrets, once', async (t) => {
    const { flags, experiments, secrets } = server.app.units
    const startedMs = performance.now()
    for (const unit of [flags, secrets, experiments]) await unit.seedDemo?.()
    t.diagnostic(`written in ${Math.round(performance.now() - startedMs)} ms`)
    await Promise.all([flags, secrets, experiments].map((unit) => unit.seedDemo?.()))
    await server.jobsIdle()
    const keys = async (path: string, name = 'key') =>
      expectStatus(await ada.http.get(path), 200).items.map((one: Record<string, unknown>) => one[name])
    assert.deepEqual((await keys('/api/flags?archived=true')).includes('summer-sale'), true)
    const { items } = expectStatus(await ada.http.get('/api/flag-changes?state=open&target=search-ranking'), 200)
    assert.deepEqual([items.length, items[0].proposedBy.name], [1, 'Noor Haddad'])
    assert.deepEqual(await keys('/api/experiments?state=running'), ['signup-form'])
    const [exposed] = await server.query<{ people: string }>(
      'SELECT count(*)::text AS people FROM experiments.exposure',
    )
    assert.equal(exposed?.people, '4000')
    const results = expectStatus(await ada.http.get('/api/experiments/signup-form/results'), 200)
    assert.match(JSON.stringify(results), /signup\.done/)
    assert.deepEqual(await keys('/api/secrets?search=demo', 'path'), [
      'mail/relay',
      'payments/card-provider',
      'search/index',
    ])
  })
})
