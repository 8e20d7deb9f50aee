import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { collectCatalogue } from './catalogue.ts'

const stack = await startIdentity()

describe('roles and grants', () => {
  let root: Awaited<ReturnType<typeof addPerson>>
  let keeper: Awaited<ReturnType<typeof addPerson>>
  let rootToken = ''
  let keeperToken = ''
  before(async () => {
    root = await addPerson(stack, 'administrator')
    keeper = await addPerson(stack, 'keeper')
    rootToken = (await signInByBearer(stack.url, root)).accessToken
    keeperToken = (await signInByBearer(stack.url, keeper)).accessToken
  })

  after(() => stack.close())

  const change = (method: 'PUT' | 'DELETE', token: string, userId: string, role: string) =>
    cookieClient(stack.url).send(method, `/api/users/${userId}/roles/${role}`, { headers: bearer(token), body: {} })

  test('a granted role counts at the next request of the live session, and so does its loss', async () => {
    const person = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    const permissions = async () =>
      (await cookieClient(stack.url).get('/api/auth/me', bearer(accessToken))).body.permissions
    assert.deepEqual(await permissions(), [])
    const seen = watch(stack)
    assert.equal((await change('PUT', rootToken, person.userId, 'reader')).status, 204)
    assert.deepEqual(await permissions(), ['example:read'])
    assert.equal((await change('PUT', rootToken, person.userId, 'reader')).status, 204)
    assert.equal((await change('DELETE', rootToken, person.userId, 'reader')).status, 204)
    assert.deepEqual(await permissions(), [])
    assert.deepEqual(seen(), {
      audit: ['access.role.granted', 'access.role.revoked'],
      events: ['access.role.granted', 'access.role.revoked'],
      letters: [],
    })
  })

  test('nobody grants, revokes or closes beyond what he holds himself', async () => {
    const person = await addPerson(stack)
    const refused = await change('PUT', keeperToken, person.userId, 'administrator')
    assert.deepEqual([refused.status, refused.body.code], [403, 'access/beyond-own'])
    assert.equal((await change('DELETE', keeperToken, root.userId, 'administrator')).body.code, 'access/beyond-own')
    const close = await cookieClient(stack.url).post(`/api/users/${root.userId}/disable`, {}, bearer(keeperToken))
    assert.equal(close.body.code, 'access/beyond-own')
    assert.equal((await change('PUT', keeperToken, person.userId, 'reader')).status, 204)
    assert.deepEqual((await stack.access.rolesOfMany([person.userId])).get(person.userId), ['reader'])
  })

  test('whoever may not read roles still learns which of them they could give, and could give those alone', async () => {
    const person = await addPerson(stack, 'reader')
    const { accessToken } = await signInByBearer(stack.url, person)
    const could = async (token: string) => {
      const { status, body } = await cookieClient(stack.url).get('/api/roles/grantable', bearer(token))
      assert.equal(status, 200)
      return body.items.map(({ name }: { name: string }) => name)
    }
    const own = await could(accessToken)
    assert.ok(own.includes('reader') && !own.includes('keeper') && !own.includes('administrator'), own.join())
    assert.ok(!(await could(keeperToken)).includes('administrator'))
    assert.ok((await could(rootToken)).includes('administrator'))
    assert.equal((await cookieClient(stack.url).get('/api/roles/grantable')).status, 401)
  })

  test('a caller without access:manage is refused, and without access:read sees no list', async () => {
    const person = await addPerson(stack, 'reader')
    const { accessToken } = await signInByBearer(stack.url, person)
    assert.equal((await change('PUT', accessToken, person.userId, 'keeper')).body.code, 'http/denied')
    for (const path of ['/api/users', '/api/roles', `/api/users/${root.userId}`]) {
      assert.equal((await cookieClient(stack.url).get(path, bearer(accessToken))).status, 403, path)
      assert.equal((await cookieClient(stack.url).get(path)).status, 401, path)
    }
  })

  test('the last administrator stays, whether revoked or disabled', async () => {
    assert.equal(
      (await change('DELETE', rootToken, root.userId, 'administrator')).body.code,
      'access/last-administrator',
    )
    const close = await cookieClient(stack.url).post(`/api/users/${root.userId}/disable`, {}, bearer(rootToken))
    assert.deepEqual([close.status, close.body.code], [409, 'access/last-administrator'])
    assert.equal((await cookieClient(stack.url).get('/api/auth/me', bearer(rootToken))).status, 200)
  })

  test('of two administrators removed at once, one stays', async () => {
    const other = await addPerson(stack, 'administrator')
    const revoked = Promise.withResolvers<void>()
    const commit = Promise.withResolvers<void>()
    const revoke = (tx: Tx, userId: Id<'user'>) =>
      stack.access.revokeRoleByActor(tx, { userId, role: 'administrator', reason: 'test' })
    const first = stack.database.db.transaction(testOrigin, async (tx) => {
      await revoke(tx, other.userId)
      revoked.resolve()
      await commit.promise
    })
    await revoked.promise
    const second = stack.database.db.transaction(testOrigin, (tx) => revoke(tx, root.userId))
    const refused = assert.rejects(second, { code: 'access/last-administrator' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    commit.resolve()
    await first
    await refused
    assert.equal(await stack.access.hasAdministrator(), true)
  })

  test('a disabled administrator does not count as one', async () => {
    const second = await addPerson(stack, 'administrator')
    assert.equal(
      (await cookieClient(stack.url).post(`/api/users/${second.userId}/disable`, {}, bearer(rootToken))).status,
      204,
    )
    const listed = await cookieClient(stack.url).get('/api/users?role=administrator&limit=100', bearer(rootToken))
    const holders: string[] = listed.body.items.map((person: { id: string }) => person.id)
    for (const holder of holders.filter((id) => id !== root.userId && id !== second.userId)) {
      await change('DELETE', rootToken, holder, 'administrator')
    }
    assert.equal(
      (await change('DELETE', rootToken, root.userId, 'administrator')).body.code,
      'access/last-administrator',
    )
  })

  test('an unknown role or person is told apart from a forbidden one', async () => {
    assert.equal((await change('PUT', rootToken, root.userId, 'no-such-role')).body.code, 'access/unknown-role')
    assert.equal((await change('PUT', rootToken, newId<'user'>(), 'reader')).body.code, 'identity/user-not-found')
  })

  test('the role list shows what each allows, the administrator everything', async () => {
    const { body } = await cookieClient(stack.url).get('/api/roles', bearer(rootToken))
    const roles = new Map(body.items.map((role: { name: string }) => [role.name, role]))
    assert.deepEqual(roles.get('reader'), {
      name: 'reader',
      title: 'Reader',
      builtIn: true,
      permissions: ['example:read'],
      mfaRequired: null,
      demandsMfa: false,
    })
    const declared = (await cookieClient(stack.url).get('/api/permissions', bearer(rootToken))).body.items
    const all = declared.map(({ name }: { name: string }) => name)
    assert.ok(all.includes('access:manage') && all.includes('example:write'))
    assert.deepEqual((roles.get('administrator') as { permissions: string[] }).permissions, all)
  })

  test('a program that declares a role anew brings its permissions and title along, once', async () => {
    const node = await stack.startNode()
    const before = await stack.access.permissionsOf(keeper.userId)
    const unit = { name: 'example', permissions: { 'example:read': 'Read', 'example:write': 'Write' } }
    const wider = {
      ...unit,
      roles: { reader: { title: 'Reads and writes', permissions: ['example:write', 'example:read'] } },
    }
    const narrower = { ...unit, roles: { reader: { title: 'Reader', permissions: ['example:read'] } } }
    const person = await addPerson(stack, 'reader')
    await node.access.declare([node.access, wider])
    assert.deepEqual([...(await stack.access.permissionsOf(person.userId))].sort(), ['example:read', 'example:write'])
    await node.access.declare([node.access, narrower])
    assert.deepEqual([...(await stack.access.permissionsOf(person.userId))], ['example:read'])
    assert.deepEqual(await stack.access.permissionsOf(keeper.userId), before)
  })
})

describe('declared roles', () => {
  const unit = { name: 'one', permissions: { 'one:do': 'Do' } }

  test('a role with a permission that nobody declares is refused at start', () => {
    const roles = { doer: { title: 'Doer', permissions: ['two:do'] } }
    assert.throws(() => collectCatalogue([{ ...unit, roles }]), /doer holds two:do, which no unit declares/)
  })

  test('a role declared twice, or named administrator, is refused at start', () => {
    const roles = { doer: { title: 'Doer', permissions: ['one:do'] } }
    assert.throws(
      () =>
        collectCatalogue([
          { ...unit, roles },
          { ...unit, name: 'two', roles },
        ]),
      /declares role doer again/,
    )
    const administrator = { administrator: { title: 'Mine', permissions: [] } }
    assert.throws(() => collectCatalogue([{ ...unit, roles: administrator }]), /declares role administrator again/)
  })
})
