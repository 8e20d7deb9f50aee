import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import type { Reader } from './caller.ts'
import { viewTrack } from './catalogue.ts'
import type { Person } from './deps.ts'
import type { MusicTables, PlaylistRow } from './tables.ts'
import { trackShape } from './track-shape.ts'

export const visibilities = ['private', 'unlisted', 'public'] as const

const properties = {
  id: idOf('playlist'),
  title: Type.String(),
  description: nullable(Type.String()),
  visibility: oneOf(visibilities),
  owner: object({ id: idOf('user'), name: Type.String() }),
  isOwn: Type.Boolean(),
  trackCount: Type.Integer(),
  version: Type.Integer(),
  createdAt: instant,
  updatedAt: instant,
}

export const playlistShape = object(properties)
export const playlistDetail = namedObject('Playlist', {
  ...properties,
  items: Type.Array(object({ id: idOf('playlist-item'), addedAt: instant, track: trackShape })),
})

interface Viewer {
  readonly people: ReadonlyMap<string, Person>
  readonly viewerId: Id<'user'> | undefined
}

/** Playlists without their items; only published tracks count. */
export async function viewPlaylists(source: Reader, rows: readonly PlaylistRow[], viewer: Viewer) {
  if (rows.length === 0) return []
  const counts = await source
    .query<MusicTables>()
    .selectFrom('music.playlist_item as item')
    .innerJoin('music.track as track', 'track.id', 'item.track_id')
    .select(({ fn }) => ['item.playlist_id', fn.countAll<bigint>().as('count')])
    .where('track.state', '=', 'published')
    .where(
      'item.playlist_id',
      'in',
      rows.map(({ id }) => id),
    )
    .groupBy('item.playlist_id')
    .execute()
  const countOf = new Map(counts.map(({ playlist_id, count }) => [playlist_id, Number(count)]))
  return rows.map((row) => viewPlaylist(row, countOf.get(row.id) ?? 0, viewer))
}

/** A playlist with its items in order; tracks that are not published now are left out until they are again. */
export async function viewPlaylistDetail(source: Reader, row: PlaylistRow, viewer: Viewer) {
  const items = await source
    .query<MusicTables>()
    .selectFrom('music.playlist_item as item')
    .innerJoin('music.track as track', 'track.id', 'item.track_id')
    .select(['item.id as item_id', 'item.added_at'])
    .selectAll('track')
    .where('item.playlist_id', '=', row.id)
    .where('track.state', '=', 'published')
    .orderBy('item.rank_key')
    .execute()
  return {
    ...viewPlaylist(row, items.length, viewer),
    items: items.map(({ item_id, added_at, ...track }) => ({
      id: item_id,
      addedAt: added_at,
      track: viewTrack(track),
    })),
  }
}

function viewPlaylist(row: PlaylistRow, trackCount: number, { people, viewerId }: Viewer) {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    visibility: row.visibility,
    owner: { id: row.owner_id, name: people.get(row.owner_id)?.name ?? '' },
    isOwn: row.owner_id === viewerId,
    trackCount,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
