import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { ADMINISTRATOR, type Catalogue } from './catalogue.ts'
import type { AccessTables } from './tables.ts'

/** Permissions of a person: the union over the roles held, as far as this program still declares them. */
export async function permissionsOf(db: Db, catalogue: Catalogue, userId: Id<'user'>): Promise<ReadonlySet<string>> {
  const rows = await db.raw<{ role: string; permission: string | null }>(
    `SELECT held.role, granted.permission
       FROM access.user_role held LEFT JOIN access.role_permission granted ON granted.role = held.role
      WHERE held.user_id = $1 AND NOT held.suspended`,
    [userId],
  )
  if (rows.some((row) => row.role === ADMINISTRATOR)) return catalogue.permissions
  const permissions = new Set<string>()
  for (const { permission } of rows) {
    if (permission !== null && catalogue.permissions.has(permission)) permissions.add(permission)
  }
  return permissions
}

/** Role names per person, sorted; people without any are absent. */
export async function rolesOfMany(
  from: Pick<Tx, 'raw'>,
  userIds: readonly Id<'user'>[],
): Promise<Map<Id<'user'>, string[]>> {
  const roles = new Map<Id<'user'>, string[]>()
  if (userIds.length === 0) return roles
  const rows = await from.raw<{ user_id: Id<'user'>; roles: string[] }>(
    'SELECT user_id, array_agg(role ORDER BY role) AS roles FROM access.user_role WHERE user_id = ANY($1) GROUP BY user_id',
    [userIds],
  )
  for (const row of rows) roles.set(row.user_id, row.roles)
  return roles
}

/** Ids of everybody who holds `role`. */
export async function holdersOf(db: Db, role: string): Promise<Id<'user'>[]> {
  const rows = await db
    .query<AccessTables>()
    .selectFrom('access.user_role')
    .select('user_id')
    .where('role', '=', role)
    .execute()
  return rows.map((row) => row.user_id)
}

export async function hasAdministrator(db: Db): Promise<boolean> {
  const rows = await db.raw<{ found: boolean }>(
    'SELECT EXISTS (SELECT FROM access.user_role WHERE role = $1 AND NOT suspended) AS found',
    [ADMINISTRATOR],
  )
  return rows[0]?.found === true
}

export interface RoleView {
  readonly name: string
  readonly title: string
  readonly builtIn: boolean
  readonly permissions: readonly string[]
}

/** Every role with its permissions; the administrator's are all that are declared. */
export async function listRoles(from: Pick<Tx, 'raw'>, catalogue: Catalogue): Promise<RoleView[]> {
  const rows = await from.raw<{ name: string; title: string; built_in: boolean; permissions: string[] }>(
    `SELECT role.name, role.title, role.built_in,
            coalesce(array_agg(granted.permission ORDER BY granted.permission) FILTER (WHERE granted.permission IS NOT NULL), '{}') AS permissions
       FROM access.role role LEFT JOIN access.role_permission granted ON granted.role = role.name
      GROUP BY role.name ORDER BY role.name`,
  )
  return rows.map((row) => ({
    name: row.name,
    title: row.title,
    builtIn: row.built_in,
    permissions: row.name === ADMINISTRATOR ? [...catalogue.permissions].sort() : row.permissions,
  }))
}
