import { Type } from 'typebox'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, object } from '../../kernel/http/schema.ts'
import { confirmErasure, erasePerson, exportPerson, type PersonHolder, requestErasure } from './erasure.ts'
import { assertFullyProven, FRESH } from './fresh-proof.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import { accepted, oneTimeToken } from './registration.routes.ts'

/** `holders` gives every unit of the program, in dependency order. */
export function personalDataRoutes(parts: Parts, holders: () => readonly PersonHolder[]): Route[] {
  return [exportRoute(parts, holders), ...ownErasureRoutes(parts, holders), eraseRoute(parts, holders)]
}

function exportRoute(parts: Parts, holders: () => readonly PersonHolder[]): Route {
  return route(
    {
      id: 'auth.export',
      method: 'GET',
      path: '/api/auth/export',
      summary: 'Everything that is held of the person, as JSON.',
      policy: { access: 'signed-in', rate: 'auth', assurance: FRESH },
      schema: {
        response: {
          200: object({
            exportedAt: instant,
            userId: idOf('user'),
            units: Type.Record(Type.String(), Type.Unknown()),
          }),
        },
      },
      problems: ['identity/session-expired'],
      deadlineMs: 30_000,
    },
    async (call) => {
      const principal = principalOf(call)
      const { userId } = principal.actor
      await assertFullyProven(parts, principal)
      const exported = await exportPerson(holders(), userId)
      await call.transaction((tx) =>
        tx.audit({ action: 'identity.user.exported', subject: { kind: 'user', id: userId } }),
      )
      call.reply.header('cache-control', 'no-store')
      call.reply.header('content-disposition', 'attachment; filename="personal-data.json"')
      return exported
    },
  )
}

function ownErasureRoutes(parts: Parts, holders: () => readonly PersonHolder[]): Route[] {
  return [
    route(
      {
        id: 'auth.requestDeletion',
        method: 'POST',
        path: '/api/auth/delete',
        summary: 'Mails a link that deletes the own account.',
        policy: { access: 'signed-in', rate: 'mail', assurance: FRESH },
        schema: { response: { 202: accepted } },
        problems: ['identity/session-expired', 'identity/csrf'],
      },
      async (call) => {
        const principal = principalOf(call)
        await assertFullyProven(parts, principal)
        await call.transaction((tx) => requestErasure(parts, tx, principal.actor.userId))
        return { status: 'accepted' }
      },
    ),
    route(
      {
        id: 'auth.confirmDeletion',
        method: 'POST',
        path: '/api/auth/delete/confirm',
        summary: 'Deletes the account that the token was mailed to, for good; the last administrator stays.',
        policy: { access: 'public', rate: 'auth', csrf: 'exempt' },
        schema: { body: object({ token: oneTimeToken }), response: { 204: null } },
        problems: ['identity/token-invalid', 'access/last-administrator'],
      },
      async ({ body, transaction }) => {
        await transaction((tx) => confirmErasure(parts, tx, holders(), body.token))
      },
    ),
  ]
}

function eraseRoute(parts: Parts, holders: () => readonly PersonHolder[]): Route {
  return route(
    {
      id: 'auth.eraseUser',
      method: 'POST',
      path: '/api/users/{id}/erase',
      summary: 'Deletes a person who may do no more than the caller, for good.',
      policy: { can: 'identity:erase', rate: 'write', assurance: FRESH },
      schema: {
        params: object({ id: idOf('user') }),
        body: object({ reason: line(300) }),
        response: { 204: null },
      },
      problems: ['identity/user-not-found', 'access/beyond-own', 'access/last-administrator', 'identity/csrf'],
    },
    async ({ params, body, transaction }) => {
      const subject = { kind: 'user', id: params.id }
      await transaction(async (tx) => {
        await parts.access.assertCovers(tx, params.id)
        await tx.audit({ action: 'identity.erasure.ordered', subject, details: { reason: body.reason } })
        await erasePerson(parts, tx, holders(), params.id)
      })
    },
  )
}

function principalOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw identityProblem('session-expired')
  return principal
}
