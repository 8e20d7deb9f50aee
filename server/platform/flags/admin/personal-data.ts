import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Reader } from '../parts.ts'
import type { FlagTables } from '../tables.ts'

/** What the unit holds of a person: flags they own, changes they proposed or decided. */
export async function exportOwned(reader: Reader, userId: Id<'user'>): Promise<unknown> {
  const rows = reader.query<FlagTables>()
  const flags = await rows.selectFrom('flags.flag').select(['key', 'title']).where('owner_id', '=', userId).execute()
  const changes = await rows
    .selectFrom('flags.change')
    .select(['target', 'environment', 'reason', 'state', 'proposed_at', 'decided_at'])
    .where((where) =>
      where.or([
        where('proposed_by', '=', userId),
        where('approved_by', '=', userId),
        where('decided_by', '=', userId),
      ]),
    )
    .orderBy('id')
    .execute()
  return flags.length + changes.length === 0 ? null : { flags, changes }
}

/** Flags lose their owner. NOTE: who changed what stays under the id alone, as in the audit trail. */
export async function disownFlags(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx
    .query<FlagTables>()
    .updateTable('flags.flag')
    .set({ owner_id: null })
    .where('owner_id', '=', userId)
    .execute()
}
