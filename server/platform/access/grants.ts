import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { assertAnotherAdministrator } from './administrators.ts'
import { ADMINISTRATOR } from './catalogue.ts'
import { roleGranted, roleRevoked } from './events.ts'
import { accessProblem } from './problems.ts'
import type { AccessTables } from './tables.ts'

export interface Grant {
  readonly userId: Id<'user'>
  readonly role: string
  readonly reason: string
  /** When it ends by itself; never, when absent. */
  readonly expiresAt?: Date | undefined
}

/** Throws access/expiry-past for an end that has come already. */
export function assertAhead(expiresAt: Date | undefined): void {
  if (expiresAt !== undefined && expiresAt <= now())
    throw accessProblem('expiry-past', {
      errors: [{ pointer: '/expiresAt', code: 'past', detail: 'lies in the past' }],
    })
}

export function actingPerson({ origin: { actor } }: Tx): Id<'user'> | null {
  return actor.kind === 'user' ? actor.userId : null
}

/** Writes a grant, or its new end; true when something changed. The role is known. Throws access/expiry-past, access/last-administrator. */
export async function writeGrant(
  tx: Tx,
  grant: Grant,
  granter: Id<'user'> | null = actingPerson(tx),
): Promise<boolean> {
  const { userId, role, reason, expiresAt } = grant
  assertAhead(expiresAt)
  if (role === ADMINISTRATOR && expiresAt !== undefined) await assertAnotherAdministrator(tx, userId)
  const at = now()
  const held = await tx
    .query<AccessTables>()
    .selectFrom('access.user_role')
    .select('expires_at')
    .where('user_id', '=', userId)
    .where('role', '=', role)
    .forUpdate()
    .executeTakeFirst()
  const isHeld = held !== undefined && (held.expires_at === null || held.expires_at > at)
  if (isHeld && (held.expires_at?.getTime() ?? null) === (expiresAt?.getTime() ?? null)) return false
  const row = { granted_by: granter, reason, granted_at: at, expires_at: expiresAt ?? null }
  await tx
    .query<AccessTables>()
    .insertInto('access.user_role')
    .values({ user_id: userId, role, ...row })
    .onConflict((conflict) => conflict.columns(['user_id', 'role']).doUpdateSet(row))
    .execute()
  await tx.audit({
    action: 'access.role.granted',
    subject: { kind: 'user', id: userId },
    details: { role, reason, ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }) },
  })
  if (!isHeld) await tx.publish(roleGranted, { userId, role })
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

/** Forgets what a person held and was denied. Throws access/last-administrator. */
export async function erase(tx: Tx, userId: Id<'user'>): Promise<void> {
  await assertAnotherAdministrator(tx, userId)
  const query = tx.query<AccessTables>()
  await query.deleteFrom('access.user_role').where('user_id', '=', userId).execute()
  await query.deleteFrom('access.user_denial').where('user_id', '=', userId).execute()
}
