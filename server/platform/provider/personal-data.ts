import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { endGrants } from './items.ts'
import type { ProviderTables } from './tables.ts'

/** Which applications may know what of the person, and since when; codes and tokens are none of the person's data. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const consents = await db
    .query<ProviderTables>()
    .selectFrom('provider.consent as consent')
    .innerJoin('provider.client as client', 'client.id', 'consent.client_id')
    .select([
      'client.id as clientId',
      'client.name as application',
      'consent.scopes',
      'consent.granted_at as grantedAt',
    ])
    .where('consent.user_id', '=', userId)
    .orderBy('consent.granted_at')
    .execute()
  return consents.length === 0 ? null : { consents }
}

/** Forgets what the person allowed, and ends every code, token and grant. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<ProviderTables>().deleteFrom('provider.consent').where('user_id', '=', userId).execute()
  await endGrants(tx, userId)
}
