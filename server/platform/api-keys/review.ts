import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { tellToReview } from './letters.ts'
import type { ApiKeyParts } from './parts.ts'
import { apiKeysProblem } from './problems.ts'
import type { ApiKeyTables } from './tables.ts'

/**
 * The owner's password or address changed: whoever had the account before may have made keys. Each is listed for review, and the owner is
 * told. NOTE: they go on working meanwhile, since programs depend on them and a forgotten password is the common case.
 */
export async function askForReview(
  parts: ApiKeyParts,
  tx: Tx,
  ownerId: Id<'user'>,
  changed: 'password' | 'e-mail address',
): Promise<void> {
  const marked = await tx
    .query<ApiKeyTables>()
    .updateTable('api_keys.key')
    .set({ review_since: now() })
    .where('owner_id', '=', ownerId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now())
    .returning(['name', 'last_four'])
    .execute()
  if (marked.length > 0) await tellToReview(parts, tx, { ownerId, changed }, marked)
}

/** The owner says that the key stays. Throws api-keys/not-found. */
export async function keepKey(
  tx: Tx,
  key: { readonly id: Id<'api-key'>; readonly ownerId: Id<'user'> },
): Promise<void> {
  const kept = await tx
    .query<ApiKeyTables>()
    .updateTable('api_keys.key')
    .set({ review_since: null })
    .where('id', '=', key.id)
    .where('owner_id', '=', key.ownerId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (kept.numUpdatedRows === 0n) throw apiKeysProblem('not-found')
  await tx.audit({
    action: 'api_keys.key.kept',
    subject: { kind: 'user', id: key.ownerId },
    details: { keyId: key.id },
  })
}

/** What the unit holds of a person. */
export async function exportKeys(db: Db, ownerId: Id<'user'>) {
  return db
    .query<ApiKeyTables>()
    .selectFrom('api_keys.key')
    .select(['id', 'name', 'last_four', 'scopes', 'organisation_id', 'created_at', 'expires_at', 'last_used_at'])
    .select(['revoked_at', 'revoked_reason'])
    .where('owner_id', '=', ownerId)
    .orderBy('id')
    .execute()
}

/** Forgets the person's keys. */
export async function eraseKeys({ live }: ApiKeyParts, tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await tx.query<ApiKeyTables>().deleteFrom('api_keys.key').where('owner_id', '=', ownerId).execute()
  await live.ownerChanged(tx, ownerId)
}
