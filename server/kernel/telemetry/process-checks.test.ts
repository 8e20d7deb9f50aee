import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { type TestDatabase, testDatabase, testServerUrl } from '../../../test/support/database.ts'
import { nowMs } from '../clock.ts'
import { createDatabase, type Db } from '../db/database.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import type { HealthCheck, HealthFinding } from './health.ts'
import { busCheck, clockCheck, databaseCheck, diskCheck, roleCheck, snapshotCheck } from './process-checks.ts'

/** A file system of the kernel's own has no blocks to give: a full disk on any Linux, without filling one. */
const fullDisk = { path: '/proc', skip: process.platform === 'linux' ? false : 'needs Linux: /proc is the full disk' }

const ask = (check: HealthCheck): Promise<HealthFinding> => check.run(AbortSignal.timeout(5000))

describe('the checks of a process on a database', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  /** A pool whose sessions start with other settings, as an operator's role or server may have them. */
  async function withSettings<Result>(settings: string, work: (db: Db) => Promise<Result>): Promise<Result> {
    const url = new URL(database.url)
    url.searchParams.set('options', settings)
    const db = open(url.href)
    try {
      return await work(db)
    } finally {
      await db.close()
    }
  }

  test('a new enough server that syncs its commits passes, and readiness needs it', async () => {
    const check = databaseCheck(database.db)
    const finding = await ask(check)
    assert.equal(check.ready, true)
    assert.equal(finding.status, 'pass')
    assert.match(finding.observed, /^version 1[5-9]\d{4}$/)
    assert.equal(finding.fix, undefined)
  })

  test('acknowledging a commit before it is on disk is warned of, with what to do', async () => {
    const finding = await withSettings('-c synchronous_commit=off', (db) => ask(databaseCheck(db)))
    assert.deepEqual(finding, {
      status: 'warn',
      observed: 'fsync on, synchronous_commit off',
      fix: 'Turn both on: otherwise acknowledged writes can be lost at power loss.',
    })
  })

  test('a commit that waits for the local disk only is not warned of', async () => {
    assert.equal((await withSettings('-c synchronous_commit=local', (db) => ask(databaseCheck(db)))).status, 'pass')
  })

  test('a transaction that is held open too long is warned of, with who holds it and what to do', async () => {
    const url = new URL(database.url)
    url.searchParams.set('application_name', 'forgotten')
    const holder = new pg.Client({ connectionString: url.href })
    await holder.connect()
    try {
      await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      assert.equal((await ask(snapshotCheck(database.db))).status, 'pass')
      const { status, observed, fix } = await ask(snapshotCheck(database.db, 0))
      assert.equal(status, 'warn')
      assert.match(observed, new RegExp(`^process ${rows[0]?.pid} of PostgreSQL \\(forgotten\\), \\d+ s$`))
      assert.match(fix ?? '', new RegExp(`pg_terminate_backend\\(${rows[0]?.pid}\\)`))
    } finally {
      await holder.end()
    }
    assert.equal((await ask(snapshotCheck(database.db, 0))).status, 'pass')
  })

  test('a database that does not answer makes its check reject, which counts as failed', async () => {
    const url = new URL(database.url)
    url.pathname = '/there_is_no_such_database'
    const db = open(url.href)
    try {
      await assert.rejects(ask(databaseCheck(db)), /there_is_no_such_database/)
    } finally {
      await db.close()
    }
  })

  for (const [apartMs, status] of [
    [0, 'pass'],
    [-1_000, 'pass'],
    [1_000, 'pass'],
    [-3_000, 'warn'],
    [3_000, 'warn'],
    [3_600_000, 'warn'],
  ] as const) {
    test(`a clock ${apartMs} ms from the database's: ${status}`, async () => {
      const check = clockCheck(database.db, () => nowMs() + apartMs)
      const finding = await ask(check)
      assert.equal(check.ready, false)
      assert.equal(finding.status, status, finding.observed)
      const observedMs = Number(/^(\d+) ms apart$/.exec(finding.observed)?.[1])
      assert.ok(Math.abs(observedMs - Math.abs(apartMs)) < 900, finding.observed)
      assert.equal(finding.fix !== undefined, status === 'warn')
    })
  }

  test('a role that is no superuser passes by its name', async () => {
    const name = new URL(await testServerUrl()).username
    assert.deepEqual(await ask(roleCheck(database.db)), { status: 'pass', observed: name })
  })
})

test('a superuser is warned of, by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-checks-'))
  const embedded = await startEmbeddedPostgres({ dataDir: folder, onExit: assert.fail })
  const url = new URL(embedded.url)
  url.username = 'postgres'
  url.password = (await readFile(join(folder, 'postgres.password'), 'utf8')).trim()
  const db = open(url.href)
  try {
    assert.deepEqual(await ask(roleCheck(db)), {
      status: 'warn',
      observed: 'postgres is a superuser',
      fix: 'Connect as a role that only owns its database.',
    })
  } finally {
    await db.close()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

describe('the checks of a process on its machine', () => {
  test('a disk tells its room in MB, as the system counts it for this user', async () => {
    const { bavail, bsize } = await statfs(tmpdir())
    const freeMb = (bavail * bsize) / 1e6
    const check = diskCheck(tmpdir())
    const finding = await ask(check)
    const observedMb = Number(/^(\d+) MB free$/.exec(finding.observed)?.[1])
    assert.ok(Math.abs(observedMb - freeMb) < Math.max(500, freeMb / 10), `${finding.observed}, ${freeMb} MB`)
    assert.deepEqual([check.ready, finding.status], [false, freeMb >= 500 ? 'pass' : 'warn'])
  })

  test('a disk without room is warned of, with the folder to mend', { skip: fullDisk.skip }, async () => {
    assert.deepEqual(await ask(diskCheck(fullDisk.path)), {
      status: 'warn',
      observed: '0 MB free',
      fix: `Free space on the disk of ${fullDisk.path}.`,
    })
  })

  test('a folder that is gone makes the check reject, which counts as failed', async () => {
    await assert.rejects(ask(diskCheck(join(tmpdir(), 'there-is-no-such-folder'))), { code: 'ENOENT' })
  })

  test('the bus tells at each run whether it is connected', async () => {
    let isHealthy = true
    const check = busCheck(() => isHealthy)
    assert.deepEqual(await ask(check), { status: 'pass', observed: 'PostgreSQL NOTIFY' })
    isHealthy = false
    assert.deepEqual(await ask(check), {
      status: 'warn',
      observed: 'not connected',
      fix: 'Sessions and cached values are read from the database until it is back.',
    })
    assert.equal(check.ready, false)
  })
})

function open(url: string): Db {
  const unused = async (): Promise<never> => {
    throw new TypeError('nothing is written here')
  }
  return createDatabase(
    {
      url,
      name: 'process-checks',
      poolMax: 1,
      statementTimeoutMs: 5000,
      prepared: true,
      // A connection on its way out may still hear that its database is dropped.
      onPoolError: () => undefined,
    },
    { audit: unused, publish: unused, enqueue: unused },
  )
}
