import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHttpClient } from '../../../test/support/http-client.ts'
import { type HttpStandIn, startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import { codeOf } from '../../../test/support/organisations.ts'
import { atTime, is, type SecretsServer, startSecrets } from '../../../test/support/secrets.ts'
import { nowMs } from '../../kernel/clock.ts'

let server: SecretsServer
let receiver: HttpStandIn
let status = 200

before(async () => {
  server = await startSecrets()
  receiver = await startHttpStandIn(() => ({ status }))
})
after(async () => {
  await receiver.close()
  await server.stop()
})

const made = async (path: string, body: object = {}) =>
  is(await server.proven.post('/api/secrets', { path, environment: 'staging', ...body }), 201)
const change = (id: string, body: object) => server.proven.patch(`/api/secrets/${id}`, body)

test('what is said of a secret is changed on what was seen, and the list tells how each stands', async () => {
  const { id, revision } = await made('stand/one', { value: 'v1' })
  is(await change(id, { revision, description: 'First' }), 200)
  assert.equal(codeOf(await change(id, { revision, description: 'Late' })), 'secrets/changed-since')
  is(await server.proven.post(`/api/secrets/${id}/versions`, { value: 'v2', expected: 1, stage: 'pending' }), 201)
  const [listed] = is(await server.proven.get('/api/secrets?prefix=stand/one'), 200).items
  const { description, current, latest, lastRotation } = listed
  assert.deepEqual([description, current, latest, lastRotation, listed.revision], ['First', 1, 2, null, revision + 1])
})

test('whoever may manage a secret sees to whom it was shown, and why', async () => {
  const { id } = await made('stand/shown', { value: 'never-in-here' })
  const { id: keyId, key } = is(
    await server.admin.http.post('/api/api-keys', { name: 'The robot', scopes: ['secrets:reveal'] }),
    201,
  )
  const grant = { pattern: 'stand/*', holderKind: 'api-key', holder: keyId, may: ['reveal'] }
  is(await server.proven.post('/api/secret-grants', grant), 201)
  is(await server.proven.post(`/api/secrets/${id}/reveal`, { reason: 'the bank asked' }), 200)
  const robot = createHttpClient(server.url, { authorization: `Bearer ${key}` })
  is(await robot.post('/api/secrets/read', { reference: 'secret:stand/shown' }), 200)
  const answer = is(await server.proven.get(`/api/secrets/${id}/showings`), 200)
  assert.deepEqual(
    answer.items.map((one: Record<string, unknown>) => [one.number, one.reason, one.apiKeyName]),
    [
      [1, null, 'The robot'],
      [1, 'the bank asked', null],
    ],
  )
  assert.ok(!JSON.stringify(answer).includes('never-in-here') && answer.items[0].byName !== null)
  assert.equal(codeOf(await robot.get(`/api/secrets/${id}/showings`)), 'http/denied')
})

test('a grant names its holder, and ends by itself', async () => {
  const person = await server.people.signedIn()
  const { id } = await made('stand/granted', { value: 'v' })
  const expiresAt = new Date(nowMs() + 3_600_000).toISOString()
  const grant = { pattern: 'stand/granted', holderKind: 'user', holder: person.id, may: ['read'], expiresAt }
  const given = is(await server.proven.post('/api/secret-grants', grant), 201)
  assert.ok(given.expiresAt === expiresAt && given.holderName !== null)
  is(await person.http.get(`/api/secrets/${id}`), 200)
  const later = await atTime(3_601_000, () => person.http.get(`/api/secrets/${id}`))
  assert.notEqual(later.status, 200)
})

test('a text is looked through for values, and the answer tells what is still good and may be renewed', async () => {
  const { id } = await made('stand/leaked', { value: 'hunter2-of-the-shop' })
  is(await server.proven.post(`/api/secrets/${id}/versions`, { value: 'a-newer-one', expected: 1 }), 201)
  const lookUp = async (value: string) => is(await server.proven.post('/api/secrets/look-up', { value }), 200).items
  const [former] = await lookUp('Log: url=postgres://shop:hunter2-of-the-shop@db:5432/shop failed\nagain')
  assert.deepEqual([former.id, former.number, former.stages, former.isGood], [id, 1, ['previous'], false])
  const [current] = await lookUp('PASSWORD="a-newer-one"')
  assert.deepEqual([current.number, current.isGood, current.may.manage], [2, true, true])
  assert.deepEqual(await lookUp('nothing of ours is in here'), [])
})

test('a rotation that is called off is taken back, and a finished one is left as it is', async () => {
  await made('stand/key', { value: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  const { id } = await made('stand/hooked', { value: 'first' })
  const { items } = is(await server.proven.get('/api/secrets/rotators'), 200)
  const webhook = items.find(({ name }: { name: string }) => name === 'webhook')
  assert.deepEqual(Object.keys(webhook.options.properties), ['url', 'signedBy'])
  const options = { url: `${receiver.url}/hook`, signedBy: 'stand/key' }
  is(await server.proven.put(`/api/secrets/${id}/rotation`, { rotator: 'webhook', options }), 200)
  assert.equal(codeOf(await server.proven.post(`/api/secrets/${id}/rotate/cancel`)), 'secrets/no-rotation')
  status = 500
  is(await server.proven.post(`/api/secrets/${id}/rotate`), 202)
  await server.jobsIdle()
  is(await server.proven.post(`/api/secrets/${id}/rotate/cancel`), 202)
  status = 200
  await server.jobsIdle()
  const { current, lastRotation, versions, rotations } = is(await server.proven.get(`/api/secrets/${id}`), 200)
  assert.deepEqual([current, lastRotation, rotations[0].state, rotations[0].isCancelled], [1, null, 'failed', true])
  assert.ok(!versions.some(({ stages }: { stages: string[] }) => stages.includes('pending')))
  const steps = receiver.requests.map(({ body }) => (body as { type: string }).type)
  assert.equal(steps.at(-1), 'secrets.rotation.undo')
  is(await server.proven.post(`/api/secrets/${id}/rotate`), 202)
  await server.jobsIdle()
  assert.equal(codeOf(await server.proven.post(`/api/secrets/${id}/rotate/cancel`)), 'secrets/no-rotation')
})
