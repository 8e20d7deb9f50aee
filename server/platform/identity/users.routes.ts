import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Parts } from './parts.ts'
import { acceptId } from './sessions.routes.ts'
import { userShape } from './signed-in.ts'
import { assertOpenAccount, getUser, listUsers, setDisabled } from './users.ts'

const DEFAULT_REASON = 'by hand'

const user = object({ ...userShape.properties, disabledAt: nullable(instant) })
const roleName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' })
const byId = object({ id: idOf('user') })
const byRole = object({ id: idOf('user'), role: roleName })

export function userRoutes(parts: Parts): Route[] {
  return [...readRoutes(parts), ...roleRoutes(parts), closeRoute(parts, 'disable'), closeRoute(parts, 'enable')]
}

function readRoutes(parts: Parts): Route[] {
  const query = object({ ...pageQuery, search: Type.Optional(line(200)), role: Type.Optional(roleName) })
  return [
    route(
      {
        id: 'access.listUsers',
        method: 'GET',
        path: '/api/users',
        summary: 'People with their roles, newest first; `search` looks into name and address.',
        policy: { can: 'access:read', rate: 'read' },
        schema: { query, response: { 200: page(user) } },
      },
      async (call) => {
        const { search, role } = call.query
        const list = cursorPage(call.query, acceptId)
        const rows = await listUsers(parts, { search, role, after: list.after?.[0], limit: list.limit + 1 })
        return list.of(
          rows,
          (row) => [row.id],
          (row) => row,
        )
      },
    ),
    route(
      {
        id: 'access.getUser',
        method: 'GET',
        path: '/api/users/{id}',
        summary: 'One person with roles.',
        policy: { can: 'access:read', rate: 'read' },
        schema: { params: byId, response: { 200: user } },
        problems: ['identity/user-not-found'],
      },
      async ({ params }) => getUser(parts, params.id),
    ),
  ]
}

function roleRoutes(parts: Parts): Route[] {
  const policy = { can: 'access:manage', rate: 'write' } as const
  const body = object({ reason: Type.Optional(line(300)) })
  const problems = ['identity/user-not-found', 'access/unknown-role', 'access/beyond-own', 'identity/csrf']
  return [
    route(
      {
        id: 'access.grantRole',
        method: 'PUT',
        path: '/api/users/{id}/roles/{role}',
        summary: 'Gives a person a role, whose permissions the caller must all hold.',
        policy,
        schema: { params: byRole, body, response: { 204: null } },
        problems: [...problems, 'identity/account-disabled'],
      },
      async (call) => {
        const { id, role } = call.params
        await call.transaction(async (tx) => {
          await assertOpenAccount(tx, id)
          await parts.access.grantRoleByActor(tx, { userId: id, role, reason: call.body.reason ?? DEFAULT_REASON })
        })
      },
    ),
    route(
      {
        id: 'access.revokeRole',
        method: 'DELETE',
        path: '/api/users/{id}/roles/{role}',
        summary: 'Takes a role from a person; the last administrator stays.',
        policy,
        schema: { params: byRole, response: { 204: null } },
        problems: [...problems, 'access/last-administrator'],
      },
      async ({ params: { id, role }, transaction }) => {
        await getUser(parts, id)
        await transaction((tx) => parts.access.revokeRoleByActor(tx, { userId: id, role, reason: DEFAULT_REASON }))
      },
    ),
  ]
}

function closeRoute(parts: Parts, verb: 'disable' | 'enable'): Route {
  return route(
    {
      id: `auth.${verb}User`,
      method: 'POST',
      path: `/api/users/{id}/${verb}`,
      summary:
        verb === 'disable' ? 'Closes an account and ends its sessions at once.' : 'Opens a disabled account again.',
      policy: { can: 'access:manage', rate: 'write' },
      schema: { params: byId, response: { 204: null } },
      problems: ['identity/user-not-found', 'access/beyond-own', 'access/last-administrator', 'identity/csrf'],
    },
    async (call) => {
      await call.transaction((tx) => setDisabled(parts, tx, call.params.id, verb === 'disable'))
    },
  )
}
