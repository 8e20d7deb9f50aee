import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { parseEmail } from './email-address.ts'
import type { Parts } from './parts.ts'
import { findPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

/** Changes a person's name, which stands beside the address in every mail. Throws identity/bad-email for one that cannot. */
export async function rename(parts: Parts, tx: Tx, userId: Id<'user'>, name: string): Promise<void> {
  const person = await findPerson(tx, userId)
  if (person === undefined) throw identityProblem('session-expired')
  parseEmail(person.email, name)
  await tx.query<IdentityTables>().updateTable('identity.user').set({ name }).where('id', '=', userId).execute()
  await parts.live.userChanged(tx, userId)
  await tx.audit({ action: 'identity.user.renamed', subject: { kind: 'user', id: userId } })
}
