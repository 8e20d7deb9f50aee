import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, signInByBearer, startIdentity } from '../../../test/support/identity.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { createLiveSessions } from './live-sessions.ts'
import { findPerson } from './people.ts'
import type { BegunSession } from './session-rows.ts'

const stack = await startIdentity()
const { db } = stack.database
/** A bus that no notice arrives on, though it says it is well. */
const deaf: Bus = {
  notify: async () => undefined,
  announce: async () => undefined,
  listen: () => undefined,
  healthy: () => true,
  onGap: () => undefined,
  close: async () => undefined,
}

async function someSession() {
  const person = await addPerson(stack)
  await signInByBearer(stack.url, person)
  const rows = await db.raw<{ id: Id<'session'> }>('SELECT id FROM identity.session WHERE user_id = $1', [
    person.userId,
  ])
  assert.ok(rows[0])
  return { sessionId: rows[0].id, userId: person.userId }
}

type Begun = Omit<BegunSession, 'person'>
const BEGUN = `
  SELECT id, aal, amr, authenticated_at AS "authenticatedAt", created_at AS "createdAt", expires_at AS "expiresAt", refresh_salt AS salt
    FROM identity.session WHERE id = $1`
const END = "UPDATE identity.session SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1"

describe('session states in memory', () => {
  after(() => stack.close())

  test('a state is kept until a change is told, and a rolled back change tells nothing', async () => {
    const live = createLiveSessions({ db, bus: deaf, access: stack.access, factors: stack.factors })
    const { sessionId, userId } = await someSession()
    assert.equal((await live.find(sessionId, userId))?.open, true)
    await db.raw(END, [sessionId])
    assert.equal((await live.find(sessionId, userId))?.open, true, 'kept')
    const failing = db.transaction(testOrigin, async (tx) => {
      await live.sessionChanged(tx, sessionId)
      throw new Error('rolled back')
    })
    await assert.rejects(failing, /rolled back/)
    assert.equal((await live.find(sessionId, userId))?.open, true, 'still kept')
    await db.transaction(testOrigin, (tx) => live.sessionChanged(tx, sessionId))
    assert.equal((await live.find(sessionId, userId))?.open, false)
  })

  test("a change of a person drops all of the person's sessions and nobody else's", async () => {
    const live = createLiveSessions({ db, bus: deaf, access: stack.access, factors: stack.factors })
    const [one, other] = [await someSession(), await someSession()]
    for (const { sessionId, userId } of [one, other]) await live.find(sessionId, userId)
    await db.raw(END, [one.sessionId])
    await db.raw(END, [other.sessionId])
    await db.transaction(testOrigin, (tx) => live.userChanged(tx, one.userId))
    assert.equal((await live.find(one.sessionId, one.userId))?.open, false)
    assert.equal((await live.find(other.sessionId, other.userId))?.open, true)
  })

  test('an answer read before a change that came meanwhile is not kept', async () => {
    const opened = Promise.withResolvers<void>()
    const slow: Db = {
      ...db,
      raw: async (text, values) => {
        const rows = await db.raw(text, values)
        await opened.promise
        return rows as never
      },
    }
    const live = createLiveSessions({ db: slow, bus: deaf, access: stack.access, factors: stack.factors })
    const { sessionId, userId } = await someSession()
    const early = live.find(sessionId, userId)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await db.transaction(testOrigin, async (tx) => {
      await tx.raw(END, [sessionId])
      await live.sessionChanged(tx, sessionId)
    })
    opened.resolve()
    assert.equal((await early)?.open, true, 'the answer is older than the change')
    assert.equal((await live.find(sessionId, userId))?.open, false)
  })

  test("a session is nobody's but its person's", async () => {
    const live = createLiveSessions({ db, bus: deaf, access: stack.access, factors: stack.factors })
    const [one, other] = [await someSession(), await someSession()]
    assert.equal(await live.find(one.sessionId, other.userId), null)
    assert.notEqual(await live.find(one.sessionId, one.userId), null)
    assert.equal(await live.find(one.sessionId, other.userId), null)
  })

  async function begunSession() {
    const { sessionId, userId } = await someSession()
    const [row] = await db.raw<Begun>(BEGUN, [sessionId])
    assert.ok(row)
    const person = await findPerson(db, userId)
    assert.ok(person)
    return { sessionId, userId, session: { ...row, person } }
  }

  test('what a sign-in knows of its session is what the database says, and is asked once', async () => {
    const { sessionId, userId, session } = await begunSession()
    const [told, asked] = Array.from({ length: 2 }, () =>
      createLiveSessions({ db, bus: deaf, access: stack.access, factors: stack.factors }),
    )
    told?.begun(session)
    assert.deepEqual(await told?.find(sessionId, userId), await asked?.find(sessionId, userId))
    const other = createLiveSessions({ db, bus: deaf, access: stack.access, factors: stack.factors })
    other.begun({ ...session, person: { ...session.person, name: 'As the sign-in has it' } })
    assert.equal((await other.find(sessionId, userId))?.name, 'As the sign-in has it')
  })

  for (const whose of ['session', 'person'] as const)
    test(`a change of the ${whose} before the first question ends what the sign-in knew`, async () => {
      const live = createLiveSessions({ db, bus: deaf, access: stack.access, factors: stack.factors })
      const { sessionId, userId, session } = await begunSession()
      live.begun(session)
      await db.raw(END, [sessionId])
      await db.transaction(testOrigin, (tx) =>
        whose === 'session' ? live.sessionChanged(tx, sessionId) : live.userChanged(tx, userId),
      )
      assert.equal((await live.find(sessionId, userId))?.open, false)
    })

  test('what the sign-in knew counts for nothing while notices may be missed', async () => {
    let healthy = true
    const bus = { ...deaf, healthy: () => healthy }
    const live = createLiveSessions({ db, bus, access: stack.access, factors: stack.factors })
    const { sessionId, userId, session } = await begunSession()
    live.begun(session)
    await db.raw(END, [sessionId])
    healthy = false
    assert.equal((await live.find(sessionId, userId))?.open, false)
  })
})
