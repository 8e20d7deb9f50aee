import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { wantedLocale } from './locale.ts'
import { mailVerification } from './mailed-links.ts'
import { revokeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { people } from './people.ts'
import { markVerified } from './registration.ts'
import { endAllSessions } from './sessions.ts'
import type { IdentityTables } from './tables.ts'
import { takeBack } from './take-back.ts'

/**
 * Hands an account whose address nobody had proven to the person who now has: whoever made it loses password, sessions, pending secrets
 * and all that units hold (`takeBack`) first, and the account takes the person's name. False, and nothing done, when
 * the address was proven meanwhile.
 */
export async function handOver(
  parts: Parts,
  tx: Tx,
  { userId, name, by }: { userId: Id<'user'>; name: string; by: string },
): Promise<boolean> {
  const person = await people(tx).where('id', '=', userId).forUpdate().executeTakeFirst()
  if (person === undefined || person.email_verified_at !== null) return false
  await endAllSessions(tx, parts.live, userId, 'handed-over')
  const query = tx.query<IdentityTables>()
  await query.deleteFrom('identity.password').where('user_id', '=', userId).execute()
  await query
    .updateTable('identity.user')
    .set({ name, locale: wantedLocale(tx.origin) })
    .where('id', '=', userId)
    .execute()
  await revokeOneTime(tx, userId)
  await takeBack(parts, tx, { userId, since: new Date(0), reason: 'handed-over' })
  await tx.audit({ action: 'identity.user.handed-over', subject: { kind: 'user', id: userId }, details: { by } })
  return markVerified(tx, userId, person.email_canonical)
}

/** Takes a name over from where it came from, if the person has not chosen another one since; true when it changed. */
export async function followName(
  parts: Parts,
  tx: Tx,
  { userId, from, to }: { userId: Id<'user'>; from: string; to: string },
): Promise<boolean> {
  const changed = await tx
    .query<IdentityTables>()
    .updateTable('identity.user')
    .set({ name: to })
    .where('id', '=', userId)
    .where('name', '=', from)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) return false
  await tx.audit({
    action: 'identity.user.renamed',
    subject: { kind: 'user', id: userId },
    details: { by: 'provider' },
  })
  await parts.live.userChanged(tx, userId)
  return true
}

/**
 * How the person can sign in: `password`, `passkey`, and what units above declared. A mailed link is none of them, though it opens most
 * accounts: it is how an account is recovered, and whoever reads the mailbox alone is not to be its owner by somebody's removing all
 * else. NOTE: of two removals at once the second waits here for the first, and sees what it left: ask after removing.
 */
export async function waysIn(parts: Parts, tx: Tx, userId: Id<'user'>): Promise<string[]> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`identity ways-in ${userId}`])
  const passwords = await tx.raw('SELECT FROM identity.password WHERE user_id = $1', [userId])
  const ways = passwords.length > 0 ? ['password'] : []
  if (await parts.factors.signsInByPasskey(tx, userId)) ways.push('passkey')
  for (const known of parts.above.waysIn) ways.push(...(await known(tx, userId)))
  return ways
}

/**
 * Takes back that the address is proven, when the proof was somebody's whose word no longer counts; a link to prove it is mailed.
 * Sessions go on, the next sign-in waits for the link. Nothing happens once the account has another address.
 */
export async function withdrawProof(parts: Parts, tx: Tx, userId: Id<'user'>, canonical: string): Promise<void> {
  const person = await people(tx).where('id', '=', userId).forUpdate().executeTakeFirst()
  if (person === undefined || person.email_canonical !== canonical || person.email_verified_at === null) return
  await tx
    .query<IdentityTables>()
    .updateTable('identity.user')
    .set({ email_verified_at: null })
    .where('id', '=', userId)
    .execute()
  await tx.audit({ action: 'identity.user.proof-withdrawn', subject: { kind: 'user', id: userId } })
  await parts.live.userChanged(tx, userId)
  await mailVerification(parts, tx, person)
}

/** True for a session that is open; it then stays so until `tx` ends: whatever ends sessions waits. */
export async function holdSession(
  tx: Tx,
  { sessionId, userId }: { sessionId: Id<'session'>; userId: Id<'user'> },
): Promise<boolean> {
  const session = await tx
    .query<IdentityTables>()
    .selectFrom('identity.session')
    .select('id')
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now())
    .where('idle_expires_at', '>', now())
    // Not shared: two changes of factors in one session would wait for each other once each raises it.
    .forNoKeyUpdate()
    .executeTakeFirst()
  return session !== undefined
}
