import { now } from '../../kernel/clock.ts'
import type { Actor } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { violatedConstraint } from '../../kernel/db/sqlstate.ts'
import type { Id } from '../../kernel/id.ts'
import { ADMINISTRATOR } from './catalogue.ts'
import { roleGranted, roleRevoked } from './events.ts'
import { accessProblem } from './problems.ts'
import type { AccessTables } from './tables.ts'

export interface Grant {
  readonly userId: Id<'user'>
  readonly role: string
  readonly reason: string
}

/** Writes a grant; true when the person did not hold the role. Throws access/unknown-role. */
export async function insertGrant(tx: Tx, grant: Grant): Promise<boolean> {
  const granter = tx.origin.actor
  const inserted = await tx
    .query<AccessTables>()
    .insertInto('access.user_role')
    .values({
      user_id: grant.userId,
      role: grant.role,
      granted_by: granter.kind === 'user' ? granter.userId : null,
      reason: grant.reason,
      granted_at: now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'user_role_role_fkey' ? accessProblem('unknown-role') : error
    })
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false
  await tx.audit({
    action: 'access.role.granted',
    subject: { kind: 'user', id: grant.userId },
    details: { role: grant.role, reason: grant.reason },
  })
  await tx.publish(roleGranted, { userId: grant.userId, role: grant.role })
  return true
}

/** Takes a grant back; true when the person held the role. Throws access/last-administrator. */
export async function deleteGrant(tx: Tx, grant: Grant): Promise<boolean> {
  if (grant.role === ADMINISTRATOR) await assertAnotherAdministrator(tx, grant.userId)
  const deleted = await tx
    .query<AccessTables>()
    .deleteFrom('access.user_role')
    .where('user_id', '=', grant.userId)
    .where('role', '=', grant.role)
    .executeTakeFirst()
  if (deleted.numDeletedRows === 0n) return false
  await tx.audit({
    action: 'access.role.revoked',
    subject: { kind: 'user', id: grant.userId },
    details: { role: grant.role, reason: grant.reason },
  })
  await tx.publish(roleRevoked, { userId: grant.userId, role: grant.role })
  return true
}

/** Suspends or reinstates everything the person holds. Throws access/last-administrator. */
export async function setSuspended(tx: Tx, userId: Id<'user'>, suspended: boolean): Promise<void> {
  if (suspended) await assertAnotherAdministrator(tx, userId)
  await tx
    .query<AccessTables>()
    .updateTable('access.user_role')
    .set({ suspended })
    .where('user_id', '=', userId)
    .execute()
}

/** Every change to who is administrator holds this lock, so that two at once cannot leave nobody. */
export async function lockAdministrators(tx: Tx): Promise<Id<'user'>[]> {
  const query = tx.query<AccessTables>()
  await query.selectFrom('access.role').select('name').where('name', '=', ADMINISTRATOR).forUpdate().execute()
  const rows = await query
    .selectFrom('access.user_role')
    .select('user_id')
    .where('role', '=', ADMINISTRATOR)
    .where('suspended', '=', false)
    .execute()
  return rows.map((row) => row.user_id)
}

async function assertAnotherAdministrator(tx: Tx, userId: Id<'user'>): Promise<void> {
  const administrators = await lockAdministrators(tx)
  if (administrators.length === 1 && administrators[0] === userId) throw accessProblem('last-administrator')
}

/** Throws access/beyond-own unless `actor` holds every permission of the role; the system itself may. */
export function assertHoldsAll(actor: Actor, permissions: Iterable<string>): void {
  if (actor.kind === 'system') return
  const own = actor.kind === 'user' ? actor.permissions : new Set<string>()
  for (const permission of permissions) if (!own.has(permission)) throw accessProblem('beyond-own')
}
