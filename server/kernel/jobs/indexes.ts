import pg from 'pg'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'

/** What our statements look for among kept jobs, beside the engine's own indexes: of few rows each, or written once for a job. */
const INDEXES: readonly (readonly [name: string, on: string])[] = [
  ['plinth_job_active', "(name) WHERE state = 'active'"],
  ['plinth_job_completed', "(name, completed_on) WHERE state = 'completed'"],
  ['plinth_job_dead', "(name, state, id) WHERE state > 'completed'"],
  // `blocked` has no nulls; said so, no other index will do for who says it so: see migration 0021.
  [
    'plinth_job_waiting',
    "(name, group_id, priority DESC, created_on, start_after) WHERE state < 'active' AND blocked IS NOT TRUE AND group_id IS NOT NULL",
  ],
]
/** What older programs build, and plinth_job_waiting replaces. */
const FORMER = 'plinth_job_tenant'

/** Key of the advisory lock under which they are built; any constant that no other program uses. */
const LOCK_KEY = 7_226_304_552

const MISSING = "SELECT name FROM unnest($1::text[]) AS wanted (name) WHERE to_regclass('pgboss.' || name) IS NULL"
const HAS_FORMER = `SELECT FROM pg_class WHERE oid = to_regclass('pgboss.${FORMER}')`

export interface IndexBuilding {
  /** Breaks off what is under way; what is left of it is built anew by the next migration. */
  end(): Promise<void>
}

/**
 * Builds the indexes that are missing: at once while there is no job, later in the background and beside whoever works, for as long as
 * that takes. Without them everything is slower and nothing is wrong.
 */
export async function ensureIndexes(url: string, db: Db, log: Logger): Promise<IndexBuilding> {
  const rows = await db.raw<{ name: string }>(MISSING, [INDEXES.map(([name]) => name)])
  const missing = new Set(rows.map(({ name }) => name))
  if (missing.size === 0 && (await db.raw(HAS_FORMER)).length === 0) return { end: async () => undefined }
  const isEmpty = (await db.raw('SELECT FROM pgboss.job LIMIT 1')).length === 0
  const client = new pg.Client({ connectionString: url, application_name: 'plinth-jobs-indexes' })
  // A lost connection also rejects the statement under way, which tells it; without a listener the event would end the process.
  client.on('error', () => undefined)
  const wanted = INDEXES.filter(([name]) => missing.has(name))
  let ended = false
  const building = build(client, wanted, isEmpty)
    .catch((error: unknown) => {
      if (!ended) log.warn({ err: error }, 'indexes on jobs could not be built; the next start tries again')
    })
    .finally(() => client.end())
  if (isEmpty) await building
  return {
    async end() {
      ended = true
      await client.end()
      await building
    },
  }
}

/** Who does not get the lock beside others leaves it to whoever has it. */
async function build(client: pg.Client, wanted: typeof INDEXES, isEmpty: boolean): Promise<void> {
  await client.connect()
  if (isEmpty) {
    const each = wanted.map(([name, on]) => `CREATE INDEX IF NOT EXISTS ${name} ON pgboss.job_common ${on}`)
    const drop = `DROP INDEX IF EXISTS pgboss.${FORMER}`
    await client.query(['BEGIN', `SELECT pg_advisory_xact_lock(${LOCK_KEY})`, ...each, drop, 'COMMIT'].join(';\n'))
    return
  }
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCK_KEY])
  if (rows[0]?.got !== true) return
  for (const [name, on] of wanted)
    await client.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${name} ON pgboss.job_common ${on}`)
  await client.query(`DROP INDEX CONCURRENTLY IF EXISTS pgboss.${FORMER}`)
}
