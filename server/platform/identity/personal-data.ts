import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { forgetIdempotency } from '../../kernel/http/idempotency.ts'
import type { Id } from '../../kernel/id.ts'
import { forgetRecipient } from '../../kernel/mail/forget.ts'
import { userErased } from './events.ts'
import type { Parts } from './parts.ts'
import { findPerson, people } from './people.ts'
import { identityProblem } from './problems.ts'
import { endAllSessions } from './sessions.ts'
import type { IdentityTables } from './tables.ts'

/** What this unit holds of a person; secrets and their hashes are none of the person's data. */
export async function exportAccount(db: Db, userId: Id<'user'>) {
  const person = await findPerson(db, userId)
  if (person === undefined) throw identityProblem('user-not-found')
  const query = db.query<IdentityTables>()
  const [password, sessions, devices] = await Promise.all([
    query.selectFrom('identity.password').select('changed_at').where('user_id', '=', userId).executeTakeFirst(),
    query
      .selectFrom('identity.session')
      .select(['id', 'created_at', 'last_seen_at', 'expires_at', 'revoked_at', 'revoked_reason', 'ip', 'user_agent'])
      .select(['aal', 'amr', 'transport', 'impersonation_reason'])
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute(),
    query
      .selectFrom('identity.device')
      .select(['id', 'created_at', 'last_seen_at', 'ip', 'user_agent'])
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute(),
  ])
  return {
    account: {
      id: person.id,
      email: person.email,
      name: person.name,
      locale: person.locale,
      emailVerifiedAt: person.email_verified_at,
      createdAt: person.created_at,
      disabledAt: person.disabled_at,
    },
    passwordChangedAt: password?.changed_at ?? null,
    sessions,
    devices,
  }
}

/** A name and an address that tell nothing; nobody can have that address (RFC 2606). */
const erasedName = 'Erased person'
const erasedEmail = (userId: Id<'user'>): string => `${userId}@erased.invalid`

/** Takes from the account everything but its id, which other rows point at. Throws identity/user-not-found. */
export async function eraseAccount(parts: Parts, tx: Tx, userId: Id<'user'>): Promise<void> {
  // Held against sign-ins under way: they have ended before, or find nobody after.
  const person = await people(tx).where('id', '=', userId).forUpdate().executeTakeFirst()
  if (person === undefined || person.erased_at !== null) throw identityProblem('user-not-found')
  await endAllSessions(tx, parts.live, userId, 'erased')
  const query = tx.query<IdentityTables>()
  for (const table of ['password', 'session', 'device', 'email_hold'] as const)
    await query.deleteFrom(`identity.${table}`).where('user_id', '=', userId).execute()
  await tx.raw("DELETE FROM identity.one_time WHERE subject = $1 OR payload ->> 'userId' = $1", [userId])
  await query
    .updateTable('identity.user')
    .set({
      ...{ email: erasedEmail(userId), email_canonical: erasedEmail(userId), name: erasedName, locale: null },
      ...{ email_verified_at: null, disabled_at: now(), erased_at: now() },
    })
    .where('id', '=', userId)
    .execute()
  await forgetIdempotency(tx, userId)
  await forgetRecipient(tx, person.email)
  await tx.audit({ action: 'identity.user.erased', subject: { kind: 'user', id: userId } })
  await tx.publish(userErased, { userId })
}
