import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { ADMINISTRATOR, type Catalogue } from './catalogue.ts'
import { accessProblem } from './problems.ts'
import type { AccessTables } from './tables.ts'

/** What the rules about roles go by. */
export interface RoleRules {
  readonly catalogue: Catalogue
  /** Roles that demand a second factor unless they say otherwise. */
  readonly mfaRoles: readonly string[]
}

export interface RoleView {
  readonly name: string
  readonly title: string
  readonly builtIn: boolean
  readonly permissions: readonly string[]
  /** Null follows the server's default. */
  readonly mfaRequired: boolean | null
  /** Whether holders must prove a second factor now. */
  readonly demandsMfa: boolean
}

type Row = {
  name: string
  title: string
  built_in: boolean
  mfa_required: boolean | null
  permissions: string[]
}

const READ = `
  SELECT role.name, role.title, role.built_in, role.mfa_required,
         array(SELECT permission FROM access.role_permission granted WHERE granted.role = role.name ORDER BY permission) AS permissions
    FROM access.role role`

function viewOf(row: Row, { catalogue, mfaRoles }: RoleRules): RoleView {
  return {
    name: row.name,
    title: row.title,
    builtIn: row.built_in,
    permissions: row.name === ADMINISTRATOR ? [...catalogue.permissions.keys()].sort() : row.permissions,
    mfaRequired: row.mfa_required,
    demandsMfa: row.mfa_required ?? mfaRoles.includes(row.name),
  }
}

/** Every role with its permissions, by name; the administrator's are all that are declared. */
export async function listRoles(from: Pick<Tx, 'raw'>, rules: RoleRules): Promise<RoleView[]> {
  return (await from.raw<Row>(`${READ} ORDER BY role.name`)).map((row) => viewOf(row, rules))
}

/**
 * One role, which stays as it is until the transaction ends: nobody edits it between a check and what was checked. Throws
 * access/unknown-role.
 */
export async function lockRole(
  tx: Tx,
  rules: RoleRules,
  { name, intent }: { readonly name: string; readonly intent: 'edit' | 'grant' },
): Promise<RoleView> {
  // Changes to who is administrator lock the row whole; a shared lock first would make two of them wait for each other.
  const strength = intent === 'edit' || name === ADMINISTRATOR ? 'UPDATE' : 'SHARE'
  const locked = await tx.raw(`SELECT FROM access.role WHERE name = $1 FOR ${strength}`, [name])
  const [row] = locked.length === 0 ? [] : await tx.raw<Row>(`${READ} WHERE role.name = $1`, [name])
  if (row === undefined) throw accessProblem('unknown-role')
  return viewOf(row, rules)
}

export interface RoleInput {
  readonly name: string
  readonly title: string
  readonly permissions: readonly string[]
  readonly mfaRequired?: boolean | null | undefined
}

/** Throws access/unknown-permission, with the place of each. */
function assertDeclared({ catalogue }: RoleRules, permissions: readonly string[]): void {
  const errors = permissions.flatMap((permission, at) =>
    catalogue.permissions.has(permission)
      ? []
      : [{ pointer: `/permissions/${at}`, code: 'unknown', detail: 'is declared by no unit' }],
  )
  if (errors.length > 0) throw accessProblem('unknown-permission', { errors })
}

/** Adds a role. Throws access/role-exists, access/unknown-permission. */
export async function insertRole(tx: Tx, rules: RoleRules, input: RoleInput): Promise<RoleView> {
  assertDeclared(rules, input.permissions)
  const { name, title, mfaRequired = null } = input
  const inserted = await tx
    .query<AccessTables>()
    .insertInto('access.role')
    .values({ name, title, built_in: false, created_at: now(), mfa_required: mfaRequired })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) throw accessProblem('role-exists')
  await writePermissions(tx, name, input.permissions)
  await tx.audit({
    action: 'access.role.created',
    subject: { kind: 'role', id: name },
    details: { permissions: [...input.permissions].sort(), mfaRequired },
  })
  return lockRole(tx, rules, { name, intent: 'edit' })
}

export type RoleChange = Partial<Omit<RoleInput, 'name'>>

/** Changes a locked role. Throws access/built-in-role, access/unknown-permission. */
export async function writeRoleChange(tx: Tx, rules: RoleRules, role: RoleView, change: RoleChange): Promise<RoleView> {
  const { title = role.title, permissions = role.permissions, mfaRequired = role.mfaRequired } = change
  if (role.builtIn && (change.title !== undefined || change.permissions !== undefined))
    throw accessProblem('built-in-role')
  if (change.permissions !== undefined) {
    assertDeclared(rules, permissions)
    await writePermissions(tx, role.name, permissions)
  }
  await tx
    .query<AccessTables>()
    .updateTable('access.role')
    .set({ title, mfa_required: mfaRequired })
    .where('name', '=', role.name)
    .execute()
  await tx.audit({
    action: 'access.role.changed',
    subject: { kind: 'role', id: role.name },
    details: { permissions: [...permissions].sort(), mfaRequired },
  })
  return lockRole(tx, rules, { name: role.name, intent: 'edit' })
}

async function writePermissions(tx: Tx, role: string, permissions: readonly string[]): Promise<void> {
  const query = tx.query<AccessTables>()
  await query.deleteFrom('access.role_permission').where('role', '=', role).execute()
  if (permissions.length === 0) return
  const rows = permissions.map((permission) => ({ role, permission }))
  await query.insertInto('access.role_permission').values(rows).execute()
}

/** Removes a locked role that nobody holds. Throws access/built-in-role, access/role-held. */
export async function removeRole(tx: Tx, role: RoleView): Promise<void> {
  if (role.builtIn) throw accessProblem('built-in-role')
  const query = tx.query<AccessTables>()
  await query.deleteFrom('access.user_role').where('role', '=', role.name).where('expires_at', '<=', now()).execute()
  const [holder] = await tx.raw('SELECT FROM access.user_role WHERE role = $1 LIMIT 1', [role.name])
  if (holder !== undefined) throw accessProblem('role-held')
  await query.deleteFrom('access.role').where('name', '=', role.name).execute()
  await tx.audit({ action: 'access.role.deleted', subject: { kind: 'role', id: role.name } })
}
