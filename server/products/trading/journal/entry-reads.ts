import { sql } from 'kysely'
import { type Cursor, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, isUuid } from '../../../kernel/id.ts'
import { isDate, type LocalDate } from '../../../kernel/zoned.ts'
import { journalProblem } from './problems.ts'
import type { EntryRow, JournalTables, Scope } from './tables.ts'

/** An entry with what hangs on it. */
export interface Entry extends EntryRow {
  readonly tag_ids: Id<'tag'>[]
  readonly file_ids: Id<'file'>[]
}

export interface EntryFilter {
  readonly scope?: Scope
  readonly accountId?: Id<'trading-account'>
  readonly tradeId?: Id<'trade'>
  readonly sessionId?: Id<'trading-session'>
  readonly tagId?: Id<'tag'>
  readonly mood?: number
  readonly from?: LocalDate
  readonly to?: LocalDate
  readonly limit?: number
  readonly cursor?: string
}

/** Throws trading/journal-entry-not-found. */
export async function findEntry(source: Db | Tx, ownerId: Id<'user'>, id: Id<'journal-entry'>): Promise<Entry> {
  const row = await entries(source, ownerId).where('entry.id', '=', id).executeTakeFirst()
  if (row === undefined) throw journalProblem('journal-entry-not-found')
  return row
}

/** The newest day first. */
export async function listEntries<Item>(
  source: Db | Tx,
  ownerId: Id<'user'>,
  filter: EntryFilter,
  toItem: (entry: Entry) => Item,
) {
  const page = cursorPage(filter, acceptDayAndId)
  let query = entries(source, ownerId)
    .orderBy('entry.day', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(page.limit + 1)
  const { scope, accountId, tradeId, sessionId, tagId, mood, from, to } = filter
  if (scope !== undefined) query = query.where('entry.scope', '=', scope)
  if (accountId !== undefined) query = query.where('entry.account_id', '=', accountId)
  if (tradeId !== undefined) query = query.where('entry.trade_id', '=', tradeId)
  if (sessionId !== undefined) query = query.where('entry.session_id', '=', sessionId)
  if (mood !== undefined) query = query.where('entry.mood', '=', mood)
  if (from !== undefined) query = query.where('entry.day', '>=', from)
  if (to !== undefined) query = query.where('entry.day', '<=', to)
  if (tagId !== undefined)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('trading.journal_tag as tagged')
          .select('tagged.tag_id')
          .whereRef('tagged.entry_id', '=', 'entry.id')
          .where('tagged.tag_id', '=', tagId),
      ),
    )
  if (page.after !== null) {
    const [day = '', id = ''] = page.after
    query = query.where(sql<boolean>`(entry.day, entry.id) < (${day}::date, ${id}::uuid)`)
  }
  return page.of(await query.execute(), ({ day, id }) => [day, id], toItem)
}

function entries(source: Db | Tx, ownerId: Id<'user'>) {
  return source
    .query<JournalTables>()
    .selectFrom('trading.journal_entry as entry')
    .select(['entry.id', 'entry.owner_id', 'entry.scope', 'entry.account_id', 'entry.day', 'entry.trade_id'])
    .select(['entry.session_id', 'entry.title', 'entry.body', 'entry.plain', 'entry.mood', 'entry.mood_words'])
    .select(['entry.version', 'entry.created_at', 'entry.updated_at'])
    .select([
      sql<Id<'tag'>[]>`array(SELECT tag_id FROM trading.journal_tag WHERE entry_id = entry.id ORDER BY tag_id)`.as(
        'tag_ids',
      ),
      sql<Id<'file'>[]>`array(SELECT file_id FROM trading.journal_file WHERE entry_id = entry.id ORDER BY place)`.as(
        'file_ids',
      ),
    ])
    .where('entry.owner_id', '=', ownerId)
}

function acceptDayAndId(values: readonly string[]): Cursor | null {
  const [day = '', id = ''] = values
  return values.length === 2 && isDate(day) && isUuid(id) ? values : null
}
