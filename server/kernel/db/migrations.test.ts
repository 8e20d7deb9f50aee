import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'
import pino from 'pino'
import { createDatabaseUrl } from '../../../test/support/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { createDatabase } from './database.ts'
import { indexCheck } from './invalid-indexes.ts'
import { type MigrationSource, migrate, migrationState } from './migrations.ts'

const CHILD = fileURLToPath(new URL('./migrate-child.test-support.ts', import.meta.url))
const kernel: MigrationSource = { name: 'kernel', migrations: new URL('../migrations/', import.meta.url) }
const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function source(name: string, files: Readonly<Record<string, string>>): MigrationSource & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-migrations-'))
  folders.push(folder)
  for (const [file, sql] of Object.entries(files)) writeFileSync(join(folder, file), sql)
  return { name, migrations: pathToFileURL(`${folder}/`), folder }
}

async function rows<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function onFresh(work: (url: string) => Promise<void>): Promise<void> {
  const { url, drop } = await createDatabaseUrl()
  try {
    await work(url)
  } finally {
    await drop()
  }
}

const DATABASE = { name: 'test', poolMax: 1, statementTimeoutMs: 5000, prepared: true, onPoolError: () => undefined }
const NO_SINKS = { audit: async () => undefined, publish: async () => undefined, enqueue: async () => undefined }

/** What a log was told: level, index, words. */
function listener() {
  const written: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void written.push(line) }) as Logger
  const lines = () => written.map((line) => JSON.parse(line)).map(({ level, index, msg }) => [level, index, msg])
  return { log, lines, text: () => written.join('') }
}

/** Begins to build an index and is ended while it waits for an older transaction, as a process that dies is. */
async function breakOff(url: string, text: string): Promise<void> {
  const [older, builder] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })]
  builder.on('error', () => undefined)
  await Promise.all([older.connect(), builder.connect()])
  try {
    await older.query('BEGIN; LOCK TABLE unit.a IN ROW EXCLUSIVE MODE')
    const [own] = (await builder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows
    const building = assert.rejects(builder.query(text))
    const waits = `SELECT 1 FROM pg_stat_activity WHERE pid = ${own?.pid} AND wait_event_type = 'Lock'`
    while ((await rows(url, waits)).length === 0) await sleep(20)
    await rows(url, `SELECT pg_terminate_backend(${own?.pid})`)
    await building
  } finally {
    await older.end()
    await builder.end().catch(() => {
      // It was ended from outside.
    })
  }
}

describe('migrations', () => {
  test('two to eight migrators at once, on an empty and on an older database, apply each file once, 50 times over', async () => {
    for (let round = 0; round < 50; round += 1) {
      await onFresh(async (url) => {
        const own = source('race', {
          '0001_a.sql': 'CREATE TABLE race.a (id int)',
          '0002_b.sql': 'INSERT INTO race.a VALUES (1)',
        })
        const migrators = Array.from({ length: 2 + (round % 7) })
        const atOnce = async () => {
          const applied = await Promise.all(migrators.map(() => migrate(url, [kernel, own])))
          return applied.filter((names) => names.length > 0).length
        }
        assert.equal(await atOnce(), 1)
        writeFileSync(join(own.folder, '0003_c.sql'), 'INSERT INTO race.a VALUES (2)')
        assert.equal(await atOnce(), 1)
        assert.deepEqual(await rows(url, 'SELECT id FROM race.a'), [{ id: 1 }, { id: 2 }])
      })
    }
  })

  test('of migrators without a lock some fail: the same race finds it', async () => {
    await onFresh(async (url) => {
      const careless = (round: number) =>
        rows(url, `CREATE TABLE IF NOT EXISTS public.race_${round} (id int)`).then(() => true)
      for (let round = 0; round < 50; round += 1) {
        const ended = await Promise.allSettled(Array.from({ length: 8 }, () => careless(round)))
        if (ended.some(({ status }) => status === 'rejected')) return
      }
      assert.fail('fifty races had no loser')
    })
  })

  test('are applied in order, once, and told as pending before', async () => {
    await onFresh(async (url) => {
      const own = source('unit', {
        '0002_b.sql': 'INSERT INTO unit.a VALUES (2)',
        '0001_a.sql': 'CREATE TABLE unit.a (id int)',
      })
      assert.deepEqual((await migrationState(url, [own])).pending, ['unit/0001_a', 'unit/0002_b'])
      assert.deepEqual(await migrate(url, [own]), ['unit/0001_a', 'unit/0002_b'])
      assert.deepEqual(await migrate(url, [own]), [])
      assert.deepEqual(await migrationState(url, [own]), { pending: [], unknown: [] })
    })
  })

  test('of a newer program are told as unknown', async () => {
    await onFresh(async (url) => {
      await migrate(url, [source('unit', { '0001_a.sql': 'SELECT 1', '0002_b.sql': 'SELECT 2' })])
      assert.deepEqual((await migrationState(url, [source('unit', { '0001_a.sql': 'SELECT 1' })])).unknown, [
        'unit/0002_b',
      ])
    })
  })

  test('that were changed afterwards are refused, and nothing of the rest is applied', async () => {
    await onFresh(async (url) => {
      await migrate(url, [source('unit', { '0001_a.sql': 'CREATE TABLE unit.a (id int)' })])
      const changed = source('unit', {
        '0001_a.sql': 'CREATE TABLE unit.a (id bigint)',
        '0002_b.sql': 'CREATE TABLE unit.b (id int)',
      })
      await assert.rejects(migrate(url, [changed]), { name: 'MigrationError', message: /unit\/0001_a was changed/ })
      assert.deepEqual(await rows(url, "SELECT to_regclass('unit.b') AS found"), [{ found: null }])
    })
  })

  test('that fail leave nothing of themselves, keep those before, and go on when mended', async () => {
    await onFresh(async (url) => {
      const files = {
        '0001_a.sql': 'CREATE TABLE unit.a (id int)',
        '0002_b.sql': 'CREATE TABLE unit.b (id int); SELECT nothing FROM nowhere',
      }
      await assert.rejects(migrate(url, [source('unit', files)]), /unit\/0002_b: relation "nowhere" does not exist/)
      assert.deepEqual(await rows(url, "SELECT to_regclass('unit.b') AS found"), [{ found: null }])
      const mended = source('unit', { ...files, '0002_b.sql': 'CREATE TABLE unit.b (id int)' })
      assert.deepEqual(await migrate(url, [mended]), ['unit/0002_b'])
    })
  })

  test('of a migrator that was killed half-way leave nothing, and the next one completes them', async () => {
    await onFresh(async (url) => {
      const own = source('child', {
        '0001_a.sql': 'CREATE TABLE child.a (id int); SELECT pg_sleep(1.5)',
        '0002_b.sql': 'CREATE TABLE child.b (id int)',
      })
      const child = spawn(process.execPath, [CHILD, url, own.folder], { stdio: 'inherit' })
      const busy =
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1.5)' AND state = 'active' AND datname = current_database()"
      while ((await rows(url, busy)).length === 0) await sleep(20)
      child.kill('SIGKILL')
      await once(child, 'exit')
      assert.deepEqual(await migrate(url, [own]), ['child/0001_a', 'child/0002_b'])
    })
  })

  test('that meet a lock try again until it is free', async () => {
    await onFresh(async (url) => {
      await migrate(url, [source('unit', { '0001_a.sql': 'CREATE TABLE unit.a (id int)' })])
      const holder = new pg.Client({ connectionString: url })
      await holder.connect()
      await holder.query('BEGIN; LOCK TABLE unit.a IN ACCESS SHARE MODE')
      setTimeout(() => void holder.query('COMMIT').then(() => holder.end()), 2500)
      const next = source('unit', {
        '0001_a.sql': 'CREATE TABLE unit.a (id int)',
        '0002_b.sql': 'ALTER TABLE unit.a ADD COLUMN name text',
      })
      assert.deepEqual(await migrate(url, [next]), ['unit/0002_b'])
    })
  })

  test('find indexes that are not valid, build them anew, and say so', async () => {
    await onFresh(async (url) => {
      const unit = source('unit', { '0001_a.sql': 'CREATE TABLE unit.a (id int); CREATE INDEX whole ON unit.a (id)' })
      await migrate(url, [kernel, unit])
      const invalid = () =>
        rows<{ name: string }>(url, 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid')
      await breakOff(url, 'CREATE INDEX CONCURRENTLY late ON unit.a (id)')
      await breakOff(url, 'REINDEX INDEX CONCURRENTLY unit.whole')
      assert.equal((await invalid()).length, 2, 'one never came to its end, of the other a leftover is there')
      const db = createDatabase({ ...DATABASE, url }, NO_SINKS)
      try {
        const health = () => indexCheck(db).run(AbortSignal.timeout(5000))
        const before = await health()
        assert.equal(before.status, 'warn')
        assert.match(before.observed, /^not valid: unit\.late, unit\.whole_ccnew$/)
        const told = listener()
        await migrate(url, [kernel, unit], told.log)
        assert.deepEqual(await invalid(), [])
        assert.deepEqual(
          await rows(url, "SELECT indexname FROM pg_indexes WHERE schemaname = 'unit' ORDER BY 1"),
          ['late', 'whole'].map((indexname) => ({ indexname })),
        )
        assert.deepEqual(told.lines(), [[40, 'unit.late', 'an invalid index was built anew']])
        assert.equal((await health()).status, 'pass')
      } finally {
        await db.close()
      }
    })
  })

  test('of whom one builds an index anew do not stand in each other’s way', async () => {
    await onFresh(async (url) => {
      const unit = source('unit', { '0001_a.sql': 'CREATE TABLE unit.a (id int)' })
      await migrate(url, [kernel, unit])
      for (let round = 0; round < 5; round += 1) {
        await breakOff(url, `CREATE INDEX CONCURRENTLY late_${round} ON unit.a (id)`)
        const told = listener()
        await Promise.all(Array.from({ length: 4 }, () => migrate(url, [kernel, unit], told.log)))
        assert.deepEqual(told.lines(), [[40, `unit.late_${round}`, 'an invalid index was built anew']])
      }
    })
  })

  test('leave an index that rows contradict as it is, and say why', async () => {
    await onFresh(async (url) => {
      const unit = source('unit', { '0001_a.sql': 'CREATE TABLE unit.a (id int); INSERT INTO unit.a VALUES (1), (1)' })
      await migrate(url, [kernel, unit])
      await assert.rejects(rows(url, 'CREATE UNIQUE INDEX CONCURRENTLY one ON unit.a (id)'), { code: '23505' })
      const told = listener()
      assert.deepEqual(await migrate(url, [kernel, unit], told.log), [])
      assert.deepEqual(told.lines(), [[50, 'unit.one', 'an invalid index could not be built anew']])
      assert.match(told.text(), /could not create unique index/)
      assert.doesNotMatch(told.text(), /\(id\)=/, 'values of rows are nobody’s business')
      const left = await rows(url, 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid')
      assert.deepEqual(left, [{ name: 'unit.one' }])
      await rows(url, 'DELETE FROM unit.a')
      await migrate(url, [kernel, unit])
      assert.deepEqual(await rows(url, 'SELECT 1 FROM pg_index WHERE NOT indisvalid'), [])
    })
  })

  test('are named by number and purpose', async () => {
    await onFresh(async (url) => {
      await assert.rejects(
        migrate(url, [source('unit', { 'first.sql': 'SELECT 1' })]),
        /unit\/first.sql is not named like/,
      )
    })
  })
})
