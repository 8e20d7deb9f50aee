import { sql } from 'kysely'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { AccessTables } from './tables.ts'

export const ADMINISTRATOR = 'administrator'

/** What the units of this process declare. */
export interface Catalogue {
  /** Permission -> what it allows. */
  readonly permissions: ReadonlyMap<string, string>
  readonly roles: ReadonlyMap<string, { readonly title: string; readonly permissions: readonly string[] }>
}

export type DeclaringUnit = Pick<Unit, 'name' | 'permissions' | 'roles'>

/** Collects the units' declarations; a role twice, or with a permission nobody declares, is a mistake in the program. */
export function collectCatalogue(units: readonly DeclaringUnit[]): Catalogue {
  const permissions = new Map(units.flatMap((unit) => Object.entries(unit.permissions)))
  const roles = new Map<string, { title: string; permissions: readonly string[] }>()
  for (const unit of units) {
    for (const [name, role] of Object.entries(unit.roles ?? {})) {
      if (name === ADMINISTRATOR || roles.has(name))
        throw new TypeError(`unit ${unit.name} declares role ${name} again`)
      const unknown = role.permissions.find((permission) => !permissions.has(permission))
      if (unknown !== undefined) throw new TypeError(`role ${name} holds ${unknown}, which no unit declares`)
      roles.set(name, role)
    }
  }
  return { permissions, roles }
}

/** Writes the declared roles: missing ones are added, built-in ones follow the program. True when something changed. */
export async function writeCatalogue(tx: Tx, catalogue: Catalogue): Promise<boolean> {
  let changed = 0n
  const names = [...catalogue.roles.keys()].sort()
  for (const name of names) {
    const role = catalogue.roles.get(name)
    if (role !== undefined) changed += await writeRole(tx, name, role)
  }
  return changed > 0n
}

async function writeRole(tx: Tx, name: string, role: { title: string; permissions: readonly string[] }) {
  const written = await tx
    .query<AccessTables>()
    .insertInto('access.role')
    .values({ name, title: role.title, built_in: true, created_at: now() })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ title: role.title, built_in: true })
        .where((where) =>
          where.or([where('access.role.title', '<>', role.title), where('access.role.built_in', '=', false)]),
        ),
    )
    .executeTakeFirst()
  const removed = await tx
    .query<AccessTables>()
    .deleteFrom('access.role_permission')
    .where('role', '=', name)
    .where(sql<boolean>`permission <> all(${[...role.permissions]}::text[])`)
    .executeTakeFirst()
  if (role.permissions.length === 0) return (written.numInsertedOrUpdatedRows ?? 0n) + removed.numDeletedRows
  const added = await tx
    .query<AccessTables>()
    .insertInto('access.role_permission')
    .values(role.permissions.map((permission) => ({ role: name, permission })))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (written.numInsertedOrUpdatedRows ?? 0n) + removed.numDeletedRows + (added.numInsertedOrUpdatedRows ?? 0n)
}
