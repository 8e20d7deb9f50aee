import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { WIDTHS } from './media.ts'
import { describeMedia, findMedia, librarianOf, listMedia, removeMedia, restoreMedia } from './media-library.ts'
import type { ContentParts } from './parts.ts'
import { CSRF } from './staff.routes.ts'

const ALT_LENGTH_MAX = 500

const urlOf = (width: number) => Type.String({ description: `URL, at most ${width} pixels wide` })

const mediaShape = namedObject('Media', {
  id: idOf('file'),
  kind: oneOf(['image', 'document']),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  alt: nullable(Type.String({ description: 'What it shows, for whoever cannot see it' })),
  state: oneOf(['ready', 'preparing', 'refused']),
  uploadedAt: instant,
  uploadedBy: nullable(idOf('user')),
  sizes: nullable(object({ small: urlOf(WIDTHS.small), medium: urlOf(WIDTHS.medium), wide: urlOf(WIDTHS.wide) })),
  url: Type.String({ description: 'Where everybody gets it; the widest of a picture' }),
  version: Type.Integer({ description: 'Of what it shows now; the first is 1' }),
  newestVersion: Type.Integer({ description: 'The last number given' }),
  visibility: oneOf(['public', 'private']),
  removedAt: nullable({ ...instant, description: 'Since when it waits to be restored or gone for good' }),
  usedBy: Type.Integer({ description: 'Entries that have it in whatever version' }),
})

const detailShape = namedObject('MediaDetail', {
  ...mediaShape.properties,
  uses: Type.Array(
    object({
      type: Type.String(),
      id: idOf('entry'),
      locale: Type.String(),
      title: Type.String(),
      trashed: Type.Boolean(),
      in: oneOf(['live', 'draft', 'older']),
    }),
    { description: 'Entries that the caller may change' },
  ),
  otherUses: Type.Integer({ description: 'Entries that are not named' }),
  mayChange: Type.Boolean({ description: 'Whether the caller may describe and remove it' }),
})

const PATH = '/api/content/media'
const byId = object({ id: idOf('file') })
const notFound = 'content/media-not-found'
const read = { access: 'signed-in', rate: 'read', delegates: 'any' } as const
const write = { access: 'signed-in', rate: 'write', delegates: 'any' } as const

/** The library of what was uploaded for content: for whoever may write some. */
export function mediaRoutes(parts: ContentParts): Route[] {
  return [listRoute(parts), readRoute(parts), describeRoute(parts), removeRoute(parts), restoreRoute(parts)]
}

function listRoute(parts: ContentParts): Route {
  return route(
    {
      id: 'content.media',
      method: 'GET',
      path: PATH,
      summary: 'Pictures and documents uploaded for content, newest first; for whoever may write some.',
      policy: read,
      schema: {
        query: object({
          ...pageQuery,
          kind: Type.Optional(oneOf(['image', 'document'])),
          q: Type.Optional({ ...line(100), description: 'A part of the filename' }),
          removed: Type.Optional(Type.Boolean({ description: 'Those that were removed and can be restored' })),
        }),
        response: { 200: page(mediaShape) },
      },
    },
    async (call) => {
      librarianOf(parts, call)
      return await listMedia(parts, call.query)
    },
  )
}

function readRoute(parts: ContentParts): Route {
  return route(
    {
      id: 'content.readMedia',
      method: 'GET',
      path: `${PATH}/{id}`,
      summary: 'A picture or document, with the entries that use it.',
      policy: read,
      schema: { params: byId, response: { 200: detailShape } },
      problems: [notFound],
    },
    (call) => findMedia(parts, librarianOf(parts, call), call.params.id),
  )
}

function describeRoute(parts: ContentParts): Route {
  return route(
    {
      id: 'content.describeMedia',
      method: 'PATCH',
      path: `${PATH}/{id}`,
      summary:
        'Says what a picture shows, for whoever cannot see it: shown at once wherever the picture stands in a field.',
      policy: write,
      schema: { params: byId, body: object({ alt: nullable(line(ALT_LENGTH_MAX)) }), response: { 200: mediaShape } },
      problems: [notFound, CSRF],
    },
    async (call) => {
      const librarian = librarianOf(parts, call)
      const { id } = call.params
      return await call.transaction((tx) => describeMedia(tx, parts, librarian, { id, alt: call.body.alt }))
    },
  )
}

function removeRoute(parts: ContentParts): Route {
  return route(
    {
      id: 'content.removeMedia',
      method: 'DELETE',
      path: `${PATH}/{id}`,
      summary:
        'Removes a picture or document that no version of an entry has; it can be restored for as long as the settings say.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: [notFound, 'content/media-in-use', CSRF],
    },
    async (call) => {
      const librarian = librarianOf(parts, call)
      await call.transaction((tx) => removeMedia(tx, parts, librarian, call.params.id))
    },
  )
}

function restoreRoute(parts: ContentParts): Route {
  return route(
    {
      id: 'content.restoreMedia',
      method: 'POST',
      path: `${PATH}/{id}/restore`,
      summary: 'Restores a picture or document that was removed.',
      policy: write,
      schema: { params: byId, response: { 200: mediaShape } },
      problems: [notFound, CSRF],
    },
    async (call) => {
      const librarian = librarianOf(parts, call)
      return await call.transaction((tx) => restoreMedia(tx, parts, librarian, call.params.id))
    },
  )
}
