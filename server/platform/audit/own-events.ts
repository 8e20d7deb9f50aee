import { cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { openPersonal } from './personal.ts'
import type { AuditTables } from './tables.ts'

/** A record as the person it is about may see it. */
export interface OwnEvent {
  readonly id: string
  readonly at: Date
  readonly action: string
  readonly by: 'self' | 'visitor' | 'other' | 'server'
  /** Null when another person acted: their address is theirs. */
  readonly ip: string | null
  readonly userAgent: string | null
}

/** What was recorded about a person, newest first, without its details. */
export async function ownEvents(
  db: Db,
  userId: Id<'user'>,
  query: { readonly limit?: number; readonly cursor?: string },
): Promise<{ items: OwnEvent[]; nextCursor: string | null }> {
  const page = cursorPage(query, instantAndId)
  let select = db
    .query<AuditTables>()
    .selectFrom('audit.record as record')
    .leftJoin('audit.personal_key as held', 'held.person', 'record.personal_of')
    .select([
      'record.id',
      'record.at',
      'record.action',
      'record.actor_kind',
      'record.actor_id',
      'record.impersonator_id',
    ])
    .select(['record.ip', 'record.user_agent', 'record.personal', 'held.key'])
    .where('record.subject_id', '=', userId)
    .where('record.subject_kind', '=', 'user')
    .orderBy('record.at', 'desc')
    .orderBy('record.id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) {
    const [at, id] = page.after
    select = select.where((where) =>
      where(where.refTuple('record.at', 'record.id'), '<', where.tuple(new Date(at ?? 0), id ?? '')),
    )
  }
  return page.of(
    await select.execute(),
    (row) => [row.at.toISOString(), row.id],
    (row) => {
      const isOwn = row.actor_kind === 'user' && row.actor_id === userId && row.impersonator_id === null
      const by = isOwn
        ? 'self'
        : row.actor_kind === 'user'
          ? 'other'
          : row.actor_kind === 'system'
            ? 'server'
            : 'visitor'
      const from = by === 'other' ? { ip: null, userAgent: null } : openPersonal(row.key, row)
      return { id: row.id, at: row.at, action: row.action, by, ...from }
    },
  )
}
