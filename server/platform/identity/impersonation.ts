import type { Tx } from '../../kernel/db/database.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import { impersonatedMail } from './impersonation-mail.ts'
import { IMPERSONATE } from './live-sessions.ts'
import type { Parts } from './parts.ts'
import { findPerson, type Person, people } from './people.ts'
import { identityProblem } from './problems.ts'
import { endSession, type SessionCore, startSession } from './sessions.ts'
import type { Transport } from './tables.ts'

const LIFETIME_SECONDS = 15 * 60

export interface ImpersonationInput {
  readonly userId: Id<'user'>
  readonly reason: string
  readonly transport: Transport
}

/**
 * Starts a session in another person's name: 15 minutes, never refreshed, at the level of the caller's own; the person is told by mail. Throws
 * identity/not-below unless the person may do strictly less than the caller, also access/beyond-own, identity/user-not-found,
 * identity/account-disabled, identity/email-unverified.
 */
export async function impersonate(
  parts: Parts,
  tx: Tx,
  caller: Principal,
  { userId, reason, transport }: ImpersonationInput,
): Promise<SessionCore> {
  const person = await people(tx).where('id', '=', userId).forShare().executeTakeFirst()
  if (person === undefined || person.erased_at !== null) throw identityProblem('user-not-found')
  await assertBelow(parts, tx, caller, userId)
  if (person.disabled_at !== null) throw identityProblem('account-disabled')
  if (person.email_verified_at === null) throw identityProblem('email-unverified')
  const session = await startSession(tx, parts.config, {
    ...{ userId, transport, aal: caller.aal, epoch: person.epoch, amr: ['impersonation'] },
    impersonation: { by: caller.actor.userId, reason, lifetimeSeconds: LIFETIME_SECONDS },
  })
  await tx.audit({
    action: 'identity.impersonation.started',
    subject: { kind: 'user', id: userId },
    details: { sessionId: session.id, reason },
  })
  await tellPerson(parts, tx, person, { by: caller.actor.userId, reason })
  return session
}

/** Equals stay out of each other's accounts: what one does in another's name could not be told from the other's own doing by what they may do. */
async function assertBelow(parts: Parts, tx: Tx, { actor }: Principal, userId: Id<'user'>): Promise<void> {
  await parts.access.assertCovers(tx, userId)
  const { permissions } = await parts.access.standingOf(tx, userId)
  if (permissions.has(IMPERSONATE) || permissions.size >= actor.permissions.size) throw identityProblem('not-below')
}

async function tellPerson(
  parts: Parts,
  tx: Tx,
  person: Person,
  { by, reason }: { readonly by: Id<'user'>; readonly reason: string },
): Promise<void> {
  const impersonator = await findPerson(tx, by)
  await parts.mailer.send(tx, recipient(person), impersonatedMail, {
    product: parts.config.productName,
    name: person.name,
    by: impersonator?.name ?? '',
    reason,
    url: new URL('/account', parts.config.publicUrl).href,
  })
}

/** Ends the caller's session in another's name. Throws identity/not-impersonating. */
export async function stopImpersonating(parts: Parts, tx: Tx, { actor }: Principal): Promise<void> {
  if (actor.impersonatorId === undefined) throw identityProblem('not-impersonating')
  const { userId, sessionId } = actor
  await endSession(tx, parts.live, { id: sessionId, userId }, 'impersonation-stopped')
  await tx.audit({
    action: 'identity.impersonation.stopped',
    subject: { kind: 'user', id: userId },
    details: { sessionId },
  })
}
