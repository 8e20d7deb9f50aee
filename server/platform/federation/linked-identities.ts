import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { Profile } from './provider.ts'
import type { FederationTables } from './tables.ts'

export type LinkedIdentity = FederationTables['federation.identity']

function identities(from: Pick<Db | Tx, 'query'>) {
  return from.query<FederationTables>().selectFrom('federation.identity').selectAll()
}

/** The link of an account at a provider. */
export function findIdentity(tx: Tx, { issuer, subject }: Profile): Promise<LinkedIdentity | undefined> {
  return identities(tx).where('issuer', '=', issuer).where('subject', '=', subject).forUpdate().executeTakeFirst()
}

export interface NewIdentity {
  readonly userId: Id<'user'>
  readonly provider: string
  readonly profile: Profile
  /** The account's address, when this provider vouches for it. */
  readonly provedEmail: string | null
}

/** Links an account at a provider; false when it is linked already, to whomever. */
export async function insertIdentity(
  tx: Tx,
  { userId, provider, profile, provedEmail }: NewIdentity,
): Promise<boolean> {
  const { issuer, subject, email, name } = profile
  const at = now()
  const inserted = await tx
    .query<FederationTables>()
    .insertInto('federation.identity')
    .values({
      ...{ id: newId<'identity'>(), user_id: userId, provider, issuer, subject, email, name },
      ...{ proved_email: provedEmail, linked_at: at, last_used_at: at },
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** Writes what the provider says now, and that it was used. */
export async function refreshIdentity(tx: Tx, id: Id<'identity'>, { email, name }: Profile): Promise<void> {
  await tx
    .query<FederationTables>()
    .updateTable('federation.identity')
    .set({ email, name, last_used_at: now() })
    .where('id', '=', id)
    .execute()
}

/** All of a person, held against changes by others: whether one is the last way in is decided under it. */
export function lockIdentities(tx: Tx, userId: Id<'user'>): Promise<LinkedIdentity[]> {
  return identities(tx).where('user_id', '=', userId).orderBy('id').forUpdate().execute()
}

/** A person's, newest first; `after` is the last id of the page before. */
export function listIdentities(db: Db, userId: Id<'user'>, page: { limit: number; after: string | undefined }) {
  return identities(db)
    .where('user_id', '=', userId)
    .$if(page.after !== undefined, (query) => query.where('id', '<', (page.after ?? '') as Id<'identity'>))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}

export async function deleteIdentity(tx: Tx, id: Id<'identity'>): Promise<void> {
  await tx.query<FederationTables>().deleteFrom('federation.identity').where('id', '=', id).execute()
}

/** The providers that the person has an account at. */
export async function linkedProviders(tx: Tx, userId: Id<'user'>): Promise<string[]> {
  const rows = await identities(tx).where('user_id', '=', userId).execute()
  return rows.map(({ provider }) => provider)
}

/** Deletes what was linked at `since` or later, and flows under way. */
export async function deleteIdentitiesSince(tx: Tx, userId: Id<'user'>, since: Date): Promise<LinkedIdentity[]> {
  const query = tx.query<FederationTables>()
  await query.deleteFrom('federation.flow').where('user_id', '=', userId).execute()
  return query
    .deleteFrom('federation.identity')
    .where('user_id', '=', userId)
    .where('linked_at', '>=', since)
    .returningAll()
    .execute()
}

/** Everything that leads to the person from outside, flows under way included. */
export async function deleteIdentitiesOf(tx: Tx, userId: Id<'user'>): Promise<void> {
  const query = tx.query<FederationTables>()
  await query.deleteFrom('federation.identity').where('user_id', '=', userId).execute()
  await query.deleteFrom('federation.flow').where('user_id', '=', userId).execute()
}

/** What the person is shown of all this, for an export. */
export async function exportIdentities(db: Db, userId: Id<'user'>) {
  const rows = await identities(db).where('user_id', '=', userId).orderBy('id').execute()
  if (rows.length === 0) return null
  return { identities: rows.map(({ id: _, user_id: __, ...row }) => row) }
}
