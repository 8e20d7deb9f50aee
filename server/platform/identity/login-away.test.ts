import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { type FaultProxy, startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { addPerson, type IdentityNode, startIdentity } from '../../../test/support/identity.ts'
import { postSolving } from './captcha.test-support.ts'

const stack = await startIdentity()
const WRONG = 'certainly not the password'
const EVERY = /^/

interface Tried {
  readonly email: string
  readonly password: string
}

describe('a sign-in whose database is away', () => {
  let proxy: FaultProxy
  let node: IdentityNode
  before(async () => {
    proxy = await startFaultProxy(stack.database.url)
    node = await stack.startNode(proxy.url)
  })
  after(async () => {
    await stack.close()
    await proxy.close()
  })

  const login = ({ email, password }: Tried) =>
    postSolving(cookieClient(node.url), '/api/auth/login', { email, password })
  const attempts = () => stack.database.db.raw('SELECT * FROM identity.attempt ORDER BY key')

  async function isUnavailable(tried: Tried): Promise<void> {
    const { status, body, headers, setCookies } = await login(tried)
    assert.deepEqual([status, body.code, setCookies], [503, 'database/unavailable', []])
    assert.ok(Number(headers.get('retry-after')) > 0)
  }

  /** New connections: a statement is sent as text once on each, and by its name from then on. */
  async function reconnect(person: Tried): Promise<void> {
    proxy.sever(EVERY)
    await isUnavailable(person)
    proxy.sever(null)
  }

  test('is answered 503, with the right password and with a wrong one, and counts nothing towards the lock', async () => {
    const person = await addPerson(stack)
    assert.equal((await login({ ...person, password: WRONG })).status, 401)
    const counted = await attempts()
    assert.ok(counted.length > 0)
    proxy.sever(EVERY)
    for (let round = 0; round < 6; round += 1) {
      await isUnavailable({ ...person, password: WRONG })
      await isUnavailable(person)
    }
    proxy.sever(null)
    assert.deepEqual(await attempts(), counted)
    assert.equal((await login(person)).status, 200)
  })

  /** By the statement whose answer does not come: the account is looked up, a try is taken. */
  const STATEMENTS = {
    'it is looked up': /FROM \(SELECT\) always/,
    'its try is taken': /INSERT INTO identity\.attempt/,
  }
  for (const [when, statement] of Object.entries(STATEMENTS))
    test(`is answered 503 when that is lost while ${when}, and four wrong ones later the right one signs in`, async () => {
      const person = await addPerson(stack)
      await reconnect(person)
      const cutsBefore = proxy.cuts()
      proxy.cutAnswerTo(statement)
      await isUnavailable({ ...person, password: WRONG })
      assert.equal(proxy.cuts(), cutsBefore + 1)
      for (let tries = 0; tries < 4; tries += 1) assert.equal((await login({ ...person, password: WRONG })).status, 401)
      assert.equal((await login(person)).status, 200)
    })

  test('holds no try when it is lost after the right password', async () => {
    const person = await addPerson(stack)
    const { db } = stack.database
    await db.raw(`CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.user_id = '${person.userId}' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$`)
    await db.raw('CREATE TRIGGER lose BEFORE INSERT ON identity.session FOR EACH ROW EXECUTE FUNCTION lose()')
    for (let tries = 0; tries < 6; tries += 1) await isUnavailable(person)
    await db.raw('DROP TRIGGER lose ON identity.session')
    assert.equal((await login(person)).status, 200)
  })

  test('gives back one slot and no other, however many are tried at once', async () => {
    const people = await Promise.all([addPerson(stack), addPerson(stack)])
    for (const person of people) {
      await reconnect(person)
      proxy.cutAnswerTo(STATEMENTS['its try is taken'])
      const answers = await Promise.all(Array.from({ length: 4 }, () => login({ ...person, password: WRONG })))
      assert.ok(answers.every(({ status }) => status === 401 || status === 503))
      assert.ok(answers.some(({ status }) => status === 503))
      const failed = answers.filter(({ status }) => status === 401).length
      for (let tries = failed; tries < 4; tries += 1)
        assert.equal((await login({ ...person, password: WRONG })).status, 401)
      assert.equal((await login(person)).status, 200, 'after four wrong ones')
    }
  })

  test('undoes nothing that was counted before: the fifth that is compared locks', async () => {
    const person = await addPerson(stack)
    for (let tries = 0; tries < 3; tries += 1) assert.equal((await login({ ...person, password: WRONG })).status, 401)
    proxy.sever(EVERY)
    await isUnavailable({ ...person, password: WRONG })
    await isUnavailable({ ...person, password: WRONG })
    proxy.sever(null)
    for (let tries = 0; tries < 2; tries += 1) assert.equal((await login({ ...person, password: WRONG })).status, 401)
    assert.equal((await login(person)).status, 401)
  })
})
