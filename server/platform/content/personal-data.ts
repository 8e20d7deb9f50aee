import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Files } from '../files/index.ts'
import type { ContentTables } from './tables.ts'

/** What a person wrote, as they may take it with them. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const query = db.query<ContentTables>()
  const [entries, versions] = await Promise.all([
    query
      .selectFrom('content.entry')
      .select(['id', 'type', 'locale', 'title', 'state', 'created_at', 'published_at'])
      .where('owner_id', '=', userId)
      .execute(),
    query
      .selectFrom('content.version')
      .select(['entry_id', 'number', 'title', 'fields', 'created_at'])
      .where('author_id', '=', userId)
      .execute(),
  ])
  return entries.length + versions.length === 0 ? null : { entries, versions }
}

/**
 * What the person wrote stays with the business, the pictures and files in it included; who wrote it is forgotten, and what they could use
 * ends. What they uploaded and no version has is theirs alone.
 */
export async function erasePerson(tx: Tx, files: Pick<Files, 'ownedBy' | 'disown'>, userId: Id<'user'>): Promise<void> {
  const used = await tx.raw<{ id: Id<'file'> }>(
    'SELECT DISTINCT file_id AS id FROM content.version_file WHERE file_id = ANY($1::uuid[])',
    [await files.ownedBy(tx, userId)],
  )
  await files.disown(
    tx,
    used.map(({ id }) => id),
  )
  const query = tx.query<ContentTables>()
  await query.updateTable('content.entry').set({ owner_id: null }).where('owner_id', '=', userId).execute()
  await query.updateTable('content.version').set({ author_id: null }).where('author_id', '=', userId).execute()
  await query.deleteFrom('content.lock').where('holder_id', '=', userId).execute()
  await query.updateTable('content.comment').set({ decided_by: null }).where('decided_by', '=', userId).execute()
  await query.deleteFrom('content.preview').where('created_by', '=', userId).execute()
}
