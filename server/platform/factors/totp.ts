import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { SealedColumn } from '../../kernel/vault/vault.ts'
import { beginChange, type Changer, type Confirmed, factorConfirmed } from './changes.ts'
import { countFactors } from './enrolled.ts'
import type { Presented, Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import type { FactorsTables } from './tables.ts'

/** Seeds at rest. */
export const SEEDS: SealedColumn = {
  ...{ table: 'factors.totp', column: 'seed' },
  place: { scope: 'installation', column: 'factors.totp.seed' },
}
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
  if ((await countFactors(tx, 'totp', userId)) >= PER_PERSON_MAX) throw factorsProblem('too-many')
  const id = newId<'factor'>()
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(SEED_BYTES)).buffer }).base32
  const seed = await parts.vault.seal(tx, { ...SEEDS.place, id }, secret)
  const row = { id, user_id: userId, label, seed, created_at: now() }
  await query
    .insertInto('factors.totp')
    .values({ ...row, confirmed_at: null, last_used_at: null, last_used_step: '0' })
    .execute()
  const names = { issuer: parts.config.productName, label: person.email }
  return { id, secret, uri: totpOf(secret, names).toString() }
}

/** Confirms a seed by its first code, which is used up by that. Null for a wrong code. Throws factors/not-found, http/assurance-too-low. */
export async function confirmTotp(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  { id, code }: { readonly id: Id<'factor'>; readonly code: string },
): Promise<Confirmed | null> {
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
  const step = await stepOf(parts, tx, waiting, code)
  if (step === null) return null
  await query
    .updateTable('factors.totp')
    .set({ confirmed_at: now(), last_used_at: now(), last_used_step: String(step) })
    .where('id', '=', id)
    .execute()
  return factorConfirmed(parts, tx, changer, { method: 'totp', factorId: id })
}

/** The step of 30 seconds whose code this is, around now; null for a wrong one. */
async function stepOf(
  { vault }: FactorsParts,
  tx: Tx,
  { id, seed }: { id: Id<'factor'>; seed: Buffer },
  code: string,
): Promise<number | null> {
  const totp = totpOf(await vault.open(tx, { ...SEEDS.place, id }, seed))
  const timestamp = nowMs()
  const delta = totp.validate({ token: code.replace(/\s/g, ''), window: WINDOW_STEPS, timestamp })
  return delta === null ? null : totp.counter({ timestamp }) + delta
}

/** True when the code is that of one of the person's authenticators and of a later step than any accepted before: it works once. */
export async function verifyTotp(parts: FactorsParts, tx: Tx, { userId, code }: Presented): Promise<boolean> {
  if (code === undefined) return false
  for (const factor of await confirmedTotp(tx, userId)) {
    const step = await stepOf(parts, tx, factor, code)
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

/** The authenticators that count, oldest first. */
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
