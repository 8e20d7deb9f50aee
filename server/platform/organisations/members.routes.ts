import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { changeRole, listMembers, removeMember, transfer } from './members.ts'
import type { Parts } from './parts.ts'
import { byOrganisation, CSRF, callerOf, memberShape, organisationRole } from './shapes.ts'

const byMember = object({ id: idOf('organisation'), userId: idOf('user') })
const policy = { access: 'signed-in', rate: 'write' } as const
const problems = ['organisations/not-found', 'organisations/member-not-found', 'organisations/denied', CSRF]

export function memberRoutes(parts: Parts): Route[] {
  return [listRoute(parts), ...writeRoutes()]
}

function listRoute(parts: Parts): Route {
  return route(
    {
      id: 'organisations.listMembers',
      method: 'GET',
      path: '/api/organisations/{id}/members',
      summary: 'Members with their roles, for members.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { params: byOrganisation, query: object(pageQuery), response: { 200: page(memberShape) } },
      problems: ['organisations/not-found'],
    },
    async (call) => {
      const list = cursorPage(call.query, acceptId)
      const from = { organisationId: call.params.id, after: list.after?.[0], limit: list.limit + 1 }
      const rows = await listMembers(parts, callerOf(call), from)
      return list.of(
        rows,
        (row) => [row.userId],
        (row) => row,
      )
    },
  )
}

function writeRoutes(): Route[] {
  return [
    route(
      {
        id: 'organisations.changeMember',
        method: 'PATCH',
        path: '/api/organisations/{id}/members/{userId}',
        summary: 'Gives a member another role; only owners make or unmake owners, and the last one stays.',
        policy,
        schema: { params: byMember, body: object({ role: organisationRole }), response: { 204: null } },
        problems: [...problems, 'organisations/last-owner'],
      },
      async (call) => {
        const { id: organisationId, userId } = call.params
        const wanted = { organisationId, userId, role: call.body.role }
        await call.transaction((tx) => changeRole(tx, callerOf(call), wanted))
      },
    ),
    route(
      {
        id: 'organisations.removeMember',
        method: 'DELETE',
        path: '/api/organisations/{id}/members/{userId}',
        summary: 'Takes a member out; with the own id: leaves. The last owner stays.',
        policy,
        schema: { params: byMember, response: { 204: null } },
        problems: [...problems, 'organisations/last-owner'],
      },
      async (call) => {
        const { id: organisationId, userId } = call.params
        await call.transaction((tx) => removeMember(tx, callerOf(call), { organisationId, userId }))
      },
    ),
    route(
      {
        id: 'organisations.transfer',
        method: 'POST',
        path: '/api/organisations/{id}/transfer',
        summary: 'Hands an organisation over: the member becomes owner, the caller an admin. Owners.',
        policy,
        schema: { params: byOrganisation, body: object({ userId: idOf('user') }), response: { 204: null } },
        problems,
      },
      async (call) => {
        const wanted = { organisationId: call.params.id, userId: call.body.userId }
        await call.transaction((tx) => transfer(tx, callerOf(call), wanted))
      },
    ),
  ]
}
