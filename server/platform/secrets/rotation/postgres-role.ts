import type pg from 'pg'
import { type Static, Type } from 'typebox'
import type { Secret } from '../../../kernel/config/secret.ts'
import { object } from '../../../kernel/http/schema.ts'
import { PermanentFailure } from '../../../kernel/jobs/job.ts'
import type { StoreParts } from '../parts.ts'
import type { RotationPlan } from '../tables.ts'
import { inWordsOf, urlOf } from '../targets/address.ts'
import {
  closeSessions,
  inTurn,
  sqlLiteral as literal,
  sqlName as name,
  roleExists,
  verifierOf,
  withPostgres,
} from '../targets/postgres.ts'
import { administrator, administratorOf, administratorPath, checkAdministrator } from './administrator.ts'
import { type Credential, credentialOf, signInUrl, withCredential } from './credential.ts'
import { badOption } from './options.ts'
import type { Rotator, Turn } from './rotator.ts'

const ROLE_MAX = 61
const role = (title: string, description: string) =>
  Type.String({ title, description, maxLength: ROLE_MAX, pattern: '^[A-Za-z_][A-Za-z0-9_$-]*$' })

const options = object({
  administrator,
  role: role('Role', 'Both are called this, with _a and _b behind it; with another role named, just this'),
  otherRole: Type.Optional(role('Other role', 'The second of the two, where it has a name of its own')),
  memberOf: Type.Optional(
    Type.Array(role('Group', 'A role that may not sign in'), {
      ...{ maxItems: 20, uniqueItems: true, title: 'Groups' },
      description: 'Roles that both are members of, from which they have what they may do',
    }),
  ),
})

/**
 * Two roles in turn: the one that is not in use gets the new password and is tested by signing in; the one that was in use can sign in
 * until the overlap is over. Passwords are sent as SCRAM verifiers, so that no statement and no log of the server holds one.
 */
export function postgresRotator(parts: StoreParts): Rotator {
  return {
    name: 'postgres-role',
    title: 'Two roles of PostgreSQL, in turn',
    description:
      'The value is a URL, postgres://role:password@host/database, or JSON with username and password, of one of two roles. The other one gets a new password, is tried, and takes its place.',
    options,
    ...{ isOfInstallation: true, alternates: true },
    uses: (plan) => [administratorPath(plan)],
    check(plan) {
      checkAdministrator(plan)
      const [first, second] = rolesOf(plan)
      if (first === second) throw badOption('otherRole', 'is another one than role')
      for (const one of [first, second])
        if (/^pg_/i.test(one)) throw badOption('role', 'begins with pg_, which PostgreSQL keeps for itself')
    },
    make,
    install: (turn) =>
      asAdministrator(parts, turn, (client) => inTurn(client, () => install(client, turn, accountsOf(turn)))),
    async test(turn) {
      const { next } = accountsOf(turn)
      const url = signInUrl(turn.next, await administratorOf(parts, turn), next)
      await inWordsOf('PostgreSQL', () =>
        withPostgres(url, async (client) => {
          const { rows } = await client.query<{ role: string }>('SELECT current_user AS role')
          if (rows[0]?.role !== next.username) throw new Error('the value signs in as another role')
        }),
      )
    },
    undo: (turn) => end(parts, turn),
    retire: (turn) => end(parts, turn),
  }
}

function rolesOf({ options: chosen }: RotationPlan): readonly [string, string] {
  const { role: first, otherRole } = chosen as Static<typeof options>
  return otherRole === undefined ? [`${first}_a`, `${first}_b`] : [first, otherRole]
}

function make(former: Secret, password: Secret, plan: RotationPlan): Secret {
  const [first, second] = rolesOf(plan)
  const held = credentialOf(former)
  if (held === null)
    throw new PermanentFailure('the current value is no URL of PostgreSQL and has no members username and password')
  if (held.username !== first && held.username !== second)
    throw new PermanentFailure(`the current value is of a role that is neither ${first} nor ${second}`)
  return withCredential(former, { username: held.username === first ? second : first, password })
}

function accountsOf({ current, next }: Turn): { readonly current: Credential; readonly next: Credential } {
  const [held, made] = [credentialOf(current), credentialOf(next)]
  if (held === null || made === null) throw new PermanentFailure('a value has no role and password any more')
  return { current: held, next: made }
}

async function asAdministrator(
  parts: StoreParts,
  turn: Turn,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const connection = await administratorOf(parts, turn)
  await inWordsOf('PostgreSQL', async () => {
    urlOf('postgresql', connection)
    await withPostgres(connection, work)
  })
}

async function install(
  client: pg.Client,
  { plan }: Turn,
  { current, next }: ReturnType<typeof accountsOf>,
): Promise<void> {
  const { memberOf = [] } = plan.options as Static<typeof options>
  const { username, password } = next
  const [known] = (
    await client.query<{ strong: boolean; own: boolean }>(
      'SELECT rolsuper OR rolreplication OR rolbypassrls AS strong, rolname = current_user AS own FROM pg_roles WHERE rolname = $1',
      [username],
    )
  ).rows
  if (known?.strong === true) throw new Error(`the role ${username} may too much to be renewed so`)
  if (known?.own === true) throw new Error(`the role ${username} is the administrator itself`)
  await client.query(
    `${known === undefined ? 'CREATE' : 'ALTER'} ROLE ${name(username)} LOGIN PASSWORD ${literal(verifierOf(password))}`,
  )
  for (const group of await missingGroups(client, { current: current.username, next: username, memberOf }))
    await client.query(`GRANT ${name(group)} TO ${name(username)}`)
}

/** Groups that the plan names or the current role is a member of, and the next one is not yet. */
async function missingGroups(
  client: pg.Client,
  {
    current,
    next,
    memberOf,
  }: { readonly current: string; readonly next: string; readonly memberOf: readonly string[] },
): Promise<string[]> {
  const { rows } = await client.query<{ role: string }>(
    `SELECT role FROM (
       SELECT unnest($3::text[]) UNION
       SELECT held.rolname::text FROM pg_auth_members JOIN pg_roles held ON held.oid = roleid JOIN pg_roles own ON own.oid = member
        WHERE own.rolname = $1) AS wanted (role)
      WHERE role <> $2 AND NOT EXISTS (
       SELECT FROM pg_auth_members JOIN pg_roles held ON held.oid = roleid JOIN pg_roles own ON own.oid = member
        WHERE own.rolname = $2 AND held.rolname = role) ORDER BY role`,
    [current, next, memberOf],
  )
  return rows.map(({ role: group }) => group)
}

/** The role of `next` signs in no more, unless it is in use: a value may have been written by hand. */
async function end(parts: StoreParts, turn: Turn): Promise<void> {
  const { current, next } = accountsOf(turn)
  const { username } = next
  if (username === current.username || !rolesOf(turn.plan).includes(username)) return
  await asAdministrator(parts, turn, async (client) => {
    if (!(await roleExists(client, username))) return
    await client.query(`ALTER ROLE ${name(username)} NOLOGIN PASSWORD NULL`)
    // Sessions are ended by members of their role: the administrator is one until the end of this transaction.
    await client.query('BEGIN')
    await client.query(`GRANT ${name(username)} TO CURRENT_USER`)
    await closeSessions(client, username)
    await client.query('ROLLBACK')
  })
}
