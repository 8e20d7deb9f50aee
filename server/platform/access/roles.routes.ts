import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import type { RoleView } from './holders.ts'

const role = object({
  name: Type.String(),
  title: Type.String(),
  builtIn: Type.Boolean(),
  permissions: Type.Array(Type.String()),
})

export function roleRoutes(listRoles: () => Promise<RoleView[]>): Route[] {
  return [
    route(
      {
        id: 'access.listRoles',
        method: 'GET',
        path: '/api/roles',
        summary: 'Roles with the permissions they hold.',
        policy: { can: 'access:read', rate: 'read' },
        schema: { response: { 200: object({ items: Type.Array(role) }) } },
      },
      async () => ({ items: await listRoles() }),
    ),
  ]
}
