import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { nullable, page } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { findTrack, listTracks, type TrackFilter } from './catalogue.ts'
import { trackShape } from './track-shape.ts'

/** The tag of every list of tracks. */
const LISTS = 'music.track-lists'
const TTL_SECONDS = 60
/** The catalogue outlives a database that is away for so long. */
const STALE_SECONDS = 600

/** What the public reads most, from the cache. */
export type Catalogue = ReturnType<typeof createCatalogue>

/** The first page of tracks by artist and genre, and single tracks; whatever changes the catalogue says so by `changed`. */
export function createCatalogue({ cache, db }: { readonly cache: Cache; readonly db: Db }) {
  const times = { ttlSeconds: TTL_SECONDS, staleSeconds: STALE_SECONDS }
  const tracks = cache.region({
    name: 'music.track',
    shape: nullable(trackShape),
    ...times,
    keyText: (id: Id<'track'>) => id,
    load: (id) => findTrack(db, id),
  })
  const lists = cache.region({
    name: 'music.tracks',
    shape: page(trackShape),
    ...times,
    keyText: ({ limit, artist, genre }: TrackFilter) =>
      artist === undefined && genre === undefined ? `${limit}` : JSON.stringify([limit, artist ?? null, genre ?? null]),
    tags: () => [LISTS],
    load: (filter) => listTracks(db, filter),
  })
  return {
    /** A published track, or null. */
    track: (id: Id<'track'>) => tracks.get(id),
    /** A page of tracks. Later pages and searches are read anew: hardly two people ask for the same one. */
    list: (filter: TrackFilter) =>
      filter.cursor === undefined && filter.search === undefined ? lists.get(filter) : listTracks(db, filter),
    /** The tracks appear, disappear or are shown otherwise when `tx` has committed. */
    async changed(tx: Tx, trackIds: readonly Id<'track'>[]): Promise<void> {
      await tracks.invalidate(tx, ...trackIds)
      await cache.invalidateTags(tx, LISTS)
    },
  }
}
