import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { EmailAddress } from './email-address.ts'
import type { PasswordHash } from './password-hash.ts'
import type { IdentityTables } from './tables.ts'

/** A person's row. */
export type Person = {
  readonly id: Id<'user'>
  readonly email: string
  readonly email_canonical: string
  readonly name: string
  readonly email_verified_at: Date | null
  readonly disabled_at: Date | null
  readonly epoch: number
  readonly created_at: Date
  readonly erased_at: Date | null
  readonly locale: string | null
}

type Reader = Pick<Db, 'query'> | Pick<Tx, 'query'>

export function findPersonByEmail(from: Reader, canonical: string): Promise<Person | undefined> {
  return people(from).where('email_canonical', '=', canonical).executeTakeFirst()
}

export function findPerson(from: Reader, id: Id<'user'>): Promise<Person | undefined> {
  return people(from).where('id', '=', id).executeTakeFirst()
}

export interface ActiveAccount {
  readonly email: string
  readonly emailVerified: boolean
  readonly name: string
  readonly locale: string | null
}

export async function activeAccount(from: Reader, id: Id<'user'>): Promise<ActiveAccount | null> {
  const person = await findPerson(from, id)
  if (person === undefined || person.disabled_at !== null || person.erased_at !== null) return null
  const { email, name, locale } = person
  return { email, emailVerified: person.email_verified_at !== null, name, locale }
}

export function people(from: Reader) {
  return from.query<IdentityTables>().selectFrom('identity.user').selectAll()
}

export interface NewPerson {
  readonly email: EmailAddress
  readonly name: string
  /** Null for an account that is entered by other ways only. */
  readonly passwordHash: PasswordHash | null
  readonly verified: boolean
  /** What they want to read, if it is known. */
  readonly locale?: string | null
}

/** Adds a person; undefined when the address has an account, or its former owner may still take it back. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<Id<'user'> | undefined> {
  const at = now()
  if (await isHeld(tx, person.email.canonical, null)) return undefined
  const inserted = await tx
    .query<IdentityTables>()
    .insertInto('identity.user')
    .values({
      id: newId<'user'>(),
      email: person.email.written,
      email_canonical: person.email.canonical,
      name: person.name,
      locale: person.locale ?? null,
      email_verified_at: person.verified ? at : null,
      disabled_at: null,
      created_at: at,
    })
    .onConflict((conflict) => conflict.column('email_canonical').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return undefined
  if (person.passwordHash !== null) await insertPassword(tx, inserted.id, person.passwordHash)
  return inserted.id
}

/** The first password of a person, who has none. */
export async function insertPassword(tx: Tx, userId: Id<'user'>, hash: PasswordHash): Promise<void> {
  await tx
    .query<IdentityTables>()
    .insertInto('identity.password')
    .values({ user_id: userId, ...hash, changed_at: now() })
    .execute()
}

/** True while the address is kept for a person other than `userId`, who changed it lately and may revert that. */
export async function isHeld(from: Reader, canonical: string, userId: Id<'user'> | null): Promise<boolean> {
  const hold = await from
    .query<IdentityTables>()
    .selectFrom('identity.email_hold')
    .select('user_id')
    .where('email_canonical', '=', canonical)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  return hold !== undefined && hold.user_id !== userId
}
