import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { changesBetween } from './diff.ts'
import { lockEntry, versionOf } from './entries.ts'
import { releaseLock, takeLock } from './locks.ts'
import type { ContentParts } from './parts.ts'
import { createPreview } from './previews.ts'
import { slugShape } from './shown-shapes.ts'
import { addRedirect, removeRedirect, slugsOf } from './slugs.ts'
import { CSRF } from './staff.routes.ts'
import { findStatus, listVersions } from './staff-reads.ts'
import { versionLineShape, versionNumber } from './staff-shapes.ts'
import { addressOf, byTypeAndId, problems, WRITE } from './workflow.routes.ts'

const READ = { ...WRITE, rate: 'read' } as const
const PATH = '/api/content/{type}/{id}'
const notFound = ['content/entry-not-found']

/** Versions, previews, locks and redirects of an entry: alike for every type. */
export function entryRoutes(parts: ContentParts): Route[] {
  return [...versionRoutes(parts), previewRoute(parts), ...lockRoutes(parts), ...redirectRoutes(parts)]
}

function versionRoutes(parts: ContentParts): Route[] {
  const change = object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })
  return [
    route(
      {
        id: 'content.versions',
        method: 'GET',
        path: `${PATH}/versions`,
        summary: 'What an entry said over time, newest first.',
        policy: READ,
        schema: { params: byTypeAndId(parts), query: object(pageQuery), response: { 200: page(versionLineShape) } },
        problems: notFound,
      },
      (call) => listVersions(parts.db, addressOf(parts, call), call.query),
    ),
    route(
      {
        id: 'content.diff',
        method: 'GET',
        path: `${PATH}/diff`,
        summary: 'What one version says otherwise than another, field by field.',
        policy: READ,
        schema: {
          params: byTypeAndId(parts),
          query: object({ from: versionNumber, to: versionNumber }),
          response: { 200: object({ changes: Type.Array(change) }) },
        },
        problems: [...notFound, 'content/version-not-found'],
      },
      async (call) => {
        const { id } = await findStatus(parts.db, addressOf(parts, call))
        const from = await versionOf(parts.db, id, call.query.from)
        return { changes: changesBetween(from, await versionOf(parts.db, id, call.query.to)) }
      },
    ),
  ]
}

function previewRoute(parts: ContentParts): Route {
  return route(
    {
      id: 'content.createPreview',
      method: 'POST',
      path: `${PATH}/previews`,
      summary: 'Makes a link that shows one version to whoever has it, for seven days.',
      policy: WRITE,
      schema: {
        params: byTypeAndId(parts),
        body: object({ version: versionNumber }),
        response: { 201: object({ token: Type.String(), path: Type.String(), expiresAt: instant }) },
      },
      problems: [...notFound, 'content/version-not-found', CSRF],
    },
    async (call) => {
      call.reply.header('cache-control', 'no-store')
      return await call.transaction((tx) => createPreview(tx, addressOf(parts, call), call.body.version))
    },
  )
}

const lockShape = object({ holderId: idOf('user'), takenAt: instant, expiresAt: instant })

function lockRoutes(parts: ContentParts): Route[] {
  return [
    route(
      {
        id: 'content.lock',
        method: 'PUT',
        path: `${PATH}/lock`,
        summary: 'Takes or keeps the right to edit for 90 s; `takeOverFrom` names the person it is taken from.',
        policy: WRITE,
        schema: {
          params: byTypeAndId(parts),
          body: object({ takeOverFrom: Type.Optional(nullable(idOf('user'))) }),
          response: { 200: lockShape },
        },
        problems: [...notFound, 'content/edited-by-other', CSRF],
      },
      async (call) => {
        const address = addressOf(parts, call)
        const { takeOverFrom = null } = call.body
        const lock = await call.transaction((tx) => takeLock(tx, parts, address, takeOverFrom))
        return { holderId: lock.holder_id, takenAt: lock.taken_at, expiresAt: lock.expires_at }
      },
    ),
    route(
      {
        id: 'content.unlock',
        method: 'DELETE',
        path: `${PATH}/lock`,
        summary: "Gives up one's right to edit.",
        policy: WRITE,
        schema: { params: byTypeAndId(parts), response: { 204: null } },
        problems: [...notFound, CSRF],
      },
      (call) => call.transaction((tx) => releaseLock(tx, addressOf(parts, call))),
    ),
  ]
}

const redirectShape = object({ slug: Type.String(), isCurrent: Type.Boolean() })
function redirectRoutes(parts: ContentParts): Route[] {
  const bySlug = object({ ...byTypeAndId(parts).properties, slug: slugShape })
  return [
    route(
      {
        id: 'content.addresses',
        method: 'GET',
        path: `${PATH}/slugs`,
        summary: 'The address of an entry, and those that lead to it.',
        policy: READ,
        schema: { params: byTypeAndId(parts), response: { 200: object({ items: Type.Array(redirectShape) }) } },
        problems: notFound,
      },
      async (call) => {
        const { id } = await findStatus(parts.db, addressOf(parts, call))
        const rows = await slugsOf(parts.db, id)
        return { items: rows.map(({ slug, is_current }) => ({ slug, isCurrent: is_current })) }
      },
    ),
    route(
      {
        id: 'content.addRedirect',
        method: 'PUT',
        path: `${PATH}/slugs/{slug}`,
        summary: 'Makes an address that no entry has lead to this one.',
        policy: { can: 'content:{type}.publish', rate: 'write' },
        schema: { params: bySlug, response: { 204: null } },
        problems: [...problems, 'content/slug-taken'],
      },
      (call) =>
        call.transaction(async (tx) => {
          const { type, id, editor } = addressOf(parts, call)
          await addRedirect(tx, await lockEntry(tx, type, id, editor), call.params.slug)
          await parts.shown.changed(tx, type.name)
        }),
    ),
    route(
      {
        id: 'content.removeRedirect',
        method: 'DELETE',
        path: `${PATH}/slugs/{slug}`,
        summary: 'Frees an address that led to this entry.',
        policy: { can: 'content:{type}.publish', rate: 'write' },
        schema: { params: bySlug, response: { 204: null } },
        problems: [...problems, 'content/redirect-not-found'],
      },
      (call) =>
        call.transaction(async (tx) => {
          const { type, id, editor } = addressOf(parts, call)
          await removeRedirect(tx, await lockEntry(tx, type, id, editor), call.params.slug)
          await parts.shown.changed(tx, type.name)
        }),
    ),
  ]
}
