import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'

/** The secrets a person answers for, and the grants they hold; no values. */
export async function exportPerson(db: Db, userId: Id<'user'>): Promise<unknown> {
  const [owned, grants] = await Promise.all([
    db.raw(
      'SELECT path, environment, description, created_at AS "createdAt" FROM secrets.secret WHERE owner_id = $1 ORDER BY id',
      [userId],
    ),
    db.raw(
      "SELECT pattern, environment, may FROM secrets.access_grant WHERE holder_kind = 'user' AND holder = $1 ORDER BY id",
      [userId],
    ),
  ])
  return owned.length + grants.length === 0 ? null : { owned, grants }
}

/** The secrets stay, and belong to nobody until somebody takes them. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw("DELETE FROM secrets.access_grant WHERE holder_kind = 'user' AND holder = $1", [userId])
  for (const column of [
    'secret.owner_id',
    'secret.created_by',
    'version.created_by',
    'access_grant.created_by',
    'rotation.started_by',
  ]) {
    const [table = '', name = ''] = column.split('.')
    await tx.raw(`UPDATE secrets.${table} SET ${name} = NULL WHERE ${name} = $1`, [userId])
  }
}
