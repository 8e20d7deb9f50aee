import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { assertAnotherAdministrator } from './administrators.ts'
import { actingPerson, assertAhead } from './grants.ts'
import type { AccessTables } from './tables.ts'

export interface Denial {
  readonly userId: Id<'user'>
  readonly permission: string
  readonly reason: string
  /** When it ends by itself; never, when absent. */
  readonly expiresAt?: Date | undefined
}

/** Writes a denial, or its new end. Throws access/expiry-past, access/last-administrator. */
export async function writeDenial(tx: Tx, denial: Denial): Promise<void> {
  const { userId, permission, reason, expiresAt } = denial
  assertAhead(expiresAt)
  await assertAnotherAdministrator(tx, userId)
  const row = { denied_by: actingPerson(tx), reason, denied_at: now(), expires_at: expiresAt ?? null }
  await tx
    .query<AccessTables>()
    .insertInto('access.user_denial')
    .values({ user_id: userId, permission, ...row })
    .onConflict((conflict) => conflict.columns(['user_id', 'permission']).doUpdateSet(row))
    .execute()
  await tx.audit({
    action: 'access.permission.denied',
    subject: { kind: 'user', id: userId },
    details: { permission, reason, ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }) },
  })
}

/** Lifts a denial; true when there was one. */
export async function deleteDenial(tx: Tx, { userId, permission, reason }: Denial): Promise<boolean> {
  const deleted = await tx
    .query<AccessTables>()
    .deleteFrom('access.user_denial')
    .where('user_id', '=', userId)
    .where('permission', '=', permission)
    .executeTakeFirst()
  if (deleted.numDeletedRows === 0n) return false
  await tx.audit({
    action: 'access.denial.lifted',
    subject: { kind: 'user', id: userId },
    details: { permission, reason },
  })
  return true
}
