import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, nullable, object, oneOf, page, pageQuery, text } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { callerId } from './caller.ts'
import type { MusicDeps } from './deps.ts'
import { playlistDetail, playlistShape, viewPlaylistDetail, viewPlaylists, visibilities } from './playlist-view.ts'
import {
  addItem,
  createPlaylist,
  deletePlaylist,
  findPlaylist,
  listPlaylists,
  moveItem,
  type OwnPlaylist,
  removeItem,
  savePlaylist,
} from './playlists.ts'

const byId = object({ id: idOf('playlist') })
const byItem = object({ id: idOf('playlist'), itemId: idOf('playlist-item') })
const writePolicy = { access: 'signed-in', rate: 'write', delegates: 'impersonator' } as const
const place = nullable(idOf('playlist-item'))
const problems = ['music/playlist-not-found']
const fields = {
  title: line(120),
  description: Type.Optional(nullable(text(1000))),
  visibility: oneOf(visibilities),
}

/** Lists of published tracks that people keep. */
export function playlistRoutes(deps: MusicDeps): Route[] {
  return [
    listRoute(deps),
    createRoute(deps),
    getRoute(deps),
    saveRoute(deps),
    deleteRoute(),
    addRoute(deps),
    moveRoute(deps),
    removeRoute(deps),
  ]
}

/** Runs `step` on the caller's playlist and answers with the playlist as it is then. */
async function changeOwn(
  { people }: MusicDeps,
  call: Pick<Call, 'principal' | 'transaction'>,
  id: Id<'playlist'>,
  step: (tx: Tx, own: OwnPlaylist) => Promise<unknown>,
) {
  const ownerId = callerId(call)
  const owner = await people([ownerId])
  return await call.transaction(async (tx) => {
    await step(tx, { id, ownerId })
    return await viewPlaylistDetail(tx, await findPlaylist(tx, id, ownerId), { people: owner, viewerId: ownerId })
  })
}

function listRoute({ db, people }: MusicDeps): Route {
  return route(
    {
      id: 'music.listPlaylists',
      method: 'GET',
      path: '/api/playlists',
      summary: "Public playlists, newest first; with `mine` the caller's own, whatever their visibility.",
      policy: { access: 'optional', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, mine: Type.Optional(Type.Boolean()) }),
        response: { 200: page(playlistShape) },
      },
    },
    async (call) => {
      const { mine, ...paging } = call.query
      const viewerId = call.principal?.actor.userId
      if (mine === true && viewerId === undefined) return { items: [], nextCursor: null }
      const { rows, nextCursor } = await listPlaylists(db, { ...paging, ownerId: mine === true ? viewerId : undefined })
      const owners = await people([...new Set(rows.map(({ owner_id }) => owner_id))])
      return { items: await viewPlaylists(db, rows, { people: owners, viewerId }), nextCursor }
    },
  )
}

function createRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.createPlaylist',
      method: 'POST',
      path: '/api/playlists',
      summary: 'Makes an empty playlist.',
      policy: { ...writePolicy, idempotency: 'optional' },
      schema: {
        body: object({ ...fields, visibility: Type.Optional(fields.visibility) }),
        response: { 201: playlistDetail },
      },
    },
    async (call) => {
      const viewerId = callerId(call)
      const people = await deps.people([viewerId])
      return await call.transaction(async (tx) => {
        const row = await createPlaylist(tx, viewerId, { visibility: 'private', ...call.body })
        return await viewPlaylistDetail(tx, row, { people, viewerId })
      })
    },
  )
}

function getRoute({ db, people }: MusicDeps): Route {
  return route(
    {
      id: 'music.getPlaylist',
      method: 'GET',
      path: '/api/playlists/{id}',
      summary:
        'A playlist with its tracks. Unlisted ones are found by who has the address, private ones by their owner.',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: byId, response: { 200: playlistDetail } },
      problems,
    },
    async (call) => {
      const viewerId = call.principal?.actor.userId
      const row = await findPlaylist(db, call.params.id, viewerId)
      return await viewPlaylistDetail(db, row, { people: await people([row.owner_id]), viewerId })
    },
  )
}

function saveRoute(deps: MusicDeps): Route {
  const body = object({
    ...fields,
    title: Type.Optional(fields.title),
    visibility: Type.Optional(fields.visibility),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  })
  return route(
    {
      id: 'music.updatePlaylist',
      method: 'PATCH',
      path: '/api/playlists/{id}',
      summary: 'Changes title, description or visibility.',
      policy: writePolicy,
      schema: { params: byId, body, response: { 200: playlistDetail } },
      problems: [...problems, 'music/stale'],
    },
    (call) => changeOwn(deps, call, call.params.id, (tx, own) => savePlaylist(tx, own, call.body)),
  )
}

function deleteRoute(): Route {
  return route(
    {
      id: 'music.deletePlaylist',
      method: 'DELETE',
      path: '/api/playlists/{id}',
      summary: 'Removes a playlist; its tracks are untouched.',
      policy: writePolicy,
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      await call.transaction((tx) => deletePlaylist(tx, { id: call.params.id, ownerId: callerId(call) }))
    },
  )
}

function addRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.addPlaylistItem',
      method: 'POST',
      path: '/api/playlists/{id}/items',
      summary: 'Adds a track at the end, or behind `afterItemId` (null: at the beginning).',
      policy: { ...writePolicy, idempotency: 'optional' },
      schema: {
        params: byId,
        body: object({ trackId: idOf('track'), afterItemId: Type.Optional(place) }),
        response: { 201: playlistDetail },
      },
      problems: [...problems, 'music/track-not-found', 'music/item-not-found', 'music/playlist-full'],
    },
    (call) => {
      const { trackId, afterItemId } = call.body
      return changeOwn(deps, call, call.params.id, (tx, own) => addItem(tx, own, trackId, afterItemId))
    },
  )
}

function moveRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.movePlaylistItem',
      method: 'PATCH',
      path: '/api/playlists/{id}/items/{itemId}',
      summary: 'Moves an item behind another one (null: to the beginning).',
      policy: writePolicy,
      schema: { params: byItem, body: object({ afterItemId: place }), response: { 200: playlistDetail } },
      problems: [...problems, 'music/item-not-found'],
    },
    (call) => {
      const { id, itemId } = call.params
      return changeOwn(deps, call, id, (tx, own) => moveItem(tx, own, itemId, call.body.afterItemId))
    },
  )
}

function removeRoute(deps: MusicDeps): Route {
  return route(
    {
      id: 'music.removePlaylistItem',
      method: 'DELETE',
      path: '/api/playlists/{id}/items/{itemId}',
      summary: 'Takes an item out.',
      policy: writePolicy,
      schema: { params: byItem, response: { 200: playlistDetail } },
      problems: [...problems, 'music/item-not-found'],
    },
    (call) => changeOwn(deps, call, call.params.id, (tx, own) => removeItem(tx, own, call.params.itemId)),
  )
}
