import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { type Id, isUuid } from '../../kernel/id.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import type { ApiKeyParts } from './parts.ts'
import { keepKey } from './review.ts'

const FRESH = { aal: 1, maxAgeSeconds: 10 * 60 } as const
const SCOPES_MAX = 100

const item = {
  id: idOf('api-key'),
  name: Type.String(),
  lastFour: Type.String(),
  scopes: Type.Array(Type.String()),
  organisationId: nullable(idOf('organisation')),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: nullable(instant),
  reviewSince: nullable(instant),
}
const keyItem = namedObject('ApiKey', item)
const byId = object({ id: idOf('api-key') })

export function keyRoutes(parts: ApiKeyParts): Route[] {
  return [createRoute(parts), ...ownRoutes(parts), ...administratorRoutes(parts)]
}

function createRoute(parts: ApiKeyParts): Route {
  return route(
    {
      id: 'apiKeys.create',
      method: 'POST',
      path: '/api/api-keys',
      summary: 'Makes an API key; the answer is the only place where it is shown.',
      policy: { access: 'signed-in', rate: 'write', assurance: FRESH },
      schema: {
        body: object({
          name: line(120),
          scopes: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: SCOPES_MAX }),
          expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
          organisationId: Type.Optional(idOf('organisation')),
        }),
        response: { 201: object({ ...item, key: Type.String() }) },
      },
      problems: [
        'api-keys/beyond-own',
        'api-keys/bad-expiry',
        'api-keys/organisation-not-found',
        'api-keys/too-many',
        'identity/csrf',
      ],
    },
    async (call) => {
      const maker = principalOf(call)
      const { name, scopes, expiresAt, organisationId } = call.body
      const ends = expiresAt === undefined ? undefined : new Date(expiresAt)
      const made = await call.transaction((tx) =>
        createKey(parts, tx, maker, { name, scopes, expiresAt: ends, organisationId }),
      )
      call.reply.header('cache-control', 'no-store')
      return { ...toItem(made), key: made.key }
    },
  )
}

function ownRoutes(parts: ApiKeyParts): Route[] {
  return [
    route(
      {
        id: 'apiKeys.list',
        method: 'GET',
        path: '/api/api-keys',
        summary: 'The own API keys, newest first; those with `reviewSince` wait for a word whether they stay.',
        policy: { access: 'signed-in', rate: 'read' },
        schema: { query: object(pageQuery), response: { 200: page(keyItem) } },
      },
      async (call) => pageOf(parts, principalOf(call).actor.userId, call.query),
    ),
    route(
      {
        id: 'apiKeys.revoke',
        method: 'DELETE',
        path: '/api/api-keys/{id}',
        summary: 'Ends an own API key at once.',
        policy: { access: 'signed-in', rate: 'write' },
        schema: { params: byId, response: { 204: null } },
        problems: ['api-keys/not-found', 'identity/csrf'],
      },
      async (call) => {
        const key = { id: call.params.id, ownerId: principalOf(call).actor.userId }
        await call.transaction((tx) => revokeKey(parts, tx, key))
      },
    ),
    route(
      {
        id: 'apiKeys.keep',
        method: 'POST',
        path: '/api/api-keys/{id}/keep',
        summary: 'Says that a key under review stays.',
        policy: { access: 'signed-in', rate: 'write', assurance: FRESH },
        schema: { params: byId, response: { 204: null } },
        problems: ['api-keys/not-found', 'identity/csrf'],
      },
      async (call) => {
        const key = { id: call.params.id, ownerId: principalOf(call).actor.userId }
        await call.transaction((tx) => keepKey(tx, key))
      },
    ),
  ]
}

function administratorRoutes(parts: ApiKeyParts): Route[] {
  return [
    route(
      {
        id: 'apiKeys.listOfUser',
        method: 'GET',
        path: '/api/users/{id}/api-keys',
        summary: "A person's API keys, newest first.",
        policy: { can: 'access:read', rate: 'read' },
        schema: { params: object({ id: idOf('user') }), query: object(pageQuery), response: { 200: page(keyItem) } },
      },
      async (call) => pageOf(parts, call.params.id, call.query),
    ),
    route(
      {
        id: 'apiKeys.revokeOfUser',
        method: 'DELETE',
        path: '/api/users/{id}/api-keys/{keyId}',
        summary: 'Ends an API key of a person who may do no more than the caller.',
        policy: { can: 'access:manage', rate: 'write' },
        schema: { params: object({ id: idOf('user'), keyId: idOf('api-key') }), response: { 204: null } },
        problems: ['api-keys/not-found', 'access/beyond-own', 'identity/csrf'],
      },
      async (call) => {
        const { id: ownerId, keyId: id } = call.params
        await call.transaction(async (tx) => {
          await parts.access.assertCovers(tx, ownerId)
          await revokeKey(parts, tx, { id, ownerId })
        })
      },
    ),
  ]
}

async function pageOf(parts: ApiKeyParts, ownerId: Id<'user'>, query: { limit?: number; cursor?: string }) {
  const list = cursorPage(query, (values) => (values.length === 1 && isUuid(values[0] ?? '') ? values : null))
  const rows = await listKeys(parts.db, ownerId, { limit: list.limit + 1, after: list.after?.[0] })
  return list.of(rows, (row) => [row.id], toItem)
}

function toItem(row: Awaited<ReturnType<typeof listKeys>>[number]) {
  return {
    id: row.id,
    name: row.name,
    lastFour: row.last_four,
    scopes: row.scopes,
    organisationId: row.organisation_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    reviewSince: row.review_since,
  }
}

function principalOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal
}
