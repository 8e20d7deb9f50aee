import pg from 'pg'

const ARTISTS = 300
export const TRACKS = 12_000

/** Fills the catalogue with generated artists and published tracks, and brings the planner's statistics up to date. */
export async function seedCatalogue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`
      INSERT INTO music.artist (id, slug, name, name_key, type, links, genres, created_at)
      SELECT gen_random_uuid(), 'artist-' || n, 'Artist ' || n, 'artist ' || n, 'person', '{}', '{electronic}', now()
      FROM generate_series(1, ${ARTISTS}) AS n;
      INSERT INTO music.track (id, state, artist_id, artist_name, artist_slug, title, genre, explicit, duration_ms, bpm, isrc, published_at, search)
      SELECT gen_random_uuid(), CASE WHEN n % 50 = 0 THEN 'unpublished' ELSE 'published' END, a.id, a.name, a.slug, 'Track ' || n,
             (ARRAY['electronic', 'jazz', 'rock', 'folk'])[1 + n % 4], n % 9 = 0, 120000 + n, 60 + n % 120, NULL,
             now() - n * interval '1 minute', to_tsvector('simple', 'track ' || n || ' ' || a.name)
      FROM generate_series(1, ${TRACKS}) AS n JOIN music.artist a ON a.slug = 'artist-' || (1 + n % ${ARTISTS});
      ANALYZE music.artist; ANALYZE music.track`)
  } finally {
    await client.end()
  }
}
