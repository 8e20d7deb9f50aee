import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'

/** The secrets a person answers for, the grants and leases they hold; no values. */
export async function exportPerson(db: Db, userId: Id<'user'>): Promise<unknown> {
  const [owned, grants, leases] = await Promise.all([
    db.raw(
      'SELECT path, environment, description, created_at AS "createdAt" FROM secrets.secret WHERE owner_id = $1 ORDER BY id',
      [userId],
    ),
    db.raw(
      "SELECT pattern, environment, may FROM secrets.access_grant WHERE holder_kind = 'user' AND holder = $1 ORDER BY id",
      [userId],
    ),
    db.raw(
      'SELECT path, kind, state, issued_at AS "issuedAt", expires_at AS "expiresAt" FROM secrets.lease WHERE holder_id = $1 ORDER BY id',
      [userId],
    ),
  ])
  return owned.length + grants.length + leases.length === 0 ? null : { owned, grants, leases }
}

/** The secrets stay, and belong to nobody until somebody takes them; accounts on lease end. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw("DELETE FROM secrets.access_grant WHERE holder_kind = 'user' AND holder = $1", [userId])
  await tx.raw("UPDATE secrets.lease SET state = 'revoking' WHERE holder_id = $1 AND state IN ('making', 'active')", [
    userId,
  ])
  for (const column of [
    'secret.owner_id',
    'secret.created_by',
    'version.created_by',
    'access_grant.created_by',
    'rotation.started_by',
    'lease_template.created_by',
    'lease.holder_id',
  ]) {
    const [table = '', name = ''] = column.split('.')
    await tx.raw(`UPDATE secrets.${table} SET ${name} = NULL WHERE ${name} = $1`, [userId])
  }
}
