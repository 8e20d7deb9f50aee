import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object } from '../../kernel/http/schema.ts'
import { impersonate, stopImpersonating } from './impersonation.ts'
import { IMPERSONATE } from './live-sessions.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import { answerSignedIn, signedInShape, transportChoice } from './signed-in.ts'

const FRESH_SECONDS = 10 * 60

export function impersonationRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.impersonate',
        method: 'POST',
        path: '/api/users/{id}/impersonate',
        summary: 'Acts in the name of a person who may do less, for 15 minutes; both names stand in the audit trail.',
        policy: { can: IMPERSONATE, rate: 'auth', assurance: { aal: 1, maxAgeSeconds: FRESH_SECONDS } },
        schema: {
          params: object({ id: idOf('user') }),
          body: object({ reason: line(300), transport: transportChoice }),
          response: { 200: signedInShape },
        },
        problems: [
          'identity/not-below',
          'access/beyond-own',
          'identity/user-not-found',
          'identity/account-disabled',
          'identity/email-unverified',
          'identity/no-signing-key',
          'identity/csrf',
        ],
      },
      async (call) => {
        const caller = principalOf(call)
        const { reason, transport = 'cookie' } = call.body
        const wanted = { userId: call.params.id, reason, transport }
        const session = await call.transaction((tx) => impersonate(parts, tx, caller, wanted))
        return answerSignedIn(parts, call.reply, session)
      },
    ),
    route(
      {
        id: 'auth.stopImpersonating',
        method: 'POST',
        path: '/api/auth/impersonation/stop',
        summary: 'Ends the session in the other name; a browser goes on with its own by refreshing.',
        policy: { access: 'signed-in', rate: 'write', pending: 'allowed', delegates: 'impersonator' },
        schema: { response: { 204: null } },
        problems: ['identity/not-impersonating', 'identity/session-expired', 'identity/csrf'],
      },
      async (call) => {
        const caller = principalOf(call)
        await call.transaction((tx) => stopImpersonating(parts, tx, caller))
        if (caller.via === 'cookie') parts.cookies.clear(call.reply, ['access', 'csrf'])
      },
    ),
  ]
}

function principalOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw identityProblem('session-expired')
  return principal
}
