import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { makeKeyText } from './key-text.ts'
import { tellOfNewKey } from './letters.ts'
import type { ApiKeyParts } from './parts.ts'
import { apiKeysProblem } from './problems.ts'
import type { ApiKeyTables } from './tables.ts'

const DAY_SECONDS = 24 * 60 * 60
const DEFAULT_SECONDS = 90 * DAY_SECONDS
const LONGEST_SECONDS = 366 * DAY_SECONDS
const LIVE_MAX = 50

export interface NewKey {
  readonly name: string
  readonly scopes: readonly string[]
  readonly expiresAt: Date | undefined
  readonly organisationId: Id<'organisation'> | undefined
}

const COLUMNS = [
  'id',
  'name',
  'last_four',
  'scopes',
  'organisation_id',
  'created_at',
  'expires_at',
  'last_used_at',
  'review_since',
] as const

/**
 * Makes a key and returns it with its text, which is shown this once. Throws api-keys/beyond-own, api-keys/bad-expiry,
 * api-keys/organisation-not-found, api-keys/too-many.
 */
export async function createKey(parts: ApiKeyParts, tx: Tx, maker: Principal, wanted: NewKey) {
  const { userId, permissions } = maker.actor
  // Whatever ends the session waits, and finds the key: none is made by one that is over.
  if (!(await parts.identity.holdSession(tx, maker.actor))) throw httpProblem('unauthenticated')
  const scopes = [...new Set(wanted.scopes)].sort()
  if (scopes.some((scope) => !permissions.has(scope))) throw apiKeysProblem('beyond-own')
  const expiresAt = wanted.expiresAt ?? inSeconds(DEFAULT_SECONDS)
  if (expiresAt <= now() || expiresAt > inSeconds(LONGEST_SECONDS)) throw apiKeysProblem('bad-expiry')
  const { organisationId } = wanted
  if (organisationId !== undefined && (await parts.organisations.membershipOf(tx, userId, organisationId)) === null)
    throw apiKeysProblem('organisation-not-found')
  await assertRoom(tx, userId)
  const id = newId<'api-key'>()
  const { text, hash, lastFour } = makeKeyText(id)
  const row = await tx
    .query<ApiKeyTables>()
    .insertInto('api_keys.key')
    .values({
      ...{ id, owner_id: userId, organisation_id: organisationId ?? null, name: wanted.name },
      ...{ secret_hash: hash, last_four: lastFour, scopes, made_aal: maker.aal },
      ...{ created_at: now(), expires_at: expiresAt },
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  await tx.audit({
    action: 'api_keys.key.created',
    subject: { kind: 'user', id: userId },
    details: { keyId: id, scopes, expiresAt: expiresAt.toISOString() },
  })
  await tellOfNewKey(parts, tx, userId, wanted.name)
  return { ...row, key: text }
}

/** Counts under a lock on the owner's keys, so that many at once cannot pass. */
async function assertRoom(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`api_keys ${userId}`])
  const [counted] = await tx.raw<{ count: bigint }>(
    'SELECT count(*) AS count FROM api_keys.key WHERE owner_id = $1 AND revoked_at IS NULL AND expires_at > $2',
    [userId, now()],
  )
  if ((counted?.count ?? 0n) >= LIVE_MAX) throw apiKeysProblem('too-many')
}

/** Keys that were not revoked, newest first; `after` is the last id of the page before. */
export function listKeys(db: Db, ownerId: Id<'user'>, page: { limit: number; after: string | undefined }) {
  return db
    .query<ApiKeyTables>()
    .selectFrom('api_keys.key')
    .select(COLUMNS)
    .where('owner_id', '=', ownerId)
    .where('revoked_at', 'is', null)
    .$if(page.after !== undefined, (query) => query.where('id', '<', (page.after ?? '') as Id<'api-key'>))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}

/** Ends one key of the owner, at once on every process. Throws api-keys/not-found. */
export async function revokeKey(
  { live }: ApiKeyParts,
  tx: Tx,
  key: { readonly id: Id<'api-key'>; readonly ownerId: Id<'user'> },
): Promise<void> {
  const revoked = await revocation(tx, 'revoked')
    .where('id', '=', key.id)
    .where('owner_id', '=', key.ownerId)
    .executeTakeFirst()
  if (revoked.numUpdatedRows === 0n) throw apiKeysProblem('not-found')
  await tx.audit({
    action: 'api_keys.key.revoked',
    subject: { kind: 'user', id: key.ownerId },
    details: { keyId: key.id },
  })
  await live.ownerChanged(tx, key.ownerId)
}

function revocation(tx: Tx, reason: string) {
  return tx
    .query<ApiKeyTables>()
    .updateTable('api_keys.key')
    .set({ revoked_at: now(), revoked_reason: reason })
    .where('revoked_at', 'is', null)
}

/** Ends all keys of a person, or those of one organisation, or of these what was made at `since` or later. Returns them. */
export async function revokeKeysOf(
  { live }: ApiKeyParts,
  tx: Tx,
  of: { readonly ownerId?: Id<'user'>; readonly organisationId?: Id<'organisation'>; readonly since?: Date },
  reason: string,
) {
  const { ownerId, organisationId, since } = of
  const revoked = await revocation(tx, reason)
    .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId ?? null))
    .$if(organisationId !== undefined, (query) => query.where('organisation_id', '=', organisationId ?? null))
    .$if(since !== undefined, (query) => query.where('created_at', '>=', since ?? null))
    .returning(['id', 'owner_id', 'last_four', 'created_at'])
    .execute()
  for (const owner of new Set(revoked.map((row) => row.owner_id))) {
    await tx.audit({
      action: 'api_keys.keys.revoked',
      subject: { kind: 'user', id: owner },
      details: { reason, keyIds: revoked.flatMap((row) => (row.owner_id === owner ? [row.id] : [])) },
    })
    await live.ownerChanged(tx, owner)
  }
  return revoked
}

/** Also of keys that were revoked. */
export async function keyNames(db: Db, ids: readonly Id<'api-key'>[]) {
  if (ids.length === 0) return new Map<string, { readonly name: string }>()
  const rows = await db
    .query<ApiKeyTables>()
    .selectFrom('api_keys.key')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, name }) => [id as string, { name }]))
}
