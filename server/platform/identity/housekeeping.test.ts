import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { testOrigin } from '../../../test/support/database.ts'
import { startServer } from '../../../test/support/server.ts'
import { enqueue } from '../../kernel/jobs/job.ts'
import { purgeJob } from './housekeeping.jobs.ts'

const server = await startServer()

describe('housekeeping', () => {
  after(() => server.stop())

  test('what has long been over is removed, and nothing else', async () => {
    const { db } = server.app
    const person = await server.people.signedIn()
    await server.people.anonymous().post('/api/auth/login', { email: 'nobody@mail.example', password: 'not one' })
    await server.people.anonymous().post('/api/auth/forgot-password', { email: person.email })
    const count = async () =>
      (
        await db.raw(`SELECT (SELECT count(*)::int FROM identity.session) AS sessions,
          (SELECT count(*)::int FROM identity.one_time) AS secrets, (SELECT count(*)::int FROM identity.attempt) AS attempts`)
      )[0]
    const purge = async () => {
      await db.transaction(testOrigin, (tx) => enqueue(tx, purgeJob, {}))
      await server.jobsIdle()
    }
    await purge()
    const before = await count()
    assert.ok(before?.sessions === 1 && before.secrets === 1 && before.attempts > 0)
    for (const statement of [
      "UPDATE identity.session SET expires_at = now() - interval '89 days'",
      "UPDATE identity.one_time SET expires_at = now() - interval '1 second'",
      "UPDATE identity.attempt SET ends_at = now() - interval '1 second'",
    ]) {
      await db.raw(statement)
    }
    await purge()
    assert.deepEqual(await count(), { sessions: 1, secrets: 0, attempts: 0 })
    await db.raw("UPDATE identity.session SET expires_at = now() - interval '91 days'")
    await purge()
    assert.deepEqual(await count(), { sessions: 0, secrets: 0, attempts: 0 })
  })
})
