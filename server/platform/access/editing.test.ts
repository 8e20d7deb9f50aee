import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type Answer, cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { inSeconds, setClock } from '../../kernel/clock.ts'
import type { JobContext } from '../../kernel/jobs/job.ts'
import { clearEndedJob } from './expiry.jobs.ts'

const stack = await startIdentity()

type Caller = (method: string, path: string, body?: unknown) => Promise<Answer>

async function caller(...roles: readonly string[]) {
  const person = await addPerson(stack, ...roles)
  const { accessToken } = await signInByBearer(stack.url, person)
  const call: Caller = (method, path, body) =>
    cookieClient(stack.url).send(method, path, {
      headers: bearer(accessToken),
      ...(body === undefined ? {} : { body }),
    })
  const permissions = async (): Promise<string[]> => (await call('GET', '/api/auth/me')).body.permissions
  return { ...person, call, permissions }
}

const codeOf = ({ status, body }: Answer) => (body === null ? status : [status, body.code])
let names = 0
const freshName = () => `role-${++names}`

describe('what people may do, edited', () => {
  let root: Awaited<ReturnType<typeof caller>>
  let keeper: Awaited<ReturnType<typeof caller>>
  before(async () => {
    root = await caller('administrator')
    keeper = await caller('keeper')
  })
  after(() => stack.close())

  describe('roles', () => {
    test('a role is made, given, widened and narrowed, and each holds at the next request of its holder', async () => {
      const name = freshName()
      const seen = watch(stack)
      const made = await root.call('POST', '/api/roles', { name, title: 'Writer', permissions: ['example:write'] })
      assert.equal(made.status, 201, made.text)
      assert.deepEqual(made.body, {
        name,
        title: 'Writer',
        builtIn: false,
        permissions: ['example:write'],
        mfaRequired: null,
        demandsMfa: false,
      })
      const writer = await caller()
      assert.equal((await root.call('PUT', `/api/users/${writer.userId}/roles/${name}`, {})).status, 204)
      assert.deepEqual(await writer.permissions(), ['example:write'])
      const both = ['example:read', 'example:write']
      assert.equal((await root.call('PATCH', `/api/roles/${name}`, { permissions: both })).status, 200)
      assert.deepEqual(await writer.permissions(), both)
      assert.equal((await root.call('PATCH', `/api/roles/${name}`, { permissions: [] })).status, 200)
      assert.deepEqual(await writer.permissions(), [])
      assert.deepEqual(codeOf(await root.call('DELETE', `/api/roles/${name}`)), [409, 'access/role-held'])
      assert.equal((await root.call('DELETE', `/api/users/${writer.userId}/roles/${name}`)).status, 204)
      assert.equal((await root.call('DELETE', `/api/roles/${name}`)).status, 204)
      assert.deepEqual(codeOf(await root.call('PATCH', `/api/roles/${name}`, { title: 'Gone' })), [
        404,
        'access/unknown-role',
      ])
      assert.deepEqual(
        seen().audit.filter((action) => action.startsWith('access.')),
        [
          'access.role.created',
          'access.role.granted',
          'access.role.changed',
          'access.role.changed',
          'access.role.revoked',
          'access.role.deleted',
        ],
      )
    })

    test('nobody makes, widens, narrows or removes a role beyond what he holds himself', async () => {
      const name = freshName()
      const beyond = [403, 'access/beyond-own']
      const wide = { name, title: 'Wide', permissions: ['example:write'] }
      assert.deepEqual(codeOf(await keeper.call('POST', '/api/roles', wide)), beyond)
      assert.equal((await root.call('POST', '/api/roles', wide)).status, 201)
      assert.deepEqual(codeOf(await keeper.call('PATCH', `/api/roles/${name}`, { permissions: [] })), beyond)
      assert.deepEqual(codeOf(await keeper.call('DELETE', `/api/roles/${name}`)), beyond)
      const own = { name: freshName(), title: 'Narrow', permissions: ['example:read'] }
      assert.equal((await keeper.call('POST', '/api/roles', own)).status, 201)
      const widened = { permissions: ['example:read', 'example:write'] }
      assert.deepEqual(codeOf(await keeper.call('PATCH', `/api/roles/${own.name}`, widened)), beyond)
      assert.deepEqual(codeOf(await keeper.call('PATCH', '/api/roles/administrator', { mfaRequired: false })), beyond)
    })

    test('a name twice, a permission nobody declares and a built-in role edited are refused', async () => {
      const name = freshName()
      const input = { name, title: 'Once', permissions: [] }
      const made = await Promise.all(Array.from({ length: 8 }, () => root.call('POST', '/api/roles', input)))
      assert.deepEqual(made.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409, 409, 409])
      const unknown = await root.call('PATCH', `/api/roles/${name}`, { permissions: ['example:fly'] })
      assert.equal(unknown.status, 403, 'what is declared by nobody is held by nobody')
      for (const change of [{ title: 'Mine' }, { permissions: [] }])
        assert.deepEqual(codeOf(await root.call('PATCH', '/api/roles/reader', change)), [409, 'access/built-in-role'])
      assert.deepEqual(codeOf(await root.call('DELETE', '/api/roles/reader')), [409, 'access/built-in-role'])
    })

    test('the permissions are listed with what they allow', async () => {
      const { body } = await root.call('GET', '/api/permissions')
      const listed = body.items.map(({ name }: { name: string }) => name)
      assert.deepEqual(listed, [...listed].sort())
      assert.ok(
        body.items.some((one: object) => JSON.stringify(one) === '{"name":"example:read","title":"Read examples"}'),
      )
    })

    test('a role that demands a second factor stops its holders at their next request until they enrol', async () => {
      const name = freshName()
      await root.call('POST', '/api/roles', { name, title: 'Careful', permissions: ['access:read'] })
      const careful = await caller(name)
      assert.equal((await careful.call('GET', '/api/roles')).status, 200)
      const changed = await root.call('PATCH', `/api/roles/${name}`, { mfaRequired: true })
      assert.deepEqual([changed.body.mfaRequired, changed.body.demandsMfa], [true, true])
      assert.deepEqual(codeOf(await careful.call('GET', '/api/roles')), [403, 'identity/mfa-enrolment-required'])
      await root.call('PATCH', `/api/roles/${name}`, { mfaRequired: null })
      assert.equal((await careful.call('GET', '/api/roles')).status, 200)
    })
  })

  describe('denials', () => {
    test('a denial beats every grant, the administrator’s too, until it is lifted', async () => {
      const second = await caller('administrator')
      const denial = `/api/users/${second.userId}/denials/example:write`
      assert.ok((await second.permissions()).includes('example:write'))
      const seen = watch(stack)
      assert.equal((await root.call('PUT', denial, { reason: 'leave' })).status, 204)
      assert.ok(!(await second.permissions()).includes('example:write'))
      await root.call('PUT', `/api/users/${second.userId}/roles/keeper`, {})
      assert.ok(!(await second.permissions()).includes('example:write'))
      assert.deepEqual(codeOf(await second.call('DELETE', denial)), [403, 'access/beyond-own'])
      const view = (await root.call('GET', `/api/users/${second.userId}/access`)).body
      assert.deepEqual(
        view.denials.map((one: { permission: string; reason: string }) => [one.permission, one.reason]),
        [['example:write', 'leave']],
      )
      assert.ok(!view.permissions.includes('example:write'))
      assert.equal((await root.call('DELETE', denial)).status, 204)
      assert.ok((await second.permissions()).includes('example:write'))
      assert.deepEqual(
        seen().audit.filter((action) => action.startsWith('access.')),
        ['access.permission.denied', 'access.role.granted', 'access.denial.lifted'],
      )
      await root.call('DELETE', `/api/users/${second.userId}/roles/administrator`)
    })

    test('nobody denies what he lacks, or to one who may do more', async () => {
      const reader = await caller('reader')
      const beyond = [403, 'access/beyond-own']
      const deny = (who: typeof keeper, userId: string, permission: string) =>
        who.call('PUT', `/api/users/${userId}/denials/${permission}`, {})
      assert.deepEqual(codeOf(await deny(keeper, reader.userId, 'example:write')), beyond)
      assert.deepEqual(codeOf(await deny(keeper, root.userId, 'access:manage')), beyond)
      assert.equal((await deny(keeper, reader.userId, 'example:read')).status, 204)
      assert.deepEqual(await reader.permissions(), [])
      assert.deepEqual(codeOf(await deny(root, reader.userId, 'no-such:thing')), [422, 'access/unknown-permission'])
    })
  })

  describe('ends', () => {
    let restore = () => {}
    beforeEach(() => restore())
    after(() => restore())
    const later = (seconds: number) => {
      const at = inSeconds(seconds).getTime()
      restore = setClock(() => at)
    }

    test('a grant ends by itself at its moment for a session that is in memory', async () => {
      const person = await caller()
      const end = { expiresAt: inSeconds(20).toISOString(), reason: 'holiday cover' }
      assert.equal((await root.call('PUT', `/api/users/${person.userId}/roles/reader`, end)).status, 204)
      assert.deepEqual(await person.permissions(), ['example:read'])
      later(19)
      assert.deepEqual(await person.permissions(), ['example:read'])
      restore()
      later(21)
      assert.deepEqual(await person.permissions(), [])
      assert.deepEqual((await person.call('GET', '/api/auth/me')).body.user.roles, [])
      const listed = await root.call('GET', '/api/users?role=reader&limit=100')
      assert.ok(listed.body.items.every(({ id }: { id: string }) => id !== person.userId))
    })

    test('a denial ends by itself, and an end is moved by granting again', async () => {
      const person = await caller('reader')
      const denial = `/api/users/${person.userId}/denials/example:read`
      assert.equal((await root.call('PUT', denial, { expiresAt: inSeconds(20).toISOString() })).status, 204)
      assert.deepEqual(await person.permissions(), [])
      const role = `/api/users/${person.userId}/roles/reader`
      assert.equal((await root.call('PUT', role, { expiresAt: inSeconds(40).toISOString() })).status, 204)
      later(21)
      assert.deepEqual(await person.permissions(), ['example:read'])
      assert.equal((await root.call('PUT', role, { expiresAt: null })).status, 204)
      restore()
      later(50)
      assert.deepEqual(await person.permissions(), ['example:read'])
    })

    test('an end in the past is refused', async () => {
      const role = `/api/users/${keeper.userId}/roles/reader`
      const answer = await root.call('PUT', role, { expiresAt: inSeconds(-1).toISOString() })
      assert.deepEqual(codeOf(answer), [422, 'access/expiry-past'])
    })

    test('what has ended is cleared away with a record, once', async () => {
      const person = await caller()
      const end = { expiresAt: inSeconds(5).toISOString() }
      await root.call('PUT', `/api/users/${person.userId}/roles/reader`, end)
      await root.call('PUT', `/api/users/${person.userId}/denials/example:write`, end)
      later(6)
      const seen = watch(stack)
      await runClearing()
      const written = seen()
      assert.ok(written.audit.includes('access.role.ended') && written.audit.includes('access.denial.ended'))
      assert.ok(written.events.includes('access.role.revoked'))
      const again = watch(stack)
      await runClearing()
      assert.deepEqual(again(), { audit: [], events: [], letters: [] })
    })
  })

  describe('the last administrator', () => {
    test('stays whatever is tried: an end, a denial, erasure', async () => {
      const last = [409, 'access/last-administrator']
      const path = `/api/users/${root.userId}`
      const end = { expiresAt: inSeconds(60).toISOString() }
      assert.deepEqual(codeOf(await root.call('PUT', `${path}/roles/administrator`, end)), last)
      assert.deepEqual(codeOf(await root.call('PUT', `${path}/denials/example:read`, {})), last)
      await assert.rejects(
        stack.database.db.transaction({ actor: { kind: 'system', name: 'test' }, requestId: 'test' }, (tx) =>
          stack.access.erasePerson(tx, root.userId),
        ),
        { code: 'access/last-administrator' },
      )
      const second = await caller('administrator')
      const role = `/api/users/${second.userId}/roles/administrator`
      assert.equal((await root.call('PUT', role, end)).status, 204)
      assert.deepEqual(codeOf(await root.call('DELETE', `${path}/roles/administrator`)), last)
    })

    test('of ten administrators who take each other’s role or deny each other at once, one stays', async () => {
      const ten = await Promise.all(Array.from({ length: 10 }, () => caller('administrator')))
      const everybody = [root, ...ten]
      const answers = await Promise.all(
        everybody.map((one, at) => {
          const next = everybody[(at + 1) % everybody.length] ?? one
          return at % 2 === 0
            ? one.call('DELETE', `/api/users/${next.userId}/roles/administrator`)
            : one.call('PUT', `/api/users/${next.userId}/denials/access:manage`, {})
        }),
      )
      for (const { status, text } of answers) assert.ok([204, 403, 409].includes(status), text)
      const standing = await Promise.all(everybody.map(({ userId }) => stack.access.permissionsOf(userId)))
      assert.ok(standing.some((permissions) => permissions.has('access:manage') && permissions.has('example:write')))
    })
  })

  async function runClearing(): Promise<void> {
    const { db } = stack.database
    const origin = { actor: { kind: 'system', name: 'test' }, requestId: 'test' } as const
    const once = <Result>(work: Parameters<typeof db.transaction<Result>>[1]) => db.transaction(origin, work)
    const step: JobContext['step'] = (_name, work) => db.transaction(origin, work)
    const signal = AbortSignal.timeout(5000)
    const attempt = {
      jobId: 'test',
      attempt: 1,
      isFinal: () => false,
      progress: () => undefined,
      log: undefined as never,
    }
    await clearEndedJob.handle({ ...attempt, signal, db, once, step }, {})
  }
})
