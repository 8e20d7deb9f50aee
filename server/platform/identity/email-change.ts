import { nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { asId } from '../../kernel/id.ts'
import { lockPerson, setAddress } from './account-email.ts'
import { emailChangeAskedMail } from './credential-mails.ts'
import { parseEmail } from './email-address.ts'
import { offerRevert } from './email-revert.ts'
import { emailChanged } from './events.ts'
import { FRESH } from './fresh-proof.ts'
import { sendNotice } from './letters.ts'
import { checkPassword, lockUnchanged } from './login.ts'
import { enqueueNewAddress } from './new-address.jobs.ts'
import { consumeOneTime, revokeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPerson, type Person } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { endAllSessions } from './sessions.ts'

export interface EmailChange {
  readonly principal: Principal
  readonly newEmail: string
  readonly password: string | undefined
  readonly ip: string | undefined
}

/**
 * Mails a link to the new address and tells the old one; nothing changes before the link is followed. An address that is taken gets
 * another mail, and the caller the same answer. Takes a proof of the last ten minutes, by the second factor from whoever has one; who has
 * none may give the password instead. Throws http/assurance-too-low, identity/invalid-credentials, identity/bad-email.
 */
export async function requestEmailChange(parts: Parts, transact: Transact, change: EmailChange): Promise<void> {
  const { userId } = change.principal.actor
  const person = await findPerson(parts.db, userId)
  if (person === undefined) throw identityProblem('session-expired')
  const email = parseEmail(change.newEmail, person.name)
  const checked = await proveFresh(parts, transact, person, change)
  const mayMail = await parts.attempts.takeMail('email-change', email.canonical)
  const mayTell = await parts.attempts.takeMail('email-change-asked', person.email_canonical)
  await transact(async (tx) => {
    if (checked !== null) await lockUnchanged(tx, checked, 'share')
    await tx.audit({ action: 'identity.email.change-requested', subject: { kind: 'user', id: userId } })
    if (mayTell) await sendNotice(parts, tx, person, emailChangeAskedMail)
    if (mayMail) await enqueueNewAddress(parts, tx, person, email)
  })
}

/**
 * What was compared, when it was the password; null when the session itself is proof enough. The password stands in for a stale session
 * of a person without a second factor only.
 */
async function proveFresh(parts: Parts, transact: Transact, person: Person, change: EmailChange) {
  const { principal, password, ip } = change
  const hasFactors = (await parts.factors.methodsOf(parts.db, person.id)).length > 0
  const aal = hasFactors ? 2 : 1
  const ageSeconds = (nowMs() - principal.authenticatedAt.getTime()) / 1000
  const isFresh = ageSeconds <= FRESH.maxAgeSeconds
  if (principal.aal < aal || (!isFresh && (hasFactors || password === undefined)))
    throw httpProblem('assurance-too-low', { params: { ...FRESH, aal } })
  if (password === undefined) return null
  return checkPassword(parts, transact, { canonical: person.email_canonical, password, ip })
}

/**
 * Makes the new address the account's, by the link that was mailed to it. Every session ends, the one that asked too, of which a thief
 * may hold a copy, every other pending secret and the trust in every browser; none begins. The old address gets a link to take the account back. Throws
 * identity/token-invalid, identity/email-taken.
 */
export async function confirmEmailChange(parts: Parts, tx: Tx, token: string): Promise<void> {
  const { subject, payload, createdAt } = await consumeOneTime(tx, 'email-change', token)
  const person = await lockPerson(tx, asId<'user'>(subject))
  if (person === null || person.email_canonical !== payload.from || person.epoch !== payload.epoch)
    throw identityProblem('token-invalid')
  const email = { written: String(payload.written), canonical: String(payload.canonical) }
  await setAddress(tx, person.id, email)
  await endAllSessions(tx, parts.live, person.id, 'email-changed')
  await revokeOneTime(tx, person.id)
  await parts.factors.forgetDevices(tx, person.id)
  await tx.audit({ action: 'identity.email.changed', subject: { kind: 'user', id: person.id } })
  await tx.publish(emailChanged, { userId: person.id })
  // Links that were mailed before this was written have no `askedAt`.
  await offerRevert(parts, tx, person, payload.askedAt === undefined ? createdAt : new Date(String(payload.askedAt)))
}
