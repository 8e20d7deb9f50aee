import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { EmailAddress } from './email-address.ts'
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
}

type Reader = Pick<Db, 'query'> | Pick<Tx, 'query'>

export function findPersonByEmail(from: Reader, canonical: string): Promise<Person | undefined> {
  return people(from).where('email_canonical', '=', canonical).executeTakeFirst()
}

export function findPerson(from: Reader, id: Id<'user'>): Promise<Person | undefined> {
  return people(from).where('id', '=', id).executeTakeFirst()
}

export function people(from: Reader) {
  return from.query<IdentityTables>().selectFrom('identity.user').selectAll()
}

export interface NewPerson {
  readonly email: EmailAddress
  readonly name: string
  readonly passwordHash: string
  readonly verified: boolean
}

/** Adds a person with a password; undefined when the address has an account. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<Id<'user'> | undefined> {
  const at = now()
  const inserted = await tx
    .query<IdentityTables>()
    .insertInto('identity.user')
    .values({
      id: newId<'user'>(),
      email: person.email.written,
      email_canonical: person.email.canonical,
      name: person.name,
      email_verified_at: person.verified ? at : null,
      disabled_at: null,
      created_at: at,
    })
    .onConflict((conflict) => conflict.column('email_canonical').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return undefined
  await tx
    .query<IdentityTables>()
    .insertInto('identity.password')
    .values({ user_id: inserted.id, hash: person.passwordHash, changed_at: at })
    .execute()
  return inserted.id
}
