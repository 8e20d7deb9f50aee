import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import { seal, unseal } from '../../kernel/crypto/seal.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { beginChange, type Changer, factorConfirmed, factorRemoved } from './changes.ts'
import type { Presented, Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import type { FactorsTables } from './tables.ts'

const SEED_BYTES = 20
const PERIOD_SECONDS = 30
/** Codes of the step before and after count too, for clocks that are off (RFC 6238, 5.2). */
const WINDOW_STEPS = 1
/** How long a shown seed may wait for its first code. */
const PENDING_SECONDS = 15 * 60
const PER_PERSON_MAX = 5

/** RFC 6238 with what every authenticator app assumes: SHA-1, six digits, 30 seconds. */
function totpOf(seed: string, names?: { readonly issuer: string; readonly label: string }): TOTP {
  return new TOTP({ ...names, secret: Secret.fromBase32(seed), algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS })
}

export interface StartedTotp {
  readonly id: Id<'factor'>
  readonly secret: string
  readonly uri: string
}

/** Makes a seed that waits for its first code; a former one that still waits dies. Throws factors/too-many, http/assurance-too-low. */
export async function startTotp(parts: FactorsParts, tx: Tx, changer: Changer, label: string): Promise<StartedTotp> {
  const { userId, person } = changer
  await beginChange(parts, tx, changer)
  const query = tx.query<FactorsTables>()
  await query.deleteFrom('factors.totp').where('user_id', '=', userId).where('confirmed_at', 'is', null).execute()
  if ((await countTotp(tx, userId)) >= PER_PERSON_MAX) throw factorsProblem('too-many')
  const id = newId<'factor'>()
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(SEED_BYTES)).buffer }).base32
  const row = { id, user_id: userId, label, seed: seal(parts.config.encryptionKeys, id, secret), created_at: now() }
  await query
    .insertInto('factors.totp')
    .values({ ...row, confirmed_at: null, last_used_at: null, last_used_step: '0' })
    .execute()
  const names = { issuer: parts.config.productName, label: person.email }
  return { id, secret, uri: totpOf(secret, names).toString() }
}

/**
 * Confirms a seed by its first code, which is used up by that. Returns false for a wrong code, else the backup codes that come with
 * a first factor. Throws factors/not-found.
 */
export async function confirmTotp(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  { id, code }: { readonly id: Id<'factor'>; readonly code: string },
): Promise<false | { readonly backupCodes: string[] | undefined }> {
  await beginChange(parts, tx, changer)
  const query = tx.query<FactorsTables>()
  const waiting = await query
    .selectFrom('factors.totp')
    .select(['id', 'seed'])
    .where('id', '=', id)
    .where('user_id', '=', changer.userId)
    .where('confirmed_at', 'is', null)
    .where('created_at', '>', inSeconds(-PENDING_SECONDS))
    .executeTakeFirst()
  if (waiting === undefined) throw factorsProblem('not-found')
  const step = stepOf(parts, waiting, code)
  if (step === null) return false
  await parts.attempts.refund(tx, changer.userId)
  await query
    .updateTable('factors.totp')
    .set({ confirmed_at: now(), last_used_at: now(), last_used_step: String(step) })
    .where('id', '=', id)
    .execute()
  return { backupCodes: await factorConfirmed(parts, tx, changer, { method: 'totp', factorId: id }) }
}

/** Removes an authenticator. Throws factors/not-found, factors/demanded-by-role, http/assurance-too-low. */
export async function removeTotp(parts: FactorsParts, tx: Tx, changer: Changer, id: Id<'factor'>): Promise<void> {
  await beginChange(parts, tx, changer)
  const removed = await tx
    .query<FactorsTables>()
    .deleteFrom('factors.totp')
    .where('id', '=', id)
    .where('user_id', '=', changer.userId)
    .returning('confirmed_at')
    .executeTakeFirst()
  if (removed === undefined) throw factorsProblem('not-found')
  if (removed.confirmed_at !== null) await factorRemoved(parts, tx, changer, { method: 'totp', factorId: id })
}

/** The step of 30 seconds whose code this is, around now; null for a wrong one. */
function stepOf(parts: FactorsParts, factor: { id: Id<'factor'>; seed: Buffer }, code: string): number | null {
  const totp = totpOf(unseal(parts.config.encryptionKeys, factor.id, factor.seed))
  const timestamp = nowMs()
  const delta = totp.validate({ token: code.replace(/\s/g, ''), window: WINDOW_STEPS, timestamp })
  return delta === null ? null : totp.counter({ timestamp }) + delta
}

/** True when the code is that of one of the person's authenticators and of a later step than any accepted before: it works once. */
export async function verifyTotp(parts: FactorsParts, tx: Tx, { userId, code }: Presented): Promise<boolean> {
  if (code === undefined) return false
  for (const factor of await confirmedTotp(tx, userId)) {
    const step = stepOf(parts, factor, code)
    if (step !== null && (await advance(tx, factor.id, step))) return true
  }
  return false
}

/** Of any number at once with one step, one statement finds it unused. */
async function advance(tx: Tx, id: Id<'factor'>, step: number): Promise<boolean> {
  const rows = await tx.raw(
    'UPDATE factors.totp SET last_used_step = $2, last_used_at = $3 WHERE id = $1 AND last_used_step < $2 RETURNING id',
    [id, step, now()],
  )
  return rows.length === 1
}

export function confirmedTotp(reader: Reader, userId: Id<'user'>) {
  return reader
    .query<FactorsTables>()
    .selectFrom('factors.totp')
    .select(['id', 'label', 'seed', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .orderBy('id')
    .execute()
}

export async function countTotp(reader: Reader, userId: Id<'user'>): Promise<number> {
  const rows = await reader.raw<{ held: number }>(
    'SELECT count(*)::int AS held FROM factors.totp WHERE user_id = $1 AND confirmed_at IS NOT NULL',
    [userId],
  )
  return rows[0]?.held ?? 0
}

export async function dropTotp(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<FactorsTables>().deleteFrom('factors.totp').where('user_id', '=', userId).execute()
}

/** Seals seeds anew that another key than the active one sealed: after it, a retired key may leave ENCRYPTION_KEYS. Returns how many. */
export async function resealTotp(parts: Pick<FactorsParts, 'config'>, tx: Tx, limit: number): Promise<number> {
  const { encryptionKeys } = parts.config
  const rows = await tx.raw<{ id: Id<'factor'>; seed: Buffer }>(
    `SELECT id, seed FROM factors.totp
      WHERE convert_from(substring(seed FROM 3 FOR get_byte(seed, 1)), 'UTF8') <> $1
      ORDER BY id LIMIT $2 FOR UPDATE`,
    [encryptionKeys[0]?.kid, limit],
  )
  for (const { id, seed } of rows) {
    const sealed = seal(encryptionKeys, id, unseal(encryptionKeys, id, seed))
    await tx.query<FactorsTables>().updateTable('factors.totp').set({ seed: sealed }).where('id', '=', id).execute()
  }
  return rows.length
}
