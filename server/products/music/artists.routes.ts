import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { listAlbums } from './albums.ts'
import { artistLinks } from './application-payload.ts'
import { findArtist, listArtists } from './artists.ts'
import { callerId } from './caller.ts'
import type { MusicDeps } from './deps.ts'
import { musicProblem } from './problems.ts'
import { artistBrief } from './submission-view.ts'
import type { ArtistRow } from './tables.ts'

const artistShape = namedObject('Artist', {
  ...artistBrief.properties,
  type: oneOf(['person', 'group']),
  bio: nullable(Type.String()),
  links: artistLinks,
  genres: Type.Array(Type.String()),
  country: nullable(Type.String()),
  createdAt: instant,
})

const albumShape = namedObject('Album', {
  id: idOf('album'),
  title: Type.String(),
  artist: artistBrief,
  coverUrl: nullable(Type.String()),
  durationMs: Type.Integer(),
  tracks: Type.Array(
    object({ id: idOf('track'), position: Type.Integer(), title: Type.String(), durationMs: Type.Integer() }),
  ),
  createdAt: instant,
})

const slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 })

/** Artists and their albums, for everybody. */
export function artistRoutes(deps: MusicDeps): Route[] {
  return [listRoute(deps), getRoute(deps), albumsRoute(deps)]
}

function viewArtist({ name_key: _, created_at, ...row }: ArtistRow) {
  return { ...row, createdAt: created_at }
}

function listRoute({ db }: MusicDeps): Route {
  return route(
    {
      id: 'music.listArtists',
      method: 'GET',
      path: '/api/artists',
      summary: 'Artists by name; with `mine` those the caller belongs to.',
      policy: { access: 'optional', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, mine: Type.Optional(Type.Boolean()) }),
        response: { 200: page(artistShape) },
      },
    },
    async (call) => {
      const { mine, ...paging } = call.query
      if (mine === true && call.principal === undefined) return { items: [], nextCursor: null }
      const memberId = mine === true ? callerId(call) : undefined
      const { rows, nextCursor } = await listArtists(db, { ...paging, memberId })
      return { items: rows.map(viewArtist), nextCursor }
    },
  )
}

function getRoute({ db }: MusicDeps): Route {
  return route(
    {
      id: 'music.getArtist',
      method: 'GET',
      path: '/api/artists/{slug}',
      summary: 'One artist.',
      policy: { access: 'public', rate: 'read' },
      schema: { params: object({ slug }), response: { 200: artistShape } },
      problems: ['music/artist-not-found'],
    },
    async (call) => {
      const row = await findArtist(db, call.params.slug)
      if (row === undefined) throw musicProblem('artist-not-found')
      return viewArtist(row)
    },
  )
}

function albumsRoute({ db }: MusicDeps): Route {
  return route(
    {
      id: 'music.listAlbums',
      method: 'GET',
      path: '/api/albums',
      summary: 'Albums with their published tracks, newest first; one without any is not shown.',
      policy: { access: 'public', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, artist: Type.Optional(slug) }),
        response: { 200: page(albumShape) },
      },
    },
    ({ query }) => listAlbums(db, query),
  )
}
