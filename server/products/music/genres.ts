export interface Genre {
  readonly slug: string
  readonly name: string
}

/** What a track can be filed under; the name is what is stored and shown. */
export const genres: readonly Genre[] = [
  'Acoustic',
  'Afrobeats',
  'Alternative',
  'Ambient',
  'Blues',
  'Classical',
  'Country',
  'Dance',
  'Electronic',
  'Experimental',
  'Folk',
  'Funk',
  'Gospel',
  'Hip-Hop',
  'House',
  'Indie',
  'Jazz',
  'Latin',
  'Metal',
  'Pop',
  'Punk',
  'R&B',
  'Reggae',
  'Rock',
  'Soul',
  'Soundtrack',
  'Techno',
].map((name) => ({ slug: name.toLowerCase().replace('&', '-and-'), name }))

const byWriting = new Map(genres.flatMap(({ slug, name }) => [slug, name.toLowerCase()].map((text) => [text, name])))

/** The genre's name for a name or slug in any case, or null. */
export function genreOf(text: string): string | null {
  return byWriting.get(text.toLowerCase()) ?? null
}
