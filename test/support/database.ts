import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Origin } from '../../server/kernel/db/actor.ts'
import {
  type AuditFact,
  createDatabase,
  type Db,
  type JobRequest,
  type TxSinks,
} from '../../server/kernel/db/database.ts'
import { startEmbeddedPostgres } from '../../server/kernel/db/embedded.ts'
import { type MigrationSource, migrate } from '../../server/kernel/db/migrations.ts'

/** What transactions of a test database wrote besides rows, in order of writing; only committed work is asserted on by rows. */
export interface Recorded {
  readonly audit: AuditFact[]
  readonly events: { readonly name: string; readonly data: unknown }[]
  readonly jobs: JobRequest[]
}

export interface TestDatabase {
  readonly url: string
  readonly db: Db
  readonly recorded: Recorded
  close(): Promise<void>
}

let serverUrl: Promise<string> | null = null
let stopOwn: (() => Promise<void>) | null = null

let databasesOpen = 0

// Hooks run in the order of their registration, so a file's own clean-up comes after this one: the server is stopped once it is unused.
if (process.env.PLINTH_TEST_DATABASE_URL === undefined) after(() => void stopWhenUnused())

async function stopWhenUnused(): Promise<void> {
  while (databasesOpen > 0) await sleep(50)
  await stopOwn?.()
}

/** The URL of a PostgreSQL whose role may create databases: that of the test run, or an embedded one of this process. */
export function testServerUrl(): Promise<string> {
  serverUrl ??=
    process.env.PLINTH_TEST_DATABASE_URL === undefined
      ? startOwn()
      : Promise.resolve(process.env.PLINTH_TEST_DATABASE_URL)
  return serverUrl
}

async function startOwn(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-test-pg-'))
  const embedded = await startEmbeddedPostgres({
    dataDir: folder,
    onExit: (reason) => {
      throw new Error(`the test database is gone: ${reason}`)
    },
  })
  stopOwn = async () => {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return embedded.url
}

/** Makes a database of its own on the test server, empty or as `template` is; `drop` removes it. */
export async function createDatabaseUrl(template = 'template1'): Promise<{ url: string; drop(): Promise<void> }> {
  const server = await testServerUrl()
  const name = `t_${randomBytes(8).toString('hex')}`
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  databasesOpen += 1
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    async drop() {
      try {
        await dropUnwatched(server, name)
      } finally {
        databasesOpen -= 1
      }
    },
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'
const DROP_TRIES = 20

/** NOTE: FORCE may not end an autovacuum worker that happens to be in the database: it leaves by itself. */
async function dropUnwatched(server: string, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    } catch (error) {
      if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE || tries === DROP_TRIES) throw error
      await sleep(250)
    }
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/**
 * Makes the database `name` by `fill`, unless there is one; of several processes one does, the others wait. It appears under its name
 * when it is complete, and nobody may connect to it then: it is there to be copied.
 */
export async function ensureTemplate(name: string, fill: (url: string) => Promise<void>): Promise<void> {
  const server = await testServerUrl()
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 1) return
    const { url } = await createDatabaseUrl()
    databasesOpen -= 1
    await fill(url)
    await client.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} RENAME TO ${name}`)
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`)
  } finally {
    await client.end()
  }
}

/** The kernel's own tables. */
const kernelMigrations: MigrationSource = {
  name: 'kernel',
  migrations: new URL('../../server/kernel/migrations/', import.meta.url),
}

/** A migrated database with the kernel's tables and those of `sources`; audit, events and jobs go to `recorded` unless `sinks` says otherwise. */
export async function testDatabase(
  options: { sources?: readonly MigrationSource[]; sinks?: Partial<TxSinks> } = {},
): Promise<TestDatabase> {
  const { url, drop } = await createDatabaseUrl()
  await migrate(url, [kernelMigrations, ...(options.sources ?? [])])
  const recorded: Recorded = { audit: [], events: [], jobs: [] }
  const sinks: TxSinks = {
    audit: async (_tx, fact) => void recorded.audit.push(fact),
    publish: async (_tx, type, data) => void recorded.events.push({ name: type.name, data }),
    enqueue: async (_tx, job) => void recorded.jobs.push(job),
    ...options.sinks,
  }
  const poolErrors: Error[] = []
  const db = createDatabase(
    {
      url,
      name: 'test',
      poolMax: 8,
      statementTimeoutMs: 10_000,
      prepared: true,
      onPoolError: (error) => void poolErrors.push(error),
    },
    sinks,
  )
  return {
    url,
    db,
    recorded,
    async close() {
      await db.close()
      await drop()
    },
  }
}

/** The origin of a test's transaction. */
export const testOrigin: Origin = { actor: { kind: 'system', name: 'test' }, requestId: 'test-request' }
