import { nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Taken } from '../factors/index.ts'
import type { TakeBack } from '../identity/index.ts'
import { identityLinked, identityUnlinked } from './events.ts'
import {
  deleteIdentitiesSince,
  deleteIdentity,
  findIdentity,
  insertIdentity,
  type LinkedIdentity,
  linkedProviders,
  lockIdentities,
  type NewIdentity,
} from './linked-identities.ts'
import { linkedMail, unlinkedMail } from './mails.ts'
import { sendNotice } from './notices.ts'
import { type Parts, titleOf } from './parts.ts'
import { federationProblem } from './problems.ts'
import type { Profile } from './provider.ts'

/** How long ago the person may have proven who they are when ways in are added or removed. */
export const FRESH_SECONDS = 10 * 60

/** Once there is a second factor, ways in change only in a session that proved one. Throws http/assurance-too-low. */
export async function assertMayChange({ factors }: Parts, tx: Tx, principal: Principal): Promise<void> {
  const fresh = nowMs() - principal.authenticatedAt.getTime() <= FRESH_SECONDS * 1000
  if (fresh && (principal.aal === 2 || (await factors.methodsOf(tx, principal.actor.userId)).length === 0)) return
  throw httpProblem('assurance-too-low', { params: { aal: 2, maxAgeSeconds: FRESH_SECONDS } })
}

export type Linked = Omit<NewIdentity, 'provedEmail'>

/**
 * Makes an account at a provider a way in; false when it is the person's already. Throws federation/already-linked when it is
 * somebody else's. `tell` is false for the person who has just begun with it.
 */
export async function link(
  parts: Parts,
  tx: Tx,
  { userId, provider, profile }: Linked,
  tell: boolean,
): Promise<boolean> {
  const provedEmail = await provedAddress(parts, tx, userId, profile)
  if (!(await insertIdentity(tx, { userId, provider, profile, provedEmail }))) {
    const held = await findIdentity(tx, profile)
    if (held?.user_id !== userId) throw federationProblem('already-linked')
    return false
  }
  await tx.audit({
    action: 'federation.identity.linked',
    subject: { kind: 'user', id: userId },
    details: { provider },
  })
  await tx.publish(identityLinked, { userId, provider })
  if (tell) await sendNotice(parts, tx, { userId, provider }, linkedMail)
  return true
}

/** The account's address, if it is the one that the provider vouches for. */
async function provedAddress(
  { identity }: Parts,
  tx: Tx,
  userId: Id<'user'>,
  profile: Profile,
): Promise<string | null> {
  const person = profile.emailProven ? await identity.personById(tx, userId) : null
  return person?.email_canonical === profile.email?.toLowerCase() ? (person?.email_canonical ?? null) : null
}

/** The providers by which the person can sign in: an account at one that is no longer set up is no way in. */
export async function waysIn({ providers }: Pick<Parts, 'providers'>, tx: Tx, userId: Id<'user'>): Promise<string[]> {
  const linked = await linkedProviders(tx, userId)
  return linked.filter((id) => providers.some((provider) => provider.id === id))
}

/** Ends a way in. Throws federation/identity-not-found, federation/last-way-in, http/assurance-too-low. */
export async function unlink(
  parts: Parts,
  tx: Tx,
  { id, principal }: { id: Id<'identity'>; principal: Principal },
): Promise<void> {
  const { userId } = principal.actor
  await assertMayChange(parts, tx, principal)
  const held = await lockIdentities(tx, userId)
  const leaving = held.find((one) => one.id === id)
  if (leaving === undefined) throw federationProblem('identity-not-found')
  const others = held.filter((one) => one !== leaving)
  await deleteIdentity(tx, id)
  const ways = await parts.identity.waysIn(tx, userId)
  if (ways.length === 0) throw federationProblem('last-way-in')
  const { provider } = leaving
  await recordUnlinked(tx, leaving)
  await sendNotice(parts, tx, { userId, provider }, unlinkedMail)
  if (leaving.proved_email !== null && !isProvenWithout(leaving.proved_email, others, ways))
    await parts.identity.withdrawProof(tx, userId, leaving.proved_email)
}

async function recordUnlinked(tx: Tx, { user_id: userId, provider }: LinkedIdentity, reason?: string): Promise<void> {
  await tx.audit({
    action: 'federation.identity.unlinked',
    subject: { kind: 'user', id: userId },
    details: { provider, ...(reason === undefined ? {} : { reason }) },
  })
  await tx.publish(identityUnlinked, { userId, provider })
}

/** Ends the ways in that were added to an account since it was somebody else's. */
export async function unlinkSince(parts: Parts, tx: Tx, { userId, since, reason }: TakeBack): Promise<Taken[]> {
  const unlinked = await deleteIdentitiesSince(tx, userId, since)
  for (const one of unlinked) await recordUnlinked(tx, one, reason)
  return unlinked.map(({ provider, linked_at: addedAt }) => ({
    what: `account at ${titleOf(parts, provider)}`,
    addedAt,
  }))
}

/** A password of an account that began without one was chosen by a mailed link, which proves the address as well. */
function isProvenWithout(email: string, others: readonly LinkedIdentity[], ways: readonly string[]): boolean {
  return ways.includes('password') || others.some((one) => one.proved_email === email)
}
