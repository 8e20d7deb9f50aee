import { inSeconds, now } from '../../kernel/clock.ts'
import { type Secret, secret } from '../../kernel/config/secret.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { holdingPattern } from '../../kernel/db/like.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { type MakePolicy, makeValue } from './generate.ts'
import type { Span } from './may.ts'
import type { SecretParts } from './parts.ts'
import { secretsProblem } from './problems.ts'
import { membersOf } from './reference.ts'
import { scopeOf } from './store/address.ts'
import { addVersion, makeCurrent } from './store/write.ts'
import type { Environment, RotationState, SecretRow, SecretTables } from './tables.ts'

const BYTES_MAX = 64 * 1024
const SECRETS_MAX = 5000
/** As long a deleted secret can be brought back. */
const UNDELETE_SECONDS = 30 * 86_400

/** A value as it was sent, or how to make one. */
export interface WantedValue {
  readonly value?: string | undefined
  readonly generate?: MakePolicy | undefined
}

export interface NewSecret extends WantedValue {
  readonly organisationId: Id<'organisation'> | null
  readonly environment: Environment
  readonly path: string
  readonly description: string
  readonly tags: readonly string[]
  readonly format: 'text' | 'json'
  readonly ownerId: Id<'user'>
  readonly expiresAt: Date | null
}

/** The value to store. Throws secrets/too-large, secrets/not-json, secrets/bad-policy. */
export function valueWanted({ value, generate }: WantedValue, format: 'text' | 'json'): Secret | null {
  const made = generate === undefined ? null : makeValue(generate)
  const wanted = value === undefined ? made : secret(value)
  if (wanted === null) return null
  if (Buffer.byteLength(wanted.reveal()) > BYTES_MAX) throw secretsProblem('too-large')
  if (format === 'json' && membersOf(wanted.reveal()) === null) throw secretsProblem('not-json')
  return wanted
}

/** Throws secrets/path-taken, secrets/too-many, secrets/unknown-owner, and as valueWanted. */
export async function createSecret(parts: SecretParts, tx: Tx, by: Id<'user'>, wanted: NewSecret): Promise<SecretRow> {
  const { organisationId, environment, path, ownerId, expiresAt, description, tags, format } = wanted
  await assertRoom(tx, organisationId)
  await assertOwner(parts, tx, ownerId)
  const row = await tx
    .query<SecretTables>()
    .insertInto('secrets.secret')
    .values({
      ...{ id: newId<'secret'>(), organisation_id: organisationId, environment, path, description, tags: [...tags] },
      ...{ format, owner_id: ownerId, expires_at: expiresAt, created_by: by, created_at: now(), changed_at: now() },
    })
    .onConflict((conflict) => conflict.columns(['scope', 'environment', 'path']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw secretsProblem('path-taken')
  await tell(tx, 'secrets.secret.created', row)
  const value = valueWanted(wanted, format)
  if (value === null) return row
  const number = await addVersion(parts, tx, row, { value, by })
  await makeCurrent(parts, tx, row, { number, overlapSeconds: 0 })
  return { ...row, latest: number }
}

async function assertRoom(tx: Tx, organisationId: Id<'organisation'> | null): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`secrets of ${organisationId}`])
  const [counted] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM secrets.secret WHERE scope = $1', [
    scopeOf(organisationId),
  ])
  if (Number(counted?.count ?? 0) >= SECRETS_MAX) throw secretsProblem('too-many')
}

async function assertOwner({ people }: SecretParts, tx: Tx, ownerId: Id<'user'>): Promise<void> {
  if ((await people([ownerId], tx)).size > 0) return
  throw secretsProblem('unknown-owner', {
    errors: [{ pointer: '/ownerId', code: 'owner', detail: 'is nobody with an account' }],
  })
}

export interface SecretChange {
  /** What is said about it as the caller last saw it. */
  readonly revision?: number | undefined
  readonly description?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly ownerId?: Id<'user'> | undefined
  readonly expiresAt?: Date | null | undefined
}

/** Changes what is said about a secret that is held. Throws secrets/unknown-owner, secrets/changed-since. */
export async function changeSecret(
  parts: SecretParts,
  tx: Tx,
  { id, revision }: SecretRow,
  { revision: seen = revision, description, tags, ownerId, expiresAt }: SecretChange,
): Promise<SecretRow> {
  if (seen !== revision) throw secretsProblem('changed-since')
  if (ownerId !== undefined) await assertOwner(parts, tx, ownerId)
  const changed = await tx
    .query<SecretTables>()
    .updateTable('secrets.secret')
    .set({
      ...{ revision: revision + 1, changed_at: now() },
      ...(description === undefined ? {} : { description }),
      ...(tags === undefined ? {} : { tags: [...tags] }),
      ...(ownerId === undefined ? {} : { owner_id: ownerId }),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt, reminded_days: null }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tell(tx, 'secrets.secret.changed', changed)
  return changed
}

/** Nobody is given it from now on; it can be brought back for 30 days. */
export async function deleteSecret(parts: SecretParts, tx: Tx, secret: SecretRow): Promise<void> {
  if (secret.deleted_at !== null) throw secretsProblem('deleted')
  await setDeleted(parts, tx, secret, { deleted_at: now(), destroy_after: inSeconds(UNDELETE_SECONDS) })
  await tell(tx, 'secrets.secret.deleted', secret)
}

/** Throws secrets/not-deleted. */
export async function restoreSecret(parts: SecretParts, tx: Tx, secret: SecretRow): Promise<void> {
  if (secret.deleted_at === null) throw secretsProblem('not-deleted')
  await setDeleted(parts, tx, secret, { deleted_at: null, destroy_after: null })
  await tell(tx, 'secrets.secret.restored', secret)
}

async function setDeleted(
  { opened }: SecretParts,
  tx: Tx,
  secret: SecretRow,
  set: Pick<SecretRow, 'deleted_at' | 'destroy_after'>,
): Promise<void> {
  await tx.query<SecretTables>().updateTable('secrets.secret').set(set).where('id', '=', secret.id).execute()
  await opened.changed(tx, secret)
}

/** Removes a secret with all its versions and the keys of their values, for good. */
export async function destroySecret({ opened }: SecretParts, tx: Tx, secret: SecretRow, reason: string): Promise<void> {
  await tx.query<SecretTables>().deleteFrom('secrets.secret').where('id', '=', secret.id).execute()
  await opened.changed(tx, secret)
  await tell(tx, 'secrets.secret.destroyed', secret, { reason })
}

/** All of an organisation that is no more, and the keys that sealed it, so that no backup of the values alone opens. */
export async function deleteOfOrganisation(
  { vault }: SecretParts,
  tx: Tx,
  organisationId: Id<'organisation'>,
): Promise<void> {
  await tx.query<SecretTables>().deleteFrom('secrets.secret').where('scope', '=', scopeOf(organisationId)).execute()
  await tx
    .query<SecretTables>()
    .deleteFrom('secrets.access_grant')
    .where('organisation_id', '=', organisationId)
    .execute()
  await vault.destroy(tx, scopeOf(organisationId))
}

/** An entry of the audit about a secret; never with a value. */
export function tell(tx: Tx, action: string, secret: SecretRow, details: Readonly<Record<string, unknown>> = {}) {
  const { id, organisation_id: organisationId, environment, path } = secret
  return tx.audit({
    action,
    subject: { kind: 'secret', id },
    details: { organisationId, environment, path, ...details },
  })
}

export interface Listed {
  readonly organisationId: Id<'organisation'> | null
  /** Null: everything. */
  readonly spans: readonly Span[] | null
  readonly environment?: Environment | undefined
  readonly prefix?: string | undefined
  readonly search?: string | undefined
  readonly state: 'live' | 'deleted'
  readonly limit: number
  /** Path and id of the last one of the page before. */
  readonly after: readonly string[] | null
}

/** How the values of a secret stand. */
export interface Standing {
  /** The number of the current version. */
  readonly current: number | null
  /** How the newest rotation stands. */
  readonly last_rotation: RotationState | null
}

const STANDING = `
  (SELECT number FROM secrets.stage WHERE secret_id = secret.id AND name = 'current') AS current,
  (SELECT CASE WHEN cancelled_at IS NULL OR ended_at IS NULL THEN state END FROM secrets.rotation WHERE secret_id = secret.id ORDER BY id DESC LIMIT 1) AS last_rotation`

/** By path; only what the spans cover. */
export function listSecrets(db: Db, listed: Listed): Promise<(SecretRow & Standing)[]> {
  const { organisationId, spans, environment, prefix, search, state, limit, after } = listed
  return db.raw<SecretRow & Standing & Record<string, unknown>>(
    `SELECT secret.*, ${STANDING} FROM secrets.secret AS secret
      WHERE scope = $1 AND (deleted_at IS NOT NULL) = $2
        AND ($3::text IS NULL OR environment = $3) AND ($4::text IS NULL OR starts_with(path, $4))
        AND ($5::text IS NULL OR path ILIKE $5 OR description ILIKE $5 OR EXISTS (SELECT FROM unnest(tags) AS tag WHERE tag ILIKE $5))
        AND ($6::text IS NULL OR (path, id) > ($6, $7::uuid))
        AND ($8 OR EXISTS (SELECT FROM unnest($9::text[], $10::text[]) AS span (place, pattern)
             WHERE (place IS NULL OR place = environment)
               AND (pattern IN ('*', path) OR right(pattern, 2) = '/*' AND starts_with(path, left(pattern, -1)))))
      ORDER BY path, id LIMIT $11`,
    [
      ...[scopeOf(organisationId), state === 'deleted', environment ?? null, prefix ?? null],
      ...[search === undefined ? null : holdingPattern(search), after?.[0] ?? null, after?.[1] ?? null],
      ...[spans === null, spans?.map((span) => span.environment) ?? [], spans?.map(({ pattern }) => pattern) ?? []],
      limit,
    ],
  )
}

/** Throws secrets/not-found. */
export async function findStanding(db: Db, id: Id<'secret'>): Promise<SecretRow & Standing> {
  const [row] = await db.raw<SecretRow & Standing & Record<string, unknown>>(
    `SELECT secret.*, ${STANDING} FROM secrets.secret AS secret WHERE id = $1`,
    [id],
  )
  if (row === undefined) throw secretsProblem('not-found')
  return row
}

/** Throws secrets/not-found. */
export async function findSecret(reader: Db | Tx, id: Id<'secret'>): Promise<SecretRow> {
  const row = await reader
    .query<SecretTables>()
    .selectFrom('secrets.secret')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw secretsProblem('not-found')
  return row
}
