import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { EmailAddress } from './email-address.ts'
import { findPersonByEmail, isHeld, type Person, people } from './people.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

/** The person of an open account, held against changes by others; null for any other. */
export async function lockPerson(tx: Tx, userId: Id<'user'>): Promise<Person | null> {
  const person = await people(tx).where('id', '=', userId).forUpdate().executeTakeFirst()
  return person === undefined || person.disabled_at !== null || person.erased_at !== null ? null : person
}

/** Whoever follows a mailed link has proven the address. Throws identity/email-taken. */
export async function setAddress(tx: Tx, userId: Id<'user'>, { written, canonical }: EmailAddress): Promise<void> {
  const holder = await findPersonByEmail(tx, canonical)
  const isTaken = holder !== undefined && holder.id !== userId
  if (isTaken || (await isHeld(tx, canonical, userId))) throw identityProblem('email-taken')
  await tx
    .query<IdentityTables>()
    .updateTable('identity.user')
    .set({ email: written, email_canonical: canonical, email_verified_at: now() })
    .where('id', '=', userId)
    .execute()
}
