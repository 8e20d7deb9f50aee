import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { RIGHTS_CHANGE } from '../access/index.ts'
import type { Parts } from './parts.ts'
import { userShape } from './signed-in.ts'
import { userAccessRoutes } from './user-access.routes.ts'
import { getUser, listUsers, setDisabled } from './users.ts'

const user = namedObject('UserOfStaff', { ...userShape.properties, disabledAt: nullable(instant) })
const roleName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' })
const byId = object({ id: idOf('user') })

export function userRoutes(parts: Parts): Route[] {
  return [...readRoutes(parts), ...userAccessRoutes(parts), closeRoute(parts, 'disable'), closeRoute(parts, 'enable')]
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

function closeRoute(parts: Parts, verb: 'disable' | 'enable'): Route {
  return route(
    {
      id: `auth.${verb}User`,
      method: 'POST',
      path: `/api/users/{id}/${verb}`,
      summary:
        verb === 'disable' ? 'Closes an account and ends its sessions at once.' : 'Opens a disabled account again.',
      policy: { can: 'access:manage', rate: 'write', ...RIGHTS_CHANGE },
      schema: { params: byId, response: { 204: null } },
      problems: ['identity/user-not-found', 'access/beyond-own', 'access/last-administrator', 'identity/csrf'],
    },
    async (call) => {
      await call.transaction((tx) => setDisabled(parts, tx, call.params.id, verb === 'disable'))
    },
  )
}
