import { cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { openPersonal } from './personal.ts'
import type { AuditTables } from './tables.ts'

export interface RecordFilter {
  readonly action?: string
  readonly actor?: string
  readonly subject?: string
  readonly limit?: number
  readonly cursor?: string
}

export type ActorNames = (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, { readonly name: string }>>

/** Records newest first with their place in the chain (null until sealed). `actor` also finds what was done in another's name. `action` matches a prefix: `music.` gives all of music. */
export async function listRecords(db: Db, filter: RecordFilter, names: ActorNames) {
  const page = cursorPage(filter, instantAndId)
  let query = selectRecords(db).limit(page.limit + 1)
  if (filter.action !== undefined)
    query = query.where('record.action', 'like', `${filter.action.replaceAll(/[\\%_]/g, '\\$&')}%`)
  if (filter.actor !== undefined) {
    const { actor } = filter
    query = query.where((where) =>
      where.or([where('record.actor_id', '=', actor), where('record.impersonator_id', '=', actor)]),
    )
  }
  if (filter.subject !== undefined) query = query.where('record.subject_id', '=', filter.subject)
  if (page.after !== null) {
    const [at, id] = page.after
    query = query.where((where) =>
      where(where.refTuple('record.at', 'record.id'), '<', where.tuple(new Date(at ?? 0), id ?? '')),
    )
  }
  const rows = await query.execute()
  const people = await names(
    rows
      .flatMap((row) => [row.actor_kind === 'user' ? row.actor_id : null, row.impersonator_id])
      .flatMap((id) => (id === null ? [] : [asId<'user'>(id)])),
  )
  const nameOf = (id: string | null): string | null => (id === null ? null : (people.get(id)?.name ?? null))
  return page.of(
    rows,
    (row) => [row.at.toISOString(), row.id],
    (row) => ({
      id: row.id,
      seq: row.seq === null ? null : Number(row.seq),
      at: row.at,
      action: row.action,
      actor: { kind: row.actor_kind, id: row.actor_id, name: nameOf(row.actor_id), apiKeyId: row.api_key_id },
      impersonator:
        row.impersonator_id === null ? null : { id: row.impersonator_id, name: nameOf(row.impersonator_id) },
      subject: { kind: row.subject_kind, id: row.subject_id },
      details: row.details,
      requestId: row.request_id,
      ip: openPersonal(row.key, row).ip,
    }),
  )
}

/** Newest first, with what the answer and the personal part need. */
function selectRecords(db: Db) {
  return db
    .query<AuditTables>()
    .selectFrom('audit.record as record')
    .leftJoin('audit.seal as seal', 'seal.record_id', 'record.id')
    .leftJoin('audit.personal_key as held', 'held.person', 'record.personal_of')
    .select(['record.id', 'seal.seq', 'record.at', 'record.action', 'record.actor_kind', 'record.actor_id'])
    .select(['record.subject_kind', 'record.subject_id', 'record.details', 'record.request_id', 'record.ip'])
    .select(['record.user_agent', 'record.impersonator_id', 'record.api_key_id', 'record.personal', 'held.key'])
    .orderBy('record.at', 'desc')
    .orderBy('record.id', 'desc')
}
