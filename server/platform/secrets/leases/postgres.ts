import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { PostgresRules } from '../tables.ts'
import type { Account, Target } from './account.ts'

const CONNECT_MS = 3000
const STATEMENT_MS = 5000
const LOCK_MS = 4500
const CLOSED_WITHIN_MS = 2000
const SCRAM_ITERATIONS = 4096
const { escapeIdentifier: name, escapeLiteral: literal } = pg

/** Roles of PostgreSQL that may sign in, in the database of the connection. */
export function postgresTarget(connection: Secret): Target {
  return {
    make: (account) => connected(connection, (client) => inTransaction(client, () => make(client, account))),
    extend: (role, expiresAt) =>
      connected(connection, async (client) => {
        await client.query(`ALTER ROLE ${name(role)} VALID UNTIL ${literal(expiresAt.toISOString())}`)
      }),
    remove: (role) => connected(connection, (client) => remove(client, role)),
  }
}

async function connected<Result>(connection: Secret, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({
    connectionString: connection.reveal(),
    application_name: 'plinth-leases',
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
async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN')
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('plinth leases', 0))")
  await work()
  await client.query('COMMIT')
}

async function exists(client: pg.Client, role: string): Promise<boolean> {
  return (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1
}

async function make(client: pg.Client, { name: role, password, rules, expiresAt }: Account): Promise<void> {
  const wanted = rules.postgresql
  if (wanted === undefined) throw new Error('the template says nothing of PostgreSQL')
  const verb = (await exists(client, role)) ? 'ALTER' : 'CREATE'
  await client.query(
    `${verb} ROLE ${name(role)} LOGIN NOCREATEDB NOCREATEROLE CONNECTION LIMIT ${wanted.connections}
       PASSWORD ${literal(verifierOf(password))} VALID UNTIL ${literal(expiresAt.toISOString())}`,
  )
  for (const group of wanted.memberOf) await client.query(`GRANT ${name(group)} TO ${name(role)}`)
  for (const grant of wanted.grants) await give(client, role, grant)
}

async function give(client: pg.Client, role: string, grant: PostgresRules['grants'][number]): Promise<void> {
  const { schema, tables, privileges } = grant
  const on =
    tables === undefined
      ? `ALL TABLES IN SCHEMA ${name(schema)}`
      : tables.map((table) => `${name(schema)}.${name(table)}`).join(', ')
  await client.query(`GRANT USAGE ON SCHEMA ${name(schema)} TO ${name(role)}`)
  await client.query(`GRANT ${privileges.join(', ')} ON ${on} TO ${name(role)}`)
  if (tables === undefined && privileges.includes('INSERT'))
    await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${name(schema)} TO ${name(role)}`)
}

/** What it owns goes to the role of the connection, which is its member for that; it may not sign in again meanwhile. */
async function remove(client: pg.Client, role: string): Promise<void> {
  if (!(await exists(client, role))) return
  await client.query(`ALTER ROLE ${name(role)} NOLOGIN`)
  await client.query(`GRANT ${name(role)} TO CURRENT_USER`)
  await client.query('SELECT pg_terminate_backend(pid, $2) FROM pg_stat_activity WHERE usename = $1', [
    ...[role, CLOSED_WITHIN_MS],
  ])
  await inTransaction(client, async () => {
    await client.query(`REASSIGN OWNED BY ${name(role)} TO CURRENT_USER`)
    await client.query(`DROP OWNED BY ${name(role)}`)
    await client.query(`DROP ROLE ${name(role)}`)
  })
}

/** The password as PostgreSQL keeps it, so that it is never sent to it, nor stands in its log: SCRAM-SHA-256, RFC 5803. */
function verifierOf(password: Secret): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password.reveal(), salt, SCRAM_ITERATIONS, 32, 'sha256')
  const keyOf = (label: string) => createHmac('sha256', salted).update(label).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const server = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${stored}:${server}`
}
