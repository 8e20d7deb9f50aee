import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { Taken } from '../factors/index.ts'
import { lockPerson, setAddress } from './account-email.ts'
import { emailChangedMail, emailRevertedMail } from './credential-mails.ts'
import { emailChanged } from './events.ts'
import { emailRevertPage, resetPage, sendLink } from './letters.ts'
import { issueReset } from './mailed-links.ts'
import { consumeOneTime, issueOneTime, revokeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import type { Person } from './people.ts'
import { identityProblem } from './problems.ts'
import { endAllSessions } from './sessions.ts'
import type { IdentityTables } from './tables.ts'
import { takeBack } from './take-back.ts'

const REVERT_SECONDS = 7 * 24 * 60 * 60

/** Holds the former address for its owner, who gets the link that undoes everything `since` the change was asked for. */
export async function offerRevert(parts: Parts, tx: Tx, former: Person, since: Date): Promise<void> {
  const hold = { user_id: former.id, expires_at: inSeconds(REVERT_SECONDS) }
  await tx
    .query<IdentityTables>()
    .insertInto('identity.email_hold')
    .values({ email_canonical: former.email_canonical, ...hold })
    .onConflict((conflict) => conflict.column('email_canonical').doUpdateSet(hold))
    .execute()
  const secret = await issueOneTime(tx, {
    purpose: 'email-revert',
    // Its own subject: neither a further change nor a new password, both in a thief's hands, ends it.
    subject: newId<'email-revert'>(),
    payload: { userId: former.id, written: former.email, canonical: former.email_canonical, since },
    lifetimeSeconds: REVERT_SECONDS,
  })
  await sendLink(parts, tx, former, { template: emailChangedMail, path: emailRevertPage(secret) })
}

/**
 * Gives the account back to its former address: every session ends, the password is void, and what was added to the account since the
 * change was asked for is taken away. The address is mailed what that was, with a link to choose a new password. Throws
 * identity/token-invalid, identity/email-taken.
 */
export async function revertEmailChange(parts: Parts, tx: Tx, token: string): Promise<void> {
  const { payload, createdAt } = await consumeOneTime(tx, 'email-revert', token)
  const person = await lockPerson(tx, asId<'user'>(String(payload.userId)))
  if (person === null) throw identityProblem('token-invalid')
  const { id: userId } = person
  const email = { written: String(payload.written), canonical: String(payload.canonical) }
  // Links that were mailed before this was written have no `since`.
  const since = payload.since === undefined ? createdAt : new Date(String(payload.since))
  await setAddress(tx, userId, email)
  await endAllSessions(tx, parts.live, userId, 'email-reverted')
  await revokeOneTime(tx, userId)
  await endChangesSince(tx, userId, since)
  await tx.query<IdentityTables>().deleteFrom('identity.password').where('user_id', '=', userId).execute()
  const taken = await takeBack(parts, tx, { userId, since, reason: 'email-reverted' })
  await tx.audit({ action: 'identity.email.reverted', subject: { kind: 'user', id: userId } })
  await tx.publish(emailChanged, { userId })
  await tellTaken(parts, tx, { ...person, email: email.written, email_canonical: email.canonical }, taken)
}

/** This change and those that came after it are undone: their addresses take nothing back, and are kept for nobody. */
async function endChangesSince(tx: Tx, userId: Id<'user'>, since: Date): Promise<void> {
  await tx.raw(
    `UPDATE identity.one_time SET consumed_at = $3
      WHERE purpose = 'email-revert' AND payload ->> 'userId' = $1 AND created_at >= $2 AND consumed_at IS NULL`,
    [userId, since, now()],
  )
  await tx.raw('DELETE FROM identity.email_hold WHERE user_id = $1 AND expires_at >= $2', [
    userId,
    new Date(since.getTime() + REVERT_SECONDS * 1000),
  ])
}

async function tellTaken(parts: Parts, tx: Tx, owner: Person, taken: readonly Taken[]): Promise<void> {
  await parts.mailer.send(tx, recipient(owner), emailRevertedMail, {
    product: parts.config.productName,
    name: owner.name,
    url: new URL(resetPage(await issueReset(tx, owner)), parts.config.publicUrl).href,
    taken: taken.map(({ what, addedAt }) => `${what}, added ${minuteOf(addedAt)}`),
  })
}

function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
