import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object } from '../../kernel/http/schema.ts'
import { RIGHTS_CHANGE } from '../access/index.ts'
import type { Parts } from './parts.ts'
import { assertOpenAccount, getUser } from './users.ts'

const DEFAULT_REASON = 'by hand'

const roleName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' })
const permissionName = Type.String({ pattern: '^[a-z][a-z0-9-]*:[a-z][a-z0-9._-]*$', maxLength: 100 })
const byRole = object({ id: idOf('user'), role: roleName })
const byPermission = object({ id: idOf('user'), permission: permissionName })
const change = object({ reason: Type.Optional(line(300)), expiresAt: Type.Optional(nullable(instant)) })
const policy = { can: 'access:manage', rate: 'write', ...RIGHTS_CHANGE } as const
const problems = ['identity/user-not-found', 'access/beyond-own', 'access/last-administrator', 'identity/csrf']

/** What people may do, one by one: the people are here, the rules in access. */
export function userAccessRoutes(parts: Parts): Route[] {
  return [accessRoute(parts), ...grantRoutes(parts), ...denialRoutes(parts)]
}

function accessRoute(parts: Parts): Route {
  const who = { reason: Type.String(), expiresAt: nullable(instant) }
  const grant = object({ role: Type.String(), grantedBy: nullable(idOf('user')), grantedAt: instant, ...who })
  const denial = object({ permission: Type.String(), deniedBy: nullable(idOf('user')), deniedAt: instant, ...who })
  const answer = object({
    grants: Type.Array(grant),
    denials: Type.Array(denial),
    permissions: Type.Array(Type.String({ description: 'What comes out of both' })),
    mfaRequired: Type.Boolean(),
  })
  return route(
    {
      id: 'access.getUserAccess',
      method: 'GET',
      path: '/api/users/{id}/access',
      summary: 'Grants and denials of one person, with who made them, why and until when.',
      policy: { can: 'access:read', rate: 'read' },
      schema: { params: object({ id: idOf('user') }), response: { 200: answer } },
      problems: ['identity/user-not-found'],
    },
    async ({ params: { id } }) => {
      await getUser(parts, id)
      const [written, standing] = await Promise.all([
        parts.access.accessOf(parts.db, id),
        parts.access.standingOf(parts.db, id),
      ])
      return { ...written, permissions: [...standing.permissions].sort(), mfaRequired: standing.mfaRequired }
    },
  )
}

function grantRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'access.grantRole',
        method: 'PUT',
        path: '/api/users/{id}/roles/{role}',
        summary: 'Gives a person a role, whose permissions the caller must all hold, for good or until `expiresAt`.',
        policy,
        schema: { params: byRole, body: change, response: { 204: null } },
        problems: [...problems, 'access/unknown-role', 'access/expiry-past', 'identity/account-disabled'],
      },
      async ({ params: { id, role }, body, transaction }) => {
        await transaction(async (tx) => {
          await assertOpenAccount(tx, id)
          await parts.access.grantRoleByActor(tx, { userId: id, role, ...wordsOf(body) })
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
        problems: [...problems, 'access/unknown-role'],
      },
      async ({ params: { id, role }, transaction }) => {
        await getUser(parts, id)
        await transaction((tx) => parts.access.revokeRoleByActor(tx, { userId: id, role, reason: DEFAULT_REASON }))
      },
    ),
  ]
}

function denialRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'access.denyPermission',
        method: 'PUT',
        path: '/api/users/{id}/denials/{permission}',
        summary: 'Denies a person a permission, whatever the roles say, for good or until `expiresAt`.',
        policy,
        schema: { params: byPermission, body: change, response: { 204: null } },
        problems: [...problems, 'access/unknown-permission', 'access/expiry-past', 'identity/account-disabled'],
      },
      async ({ params: { id, permission }, body, transaction }) => {
        await transaction(async (tx) => {
          await assertOpenAccount(tx, id)
          await parts.access.denyByActor(tx, { userId: id, permission, ...wordsOf(body) })
        })
      },
    ),
    route(
      {
        id: 'access.liftDenial',
        method: 'DELETE',
        path: '/api/users/{id}/denials/{permission}',
        summary: 'Lifts a denial.',
        policy,
        schema: { params: byPermission, response: { 204: null } },
        problems,
      },
      async ({ params: { id, permission }, transaction }) => {
        await getUser(parts, id)
        await transaction((tx) =>
          parts.access.liftDenialByActor(tx, { userId: id, permission, reason: DEFAULT_REASON }),
        )
      },
    ),
  ]
}

function wordsOf({ reason, expiresAt }: { readonly reason?: string; readonly expiresAt?: Date | string | null }) {
  // An instant in a body is text: schemas check it and convert nothing.
  const end = expiresAt === undefined || expiresAt === null ? undefined : new Date(expiresAt)
  return { reason: reason ?? DEFAULT_REASON, expiresAt: end }
}
