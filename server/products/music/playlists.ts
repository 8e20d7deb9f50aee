import { now } from '../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../kernel/id.ts'
import type { PageInput, RowPage } from './application-reads.ts'
import type { Reader } from './caller.ts'
import { musicProblem } from './problems.ts'
import { rankBetween } from './rank-key.ts'
import type { MusicTables, PlaylistRow } from './tables.ts'

const PLAYLIST_ITEMS_MAX = 500

export interface PlaylistInput {
  readonly title: string
  readonly description?: string | null
  readonly visibility: PlaylistRow['visibility']
}

export interface OwnPlaylist {
  readonly id: Id<'playlist'>
  readonly ownerId: Id<'user'>
}

export async function createPlaylist(tx: Tx, ownerId: Id<'user'>, input: PlaylistInput): Promise<PlaylistRow> {
  const row = await tx
    .query<MusicTables>()
    .insertInto('music.playlist')
    .values({
      id: newId<'playlist'>(),
      owner_id: ownerId,
      title: input.title,
      description: input.description ?? null,
      visibility: input.visibility,
      version: 1,
      created_at: now(),
      updated_at: now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await auditPlaylist(tx, 'created', row)
  return row
}

export interface PlaylistChange extends Partial<PlaylistInput> {
  readonly version?: number
}

/** Throws music/playlist-not-found, music/stale. */
export async function savePlaylist(tx: Tx, own: OwnPlaylist, change: PlaylistChange): Promise<PlaylistRow> {
  const { version, ...fields } = change
  const row = await lockOwn(tx, own)
  if (version !== undefined && version !== row.version) throw musicProblem('stale')
  const saved = await touch(tx, row, fields)
  await auditPlaylist(tx, 'changed', saved)
  return saved
}

export async function deletePlaylist(tx: Tx, own: OwnPlaylist): Promise<void> {
  const row = await lockOwn(tx, own)
  await tx.query<MusicTables>().deleteFrom('music.playlist').where('id', '=', row.id).execute()
  await auditPlaylist(tx, 'deleted', row)
}

/** Behind which item something goes: null is the beginning, undefined the end. */
type Place = Id<'playlist-item'> | null | undefined

/** Adds a published track. Throws music/track-not-found, music/item-not-found, music/playlist-full. */
export async function addItem(
  tx: Tx,
  own: OwnPlaylist,
  trackId: Id<'track'>,
  after: Place,
): Promise<Id<'playlist-item'>> {
  const row = await lockOwn(tx, own)
  const items = await rankedItems(tx, row.id)
  if (items.length >= PLAYLIST_ITEMS_MAX) throw musicProblem('playlist-full', { params: { max: PLAYLIST_ITEMS_MAX } })
  await assertPublished(tx, trackId)
  const id = newId<'playlist-item'>()
  await tx
    .query<MusicTables>()
    .insertInto('music.playlist_item')
    .values({
      id,
      playlist_id: row.id,
      track_id: trackId,
      rank_key: rankBehind(items, after),
      added_by: own.ownerId,
      added_at: now(),
    })
    .execute()
  await touch(tx, row, {})
  return id
}

/** Throws music/item-not-found when either item is not in the playlist. */
export async function moveItem(tx: Tx, own: OwnPlaylist, itemId: Id<'playlist-item'>, after: Place): Promise<void> {
  const row = await lockOwn(tx, own)
  const items = await rankedItems(tx, row.id)
  if (!items.some(({ id }) => id === itemId)) throw musicProblem('item-not-found')
  if (after === itemId) return
  const others = items.filter(({ id }) => id !== itemId)
  await tx
    .query<MusicTables>()
    .updateTable('music.playlist_item')
    .set({ rank_key: rankBehind(others, after) })
    .where('id', '=', itemId)
    .execute()
  await touch(tx, row, {})
}

export async function removeItem(tx: Tx, own: OwnPlaylist, itemId: Id<'playlist-item'>): Promise<void> {
  const row = await lockOwn(tx, own)
  const removed = await tx
    .query<MusicTables>()
    .deleteFrom('music.playlist_item')
    .where('id', '=', itemId)
    .where('playlist_id', '=', row.id)
    .executeTakeFirst()
  if (removed.numDeletedRows === 0n) throw musicProblem('item-not-found')
  await touch(tx, row, {})
}

/** Public ones, or with `ownerId` those of a person; newest first. */
export async function listPlaylists(
  source: Reader,
  input: PageInput & { readonly ownerId?: Id<'user'> | undefined },
): Promise<RowPage<PlaylistRow>> {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<MusicTables>()
    .selectFrom('music.playlist')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  query =
    input.ownerId === undefined ? query.where('visibility', '=', 'public') : query.where('owner_id', '=', input.ownerId)
  if (page.after !== null) query = query.where('id', '<', asId<'playlist'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

/** A playlist that `viewerId` may see: a private one is its owner's only. Throws music/playlist-not-found. */
export async function findPlaylist(
  source: Reader,
  id: Id<'playlist'>,
  viewerId: Id<'user'> | undefined,
): Promise<PlaylistRow> {
  const row = await source
    .query<MusicTables>()
    .selectFrom('music.playlist')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined || (row.visibility === 'private' && row.owner_id !== viewerId))
    throw musicProblem('playlist-not-found')
  return row
}

interface Ranked {
  readonly id: Id<'playlist-item'>
  readonly rank_key: string
}

function rankBehind(items: readonly Ranked[], after: Place): string {
  if (after === undefined) return rankBetween(items.at(-1)?.rank_key ?? null, null)
  if (after === null) return rankBetween(null, items[0]?.rank_key ?? null)
  const at = items.findIndex(({ id }) => id === after)
  const before = items[at]
  if (before === undefined) throw musicProblem('item-not-found')
  return rankBetween(before.rank_key, items[at + 1]?.rank_key ?? null)
}

async function rankedItems(tx: Tx, playlistId: Id<'playlist'>): Promise<Ranked[]> {
  return await tx
    .query<MusicTables>()
    .selectFrom('music.playlist_item')
    .select(['id', 'rank_key'])
    .where('playlist_id', '=', playlistId)
    .orderBy('rank_key')
    .execute()
}

/** The lock makes one change of a playlist at a time, so that two never choose the same rank. */
async function lockOwn(tx: Tx, { id, ownerId }: OwnPlaylist): Promise<PlaylistRow> {
  const row = await tx
    .query<MusicTables>()
    .selectFrom('music.playlist')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw musicProblem('playlist-not-found')
  return row
}

async function touch(tx: Tx, row: PlaylistRow, changes: Partial<PlaylistRow>): Promise<PlaylistRow> {
  return await tx
    .query<MusicTables>()
    .updateTable('music.playlist')
    .set({ ...changes, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function assertPublished(tx: Tx, trackId: Id<'track'>): Promise<void> {
  const track = await tx
    .query<MusicTables>()
    .selectFrom('music.track')
    .select('id')
    .where('id', '=', trackId)
    .where('state', '=', 'published')
    .executeTakeFirst()
  if (track === undefined) throw musicProblem('track-not-found')
}

async function auditPlaylist(tx: Tx, what: string, row: PlaylistRow): Promise<void> {
  await tx.audit({
    action: `music.playlist.${what}`,
    subject: { kind: 'playlist', id: row.id },
    details: { visibility: row.visibility },
  })
}
