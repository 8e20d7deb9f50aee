import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, startIdentity } from '../../../test/support/identity.ts'
import type { Id } from '../../kernel/id.ts'
import { deriveKeys } from './derived-keys.ts'
import { createPasswordHasher, type PasswordHash } from './password-hash.ts'
import { passwordPeppers } from './password-peppers.ts'

const stack = await startIdentity()
const { db } = stack.database
const NEXT = 'a second quiet harbour'
const WAIT_MS_MAX = 5000

/** jBCrypt, TestBCrypt. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const foreign: PasswordHash = {
  hash: '$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC',
  pepper: null,
  span: null,
}

/** crypt_blowfish, wrapper.c: of a password of more than 72 bytes. */
const SEEN = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const LONG = `${SEEN}chars after 72 are ignored`
const truncated: PasswordHash = {
  hash: '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  pepper: null,
  span: null,
}

/** Of our own making, at a cost below today's. */
function weaker(password: string): Promise<PasswordHash> {
  const { passwordPeppers: given, encryptionKeys, masterSecret } = stack.config
  const peppers = passwordPeppers(given, encryptionKeys, deriveKeys(masterSecret))
  return createPasswordHasher({ cost: { memoryKib: 512, passes: 1 }, peppers }).hash(password)
}

const login = (email: string, password: string) => cookieClient(stack.url).post('/api/auth/login', { email, password })

async function held(userId: Id<'user'>): Promise<PasswordHash> {
  const [row] = await db.raw<{ hash: string; pepper: string | null; span: number | null }>(
    'SELECT hash, pepper, span FROM identity.password WHERE user_id = $1',
    [userId],
  )
  return row ?? { hash: '', pepper: null, span: null }
}

async function hold(userId: Id<'user'>, { hash, pepper }: PasswordHash): Promise<void> {
  await db.raw('UPDATE identity.password SET hash = $2, pepper = $3 WHERE user_id = $1', [userId, hash, pepper])
}

/** Waits until so many statements on this database wait for somebody else's lock. */
async function untilWaiting(count: number): Promise<void> {
  const startedMs = performance.now()
  for (;;) {
    const rows = await db.raw(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    if (rows.length === count) return
    assert.ok(performance.now() - startedMs < WAIT_MS_MAX, `${rows.length} wait, not ${count}`)
    await sleep(5)
  }
}

/** A person whose password stands as an old hash, and a link to set another. */
async function personWith(
  old: (password: string) => Promise<{ readonly password: string; readonly hash: PasswordHash }>,
) {
  const { email, userId, password: first } = await addPerson(stack)
  const { password, hash } = await old(first)
  await hold(userId, hash)
  await cookieClient(stack.url).post('/api/auth/forgot-password', { email })
  return { email, userId, password, hash, token: stack.letters.at(-1)?.token ?? '' }
}

const OLD = {
  'made elsewhere': async () => ({ password: ALPHABET, hash: foreign }),
  'of our own at a lower cost': async (password: string) => ({ password, hash: await weaker(password) }),
}

describe('an old hash', () => {
  after(() => stack.close())

  test('by bcrypt of a longer password than it looks at never binds what was not compared', async () => {
    for (const first of [LONG, SEEN, `${SEEN}another end`]) {
      const { email, userId } = await personWith(async () => ({ password: LONG, hash: truncated }))
      assert.equal((await login(email, first)).status, 200)
      const made = await held(userId)
      assert.match(made.hash, /^\$argon2id\$/)
      assert.equal(made.span, 72)
      assert.equal((await login(email, LONG)).status, 200, `the owner's, after a sign-in with ${first}`)
      assert.equal((await login(email, SEEN.slice(0, -1))).status, 401)
      assert.equal((await login(email, `x${LONG.slice(1)}`)).status, 401)
    }
  })

  test('by bcrypt of a longer password counts whole once its owner has chosen another', async () => {
    const { email, userId, token } = await personWith(async () => ({ password: LONG, hash: truncated }))
    assert.equal((await login(email, LONG)).status, 200)
    const next = `a second quiet harbour, ${SEEN}`
    assert.equal(
      (await cookieClient(stack.url).post('/api/auth/reset-password', { token, password: next })).status,
      204,
    )
    assert.equal((await held(userId)).span, null)
    assert.equal((await login(email, next.slice(0, 72))).status, 401)
    assert.equal((await login(email, next)).status, 200)
  })

  for (const [which, old] of Object.entries(OLD)) {
    test(`${which} is made anew at a sign-in`, async () => {
      const { email, userId, password, hash } = await personWith(old)
      assert.equal((await login(email, password)).status, 200)
      const made = await held(userId)
      assert.notEqual(made.hash, hash.hash)
      assert.match(made.hash, /\$m=1024,t=1,p=1\$/)
      assert.equal((await login(email, password)).status, 200)
    })

    test(`${which} does not come back over a password that was set while it was being made anew`, async () => {
      const { email, userId, password, hash, token } = await personWith(old)
      // Both want the row: the new password is first in the queue, the sign-in, which has compared the old one, behind it.
      const [reset, late] = await db
        .transaction(testOrigin, async (tx) => {
          await tx.raw('SELECT FROM identity.password WHERE user_id = $1 FOR UPDATE', [userId])
          const resetting = cookieClient(stack.url).post('/api/auth/reset-password', { token, password: NEXT })
          await untilWaiting(1)
          const signingIn = login(email, password)
          await untilWaiting(2)
          assert.deepEqual(await held(userId), hash, 'the old one stands as yet')
          return [resetting, signingIn] as const
        })
        .then((both) => Promise.all(both))
      assert.equal(reset.status, 204)
      assert.deepEqual([late.status, late.body.code], [401, 'identity/invalid-credentials'])
      assert.equal((await login(email, NEXT)).status, 200, 'the newer password stays')
      assert.equal((await login(email, password)).status, 401)
    })
  }
})
