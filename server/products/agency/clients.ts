import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import type { Recipient } from '../../kernel/mail/mailer.ts'
import { parseEmail } from '../../platform/identity/index.ts'
import type { Reader } from './caller.ts'
import { agencyProblem } from './problems.ts'
import type { WorkDeps } from './work/deps.ts'
import type { ClientRow, WorkTables } from './work/tables.ts'

export interface Contact {
  readonly name: string
  readonly email: string
  readonly phone?: string | undefined
  readonly company?: string | undefined
}

/** Who a guest says they are. Throws agency/contact-missing. */
export function contactOf(body: { name?: string; email?: string; phone?: string; company?: string }): Contact {
  const { name, email, phone, company } = body
  if (name === undefined || email === undefined) {
    const missing = Object.entries({ name, email }).filter(([, value]) => value === undefined)
    const errors = missing.map(([field]) => ({ pointer: `/${field}`, code: 'required', detail: 'is needed' }))
    throw agencyProblem('contact-missing', { errors })
  }
  return { name, email, phone, company }
}

export type Accounts = Pick<WorkDeps['identity'], 'personByEmail' | 'personById'>

/**
 * The client of an address: the one there is, whose details stay as they are, or a new one. Bound at once to the account that has proven the
 * address. Throws identity/bad-email.
 */
export async function clientOfContact(tx: Tx, identity: Accounts, contact: Contact): Promise<ClientRow> {
  const { written, canonical } = parseEmail(contact.email, contact.name)
  const account = await identity.personByEmail(tx, canonical)
  const isProven = account !== null && account.email_verified_at !== null && account.disabled_at === null
  const bound = isProven ? await clientOfUser(tx, account.id) : undefined
  if (bound !== undefined) return bound
  const row: ClientRow = {
    id: newId<'client'>(),
    name: contact.name,
    email: written,
    email_canonical: canonical,
    phone: contact.phone ?? null,
    company: contact.company ?? null,
    user_id: null,
    created_at: now(),
    erased_at: null,
  }
  await tx
    .query<WorkTables>()
    .insertInto('agency.client')
    .values(row)
    .onConflict((conflict) => conflict.column('email_canonical').doNothing())
    .execute()
  if (isProven) await bindClient(tx, account.id, canonical)
  return await tx
    .query<WorkTables>()
    .selectFrom('agency.client')
    .selectAll()
    .where('email_canonical', '=', canonical)
    .executeTakeFirstOrThrow()
}

/** The client that a signed-in person is, made at the first need. */
export async function clientOfAccount(tx: Tx, identity: Accounts, userId: Id<'user'>): Promise<ClientRow> {
  const known = await clientOfUser(tx, userId)
  if (known !== undefined) return known
  const account = await identity.personById(tx, userId)
  if (account === null || account.email_verified_at === null) throw agencyProblem('client-not-found')
  return await clientOfContact(tx, identity, { name: account.name, email: account.email })
}

export async function clientOfUser(source: Reader, userId: Id<'user'>): Promise<ClientRow | undefined> {
  return await source
    .query<WorkTables>()
    .selectFrom('agency.client')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

export async function findClient(source: Reader, id: Id<'client'>): Promise<ClientRow | undefined> {
  return await source
    .query<WorkTables>()
    .selectFrom('agency.client')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The clients that rows name, by id. */
export async function clientsById(
  source: Reader,
  rows: readonly { readonly client_id: Id<'client'> }[],
): Promise<Map<Id<'client'>, ClientRow>> {
  if (rows.length === 0) return new Map()
  const ids = [...new Set(rows.map((row) => row.client_id))]
  const clients = await source
    .query<WorkTables>()
    .selectFrom('agency.client')
    .selectAll()
    .where('id', 'in', ids)
    .execute()
  return new Map(clients.map((client) => [client.id, client]))
}

/** Gives a client to the account that has proven its address; nothing happens when it is somebody's, or the account has one. */
export async function bindClient(tx: Tx, userId: Id<'user'>, canonical: string): Promise<void> {
  const [bound] = await tx.raw<{ id: string }>(
    `UPDATE agency.client SET user_id = $1 WHERE email_canonical = $2 AND user_id IS NULL
        AND NOT EXISTS (SELECT FROM agency.client other WHERE other.user_id = $1) RETURNING id`,
    [userId, canonical],
  )
  if (bound === undefined) return
  await tx.audit({ action: 'agency.client.bound', subject: { kind: 'client', id: bound.id }, details: { userId } })
}

/** Binds after a person has proven an address, or changed to another. */
export async function bindByAccount(tx: Tx, identity: Accounts, userId: Id<'user'>): Promise<void> {
  const account = await identity.personById(tx, userId)
  if (account !== null && account.email_verified_at !== null) await bindClient(tx, userId, account.email_canonical)
}

/** Where mail to a client goes; null for one who was erased. */
export function mailboxOf({ name, email }: ClientRow): Recipient | null {
  return email === null ? null : parseMailbox({ name, address: email })
}
