import { Type } from 'typebox'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { describeCaller } from './caller.ts'
import { captchaAnswer } from './captcha.routes.ts'
import { browserOf } from './known-devices.ts'
import { login } from './login.ts'
import type { Parts } from './parts.ts'
import { givenPassword } from './password-rules.ts'
import { identityProblem } from './problems.ts'
import { refresh } from './refresh.ts'
import { endAllSessions, endSession } from './sessions.ts'
import {
  answerSignedIn,
  answerSignIn,
  carriedBy,
  carriedSession,
  sessionsToLeave,
  signedInShape,
  signInShape,
  transportChoice,
  userShape,
} from './signed-in.ts'

/** Longest body of these routes: nothing larger is worth reading, let alone hashing. */
export const AUTH_BODY_MAX = 8 * 1024

/** Addresses are judged in code, where two spellings of one address become one. */
export const emailText = Type.String({ minLength: 3, maxLength: 320 })

const credentials = object({
  email: emailText,
  password: givenPassword,
  transport: transportChoice,
  captcha: captchaAnswer,
})

const sessionShape = object({
  id: idOf('session'),
  createdAt: instant,
  expiresAt: instant,
  aal: Type.Integer({ minimum: 1, maximum: 2 }),
  /** Who acts in the person's name. */
  impersonatorId: nullable(idOf('user')),
  /** What must be done before anything else is answered; null when nothing. */
  due: nullable(oneOf(['mfa-required', 'mfa-enrolment-required'])),
})

export function loginRoutes(parts: Parts): Route[] {
  return [csrfRoute(parts), loginRoute(parts), refreshRoute(parts), ...logoutRoutes(parts), meRoute(parts)]
}

function csrfRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.csrf',
      method: 'GET',
      path: '/api/auth/csrf',
      summary: 'The token that unsafe requests with cookies send as X-CSRF-Token.',
      policy: { access: 'public', rate: 'read', pending: 'allowed' },
      schema: { response: { 200: object({ csrfToken: Type.String() }) } },
    },
    async ({ request, reply }) => {
      const session = await carriedSession(parts, request)
      const csrfToken = parts.csrf.tokenFor(request, session?.id ?? null)
      reply.header('cache-control', 'no-store')
      parts.cookies.set(reply, 'csrf', csrfToken, parts.config.sessionAbsoluteSeconds)
      return { csrfToken }
    },
  )
}

function loginRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.login',
      method: 'POST',
      path: '/api/auth/login',
      summary: 'Signs in with e-mail address and password.',
      policy: { access: 'public', rate: 'auth' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: credentials, response: { 200: signInShape } },
      problems: [
        'identity/invalid-credentials',
        'identity/email-unverified',
        'identity/account-disabled',
        'identity/captcha-required',
        'identity/busy',
        'identity/csrf',
        'identity/bad-email',
      ],
    },
    async (call) => {
      const { transport = 'cookie', captcha: answer, ...given } = call.body
      const carried = await carriedBy(parts, call.request, transport)
      const browser = browserOf(parts, call.request)
      const input = { ...given, ...carried, browser, ip: call.origin.ip, captcha: { answer } }
      return answerSignIn(parts, call.reply, await login(parts, call.transaction, input))
    },
  )
}

function refreshRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.refresh',
      method: 'POST',
      path: '/api/auth/refresh',
      summary: 'Trades the refresh token (cookie, or in the body) for a new pair.',
      policy: { access: 'public', rate: 'write', pending: 'allowed' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: {
        body: object({ refreshToken: Type.Optional(Type.String({ maxLength: 200 })) }),
        response: { 200: signedInShape },
      },
      problems: ['identity/session-expired', 'identity/csrf'],
    },
    async (call) => {
      const given = call.body.refreshToken
      const token = given ?? parts.cookies.read(call.request, 'refresh')
      if (token === undefined) throw identityProblem('session-expired')
      const session = await refresh(parts, call, token, (sessionId) => {
        if (given === undefined) parts.csrf.checkBound(call.request, sessionId)
      })
      return answerSignedIn(parts, call.reply, session)
    },
  )
}

function logoutRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.logout',
        method: 'POST',
        path: '/api/auth/logout',
        summary:
          'Ends the session that the request carries, in another’s name the own one, too; without one there is nothing to do.',
        policy: { access: 'public', rate: 'write', pending: 'allowed' },
        schema: { response: { 204: null } },
        problems: ['identity/csrf'],
      },
      async (call) => {
        const sessions = await sessionsToLeave(parts, call.request)
        parts.csrf.checkBound(call.request, sessions[0]?.id ?? null)
        if (sessions.length > 0)
          await call.transaction(async (tx) => {
            for (const session of sessions) await endSession(tx, parts.live, session, 'signed-out')
          })
        parts.cookies.clear(call.reply)
      },
    ),
    route(
      {
        id: 'auth.logoutAll',
        method: 'POST',
        path: '/api/auth/logout-all',
        summary: 'Ends every session of the person.',
        policy: { access: 'signed-in', rate: 'write', pending: 'allowed' },
        schema: { response: { 204: null } },
        problems: ['identity/session-expired', 'identity/csrf'],
      },
      async (call) => {
        const { userId } = signedIn(call)
        await call.transaction((tx) => endAllSessions(tx, parts.live, userId, 'signed-out-everywhere'))
        parts.cookies.clear(call.reply)
      },
    ),
  ]
}

/** The caller of a route whose policy demands a session. */
export function signedIn(call: Pick<Call, 'principal'>) {
  if (call.principal === undefined) throw identityProblem('session-expired')
  return call.principal.actor
}

function meRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.me',
      method: 'GET',
      path: '/api/auth/me',
      summary: 'Who is signed in, in which session, and what is allowed.',
      policy: { access: 'signed-in', rate: 'read', pending: 'allowed', delegates: 'any' },
      schema: {
        response: { 200: object({ user: userShape, session: sessionShape, permissions: Type.Array(Type.String()) }) },
      },
      problems: ['identity/session-expired'],
    },
    (call) => describeCaller(parts, call.principal),
  )
}
