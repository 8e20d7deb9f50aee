import { now } from '../../kernel/clock.ts'
import { seal, unseal } from '../../kernel/crypto/seal.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { type PhoneNumber, parsePhoneNumber } from '../../kernel/sms/phone-number.ts'
import { beginChange, type Changer, factorConfirmed, factorRemoved } from './changes.ts'
import type { Asked, Presented, Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import {
  CODE_SECONDS,
  type CodeOwner,
  challengeFlow,
  dropCodes,
  enrolmentFlow,
  sendCode,
  useCode,
} from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

/** Takes a number and sends it a code; a former one that still waits dies. Throws sms/country-refused, sms/not-set-up, http/assurance-too-low. */
export async function startPhone(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  number: PhoneNumber,
): Promise<Id<'factor'>> {
  const { userId } = changer
  await beginChange(parts, tx, changer)
  const query = tx.query<FactorsTables>()
  await query.deleteFrom('factors.phone').where('user_id', '=', userId).where('confirmed_at', 'is', null).execute()
  const id = newId<'factor'>()
  const sealed = seal(parts.config.encryptionKeys, id, number.e164)
  const row = { id, user_id: userId, number: sealed, created_at: now(), confirmed_at: null, last_used_at: null }
  await query.insertInto('factors.phone').values(row).execute()
  await sendTo(parts, tx, { method: 'sms', userId, flow: enrolmentFlow(id) }, number)
  return id
}

/** Confirms a number by the code it got; it replaces the former number. Returns false for a wrong code. Throws factors/not-found. */
export async function confirmPhone(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  { id, code }: { readonly id: Id<'factor'>; readonly code: string },
): Promise<false | { readonly backupCodes: string[] | undefined }> {
  const { userId } = changer
  await beginChange(parts, tx, changer)
  const query = tx.query<FactorsTables>()
  const waiting = await query
    .selectFrom('factors.phone')
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  if (waiting === undefined) throw factorsProblem('not-found')
  if (!(await useCode(parts, tx, { method: 'sms', userId, flow: enrolmentFlow(id) }, code))) return false
  await parts.attempts.refund(tx, userId)
  await query.deleteFrom('factors.phone').where('user_id', '=', userId).where('id', '<>', id).execute()
  await dropCodes(tx, 'sms', userId)
  await query.updateTable('factors.phone').set({ confirmed_at: now() }).where('id', '=', id).execute()
  return { backupCodes: await factorConfirmed(parts, tx, changer, { method: 'sms', factorId: id }) }
}

/** Removes a number. Throws factors/not-found, factors/demanded-by-role, http/assurance-too-low. */
export async function removePhone(parts: FactorsParts, tx: Tx, changer: Changer, id: Id<'factor'>): Promise<void> {
  await beginChange(parts, tx, changer)
  const removed = await tx
    .query<FactorsTables>()
    .deleteFrom('factors.phone')
    .where('id', '=', id)
    .where('user_id', '=', changer.userId)
    .returning('confirmed_at')
    .executeTakeFirst()
  if (removed === undefined) throw factorsProblem('not-found')
  if (removed.confirmed_at === null) return
  await dropCodes(tx, 'sms', changer.userId)
  await factorRemoved(parts, tx, changer, { method: 'sms', factorId: id })
}

export interface Phone {
  readonly id: Id<'factor'>
  readonly number: PhoneNumber
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** The confirmed number of the person, if any. */
export async function confirmedPhone(parts: FactorsParts, reader: Reader, userId: Id<'user'>): Promise<Phone | null> {
  const row = await reader
    .query<FactorsTables>()
    .selectFrom('factors.phone')
    .select(['id', 'number', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const number = parsePhoneNumber(unseal(parts.config.encryptionKeys, row.id, row.number))
  return { id: row.id, number, createdAt: row.created_at, lastUsedAt: row.last_used_at }
}

export async function countPhones(reader: Reader, userId: Id<'user'>): Promise<number> {
  const rows = await reader.raw('SELECT 1 FROM factors.phone WHERE user_id = $1 AND confirmed_at IS NOT NULL', [userId])
  return rows.length
}

/** Sends a code for a challenge to the confirmed number. */
export async function sendForChallenge(parts: FactorsParts, tx: Tx, { userId, challengeId }: Asked): Promise<void> {
  const phone = await confirmedPhone(parts, tx, userId)
  if (phone === null) return
  await sendTo(parts, tx, { method: 'sms', userId, flow: challengeFlow(challengeId) }, phone.number)
}

/** True for the code that was sent for this very challenge. */
export async function verifySms(parts: FactorsParts, tx: Tx, presented: Presented): Promise<boolean> {
  const { userId, challengeId, code = '' } = presented
  if (!(await useCode(parts, tx, { method: 'sms', userId, flow: challengeFlow(challengeId) }, code))) return false
  const rows = await tx.raw(
    'UPDATE factors.phone SET last_used_at = $2 WHERE user_id = $1 AND confirmed_at IS NOT NULL RETURNING id',
    [userId, now()],
  )
  return rows.length === 1
}

export async function dropPhones(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<FactorsTables>().deleteFrom('factors.phone').where('user_id', '=', userId).execute()
  await dropCodes(tx, 'sms', userId)
}

/** The last line binds the code to this site, so that telephones fill it in nowhere else (WICG, origin-bound one-time codes). */
async function sendTo(parts: FactorsParts, tx: Tx, owner: CodeOwner, to: PhoneNumber): Promise<void> {
  const { productName, publicUrl } = parts.config
  parts.sms.assertAccepts(to)
  await sendCode(parts, tx, owner, (code) =>
    parts.sms.send(tx, to, {
      purpose: 'factors.code',
      text: `${code} is your code for ${productName}. Nobody of ${productName} ever asks for it.\n\n@${publicUrl.hostname} #${code}`,
      lifetimeSeconds: CODE_SECONDS,
    }),
  )
}

/** Seals up to `limit` numbers under the active key that are under another; returns how many there were. */
export async function resealPhones(parts: Pick<FactorsParts, 'config'>, tx: Tx, limit: number): Promise<number> {
  const { encryptionKeys } = parts.config
  const rows = await tx.raw<{ id: Id<'factor'>; number: Buffer }>(
    `SELECT id, number FROM factors.phone
      WHERE convert_from(substring(number FROM 3 FOR get_byte(number, 1)), 'UTF8') <> $1
      ORDER BY id LIMIT $2 FOR UPDATE`,
    [encryptionKeys[0]?.kid, limit],
  )
  for (const { id, number } of rows) {
    const sealed = seal(encryptionKeys, id, unseal(encryptionKeys, id, number))
    await tx.query<FactorsTables>().updateTable('factors.phone').set({ number: sealed }).where('id', '=', id).execute()
  }
  return rows.length
}
