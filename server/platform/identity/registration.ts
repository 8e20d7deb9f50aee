import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { parseEmail } from './email-address.ts'
import { userRegistered, userVerified } from './events.ts'
import { FORGOT_PAGE, sendLink, verifyPage } from './letters.ts'
import { accountExistsMail, verifyMail } from './mails.ts'
import { consumeOneTime, issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { assertStrong } from './password-rules.ts'
import { findPersonByEmail, insertPerson, type Person } from './people.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

/** Opens the transaction of a call or of a command. */
export type Transact = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>

const VERIFY_SECONDS = 24 * 60 * 60

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
    const userId = await insertPerson(tx, { email, name: input.name, passwordHash, verified: false })
    if (userId === undefined) return registerAgain(parts, tx, email.canonical, mayMail)
    await tx.audit({ action: 'identity.user.registered', subject: { kind: 'user', id: userId } })
    await tx.publish(userRegistered, { userId })
    if (mayMail)
      await mailVerification(parts, tx, {
        id: userId,
        email: email.written,
        email_canonical: email.canonical,
        name: input.name,
      })
  })
}

/** The name in the mail is the account's, never the one just typed: strangers must not write into somebody's mail. */
async function registerAgain(parts: Parts, tx: Tx, canonical: string, mayMail: boolean): Promise<void> {
  const person = await findPersonByEmail(tx, canonical)
  if (person === undefined) return
  await tx.audit({ action: 'identity.user.registered-again', subject: { kind: 'user', id: person.id } })
  if (mayMail) await sendLink(parts, tx, person, { template: accountExistsMail, path: FORGOT_PAGE })
}

type Unverified = Pick<Person, 'id' | 'email' | 'email_canonical' | 'name'>

/** Mails a link that proves the address, once, within a day; it ends the older one. */
export async function mailVerification(parts: Parts, tx: Tx, person: Unverified): Promise<void> {
  const secret = await issueOneTime(tx, {
    purpose: 'verify',
    subject: person.id,
    payload: { email: person.email_canonical },
    lifetimeSeconds: VERIFY_SECONDS,
  })
  await sendLink(parts, tx, person, { template: verifyMail, path: verifyPage(secret) })
}

/** Mails a new verification link, which ends the older one; says nothing about whether there was anybody to mail. */
export async function resendVerification(parts: Parts, transact: Transact, emailText: string): Promise<void> {
  const { canonical } = parseEmail(emailText)
  const mayMail = await parts.attempts.takeMail('verify', canonical)
  await transact(async (tx) => {
    const person = await findPersonByEmail(tx, canonical)
    if (mayMail && person?.email_verified_at === null) await mailVerification(parts, tx, person)
  })
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
