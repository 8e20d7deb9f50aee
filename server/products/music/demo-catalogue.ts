import type { NewArtist } from './artists.ts'

export interface DemoTrack {
  readonly title: string
  readonly genre: string
  readonly seconds: number
  readonly explicit?: boolean
}

export interface DemoRelease {
  /** Null for tracks that stand alone. */
  readonly album: string | null
  readonly tracks: readonly DemoTrack[]
}

export interface DemoArtist extends NewArtist {
  readonly releases: readonly DemoRelease[]
}

/** Invented artists whose music the server makes itself, oldest release first. */
export const demoCatalogue: readonly DemoArtist[] = [
  {
    name: 'Nera Voss',
    type: 'person',
    bio: 'Writes slow songs at a kitchen table in Trieste and records them on the first try.',
    links: { website: 'https://nera-voss.example' },
    genres: ['Ambient', 'Electronic'],
    country: 'IT',
    releases: [
      {
        album: 'Slow Harbour',
        tracks: [
          { title: 'Breakwater', genre: 'Ambient', seconds: 6 },
          { title: 'Lamps on the Quay', genre: 'Ambient', seconds: 5 },
          { title: 'Low Tide Radio', genre: 'Electronic', seconds: 6 },
        ],
      },
    ],
  },
  {
    name: 'The Paper Almanac',
    type: 'group',
    bio: 'Five friends, one van, and a song for every month of the year.',
    links: { website: 'https://paper-almanac.example' },
    genres: ['Indie', 'Folk'],
    country: 'GB',
    releases: [
      {
        album: 'Twelve Months',
        tracks: [
          { title: 'February Light', genre: 'Indie', seconds: 5 },
          { title: 'Hay', genre: 'Folk', seconds: 4 },
          { title: 'The Longest Evening', genre: 'Indie', seconds: 6 },
        ],
      },
    ],
  },
  {
    name: 'Kilo Tamba',
    type: 'person',
    bio: 'Drums first, then everything else. Plays all of it.',
    links: {},
    genres: ['Afrobeats', 'Dance'],
    country: 'SN',
    releases: [
      {
        album: 'Market Day',
        tracks: [
          { title: 'Six in the Morning', genre: 'Afrobeats', seconds: 5 },
          { title: 'Change for a Thousand', genre: 'Afrobeats', seconds: 4, explicit: true },
          { title: 'Last Bus', genre: 'Dance', seconds: 5 },
        ],
      },
    ],
  },
  {
    name: 'Õhtu',
    type: 'group',
    bio: null,
    links: {},
    genres: ['Techno'],
    country: 'EE',
    releases: [
      {
        album: null,
        tracks: [
          { title: 'Relay', genre: 'Techno', seconds: 5 },
          { title: 'Relay (Night Version)', genre: 'Techno', seconds: 6 },
          { title: 'Õunaaed', genre: 'House', seconds: 5 },
        ],
      },
    ],
  },
]
