import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { parseEmail } from './email-address.ts'
import { passwordChanged } from './events.ts'
import { resetPage, sendLink, sendNotice } from './letters.ts'
import { checkPassword, lockUnchanged } from './login.ts'
import { passwordChangedMail, resetMail } from './mails.ts'
import { consumeOneTime, issueOneTime, peekOneTime, revokeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { assertStrong } from './password-rules.ts'
import { findPerson, findPersonByEmail, type Person } from './people.ts'
import { identityProblem } from './problems.ts'
import { markVerified, type Transact } from './registration.ts'
import { endAllSessions, type SessionCore, startSession } from './sessions.ts'
import type { IdentityTables, Transport } from './tables.ts'

const RESET_SECONDS = 60 * 60

/** Mails a link to choose a new password, if there is anybody to mail; says nothing either way. A newer link ends the older. */
export async function forgotPassword(parts: Parts, transact: Transact, emailText: string): Promise<void> {
  const { canonical } = parseEmail(emailText)
  const mayMail = await parts.attempts.takeMail('reset', canonical)
  await transact(async (tx) => {
    const person = await findPersonByEmail(tx, canonical)
    if (person === undefined || person.disabled_at !== null) return
    await tx.audit({ action: 'identity.password.reset-requested', subject: { kind: 'user', id: person.id } })
    if (!mayMail) return
    const payload = { email: person.email_canonical }
    const secret = await issueOneTime(tx, {
      purpose: 'reset',
      subject: person.id,
      payload,
      lifetimeSeconds: RESET_SECONDS,
    })
    await sendLink(parts, tx, person, { template: resetMail, path: resetPage(secret) })
  })
}

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
  assertStrong(input.password, [person.email_canonical, person.name, parts.config.productName])
  const hash = await parts.hasher.hash(input.password)
  await transact(async (tx) => {
    await consumeOneTime(tx, 'reset', input.token)
    if (!(await markVerified(tx, person.id, String(payload.email)))) throw identityProblem('token-invalid')
    await replacePassword(parts, tx, person, { hash, action: 'identity.password.reset' })
  })
}

export interface PasswordChange {
  readonly userId: Id<'user'>
  readonly currentPassword: string
  readonly newPassword: string
  readonly transport: Transport
  readonly ip: string | undefined
}

/**
 * Sets a new password by the current one, whose tries count like those of a sign-in. Every session ends, the caller's too; a new one
 * begins. Throws identity/invalid-credentials, identity/weak-password.
 */
export async function changePassword(parts: Parts, transact: Transact, input: PasswordChange): Promise<SessionCore> {
  const person = await findPerson(parts.db, input.userId)
  if (person === undefined) throw identityProblem('session-expired')
  assertStrong(input.newPassword, [person.email_canonical, person.name, parts.config.productName], '/newPassword')
  const checked = await checkPassword(parts, transact, {
    canonical: person.email_canonical,
    password: input.currentPassword,
    ip: input.ip,
  })
  const hash = await parts.hasher.hash(input.newPassword)
  return transact(async (tx) => {
    await lockUnchanged(tx, checked, 'update')
    const epoch = await replacePassword(parts, tx, person, { hash, action: 'identity.password.changed' })
    return startSession(tx, parts.config, { userId: person.id, epoch, transport: input.transport })
  })
}

/** Writes the password and ends everything that the old one stood behind. Returns the new epoch. */
export async function replacePassword(
  parts: Parts,
  tx: Tx,
  person: Pick<Person, 'id' | 'email' | 'name'>,
  { hash, action }: { hash: string; action: string },
): Promise<number> {
  const epoch = await endAllSessions(tx, parts.live, person.id, 'password-changed')
  await tx
    .query<IdentityTables>()
    .updateTable('identity.password')
    .set({ hash, changed_at: now() })
    .where('user_id', '=', person.id)
    .execute()
  await revokeOneTime(tx, person.id)
  await tx.audit({ action, subject: { kind: 'user', id: person.id } })
  await tx.publish(passwordChanged, { userId: person.id })
  await sendNotice(parts, tx, person, passwordChangedMail)
  return epoch
}
