import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { enqueueAskedLetter } from './asked-letters.jobs.ts'
import { parseEmail } from './email-address.ts'
import { userRegistered, userVerified } from './events.ts'
import { wantedLocale } from './locale.ts'
import { consumeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { assertStrong } from './password-rules.ts'
import { findPersonByEmail, insertPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'
import { addressSubject } from './trail-subject.ts'

/** Opens the transaction of a call or of a command. */
export type Transact = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>

export interface Registration {
  readonly email: string
  readonly password: string
  readonly name: string
}

/**
 * Makes an account whose address is unproven, and mails the link; an address with an account gets a mail that says so. Both take the
 * same work and give the same answer: nobody learns who is registered. Throws identity/bad-email, identity/weak-password.
 */
export async function register(parts: Parts, transact: Transact, input: Registration): Promise<void> {
  const email = parseEmail(input.email, input.name)
  await assertStrong(parts.strength, input.password, [email.canonical, input.name, parts.config.productName])
  const passwordHash = await parts.hasher.hash(input.password)
  const mayMail = await parts.attempts.takeMail('register', email.canonical)
  await transact(async (tx) => {
    const userId = await insertPerson(tx, {
      ...{ email, name: input.name, passwordHash, verified: false },
      locale: wantedLocale(tx.origin),
    })
    if (userId === undefined) return registerAgain(parts, tx, email.canonical, mayMail)
    await tx.audit({ action: 'identity.user.registered', subject: { kind: 'user', id: userId } })
    await tx.publish(userRegistered, { userId })
    if (mayMail) await enqueueAskedLetter(parts, tx, { letter: 'verify' }, { id: userId, epoch: 0 })
  })
}

/** The name in the mail is the account's, never the one just typed: strangers must not write into somebody's mail. */
async function registerAgain(parts: Parts, tx: Tx, canonical: string, mayMail: boolean): Promise<void> {
  const person = await findPersonByEmail(tx, canonical)
  await tx.audit({ action: 'identity.user.registered-again', subject: addressSubject(parts, canonical, person?.id) })
  if (mayMail) await enqueueAskedLetter(parts, tx, { letter: 'account-exists' }, person)
}

/** Proves the address that the link was mailed to, once. Throws identity/token-invalid. */
export async function verifyEmail(tx: Tx, secret: string): Promise<void> {
  const { subject, payload } = await consumeOneTime(tx, 'verify', secret)
  const userId = asId<'user'>(subject)
  if (!(await markVerified(tx, userId, String(payload.email)))) throw identityProblem('token-invalid')
}

/** Marks the address as proven, if it still is the account's; tells the world once. False when the address changed meanwhile. */
export async function markVerified(tx: Tx, userId: Id<'user'>, canonical: string): Promise<boolean> {
  const person = await tx
    .query<IdentityTables>()
    .selectFrom('identity.user')
    .select('email_verified_at')
    .where('id', '=', userId)
    .where('email_canonical', '=', canonical)
    .forUpdate()
    .executeTakeFirst()
  if (person === undefined) return false
  if (person.email_verified_at !== null) return true
  await tx
    .query<IdentityTables>()
    .updateTable('identity.user')
    .set({ email_verified_at: now() })
    .where('id', '=', userId)
    .execute()
  await tx.audit({ action: 'identity.user.verified', subject: { kind: 'user', id: userId } })
  await tx.publish(userVerified, { userId })
  return true
}
