import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { parseEmail } from './email-address.ts'
import { canonicalLocale } from './locale.ts'
import type { Parts } from './parts.ts'
import { findPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

export interface OwnChange {
  /** Stands beside the address in every mail. */
  readonly name?: string
  /** Null: mail is in English. */
  readonly locale?: string | null
}

/** Changes what a person says of themselves. Throws identity/bad-email for a name that cannot stand in a mail, identity/bad-locale. */
export async function changeOwn(parts: Parts, tx: Tx, userId: Id<'user'>, { name, locale }: OwnChange): Promise<void> {
  const person = await findPerson(tx, userId)
  if (person === undefined) throw identityProblem('session-expired')
  if (name !== undefined) {
    parseEmail(person.email, name)
    await setOwn(tx, userId, { name })
    await tx.audit({ action: 'identity.user.renamed', subject: { kind: 'user', id: userId } })
  }
  if (locale !== undefined) {
    await setOwn(tx, userId, { locale: locale === null ? null : readLocale(locale) })
    await tx.audit({ action: 'identity.user.locale-changed', subject: { kind: 'user', id: userId } })
  }
  await parts.live.userChanged(tx, userId)
}

async function setOwn(tx: Tx, userId: Id<'user'>, change: OwnChange): Promise<void> {
  await tx.query<IdentityTables>().updateTable('identity.user').set(change).where('id', '=', userId).execute()
}

function readLocale(text: string): string {
  const locale = canonicalLocale(text)
  if (locale === null) throw identityProblem('bad-locale')
  return locale
}
