import type pg from 'pg'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { PostgresRules } from '../tables.ts'
import {
  closeSessions,
  inTurn,
  sqlLiteral as literal,
  sqlName as name,
  roleExists,
  verifierOf,
  withPostgres,
} from '../targets/postgres.ts'
import type { Account, Target } from './account.ts'

/** Roles of PostgreSQL that may sign in, in the database of the connection. */
export function postgresTarget(connection: Secret): Target {
  return {
    make: (account) => withPostgres(connection, (client) => inTurn(client, () => make(client, account))),
    extend: (role, expiresAt) =>
      withPostgres(connection, async (client) => {
        await client.query(`ALTER ROLE ${name(role)} VALID UNTIL ${literal(expiresAt.toISOString())}`)
      }),
    remove: (role) => withPostgres(connection, (client) => remove(client, role)),
  }
}

async function make(client: pg.Client, { name: role, password, rules, expiresAt }: Account): Promise<void> {
  const wanted = rules.postgresql
  if (wanted === undefined) throw new Error('the template says nothing of PostgreSQL')
  const verb = (await roleExists(client, role)) ? 'ALTER' : 'CREATE'
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
  if (!(await roleExists(client, role))) return
  await client.query(`ALTER ROLE ${name(role)} NOLOGIN`)
  await client.query(`GRANT ${name(role)} TO CURRENT_USER`)
  await closeSessions(client, role)
  await inTurn(client, async () => {
    await client.query(`REASSIGN OWNED BY ${name(role)} TO CURRENT_USER`)
    await client.query(`DROP OWNED BY ${name(role)}`)
    await client.query(`DROP ROLE ${name(role)}`)
  })
}
