import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { auditEntry, type EntryAddress, lockEntry } from './entries.ts'
import { liveLock } from './live-lock.ts'
import type { ContentParts, Editor } from './parts.ts'
import { contentProblem } from './problems.ts'
import type { ContentTables, LockRow } from './tables.ts'

/** A page that is open says so every 30 s or so; one that is gone frees the entry by itself. */
const LEASE_SECONDS = 90

/**
 * Takes or keeps the right to edit. Of two who ask at once one gets it. It is taken from another by naming them: whoever does so has
 * seen who edits. Throws content/edited-by-other with holder and end.
 */
export async function takeLock(
  tx: Tx,
  parts: Pick<ContentParts, 'people'>,
  address: EntryAddress & { readonly editor: Editor },
  takeOverFrom: Id<'user'> | null,
): Promise<LockRow> {
  const { type, id, editor } = address
  const entry = await lockEntry(tx, type, id, editor)
  const held = await liveLock(tx, id)
  if (held !== null && held.holder_id !== editor.userId && held.holder_id !== takeOverFrom)
    throw await heldByOther(parts, held)
  const taken = held?.holder_id === editor.userId ? held.taken_at : now()
  const row: LockRow = { entry_id: id, holder_id: editor.userId, taken_at: taken, expires_at: inSeconds(LEASE_SECONDS) }
  await tx
    .query<ContentTables>()
    .insertInto('content.lock')
    .values(row)
    .onConflict((conflict) => conflict.column('entry_id').doUpdateSet({ ...row }))
    .execute()
  if (held !== null && held.holder_id !== editor.userId)
    await auditEntry(tx, 'editing-taken-over', entry, { from: held.holder_id })
  return row
}

async function heldByOther({ people }: Pick<ContentParts, 'people'>, held: LockRow) {
  const names = await people([held.holder_id])
  const holder = { id: held.holder_id, name: names.get(held.holder_id)?.name ?? null }
  return contentProblem('edited-by-other', { params: { holder, expiresAt: held.expires_at } })
}

/** Gives up the right to edit; that of another stays. */
export async function releaseLock(tx: Tx, { type, id, editor }: EntryAddress & { readonly editor: Editor }) {
  await lockEntry(tx, type, id, editor)
  await tx
    .query<ContentTables>()
    .deleteFrom('content.lock')
    .where('entry_id', '=', id)
    .where('holder_id', '=', editor.userId)
    .execute()
}
