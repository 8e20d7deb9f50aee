import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { passwordChanged } from './events.ts'
import { sendNotice } from './letters.ts'
import { checkPassword, lockUnchanged } from './login.ts'
import { passwordChangedMail } from './mails.ts'
import { consumeOneTime, peekOneTime, revokeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import type { PasswordHash } from './password-hash.ts'
import { assertStrong } from './password-rules.ts'
import { findPerson, type Person } from './people.ts'
import { identityProblem } from './problems.ts'
import { markVerified, type Transact } from './registration.ts'
import { endAllSessions, type SessionCore, startSession } from './sessions.ts'
import type { IdentityTables, Transport } from './tables.ts'

/**
 * Sets a new password by a mailed secret, once. Every session and every other secret of the person ends and none begins; the address
 * is proven by the way. Throws identity/token-invalid, identity/weak-password.
 */
export async function resetPassword(
  parts: Parts,
  transact: Transact,
  input: { token: string; password: string },
): Promise<void> {
  const { subject, payload } = await peekOneTime(parts.db, 'reset', input.token)
  const person = await findPerson(parts.db, asId<'user'>(subject))
  if (person === undefined || person.disabled_at !== null) throw identityProblem('token-invalid')
  await assertStrong(parts.strength, input.password, [person.email_canonical, person.name, parts.config.productName])
  const hash = await parts.hasher.hash(input.password)
  await transact(async (tx) => {
    await consumeOneTime(tx, 'reset', input.token)
    if (!(await markVerified(tx, person.id, String(payload.email)))) throw identityProblem('token-invalid')
    await replacePassword(parts, tx, person, { hash, action: 'identity.password.reset' })
    // The guesses were at the password that is gone.
    await parts.attempts.forget(person.email_canonical, tx)
  })
}

export interface PasswordChange {
  readonly userId: Id<'user'>
  readonly currentPassword: string
  readonly newPassword: string
  readonly transport: Transport
  readonly ip: string | undefined
  /** The level of the caller's session, which the new one keeps. */
  readonly aal: 1 | 2
  readonly amr: readonly string[]
  readonly provenAt: Date | undefined
}

/**
 * Sets a new password by the current one, whose tries count like those of a sign-in. Every session ends, the caller's too; a new one
 * begins. Throws identity/invalid-credentials, identity/weak-password.
 */
export async function changePassword(parts: Parts, transact: Transact, input: PasswordChange): Promise<SessionCore> {
  const person = await findPerson(parts.db, input.userId)
  if (person === undefined) throw identityProblem('session-expired')
  const words = [person.email_canonical, person.name, parts.config.productName]
  await assertStrong(parts.strength, input.newPassword, words, '/newPassword')
  const checked = await checkPassword(parts, transact, {
    canonical: person.email_canonical,
    password: input.currentPassword,
    ip: input.ip,
  })
  const hash = await parts.hasher.hash(input.newPassword)
  return transact(async (tx) => {
    await lockUnchanged(tx, checked, 'update')
    const epoch = await replacePassword(parts, tx, person, { hash, action: 'identity.password.changed' })
    const { transport, aal, amr, provenAt } = input
    return startSession(tx, parts.config, { userId: person.id, epoch, transport, aal, amr, provenAt })
  })
}

/** Writes the password, the first one for an account without, and ends everything that the old one stood behind. Returns the new epoch. */
export async function replacePassword(
  parts: Parts,
  tx: Tx,
  person: Pick<Person, 'id' | 'email' | 'name' | 'locale'>,
  { hash, action }: { hash: PasswordHash; action: string },
): Promise<number> {
  const epoch = await endAllSessions(tx, parts.live, person.id, 'password-changed')
  const set = { ...hash, changed_at: now() }
  await tx
    .query<IdentityTables>()
    .insertInto('identity.password')
    .values({ user_id: person.id, ...set })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(set))
    .execute()
  await revokeOneTime(tx, person.id)
  await parts.factors.forgetDevices(tx, person.id)
  await tx.audit({ action, subject: { kind: 'user', id: person.id } })
  await tx.publish(passwordChanged, { userId: person.id })
  await sendNotice(parts, tx, person, passwordChangedMail)
  return epoch
}
