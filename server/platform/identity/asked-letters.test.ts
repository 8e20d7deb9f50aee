import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, bearer, signInByBearer, startIdentity } from '../../../test/support/identity.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { JobContext } from '../../kernel/jobs/job.ts'

const stack = await startIdentity()
const client = cookieClient(stack.url)
const { recorded, db } = stack.database

after(() => stack.close())

/** What a request leaves to jobs. */
async function leftBy(request: () => Promise<{ readonly status: number }>): Promise<string[]> {
  const before = recorded.jobs.length
  assert.equal((await request()).status, 202)
  return recorded.jobs.slice(before).map(({ queue }) => queue)
}

describe('a letter that strangers may ask for', () => {
  const LETTER = ['identity.send-asked-letter']
  const doors = [
    { path: '/api/auth/forgot-password', extra: {} },
    { path: '/api/auth/magic-link', extra: {} },
    { path: '/api/auth/verify/resend', extra: {} },
    { path: '/api/auth/register', extra: { password: 'a tall wooden lighthouse', name: 'Somebody' } },
  ]
  for (const { path, extra } of doors)
    test(`is queued alike for known and unknown addresses: ${path}`, async () => {
      const { email } = await addPerson(stack)
      const unknown = `nobody${path.replaceAll('/', '-')}@mail.example`
      assert.deepEqual(await leftBy(() => client.post(path, { email: unknown, ...extra })), LETTER)
      assert.deepEqual(await leftBy(() => client.post(path, { email, ...extra })), LETTER)
    })

  test('to confirm a new address is queued alike for one that is free and one that is taken, and not in plain text', async () => {
    const person = await addPerson(stack)
    const { email: taken } = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    const change = (newEmail: string) => leftBy(() => client.post('/api/auth/email', { newEmail }, bearer(accessToken)))
    assert.deepEqual(await change('free@mail.example'), ['identity.mail-new-address'])
    assert.ok(!JSON.stringify(recorded.jobs).includes('free@mail.example'))
    assert.deepEqual(await change(taken), ['identity.mail-new-address'])
  })

  test('is not written when what ends the pending links of its person came first', async () => {
    const person = await addPerson(stack)
    await client.post('/api/auth/forgot-password', { email: person.email })
    const asked = recorded.jobs.findLast(({ queue }) => queue === 'identity.send-asked-letter')
    const job = stack.identity.jobs?.find(({ name }) => name === 'identity.send-asked-letter')
    const run = async () => {
      const before = stack.letters.length
      const once = (work: (tx: Tx) => Promise<unknown>) => db.transaction(testOrigin, work)
      await job?.handle({ once } as JobContext, asked?.data as never)
      return stack.letters.length - before
    }
    assert.equal(await run(), 1)
    const { accessToken } = await signInByBearer(stack.url, person)
    const words = { currentPassword: person.password, newPassword: 'a tall wooden lighthouse' }
    assert.equal((await client.post('/api/auth/change-password', words, bearer(accessToken))).status, 200)
    assert.equal(await run(), 0)
  })

  test('is not written beside what ends the pending links of its person: it waits for that', async () => {
    const person = await addPerson(stack)
    await client.post('/api/auth/magic-link', { email: person.email })
    const asked = recorded.jobs.findLast(({ queue }) => queue === 'identity.send-asked-letter')
    const job = stack.identity.jobs?.find(({ name }) => name === 'identity.send-asked-letter')
    const before = stack.letters.length
    let written: Promise<unknown> = Promise.resolve()
    await db.transaction(testOrigin, async (tx) => {
      await tx.raw('UPDATE identity."user" SET epoch = epoch + 1 WHERE email = $1', [person.email])
      const once = (work: (within: Tx) => Promise<unknown>) => db.transaction(testOrigin, work)
      written = Promise.resolve(job?.handle({ once } as JobContext, asked?.data as never))
      // It has looked at the person, or waits until it may.
      for (let isThere = false; !isThere; ) {
        const [row] = await db.raw<{ waiting: number }>(
          "SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'",
        )
        isThere = stack.letters.length > before || row?.waiting === 1
      }
    })
    await written
    assert.equal(stack.letters.length - before, 0)
  })
})
