import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { findMedia, viewTrack } from './catalogue.ts'
import { coverAge, coverQuery, variantOf } from './covers.ts'
import type { MusicDeps, MusicParts } from './deps.ts'
import { genres } from './genres.ts'
import { musicProblem } from './problems.ts'
import { setPublished } from './publishing.ts'
import { trackShape } from './track-shape.ts'

const byId = object({ id: idOf('track') })
const problems = ['music/track-not-found']
const readPolicy = { access: 'public', rate: 'read' } as const
const bytesPolicy = { access: 'public', rate: 'stream' } as const
const byteProblems = [...problems, 'files/range-not-satisfiable', 'files/damaged', 'blob/missing']

/** How long a browser may go on with a stream's bytes before it asks whether the track is still published. */
const STREAM_AGE_SECONDS = 300
const STREAM_DEADLINE_MS = 15 * 60_000

/** What everybody may hear and see, and who may take it away. */
export function catalogueRoutes(deps: MusicParts): Route[] {
  return [
    listRoute(deps),
    getRoute(deps),
    streamRoute(deps),
    waveformRoute(deps),
    coverRoute(deps),
    genresRoute(),
    publicationRoute(deps, 'publish'),
    publicationRoute(deps, 'unpublish'),
  ]
}

function listRoute({ catalogue }: MusicParts): Route {
  return route(
    {
      id: 'music.listTracks',
      method: 'GET',
      path: '/api/tracks',
      summary: 'Published tracks, newest first; `search` looks for the beginnings of words in title and artist name.',
      policy: readPolicy,
      schema: {
        query: object({
          ...pageQuery,
          search: Type.Optional(line(100)),
          artist: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'Slug of the artist' })),
          genre: Type.Optional(line(40)),
        }),
        response: { 200: page(trackShape) },
      },
    },
    ({ query }) => catalogue.list(query),
  )
}

function getRoute({ catalogue }: MusicParts): Route {
  return route(
    {
      id: 'music.getTrack',
      method: 'GET',
      path: '/api/tracks/{id}',
      summary: 'One published track.',
      policy: readPolicy,
      schema: { params: byId, response: { 200: trackShape } },
      problems,
    },
    async ({ params }) => {
      const track = await catalogue.track(params.id)
      if (track === null) throw musicProblem('track-not-found')
      return track
    },
  )
}

function streamRoute({ db, files }: MusicDeps): Route {
  return route(
    {
      id: 'music.streamTrack',
      method: 'GET',
      path: '/api/tracks/{id}/stream',
      summary: 'The recording, whole or a range.',
      policy: bytesPolicy,
      schema: { params: byId, response: { 200: null } },
      problems: byteProblems,
      deadlineMs: STREAM_DEADLINE_MS,
    },
    async (call) => {
      const { audio_file_id } = await findMedia(db, call.params.id)
      await files.send(call, audio_file_id, {
        inline: true,
        maxAgeSeconds: STREAM_AGE_SECONDS,
        filename: `track-${call.params.id}`,
      })
    },
  )
}

function waveformRoute({ db }: MusicDeps): Route {
  return route(
    {
      id: 'music.trackWaveform',
      method: 'GET',
      path: '/api/tracks/{id}/waveform',
      summary: 'Peaks of 0 to 255 over the whole recording; none where its codec cannot be decoded here.',
      policy: readPolicy,
      schema: {
        params: byId,
        response: { 200: object({ version: Type.Integer(), peaks: Type.Array(Type.Integer()) }) },
      },
      problems,
    },
    async (call) => ({ version: 1, peaks: [...(await findMedia(db, call.params.id)).waveform] }),
  )
}

function coverRoute({ db, files }: MusicDeps): Route {
  return route(
    {
      id: 'music.trackCover',
      method: 'GET',
      path: '/api/tracks/{id}/cover',
      summary: 'The cover as a square JPEG.',
      policy: bytesPolicy,
      schema: { params: byId, query: coverQuery, response: { 200: null } },
      problems: byteProblems,
    },
    async (call) => {
      const { cover_variant_ids } = await findMedia(db, call.params.id)
      await files.send(call, variantOf(cover_variant_ids, call.query.size), { inline: true, maxAgeSeconds: coverAge })
    },
  )
}

function genresRoute(): Route {
  return route(
    {
      id: 'music.listGenres',
      method: 'GET',
      path: '/api/genres',
      summary: 'What tracks are filed under.',
      policy: readPolicy,
      schema: {
        response: { 200: object({ items: Type.Array(object({ slug: Type.String(), name: Type.String() })) }) },
      },
    },
    async () => ({ items: genres }),
  )
}

function publicationRoute(deps: MusicParts, verb: 'publish' | 'unpublish'): Route {
  return route(
    {
      id: `music.${verb}Track`,
      method: 'POST',
      path: `/api/tracks/{id}/${verb}`,
      summary:
        verb === 'publish' ? 'Puts a track back into the catalogue.' : 'Takes a track out of the catalogue at once.',
      policy: { can: 'music:publish', rate: 'write', idempotency: 'optional' },
      schema: { params: byId, response: { 200: trackShape } },
      problems: [...problems, 'music/wrong-state'],
    },
    (call) =>
      call.transaction(async (tx) => viewTrack(await setPublished(tx, deps, call.params.id, verb === 'publish'))),
  )
}
