import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { testOrigin } from '../../../test/support/database.ts'
import { startServer } from '../../../test/support/server.ts'
import { newId } from '../../kernel/id.ts'
import { enqueue } from '../../kernel/jobs/job.ts'
import { tidyJob } from './housekeeping.jobs.ts'

const server = await startServer()

describe('housekeeping', () => {
  after(() => server.stop())

  test('what has lapsed is removed, and nothing else', async () => {
    const { db } = server.app
    const person = newId<'user'>()
    const insert = async (table: string, columns: string, values: readonly unknown[]) =>
      db.raw(
        `INSERT INTO factors.${table} (${columns}) VALUES (${values.map((_, index) => `$${index + 1}`).join(', ')})`,
        values,
      )
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000)
    for (const hours of [-1, 1]) {
      const device = [newId(), person, Buffer.alloc(32), 'Browser', at(-2), at(-2), at(hours)]
      await insert('device', 'id, user_id, secret_hash, label, created_at, last_used_at, expires_at', device)
      await insert('attempt', 'user_id, count, ends_at', [newId(), 1, at(hours)])
      const totp = [newId(), person, 'App', Buffer.alloc(40), at(-24 + hours)]
      await insert('totp', 'id, user_id, label, seed, created_at', totp)
      await insert('totp', 'id, user_id, label, seed, created_at, confirmed_at', [newId(), ...totp.slice(1), at(-23)])
    }
    await db.transaction(testOrigin, (tx) => enqueue(tx, tidyJob, {}))
    await server.jobsIdle()
    const left = await db.raw(`SELECT (SELECT count(*)::int FROM factors.device) AS devices,
      (SELECT count(*)::int FROM factors.attempt) AS attempts, (SELECT count(*)::int FROM factors.totp) AS apps`)
    assert.deepEqual(left, [{ devices: 1, attempts: 1, apps: 3 }])
  })
})
