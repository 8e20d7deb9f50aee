import { isDeepStrictEqual } from 'node:util'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { type LocalDate, localDate } from '../../../kernel/zoned.ts'
import type { RichNode } from '../../../platform/content/index.ts'
import type { Files } from '../../../platform/files/index.ts'
import { tradingProblem } from '../problems.ts'
import { dropPictures, setPictures } from './entry-files.ts'
import { type Entry, findEntry } from './entry-reads.ts'
import { assertOwnTags, ownAccounts, ownTrade } from './own.ts'
import { journalProblem } from './problems.ts'
import { wordsOf } from './rich-body.ts'
import { findSession } from './sessions.ts'
import type { EntryRow, JournalTables } from './tables.ts'

type PictureStore = Pick<Files, 'hold' | 'remove'>

/** What an entry says. */
export interface Written {
  readonly title: string
  readonly body: RichNode
  readonly mood?: number | null
  readonly moodWords?: readonly string[]
  readonly tagIds?: readonly Id<'tag'>[]
  readonly fileIds?: readonly Id<'file'>[]
}

/** What it is about: exactly one of day, trade and session; an account only beside a day. */
export interface About {
  readonly day?: LocalDate
  readonly accountId?: Id<'trading-account'> | null
  readonly tradeId?: Id<'trade'>
  readonly sessionId?: Id<'trading-session'>
}

type Place = Pick<EntryRow, 'scope' | 'account_id' | 'day' | 'trade_id' | 'session_id'>

/** Throws the problems of what it is about, trading/value-invalid and trading/picture-not-usable. */
export async function createEntry(
  tx: Tx,
  files: PictureStore,
  ownerId: Id<'user'>,
  { about, written }: { readonly about: About; readonly written: Written },
): Promise<Entry> {
  const place = await placeOf(tx, ownerId, about)
  const id = newId<'journal-entry'>()
  await assertOwnTags(tx, ownerId, { ids: written.tagIds ?? [], pointer: '/tagIds' })
  await tx
    .query<JournalTables>()
    .insertInto('trading.journal_entry')
    .values({
      ...{ id, owner_id: ownerId, ...place, ...columns(written), version: 1 },
      ...{ created_at: now(), updated_at: now() },
    })
    .execute()
  await setTags(tx, id, written.tagIds ?? [])
  await setPictures(tx, files, { entryId: id, ownerId, fileIds: written.fileIds ?? [] })
  await audit(tx, 'created', { id, scope: place.scope })
  return await findEntry(tx, ownerId, id)
}

/**
 * Writes the whole entry over the version that was read. The same again, as by a client that saves while somebody types and did not hear
 * the answer, changes nothing. Throws trading/journal-entry-not-found, trading/journal-stale and what creating throws.
 */
export async function saveEntry(
  tx: Tx,
  files: PictureStore,
  { ownerId, id }: { readonly ownerId: Id<'user'>; readonly id: Id<'journal-entry'> },
  { version, ...written }: Written & { readonly version: number },
): Promise<Entry> {
  await lockEntry(tx, ownerId, id)
  const before = await findEntry(tx, ownerId, id)
  const fields = columns(written)
  const tagIds = written.tagIds ?? []
  const fileIds = written.fileIds ?? []
  const isSaid =
    isDeepStrictEqual(fields, pick(before, fields)) &&
    isDeepStrictEqual([...tagIds].sort(), [...before.tag_ids].sort()) &&
    isDeepStrictEqual(fileIds, before.file_ids)
  if (isSaid && (version === before.version || version === before.version - 1)) return before
  if (version !== before.version) throw journalProblem('journal-stale')
  await assertOwnTags(tx, ownerId, { ids: tagIds, pointer: '/tagIds' })
  await tx
    .query<JournalTables>()
    .updateTable('trading.journal_entry')
    .set({ ...fields, version: version + 1, updated_at: now() })
    .where('id', '=', id)
    .execute()
  await setTags(tx, id, tagIds)
  await setPictures(tx, files, { entryId: id, ownerId, fileIds })
  return await findEntry(tx, ownerId, id)
}

/** Its pictures go with it. Throws trading/journal-entry-not-found. */
export async function removeEntry(
  tx: Tx,
  files: PictureStore,
  { ownerId, id }: { readonly ownerId: Id<'user'>; readonly id: Id<'journal-entry'> },
): Promise<void> {
  const { scope } = await lockEntry(tx, ownerId, id)
  await dropPictures(tx, files, id)
  await tx.query<JournalTables>().deleteFrom('trading.journal_entry').where('id', '=', id).execute()
  await audit(tx, 'removed', { id, scope })
}

async function lockEntry(tx: Tx, ownerId: Id<'user'>, id: Id<'journal-entry'>) {
  const row = await tx
    .query<JournalTables>()
    .selectFrom('trading.journal_entry')
    .select(['id', 'scope'])
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw journalProblem('journal-entry-not-found')
  return row
}

function columns({ title, body, mood = null, moodWords = [], fileIds = [] }: Written) {
  return { title, body, plain: wordsOf(body, fileIds), mood, mood_words: [...moodWords] }
}

function pick<Fields extends object>(row: Fields, names: object): Partial<Fields> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name in names)) as Partial<Fields>
}

async function placeOf(tx: Tx, ownerId: Id<'user'>, about: About): Promise<Place> {
  const { day, tradeId, sessionId, accountId = null } = about
  if ([day, tradeId, sessionId].filter((one) => one !== undefined).length !== 1)
    throw invalid('', 'is about one of day, tradeId and sessionId')
  if (accountId !== null && day === undefined) throw invalid('/accountId', 'stands beside a day only')
  const nowhere = { trade_id: null, session_id: null }
  if (tradeId !== undefined) {
    const trade = await ownTrade(tx, ownerId, tradeId)
    const opened = localDate(trade.opened_at, trade.time_zone)
    return { ...nowhere, scope: 'trade', trade_id: trade.id, account_id: trade.account_id, day: opened }
  }
  if (sessionId !== undefined) {
    const session = await findSession(tx, ownerId, sessionId)
    const began = localDate(session.started_at, await zoneOf(tx, ownerId, session.account_id))
    return { ...nowhere, scope: 'session', session_id: session.id, account_id: session.account_id, day: began }
  }
  if (accountId !== null) await ownAccounts(tx, ownerId, accountId)
  return { ...nowhere, scope: 'day', account_id: accountId, day: day ?? '' }
}

/** Of the account, or of the trader's first one. */
async function zoneOf(tx: Tx, ownerId: Id<'user'>, accountId: Id<'trading-account'> | null): Promise<string> {
  return (await ownAccounts(tx, ownerId, accountId))[0]?.time_zone ?? 'UTC'
}

function invalid(pointer: string, detail: string) {
  return tradingProblem('value-invalid', { errors: [{ pointer, code: 'about', detail }] })
}

async function setTags(tx: Tx, entryId: Id<'journal-entry'>, tagIds: readonly Id<'tag'>[]): Promise<void> {
  await tx.raw('DELETE FROM trading.journal_tag WHERE entry_id = $1 AND tag_id <> ALL($2)', [entryId, [...tagIds]])
  await tx.raw(
    'INSERT INTO trading.journal_tag (entry_id, tag_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
    [entryId, [...tagIds]],
  )
}

/** That there is an entry, not each time it is saved while somebody types. */
async function audit(tx: Tx, what: string, { id, scope }: Pick<EntryRow, 'id' | 'scope'>): Promise<void> {
  await tx.audit({
    action: `trading.journal-entry.${what}`,
    subject: { kind: 'journal-entry', id },
    details: { scope },
  })
}
