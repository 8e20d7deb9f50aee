import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Logger } from '../telemetry/log.ts'
import { rebuildInvalidIndexes } from './invalid-indexes.ts'

/** One plain SQL file of a unit. */
interface Migration {
  readonly unit: string
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export interface MigrationSource {
  readonly name: string
  readonly migrations: URL
}

export interface MigrationState {
  readonly pending: readonly string[]
  /** Applied here but unknown to this program: a newer version has been at work. */
  readonly unknown: readonly string[]
}

/** A schema that this program must not touch: an applied file was changed afterwards. */
class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Key of the advisory lock that lets one migrator work at a time; any constant that no other program uses. */
const LOCK_KEY = 7_226_304_551
const TURN_MS = 20
const LOCK_WAIT_TRIES = 5
const LOCK_WAIT_SECONDS = 2
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/

/** Reads a unit's files in order; names are `0001_what.sql`. */
function readMigrations(source: MigrationSource): Migration[] {
  const folder = fileURLToPath(source.migrations)
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return files.sort().map((file) => {
    if (!FILE_NAME.test(file)) throw new MigrationError(`${source.name}/${file} is not named like 0001_what.sql`)
    const sql = readFileSync(`${folder}/${file}`, 'utf8')
    return { unit: source.name, name: file.slice(0, -4), sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * Brings the schema up to date: one migrator at a time (advisory lock on a session of its own), each file in a transaction with
 * lock_timeout 2 s, tried again with a pause when a lock is held; checksums of applied files are compared first. Indexes that are not
 * valid are built anew afterwards. Returns the names applied now.
 */
export async function migrate(
  url: string,
  sources: readonly MigrationSource[],
  log: Logger | null = null,
): Promise<string[]> {
  const client = await connect(url)
  try {
    await client.query("SET lock_timeout = 0; SET statement_timeout = '1h'")
    await waitForTurn(client)
    await prepare(client, sources)
    const applied = await readApplied(client)
    const names: string[] = []
    for (const migration of sources.flatMap(readMigrations)) {
      if (isApplied(migration, applied)) continue
      await applyWithRetry(client, migration)
      names.push(`${migration.unit}/${migration.name}`)
    }
    await client.query(`SET lock_timeout = '${LOCK_WAIT_SECONDS}s'`)
    await rebuildInvalidIndexes(client, log)
    return names
  } finally {
    await client.end()
  }
}

/** What `migrate` would do, without doing it. */
export async function migrationState(url: string, sources: readonly MigrationSource[]): Promise<MigrationState> {
  const client = await connect(url)
  try {
    const exists = await client.query("SELECT to_regclass('kernel.migration') IS NOT NULL AS exists")
    const applied = exists.rows[0]?.exists === true ? await readApplied(client) : new Map<string, string>()
    const known = sources.flatMap(readMigrations)
    const names = new Set(known.map((migration) => `${migration.unit}/${migration.name}`))
    const units = new Set(sources.map((source) => source.name))
    return {
      pending: known
        .filter((migration) => !isApplied(migration, applied))
        .map((migration) => `${migration.unit}/${migration.name}`),
      unknown: [...applied.keys()].filter((name) => !names.has(name) && units.has(name.split('/')[0] ?? '')),
    }
  } finally {
    await client.end()
  }
}

/** Asks again and again: a session that waits inside a statement would be waited for by whoever builds an index CONCURRENTLY under the lock. */
async function waitForTurn(client: pg.Client): Promise<void> {
  const ask = () => client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCK_KEY])
  while ((await ask()).rows[0]?.got !== true) await new Promise((resolve) => setTimeout(resolve, TURN_MS))
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'plinth-migrate',
    connectionTimeoutMillis: 5000,
  })
  // A lost connection also rejects the statement under way, which tells it; without a listener the event would end the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function prepare(client: pg.Client, sources: readonly MigrationSource[]): Promise<void> {
  const schemas = sources.map((source) => `CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(source.name)};`)
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS kernel;
    ${schemas.join('\n')}
    CREATE TABLE IF NOT EXISTS kernel.migration (
      unit text NOT NULL,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (unit, name)
    )`)
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const result = await client.query<{ unit: string; name: string; checksum: string }>(
    'SELECT unit, name, checksum FROM kernel.migration',
  )
  return new Map(result.rows.map((row) => [`${row.unit}/${row.name}`, row.checksum]))
}

function isApplied(migration: Migration, applied: ReadonlyMap<string, string>): boolean {
  const checksum = applied.get(`${migration.unit}/${migration.name}`)
  if (checksum !== undefined && checksum !== migration.checksum) {
    throw new MigrationError(
      `${migration.unit}/${migration.name} was changed after it had been applied; write a new migration instead`,
    )
  }
  return checksum !== undefined
}

async function applyWithRetry(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = '${LOCK_WAIT_SECONDS}s'`)
      await client.query(migration.sql)
      await client.query('INSERT INTO kernel.migration (unit, name, checksum) VALUES ($1, $2, $3)', [
        migration.unit,
        migration.name,
        migration.checksum,
      ])
      await client.query('COMMIT')
      return
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        // The first error is the one to tell; after a lost connection there is nothing to roll back.
      })
      const locked = (error as { code?: string }).code === '55P03'
      if (!locked || attempt >= LOCK_WAIT_TRIES) {
        throw new MigrationError(`${migration.unit}/${migration.name}: ${(error as Error).message}`, { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt + Math.random() * 300))
    }
  }
}
