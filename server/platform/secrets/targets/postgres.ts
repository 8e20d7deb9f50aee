import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Secret } from '../../../kernel/config/secret.ts'

const CONNECT_MS = 3000
const STATEMENT_MS = 5000
const LOCK_MS = 4500
const CLOSED_WITHIN_MS = 2000
const SCRAM_ITERATIONS = 4096

export const { escapeIdentifier: sqlName, escapeLiteral: sqlLiteral } = pg

/** One connection for the time of `work`, where every wait has its end. */
export async function withPostgres<Result>(
  connection: Secret,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: connection.reveal(),
    application_name: 'plinth-secrets',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
  })
  // A lost connection is told by the statement that fails; the event must have a listener all the same.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {
      // What was done or failed counts, not how its connection ends.
    })
  }
}

/** One at a time in a database: two that change the privileges of one table at once would be refused. */
export async function inTurn(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN')
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('plinth leases', 0))")
  await work()
  await client.query('COMMIT')
}

export async function roleExists(client: pg.Client, role: string): Promise<boolean> {
  return (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1
}

/** Ends the sessions of a role; whoever asks is its member. */
export async function closeSessions(client: pg.Client, role: string): Promise<void> {
  await client.query('SELECT pg_terminate_backend(pid, $2) FROM pg_stat_activity WHERE usename = $1', [
    ...[role, CLOSED_WITHIN_MS],
  ])
}

/** The password as PostgreSQL keeps it, so that it is never sent to it, nor stands in its log: SCRAM-SHA-256, RFC 5803. */
export function verifierOf(password: Secret): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password.reveal(), salt, SCRAM_ITERATIONS, 32, 'sha256')
  const keyOf = (label: string) => createHmac('sha256', salted).update(label).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const server = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${stored}:${server}`
}
