import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { PageInput } from './application-reads.ts'

interface AlbumRow extends Record<string, unknown> {
  readonly id: Id<'album'>
  readonly title: string
  readonly created_at: Date
  readonly artist_id: Id<'artist'>
  readonly artist_name: string
  readonly artist_slug: string
  readonly tracks: { id: Id<'track'>; position: number; title: string; durationMs: number }[]
}

/** Albums that have a published track, newest first, each with those tracks in their order: one statement. */
export async function listAlbums(db: Db, input: PageInput & { readonly artist?: string }) {
  const page = cursorPage(input, acceptId)
  const values: unknown[] = [page.limit + 1]
  const conditions: string[] = []
  if (input.artist !== undefined) conditions.push(`artist.slug = $${values.push(input.artist)}`)
  if (page.after !== null) conditions.push(`album.id < $${values.push(page.after[0])}::uuid`)
  const rows = await db.raw<AlbumRow>(
    `SELECT album.id, album.title, album.created_at, artist.id AS artist_id, artist.name AS artist_name,
            artist.slug AS artist_slug, listed.tracks
     FROM music.album JOIN music.artist ON artist.id = album.artist_id
     CROSS JOIN LATERAL (
       SELECT json_agg(json_build_object('id', track.id, 'position', position, 'title', track.title,
                                         'durationMs', track.duration_ms) ORDER BY position) AS tracks
       FROM music.album_track JOIN music.track ON track.id = track_id
       WHERE album_id = album.id AND track.state = 'published'
     ) AS listed
     WHERE ${['listed.tracks IS NOT NULL', ...conditions].join(' AND ')}
     ORDER BY album.id DESC LIMIT $1`,
    values,
  )
  return page.of(rows, (row) => [row.id], viewAlbum)
}

function viewAlbum(row: AlbumRow) {
  const [first] = row.tracks
  return {
    id: row.id,
    title: row.title,
    artist: { id: row.artist_id, name: row.artist_name, slug: row.artist_slug },
    coverUrl: first === undefined ? null : `/api/tracks/${first.id}/cover`,
    durationMs: row.tracks.reduce((sum, { durationMs }) => sum + durationMs, 0),
    tracks: row.tracks,
    createdAt: row.created_at,
  }
}
