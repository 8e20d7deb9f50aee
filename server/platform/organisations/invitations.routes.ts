import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Policy, type Route, route } from '../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { RIGHTS_CHANGE } from '../access/index.ts'
import { invite, listInvitations, resendInvitation, revokeInvitation, type Scope } from './invitations.ts'
import type { Parts } from './parts.ts'
import { byOrganisation, CSRF, callerOf, emailText, invitationShape, organisationRole } from './shapes.ts'

const ROLES_MAX = 20

const roleName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' })
const byInvitation = object({ id: idOf('invitation') })
const byOrganisationAndInvitation = object({ id: idOf('organisation'), invitationId: idOf('invitation') })
const INVITING = ['identity/bad-email', 'organisations/too-many-mails', 'organisations/denied', CSRF]
const OF_STAFF = ['organisations/invitation-not-found', 'organisations/invitation-over', 'organisations/denied', CSRF]
const OF_ORGANISATION = ['organisations/not-found', ...OF_STAFF]

export function invitationRoutes(parts: Parts): Route[] {
  return [inviteRoute(parts), ...staffRoutes(parts), inviteMemberRoute(parts), ...organisationRoutes(parts)]
}

const staff = (rate: Policy['rate']) => ({ can: 'identity:invite', rate }) as const
const member = (rate: Policy['rate']) => ({ access: 'signed-in', rate }) as const

function inviteRoute(parts: Parts): Route {
  const body = object({
    email: emailText,
    roles: Type.Array(roleName, { maxItems: ROLES_MAX, uniqueItems: true }),
    organisationId: Type.Optional(idOf('organisation')),
    organisationRole: Type.Optional(organisationRole),
  })
  return route(
    {
      id: 'organisations.invite',
      method: 'POST',
      path: '/api/invitations',
      summary:
        'Invites an address to roles, all of whose permissions the caller holds, and to an organisation of the caller.',
      policy: { ...staff('write'), ...RIGHTS_CHANGE },
      schema: { body, response: { 201: invitationShape } },
      problems: ['access/unknown-role', 'access/beyond-own', 'organisations/not-found', ...INVITING],
    },
    (call) => {
      const { email, roles, organisationId: id, organisationRole: role = 'member' } = call.body
      const organisation = id === undefined ? null : { id, role }
      const input = { email, roles, organisation, byStaff: true, inviterId: callerOf(call) }
      return call.transaction((tx) => invite(parts, tx, input))
    },
  )
}

function inviteMemberRoute(parts: Parts): Route {
  return route(
    {
      id: 'organisations.inviteMember',
      method: 'POST',
      path: '/api/organisations/{id}/invitations',
      summary: 'Invites an address to the organisation; owners and admins, and only owners invite owners.',
      policy: member('write'),
      schema: {
        params: byOrganisation,
        body: object({ email: emailText, role: Type.Optional(organisationRole) }),
        response: { 201: invitationShape },
      },
      problems: ['organisations/not-found', ...INVITING],
    },
    (call) => {
      const { email, role = 'member' } = call.body
      const organisation = { id: call.params.id, role }
      const input = { email, roles: [], organisation, byStaff: false, inviterId: callerOf(call) }
      return call.transaction((tx) => invite(parts, tx, input))
    },
  )
}

function staffRoutes(parts: Parts): Route[] {
  const scope: Scope = 'staff'
  return [
    route(
      {
        id: 'organisations.listStaffInvitations',
        method: 'GET',
        path: '/api/invitations',
        summary: 'Invitations made by staff, newest first.',
        policy: staff('read'),
        schema: { query: object(pageQuery), response: { 200: page(invitationShape) } },
      },
      (call) => answerList(parts, scope, call.query),
    ),
    route(
      {
        id: 'organisations.revokeStaffInvitation',
        method: 'DELETE',
        path: '/api/invitations/{id}',
        summary: 'Takes an invitation back: its link dies.',
        policy: staff('write'),
        schema: { params: byInvitation, response: { 204: null } },
        problems: OF_STAFF,
      },
      async (call) => {
        await call.transaction((tx) => revokeInvitation(tx, scope, call.params.id))
      },
    ),
    route(
      {
        id: 'organisations.resendStaffInvitation',
        method: 'POST',
        path: '/api/invitations/{id}/resend',
        summary: 'Mails a new link; the older one dies.',
        policy: { ...staff('write'), ...RIGHTS_CHANGE },
        schema: { params: byInvitation, response: { 200: invitationShape } },
        problems: [...OF_STAFF, 'access/unknown-role', 'access/beyond-own', 'organisations/too-many-mails'],
      },
      (call) => call.transaction((tx) => resendInvitation(parts, tx, scope, call.params.id)),
    ),
  ]
}

function organisationRoutes(parts: Parts): Route[] {
  const scopeOf = (organisationId: Id<'organisation'>, actingId: Id<'user'>): Scope => ({ organisationId, actingId })
  return [
    route(
      {
        id: 'organisations.listInvitations',
        method: 'GET',
        path: '/api/organisations/{id}/invitations',
        summary: 'Invitations to the organisation, newest first; owners and admins.',
        policy: member('read'),
        schema: { params: byOrganisation, query: object(pageQuery), response: { 200: page(invitationShape) } },
        problems: ['organisations/not-found', 'organisations/denied'],
      },
      (call) => answerList(parts, scopeOf(call.params.id, callerOf(call)), call.query),
    ),
    route(
      {
        id: 'organisations.revokeInvitation',
        method: 'DELETE',
        path: '/api/organisations/{id}/invitations/{invitationId}',
        summary: 'Takes an invitation back: its link dies. Owners and admins.',
        policy: member('write'),
        schema: { params: byOrganisationAndInvitation, response: { 204: null } },
        problems: OF_ORGANISATION,
      },
      async (call) => {
        const scope = scopeOf(call.params.id, callerOf(call))
        await call.transaction((tx) => revokeInvitation(tx, scope, call.params.invitationId))
      },
    ),
    route(
      {
        id: 'organisations.resendInvitation',
        method: 'POST',
        path: '/api/organisations/{id}/invitations/{invitationId}/resend',
        summary: 'Mails a new link; the older one dies. Owners and admins.',
        policy: member('write'),
        schema: { params: byOrganisationAndInvitation, response: { 200: invitationShape } },
        problems: [...OF_ORGANISATION, 'access/unknown-role', 'access/beyond-own', 'organisations/too-many-mails'],
      },
      (call) => {
        const scope = scopeOf(call.params.id, callerOf(call))
        return call.transaction((tx) => resendInvitation(parts, tx, scope, call.params.invitationId))
      },
    ),
  ]
}

async function answerList(
  { db }: Parts,
  scope: Scope,
  query: { readonly limit?: number; readonly cursor?: string },
): Promise<unknown> {
  const list = cursorPage(query, acceptId)
  const rows = await listInvitations(db, scope, { after: list.after?.[0], limit: list.limit + 1 })
  return list.of(
    rows,
    (row) => [row.id],
    (row) => row,
  )
}
