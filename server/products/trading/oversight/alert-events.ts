import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { OversightTables } from './tables.ts'

/** What was told in the application, the newest first. */
export async function listEvents(
  db: Db,
  ownerId: Id<'user'>,
  query: { readonly limit?: number; readonly cursor?: string; readonly unread?: boolean },
) {
  const page = cursorPage(query, acceptId)
  let rows = db
    .query<OversightTables>()
    .selectFrom('trading.alert_event')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('in_app', '=', true)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (query.unread === true) rows = rows.where('read_at', 'is', null)
  if (page.after !== null) rows = rows.where('id', '<', asId<'alert-event'>(page.after[0] ?? ''))
  return page.of(
    await rows.execute(),
    ({ id }) => [id],
    (row) => row,
  )
}

/** How many of them the trader has not read. */
export async function countUnread(source: Db | Tx, ownerId: Id<'user'>): Promise<number> {
  const [row] = await source.raw<{ count: bigint }>(
    'SELECT count(*) FROM trading.alert_event WHERE owner_id = $1 AND in_app AND read_at IS NULL',
    [ownerId],
  )
  return Number(row?.count ?? 0n)
}

/** Marks these of the trader as read or unread, or all without ids; those of others are left alone. */
export async function markEvents(
  tx: Tx,
  ownerId: Id<'user'>,
  { ids, read }: { readonly ids: readonly Id<'alert-event'>[] | undefined; readonly read: boolean },
): Promise<void> {
  await tx.raw(
    `UPDATE trading.alert_event SET read_at = $3
      WHERE owner_id = $1 AND in_app AND (read_at IS NULL) = ($3::timestamptz IS NOT NULL) AND ($2::uuid[] IS NULL OR id = ANY($2))`,
    [ownerId, ids === undefined ? null : [...ids], read ? now() : null],
  )
}
