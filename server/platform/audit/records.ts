import { cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { AuditTables } from './tables.ts'

export interface RecordFilter {
  readonly action?: string
  readonly actor?: string
  readonly subject?: string
  readonly limit?: number
  readonly cursor?: string
}

export type ActorNames = (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, { readonly name: string }>>

/** Records newest first with their place in the chain (null until sealed). `action` matches a prefix: `music.` gives all of music. */
export async function listRecords(db: Db, filter: RecordFilter, names: ActorNames) {
  const page = cursorPage(filter, instantAndId)
  let query = db
    .query<AuditTables>()
    .selectFrom('audit.record as record')
    .leftJoin('audit.seal as seal', 'seal.record_id', 'record.id')
    .select([
      'record.id',
      'seal.seq',
      'record.at',
      'record.action',
      'record.actor_kind',
      'record.actor_id',
      'record.subject_kind',
      'record.subject_id',
      'record.details',
      'record.request_id',
      'record.ip',
    ])
    .orderBy('record.at', 'desc')
    .orderBy('record.id', 'desc')
    .limit(page.limit + 1)
  if (filter.action !== undefined)
    query = query.where('record.action', 'like', `${filter.action.replaceAll(/[\\%_]/g, '\\$&')}%`)
  if (filter.actor !== undefined) query = query.where('record.actor_id', '=', filter.actor)
  if (filter.subject !== undefined) query = query.where('record.subject_id', '=', filter.subject)
  if (page.after !== null) {
    const [at, id] = page.after
    query = query.where((where) =>
      where(where.refTuple('record.at', 'record.id'), '<', where.tuple(new Date(at ?? 0), id ?? '')),
    )
  }
  const rows = await query.execute()
  const people = await names(
    rows.flatMap((row) => (row.actor_kind === 'user' && row.actor_id !== null ? [asId<'user'>(row.actor_id)] : [])),
  )
  return page.of(
    rows,
    (row) => [row.at.toISOString(), row.id],
    (row) => ({
      id: row.id,
      seq: row.seq === null ? null : Number(row.seq),
      at: row.at,
      action: row.action,
      actor: {
        kind: row.actor_kind,
        id: row.actor_id,
        name: row.actor_id === null ? null : (people.get(row.actor_id)?.name ?? null),
      },
      subject: { kind: row.subject_kind, id: row.subject_id },
      details: row.details,
      requestId: row.request_id,
      ip: row.ip,
    }),
  )
}
