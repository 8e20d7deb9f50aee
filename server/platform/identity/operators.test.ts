import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { setClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/id.ts'

const stack = await startIdentity()
const client = cookieClient(stack.url)
const password = 'a quiet harbour at dawn'
const person = { email: 'first@mail.example', password, name: 'First' }
const link = async () => /#token=(.+)$/.exec((await stack.identity.createSetupLink()) ?? '')?.[1]

describe('the first administrator', () => {
  test('a server without one says so and makes a link; a newer link ends the older, a day the newest', async () => {
    assert.deepEqual((await client.get('/api/auth/setup')).body, { open: true })
    const [older, newer] = [await link(), await link()]
    assert.equal(
      (await client.post('/api/auth/setup', { ...person, token: older })).body.code,
      'identity/token-invalid',
    )
    const restore = setClock(() => Date.now() + 86_401_000)
    try {
      assert.equal((await client.post('/api/auth/setup', { ...person, token: newer })).status, 400)
    } finally {
      restore()
    }
  })

  test('of ten at once with the link one becomes administrator, signed in with every permission', async () => {
    const token = await link()
    const seen = watch(stack)
    const clients = Array.from({ length: 10 }, () => cookieClient(stack.url))
    const answers = await Promise.all(
      clients.map((one, at) => one.post('/api/auth/setup', { ...person, email: `first${at}@mail.example`, token })),
    )
    const winner = answers.findIndex((answer) => answer.status === 201)
    const refusals = new Set(answers.filter((_, at) => at !== winner).map((answer) => answer.body.code))
    for (const code of refusals)
      assert.ok(['identity/token-invalid', 'identity/setup-closed', 'identity/busy'].includes(code), code)
    assert.deepEqual(seen().events.filter((name) => name === 'access.role.granted').length, 1)
    const me = await clients[winner]?.get('/api/auth/me')
    assert.deepEqual(me?.body.user.roles, ['administrator'])
    for (const permission of ['access:manage', 'access:read', 'example:read', 'example:write'])
      assert.ok(me?.body.permissions.includes(permission), permission)
    assert.equal((await stack.database.db.raw('SELECT count(*)::int AS n FROM identity."user"'))[0]?.n, 1)
  })

  test('afterwards there is no link and no way in', async () => {
    assert.deepEqual((await client.get('/api/auth/setup')).body, { open: false })
    assert.equal(await stack.identity.createSetupLink(), null)
    const answer = await client.post('/api/auth/setup', { ...person, token: 'x' })
    assert.deepEqual([answer.status, answer.body.code], [409, 'identity/setup-closed'])
  })

  test('the operator may make another, also out of an account that exists, whose sessions end', async () => {
    const known = await addPerson(stack)
    const session = await signInByBearer(stack.url, known)
    const id = await stack.identity.createAdministrator({ email: known.email.toUpperCase(), password, name: 'Other' })
    assert.equal(id, known.userId)
    assert.equal((await client.get('/api/auth/me', bearer(session.accessToken))).status, 401)
    const { accessToken } = await signInByBearer(stack.url, { email: known.email, password })
    assert.deepEqual((await client.get('/api/auth/me', bearer(accessToken))).body.user.roles, ['administrator'])
    await assert.rejects(stack.identity.createAdministrator({ ...person, password: 'Password1!' }), {
      code: 'identity/weak-password',
    })
  })
})

describe('people, seen by operators', () => {
  after(() => stack.close())

  const admin = async () =>
    bearer((await signInByBearer(stack.url, { email: 'person1@mail.example', password })).accessToken)

  test('making somebody twice leaves the first as he is', async () => {
    const one = await stack.identity.createUser({ email: 'twice@mail.example', password, name: 'One' })
    const seen = watch(stack)
    assert.equal(
      await stack.identity.createUser({ email: 'Twice@mail.example', password: 'another harbour', name: 'Two' }),
      one,
    )
    assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
    assert.deepEqual(
      [...(await stack.identity.userSummaries([one, newId<'user'>()]))],
      [[one, { id: one, name: 'One', email: 'twice@mail.example', locale: null }]],
    )
  })

  test('the list is searched, filtered by role and paged, newest first', async () => {
    const headers = await admin()
    await addPerson(stack, 'reader')
    await addPerson(stack, 'reader')
    const list = async (query: string) => (await client.get(`/api/users?${query}`, headers)).body
    const readers = await list('role=reader')
    assert.equal(readers.items.length, 2)
    assert.deepEqual(readers.items[0].roles, ['reader'])
    assert.deepEqual(Object.keys(readers.items[0]).sort(), [
      'createdAt',
      'disabledAt',
      'email',
      'emailVerifiedAt',
      'id',
      'locale',
      'name',
      'roles',
    ])
    const first = await list('role=reader&limit=1')
    const second = await list(`role=reader&limit=1&cursor=${first.nextCursor}`)
    assert.deepEqual(
      [first.items[0].id, second.items[0].id, second.nextCursor],
      [readers.items[0].id, readers.items[1].id, null],
    )
    assert.deepEqual((await list('search=TWICE')).items.length, 1)
    assert.deepEqual((await list('search=%25')).items.length, 0)
    assert.deepEqual((await list('role=nobody-has-it')).items, [])
    assert.equal((await client.get('/api/users?cursor=nonsense', headers)).status, 400)
    assert.equal((await client.get(`/api/users/${newId<'user'>()}`, headers)).status, 404)
  })

  test('an account is disabled and enabled again, once each', async () => {
    const headers = await admin()
    const known = await addPerson(stack)
    const seen = watch(stack)
    for (const verb of ['disable', 'disable', 'enable', 'enable']) {
      assert.equal((await client.post(`/api/users/${known.userId}/${verb}`, {}, headers)).status, 204)
    }
    assert.deepEqual(seen(), {
      audit: ['identity.sessions.ended', 'identity.user.disabled', 'identity.user.enabled'],
      events: ['identity.user.disabled', 'identity.user.enabled'],
      letters: [],
    })
    assert.equal((await signInByBearer(stack.url, known)).accessToken.length > 0, true)
    const grant = `/api/users/${known.userId}/roles/reader`
    await client.post(`/api/users/${known.userId}/disable`, {}, headers)
    assert.equal((await client.send('PUT', grant, { headers, body: {} })).body.code, 'identity/account-disabled')
    assert.equal((await client.post(`/api/users/${newId<'user'>()}/disable`, {}, headers)).status, 404)
  })
})
