import { Type } from 'typebox'
import type { Db } from '../../kernel/db/database.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { line, namedObject, nullable, object } from '../../kernel/http/schema.ts'
import type { Granting } from './granting.ts'
import { RIGHTS_CHANGE } from './rights-change.ts'
import { listRoles, type RoleRules } from './roles.ts'

const PERMISSIONS_MAX = 500

const roleName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' })
const permissions = Type.Array(Type.String({ maxLength: 100 }), { maxItems: PERMISSIONS_MAX, uniqueItems: true })
const mfaRequired = nullable(
  Type.Boolean({ description: 'Whether holders must prove a second factor; null follows the server' }),
)
const role = namedObject('Role', {
  name: Type.String(),
  title: Type.String(),
  builtIn: Type.Boolean(),
  permissions: Type.Array(Type.String()),
  mfaRequired,
  demandsMfa: Type.Boolean(),
})

interface RoleDeps extends Pick<Granting, 'createRole' | 'changeRole' | 'deleteRole'> {
  readonly db: Db
  readonly rules: () => RoleRules
}

export function roleRoutes(deps: RoleDeps): Route[] {
  return [...readRoutes(deps), grantableRoute(deps), ...editRoutes(deps)]
}

function readRoutes({ db, rules }: RoleDeps): Route[] {
  const policy = { can: 'access:read', rate: 'read' } as const
  const permission = object({ name: Type.String(), title: Type.String() })
  return [
    route(
      {
        id: 'access.listRoles',
        method: 'GET',
        path: '/api/roles',
        summary: 'Roles with the permissions they hold.',
        policy,
        schema: { response: { 200: object({ items: Type.Array(role) }) } },
      },
      async () => ({ items: await listRoles(db, rules()) }),
    ),
    route(
      {
        id: 'access.listPermissions',
        method: 'GET',
        path: '/api/permissions',
        summary: 'Everything that may be allowed or denied, by name.',
        policy,
        schema: { response: { 200: object({ items: Type.Array(permission) }) } },
      },
      async () => ({
        items: [...rules().catalogue.permissions].sort().map(([name, title]) => ({ name, title })),
      }),
    ),
  ]
}

function grantableRoute({ db, rules }: RoleDeps): Route {
  const items = Type.Array(object({ name: Type.String(), title: Type.String() }))
  return route(
    {
      id: 'access.listGrantableRoles',
      method: 'GET',
      path: '/api/roles/grantable',
      summary: 'Roles that the caller could give to somebody: those whose permissions the caller all holds.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { response: { 200: object({ items }) } },
    },
    async ({ principal }) => {
      const held = principal?.actor.permissions ?? new Set()
      const roles = await listRoles(db, rules())
      const within = roles.filter(({ permissions }) => permissions.every((permission) => held.has(permission)))
      return { items: within.map(({ name, title }) => ({ name, title })) }
    },
  )
}

function editRoutes(deps: RoleDeps): Route[] {
  const policy = { can: 'access:manage', rate: 'write', ...RIGHTS_CHANGE } as const
  const byName = object({ name: roleName })
  const problems = ['access/unknown-role', 'access/beyond-own', 'access/built-in-role', 'identity/csrf']
  return [
    route(
      {
        id: 'access.createRole',
        method: 'POST',
        path: '/api/roles',
        summary: 'Makes a role of permissions that the caller all holds.',
        policy,
        schema: {
          body: object({ name: roleName, title: line(80), permissions, mfaRequired: Type.Optional(mfaRequired) }),
          response: { 201: role },
        },
        problems: ['access/beyond-own', 'access/role-exists', 'access/unknown-permission', 'identity/csrf'],
      },
      (call) => call.transaction((tx) => deps.createRole(tx, call.body)),
    ),
    route(
      {
        id: 'access.changeRole',
        method: 'PATCH',
        path: '/api/roles/{name}',
        summary:
          'Changes a role at once for everybody who holds it; of a built-in one only whether it demands a second factor.',
        policy,
        schema: {
          params: byName,
          body: object({
            title: Type.Optional(line(80)),
            permissions: Type.Optional(permissions),
            mfaRequired: Type.Optional(mfaRequired),
          }),
          response: { 200: role },
        },
        problems: [...problems, 'access/unknown-permission'],
      },
      (call) => call.transaction((tx) => deps.changeRole(tx, call.params.name, call.body)),
    ),
    route(
      {
        id: 'access.deleteRole',
        method: 'DELETE',
        path: '/api/roles/{name}',
        summary: 'Removes a role that nobody holds.',
        policy,
        schema: { params: byName, response: { 204: null } },
        problems: [...problems, 'access/role-held'],
      },
      async (call) => {
        await call.transaction((tx) => deps.deleteRole(tx, call.params.name))
      },
    ),
  ]
}
