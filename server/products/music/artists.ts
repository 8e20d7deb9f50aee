import { now } from '../../kernel/clock.ts'
import { type Cursor, cursorPage } from '../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { asId, type Id, isUuid, newId } from '../../kernel/id.ts'
import type { PageInput, RowPage } from './application-reads.ts'
import type { Reader } from './caller.ts'
import { nameKey, slugOf } from './name-key.ts'
import type { ArtistRow, MusicTables } from './tables.ts'

export type NewArtist = Pick<ArtistRow, 'name' | 'type' | 'bio' | 'links' | 'genres' | 'country'>

const SLUG_TRIES_MAX = 100

/** Makes an artist under the first free slug of its name: `night-ferry`, `night-ferry-2` ... */
export async function insertArtist(tx: Tx, artist: NewArtist): Promise<ArtistRow> {
  const base = slugOf(artist.name)
  for (let attempt = 1; attempt <= SLUG_TRIES_MAX; attempt += 1) {
    const row = await tx
      .query<MusicTables>()
      .insertInto('music.artist')
      .values({
        ...artist,
        id: newId<'artist'>(),
        slug: attempt === 1 ? base : `${base}-${attempt}`,
        name_key: nameKey(artist.name),
        created_at: now(),
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row !== undefined) return row
  }
  throw new Error(`no free slug for ${base} within ${SLUG_TRIES_MAX} tries`)
}

export async function insertOwner(tx: Tx, artistId: Id<'artist'>, userId: Id<'user'>): Promise<void> {
  await tx
    .query<MusicTables>()
    .insertInto('music.artist_member')
    .values({ artist_id: artistId, user_id: userId, role: 'owner', created_at: now() })
    .execute()
}

/** The person's role with the artist, or null. */
export async function memberRole(source: Reader, artistId: Id<'artist'>, userId: Id<'user'>) {
  const member = await source
    .query<MusicTables>()
    .selectFrom('music.artist_member')
    .select('role')
    .where('artist_id', '=', artistId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return member?.role ?? null
}

export async function findArtist(source: Reader, slug: string): Promise<ArtistRow | undefined> {
  return await source
    .query<MusicTables>()
    .selectFrom('music.artist')
    .selectAll()
    .where('slug', '=', slug)
    .executeTakeFirst()
}

/** By name; with `memberId` only those the person belongs to. */
export async function listArtists(
  db: Db,
  input: PageInput & { readonly memberId?: Id<'user'> | undefined },
): Promise<RowPage<ArtistRow>> {
  const page = cursorPage(input, nameAndId)
  let query = db
    .query<MusicTables>()
    .selectFrom('music.artist')
    .selectAll()
    .orderBy('name_key')
    .orderBy('id')
    .limit(page.limit + 1)
  if (input.memberId !== undefined) {
    const { memberId } = input
    query = query.where('id', 'in', (from) =>
      from.selectFrom('music.artist_member').select('artist_id').where('user_id', '=', memberId),
    )
  }
  if (page.after !== null) {
    const [key = '', id = ''] = page.after
    query = query.where((where) => where(where.refTuple('name_key', 'id'), '>', where.tuple(key, asId<'artist'>(id))))
  }
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.name_key, row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

function nameAndId(values: readonly string[]): Cursor | null {
  return values.length === 2 && isUuid(values[1] ?? '') ? values : null
}
