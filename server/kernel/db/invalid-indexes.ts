import type pg from 'pg'
import type { HealthCheck } from '../telemetry/health.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Db } from './database.ts'

/** An index that PostgreSQL keeps up to date and never reads: what built it, CONCURRENTLY, did not come to its end. */
interface InvalidIndex {
  readonly schema: string
  readonly name: string
  readonly table: string
}

const TRIES = 3
const LOCK_NOT_AVAILABLE = '55P03'
/** What is left of a rebuild that broke off: the index it was to replace is still there, or replaced already. */
const LEFTOVER = /_cc(new|old)\d*$/

/** Of the schemas that migrations made, and the job engine's. The index of a partitioned table is valid once each partition has its own. */
const INVALID = `SELECT space.nspname AS schema, class.relname AS name, tbl.relname AS table
  FROM pg_index JOIN pg_class AS class ON class.oid = indexrelid JOIN pg_class AS tbl ON tbl.oid = indrelid
  JOIN pg_namespace AS space ON space.oid = class.relnamespace
  WHERE NOT indisvalid AND class.relkind = 'i' AND (space.nspname = 'pgboss' OR space.nspname IN (SELECT unit FROM kernel.migration))`
const ORDER = ' ORDER BY 1, 2'

/** Whoever builds an index CONCURRENTLY holds this lock, as VACUUM does: nothing is said of an index that may be under way. */
const NOT_UNDER_WAY = ` AND NOT EXISTS (
    SELECT FROM pg_locks WHERE relation = indrelid AND mode = 'ShareUpdateExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`

/**
 * Builds invalid indexes anew, beside whoever reads and writes; on a session that is in no transaction. One that cannot be built, since
 * rows contradict it or a lock is held, is left as it is and told: the schema can be used without it.
 */
export async function rebuildInvalidIndexes(client: pg.Client, log: Logger | null): Promise<void> {
  await dropLeftovers(client)
  for (const index of await invalidIndexes(client)) {
    const about = { index: `${index.schema}.${index.name}`, table: index.table }
    try {
      await rebuild(client, index)
      log?.warn(about, 'an invalid index was built anew')
    } catch (error) {
      const { message, code } = error as pg.DatabaseError
      log?.error({ ...about, reason: message, code }, 'an invalid index could not be built anew')
      await dropLeftovers(client)
    }
  }
}

async function rebuild(client: pg.Client, index: InvalidIndex): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      await client.query(`REINDEX INDEX CONCURRENTLY ${nameOf(client, index)}`)
      return
    } catch (error) {
      if ((error as pg.DatabaseError).code !== LOCK_NOT_AVAILABLE || attempt >= TRIES) throw error
      await dropLeftovers(client)
    }
}

async function dropLeftovers(client: pg.Client): Promise<void> {
  for (const index of await invalidIndexes(client))
    if (LEFTOVER.test(index.name)) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${nameOf(client, index)}`)
}

async function invalidIndexes(client: pg.Client): Promise<InvalidIndex[]> {
  return (await client.query<InvalidIndex>(INVALID + ORDER)).rows
}

function nameOf(client: pg.Client, { schema, name }: InvalidIndex): string {
  return `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`
}

/** Every index can be read. */
export function indexCheck(db: Db): HealthCheck {
  return {
    name: 'indexes',
    ready: false,
    async run() {
      const invalid = await db.raw<InvalidIndex & Record<string, unknown>>(INVALID + NOT_UNDER_WAY + ORDER)
      if (invalid.length === 0) return { status: 'pass', observed: 'all valid' }
      return {
        status: 'warn',
        observed: `not valid: ${invalid.map(({ schema, name }) => `${schema}.${name}`).join(', ')}`,
        fix: 'Run plinth migrate, which builds them anew; where it cannot, its log says why. Until then nothing is found by them, and what they forbid may be there.',
      }
    },
  }
}
