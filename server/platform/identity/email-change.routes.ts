import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { confirmEmailChange, requestEmailChange } from './email-change.ts'
import { revertEmailChange } from './email-revert.ts'
import { AUTH_BODY_MAX, emailText } from './login.routes.ts'
import type { Parts } from './parts.ts'
import { givenPassword } from './password-rules.ts'
import { identityProblem } from './problems.ts'
import { accepted, oneTimeToken } from './registration.routes.ts'

export function emailChangeRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.changeEmail',
        method: 'POST',
        path: '/api/auth/email',
        summary: 'Mails a link to a new address, which becomes the account’s when the link is followed.',
        policy: { access: 'signed-in', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: {
          body: object({ newEmail: emailText, password: Type.Optional(givenPassword) }),
          response: { 202: accepted },
        },
        problems: [
          'http/assurance-too-low',
          'identity/invalid-credentials',
          'identity/bad-email',
          'identity/busy',
          'identity/csrf',
          'identity/session-expired',
        ],
      },
      async (call) => {
        if (call.principal === undefined) throw identityProblem('session-expired')
        const { newEmail, password } = call.body
        const change = { principal: call.principal, newEmail, password, ip: call.origin.ip }
        await requestEmailChange(parts, call.transaction, change)
        return { status: 'accepted' }
      },
    ),
    tokenRoute(parts, {
      id: 'auth.confirmEmail',
      path: '/api/auth/email/confirm',
      summary: 'Makes the address that the token was mailed to the account’s, once; everybody is signed out.',
      work: confirmEmailChange,
    }),
    tokenRoute(parts, {
      id: 'auth.revertEmail',
      path: '/api/auth/email/revert',
      summary:
        'Gives the account back to its former address; everybody is signed out, the password is void, and what was added since is gone.',
      work: revertEmailChange,
    }),
  ]
}

interface TokenRoute {
  readonly id: string
  readonly path: string
  readonly summary: string
  readonly work: typeof confirmEmailChange
}

/** The mailed token is the proof: no session and no CSRF token are needed. */
function tokenRoute(parts: Parts, { id, path, summary, work }: TokenRoute): Route {
  return route(
    {
      ...{ id, path, summary, method: 'POST' },
      policy: { access: 'public', rate: 'auth', csrf: 'exempt' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ token: oneTimeToken }), response: { 204: null } },
      problems: ['identity/token-invalid', 'identity/email-taken'],
    },
    async (call) => {
      await call.transaction((tx) => work(parts, tx, call.body.token))
    },
  )
}
