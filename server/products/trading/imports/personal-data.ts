import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { ImportTables } from './tables.ts'

/** What the part holds of a person; the files themselves are told by the unit that keeps them. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const query = db.query<ImportTables>()
  const imports = await query
    .selectFrom('trading.import_batch')
    .select(['id', 'account_id', 'filename', 'state', 'rows_total', 'rows_created', 'created_at', 'finished_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  const importProfiles = await query
    .selectFrom('trading.import_profile')
    .select(['id', 'name', 'definition', 'created_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  return { ...(imports.length === 0 ? {} : { imports }), ...(importProfiles.length === 0 ? {} : { importProfiles }) }
}

/** Nothing of it has to be kept. Rows go with their imports, and files with their owner. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<ImportTables>().deleteFrom('trading.import_batch').where('owner_id', '=', userId).execute()
  await tx.query<ImportTables>().deleteFrom('trading.import_profile').where('owner_id', '=', userId).execute()
}
