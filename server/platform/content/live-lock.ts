import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Editor } from './parts.ts'
import { contentProblem } from './problems.ts'
import type { ContentTables, LockRow } from './tables.ts'

/** Who edits the entry now, or null. */
export async function liveLock(source: Pick<Tx, 'query'>, id: Id<'entry'>): Promise<LockRow | null> {
  const row = await source
    .query<ContentTables>()
    .selectFrom('content.lock')
    .selectAll()
    .where('entry_id', '=', id)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  return row ?? null
}

/** Nobody saves into what another has open: who does not ask for the right to edit is held to it all the same. */
export async function assertNotEditedByOther(tx: Tx, id: Id<'entry'>, editor: Editor | null): Promise<void> {
  if (editor === null) return
  const held = await liveLock(tx, id)
  if (held !== null && held.holder_id !== editor.userId)
    throw contentProblem('edited-by-other', { params: { holder: { id: held.holder_id }, expiresAt: held.expires_at } })
}
