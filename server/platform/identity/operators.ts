import type { Origin } from '../../kernel/db/actor.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { type EmailAddress, parseEmail } from './email-address.ts'
import { userRegistered, userVerified } from './events.ts'
import { setupPage } from './letters.ts'
import { wantedLocale } from './locale.ts'
import { consumeOneTime, issueOneTime, peekOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { replacePassword } from './password-change.ts'
import type { PasswordHash } from './password-hash.ts'
import { assertStrong } from './password-rules.ts'
import { findPersonByEmail, insertPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import { markVerified, type Transact } from './registration.ts'
import { completeSignIn, type SignIn } from './sign-in.ts'
import type { Transport } from './tables.ts'

/** The one subject of set-up secrets: a newer link ends the older. */
const SERVER = 'server'
const ADMINISTRATOR = 'administrator'

export interface OperatorsPerson {
  readonly email: string
  readonly password: string
  readonly name: string
}

/** Makes a one-time link for the first administrator; null once there is one. */
export async function createSetupLink(parts: Parts): Promise<string | null> {
  if (await parts.access.hasAdministrator()) return null
  const secret = await parts.db.transaction(systemOrigin('identity.setup', 'start'), async (tx) => {
    await tx.audit({ action: 'identity.setup.link-issued', subject: { kind: 'server', id: SERVER } })
    return issueOneTime(tx, {
      purpose: 'setup',
      subject: SERVER,
      payload: {},
      lifetimeSeconds: parts.config.setupLinkSeconds,
    })
  })
  return new URL(setupPage(secret), parts.config.publicUrl).href
}

/** Makes the first administrator by the set-up link and signs him in. Throws identity/token-invalid, identity/setup-closed, identity/email-taken. */
export async function setUp(
  parts: Parts,
  transact: Transact,
  input: OperatorsPerson & { readonly token: string; readonly transport: Transport },
): Promise<SignIn> {
  if (await parts.access.hasAdministrator()) throw identityProblem('setup-closed')
  await peekOneTime(parts.db, 'setup', input.token)
  const { email, hash } = await prepare(parts, input)
  return transact(async (tx) => {
    await consumeOneTime(tx, 'setup', input.token)
    const userId = await addVerified(tx, { email, name: input.name, hash })
    if (userId === undefined) throw identityProblem('email-taken')
    await parts.access.grantFirstAdministrator(tx, userId, 'set up')
    await tx.audit({ action: 'identity.setup.completed', subject: { kind: 'user', id: userId } })
    const proof = { userId, via: 'set-up', aal: 1, transport: input.transport } as const
    return completeSignIn(parts, tx, { ...proof, replaces: null, deviceToken: undefined })
  })
}

/**
 * Makes an administrator by the operator's authority (ADMIN_EMAIL, `plinth user create --admin`). An account with that address is
 * taken over: password replaced, address proven, every session ended.
 */
export async function createAdministrator(parts: Parts, origin: Origin, person: OperatorsPerson): Promise<Id<'user'>> {
  const { email, hash } = await prepare(parts, person)
  return parts.db.transaction(origin, async (tx) => {
    const added = await addVerified(tx, { email, name: person.name, hash })
    const userId = added ?? (await takeOver(parts, tx, email, hash))
    await parts.access.grantRoleByActor(tx, { userId, role: ADMINISTRATOR, reason: 'made by the operator' })
    return userId
  })
}

/** Makes a person with a proven address; an existing account is left as it is. For commands and demo data. */
export async function createUser(parts: Parts, origin: Origin, person: OperatorsPerson): Promise<Id<'user'>> {
  const known = await findPersonByEmail(parts.db, parseEmail(person.email).canonical)
  if (known !== undefined) return known.id
  const { email, hash } = await prepare(parts, person)
  return parts.db.transaction(origin, async (tx) => {
    const added = await addVerified(tx, { email, name: person.name, hash })
    const userId = added ?? (await findPersonByEmail(tx, email.canonical))?.id
    if (userId === undefined) throw identityProblem('email-taken')
    return userId
  })
}

export interface ProvenPerson {
  readonly email: string
  readonly name: string
  /** Of preparePassword; null for an account that is entered by other ways. */
  readonly passwordHash: PasswordHash | null
  /** What proved the address, for the audit record. */
  readonly by: string
}

/** Makes an account whose address another unit has proven, in the language of the request; null when the address has an account. Throws identity/bad-email. */
export async function createProvenPerson(tx: Tx, person: ProvenPerson): Promise<Id<'user'> | null> {
  const email = parseEmail(person.email, person.name)
  const { name, passwordHash: hash, by } = person
  return (await addVerified(tx, { email, name, hash, by, locale: wantedLocale(tx.origin) })) ?? null
}

/** Checks and hashes a password that is to be set. Throws identity/weak-password, identity/busy. */
export async function preparePassword(
  parts: Parts,
  password: string,
  about: { readonly email: string; readonly name: string },
): Promise<PasswordHash> {
  await assertStrong(parts.strength, password, [
    parseEmail(about.email).canonical,
    about.name,
    parts.config.productName,
  ])
  return parts.hasher.hash(password)
}

async function prepare(parts: Parts, person: OperatorsPerson): Promise<{ email: EmailAddress; hash: PasswordHash }> {
  const email = parseEmail(person.email, person.name)
  await assertStrong(parts.strength, person.password, [email.canonical, person.name, parts.config.productName])
  return { email, hash: await parts.hasher.hash(person.password) }
}

interface Verified {
  readonly email: EmailAddress
  readonly name: string
  readonly hash: PasswordHash | null
  readonly by?: string
  readonly locale?: string | null
}

async function addVerified(tx: Tx, person: Verified): Promise<Id<'user'> | undefined> {
  const { email, name, hash, by = 'operator', locale = null } = person
  const userId = await insertPerson(tx, { email, name, passwordHash: hash, verified: true, locale })
  if (userId === undefined) return undefined
  await tx.audit({
    action: 'identity.user.registered',
    subject: { kind: 'user', id: userId },
    details: { by },
  })
  await tx.publish(userRegistered, { userId })
  await tx.publish(userVerified, { userId })
  return userId
}

async function takeOver(parts: Parts, tx: Tx, email: EmailAddress, hash: PasswordHash): Promise<Id<'user'>> {
  const person = await findPersonByEmail(tx, email.canonical)
  if (person === undefined) throw identityProblem('email-taken')
  await markVerified(tx, person.id, email.canonical)
  await replacePassword(parts, tx, person, { hash, action: 'identity.password.reset' })
  return asId<'user'>(person.id)
}
