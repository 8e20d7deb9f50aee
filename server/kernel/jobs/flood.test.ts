import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { CLAIM, PACK } from './bullmq-sql.ts'
import { CLAIM_DUE } from './claim-sql.ts'
import { ensureIndexes } from './indexes.ts'
import { enqueue, job } from './job.ts'
import { type JobProcess, startProcess, until } from './jobs.test-support.ts'
import { INSERT_JOBS, LISTS, OVERVIEW, READY_DEPTH, RESCUE_STALLED, WANTED_QUEUES } from './pgboss-sql.ts'
import { CLAIM_IN_TURN } from './tenant-sql.ts'

/** Of each queue: many times what any statement may read. */
const FLOOD = 30_000
const ROWS_READ_MAX = 6000
const COUNTED = 1000

const plain = job({
  name: 'demo.plain',
  description: 'A job of this test.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 3,
  backoffSeconds: 1,
  deadlineSeconds: 30,
  idempotentBy: 'nothing',
  handle: async () => undefined,
})
const shared = { ...plain, name: 'demo.shared', tenantConcurrency: 2, concurrency: 4 }
const QUEUES = [plain.name, shared.name]

/** Jobs that wait, all of one tenant, as `enqueue` writes them. */
async function flood({ db }: TestDatabase, queue: string, count = FLOOD): Promise<void> {
  await db.raw(
    `INSERT INTO pgboss.job (id, name, data, start_after, created_on, singleton_key, retry_limit, policy, group_id)
     SELECT (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid, $1,
       '{"v": 1, "data": {}, "origin": {"actor": "system:test", "requestId": "test"}}', now(), now() - interval '1 hour' + n * interval '1 ms',
       n::text, 2, 'short', 'flood'
     FROM generate_series(1, $2::int) AS n`,
    [queue, count],
  )
}

type Statement = readonly [text: string, values: readonly unknown[]]

/** What one statement read of the table, at its end, inside its transaction. */
async function reads({ db }: TestDatabase, [text, values]: Statement): Promise<{ scans: number; rows: number }> {
  const undone = new Error('undone')
  let seen = { scans: 0, rows: 0 }
  const work = db.transaction(testOrigin, async (tx) => {
    const count = async () => {
      const [row] = await tx.raw<{ scans: number; rows: number }>(
        `SELECT seq_scan::int AS scans, (seq_tup_read + idx_tup_fetch)::int AS rows
         FROM pg_stat_xact_user_tables WHERE schemaname = 'pgboss' AND relname = 'job_common'`,
      )
      return row ?? { scans: 0, rows: 0 }
    }
    const earlier = await count()
    await tx.raw(text, values)
    const later = await count()
    seen = { scans: later.scans - earlier.scans, rows: later.rows - earlier.rows }
    throw undone
  })
  await assert.rejects(work, undone)
  return seen
}

/** Planned anew for each value at first, for any from the sixth time on. */
async function readsLittle(t: TestContext, database: TestDatabase, statement: Statement): Promise<void> {
  for (let round = 0; round < 7; round += 1) {
    const { scans, rows } = await reads(database, statement)
    t.diagnostic(`${rows} rows`)
    assert.equal(scans, 0, 'the whole table was read')
    assert.ok(rows <= ROWS_READ_MAX, `${rows} rows were read`)
  }
}

describe('what is asked about jobs while a flood of them waits', () => {
  let database: TestDatabase
  let sender: JobProcess
  before(async () => {
    database = await testDatabase()
    sender = await startProcess(database.url, 'enqueue-only', { jobs: [plain, shared] })
    for (const queue of QUEUES) await flood(database, queue)
    const indexes = await ensureIndexes(database.url, database.db, {} as never)
    const built = () => database.db.raw("SELECT FROM pg_indexes WHERE indexname LIKE 'plinth_job_%'")
    await until(async () => (await built()).length === 4)
    await indexes.end()
    await sender.transaction(async (tx) => {
      for (const tenant of ['small', 'smaller', 'smallest']) await enqueue(tx, shared, {}, { tenant })
    })
    await database.db.raw('VACUUM ANALYZE pgboss.job_common')
  })
  after(async () => {
    await sender.stop()
    await database.close()
  })

  const asked = { id: '00000000-0000-7000-9000-000000000000', queue: plain.name, data: {}, tenant: 'small' }
  const STATEMENTS: Readonly<Record<string, Statement>> = {
    'an enqueue': [INSERT_JOBS, [JSON.stringify([asked])]],
    'a claim': [CLAIM_DUE, [plain.name, 16, null]],
    'a claim from where the last one ended': [CLAIM_DUE, [plain.name, 16, new Date(0)]],
    'a claim in turn': [CLAIM_IN_TURN, [shared.name, 4, 2, '']],
    'a look of the relay': [PACK, [QUEUES, 'test', 30, [32, 32], [1, 1], `{"${shared.name}": 2}`, '{}']],
    'the look for lost workers': [RESCUE_STALLED, [QUEUES, 22, 3, []]],
    'the look for queues with work': [WANTED_QUEUES, [QUEUES]],
    'the depth of the queues': [READY_DEPTH, [QUEUES, COUNTED]],
    'the queues as the console shows them': [OVERVIEW, [QUEUES, COUNTED]],
    ...Object.fromEntries(
      (['any', 'queued', 'active', 'failed', 'quarantined', 'cancelled'] as const).map((state) => [
        `the list of jobs, ${state}`,
        [LISTS[state], [QUEUES, null, 51]] as const,
      ]),
    ),
  }
  for (const [what, statement] of Object.entries(STATEMENTS))
    test(`reads no more than it must: ${what}`, (t) => readsLittle(t, database, statement))

  test('is not compiled for the price of a table that it does not read', async () => {
    const compiled = await database.db.raw(
      `SELECT oid::regprocedure::text FROM pg_proc
       WHERE pronamespace = 'kernel'::regnamespace AND 'enable_seqscan=off' = ANY(proconfig) AND NOT 'jit=off' = ANY(proconfig)`,
    )
    assert.deepEqual(compiled, [])
  })

  test('reads everything where it is asked as the engine does: the same count finds it', async () => {
    const carelessly = `SELECT id FROM pgboss.job WHERE name = $1 AND state < 'active' AND NOT blocked AND group_id <> 'flood' LIMIT 1`
    const { rows } = await reads(database, [carelessly, [plain.name]])
    assert.ok(rows > ROWS_READ_MAX, `${rows} rows were read`)
  })

  test('tenants behind it are found', async () => {
    const claimed = await database.db.raw<{ groupId: string }>(CLAIM_IN_TURN, [shared.name, 9, 2, ''])
    const tenants = claimed.map(({ groupId }) => groupId).sort()
    assert.deepEqual(tenants, ['flood', 'flood', 'small', 'smaller', 'smallest'])
    assert.deepEqual(await database.db.raw(CLAIM_IN_TURN, [shared.name, 9, 2, '']), [], 'each has its share')
  })
})

describe('a queue that the statistics have not seen', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
    const sender = await startProcess(database.url, 'enqueue-only', { jobs: [plain, shared] })
    await sender.stop()
    const indexes = await ensureIndexes(database.url, database.db, {} as never)
    await indexes.end()
    await database.db.raw('ALTER TABLE pgboss.job_common SET (autovacuum_enabled = off)')
    await flood(database, plain.name, 1000)
    await database.db.raw("UPDATE pgboss.job SET state = 'completed', completed_on = now()")
    await database.db.raw('ANALYZE pgboss.job_common')
    await flood(database, shared.name)
  })
  after(() => database.close())

  const ID = '00000005-0000-7000-8000-000000000000'
  const STATEMENTS: Readonly<Record<string, Statement>> = {
    'a claim': [CLAIM_DUE, [shared.name, 16, null]],
    'a claim in turn': [CLAIM_IN_TURN, [shared.name, 4, 2, '']],
    'a look of the relay': [PACK, [[shared.name], 'test', 30, [32], [1], '{}', '{}']],
  }
  for (const [what, statement] of Object.entries(STATEMENTS))
    test(`is read no further than it must be: ${what}`, (t) => readsLittle(t, database, statement))

  test('is read no further than it must be: a claim of what Redis brings', async (t) => {
    const [made] = await database.db.raw<{ id: string }>(
      "INSERT INTO kernel.job_parcel (queue, ids, tries, epoch) VALUES ($1, ARRAY[$2::uuid], '{0}', 'test') RETURNING id",
      [shared.name, ID],
    )
    await readsLittle(t, database, [CLAIM, [shared.name, [made?.id]]])
  })
})
