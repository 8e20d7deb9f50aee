import { Type } from 'typebox'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { object, oneOf } from '../../kernel/http/schema.ts'
import { AUTH_BODY_MAX } from './login.routes.ts'
import { factorCode, factorMethod, passkeyCredential } from './mfa.routes.ts'
import type { Parts } from './parts.ts'
import { givenPassword } from './password-rules.ts'
import { identityProblem } from './problems.ts'
import { accepted } from './registration.routes.ts'
import { answerSignIn, signInShape } from './signed-in.ts'
import { stepUpByFactor, stepUpByPassword } from './step-up.ts'

const policy = { access: 'signed-in', rate: 'auth', pending: 'allowed' } as const
const problems = ['identity/session-expired', 'identity/csrf']

/** Proving oneself anew in a session, for routes that want it fresher or stronger. */
export function stepUpRoutes(parts: Parts): Route[] {
  return [stepUpRoute(parts), sendRoute(parts), passkeyRoute(parts)]
}

function principalOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw identityProblem('session-expired')
  return principal
}

function stepUpRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.stepUp',
      method: 'POST',
      path: '/api/auth/step-up',
      summary: 'Proves the person anew, by the password or by a second factor; a new session replaces this one.',
      policy,
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: {
        body: object({
          password: Type.Optional(givenPassword),
          method: Type.Optional(factorMethod),
          code: Type.Optional(factorCode),
          credential: Type.Optional(passkeyCredential),
        }),
        response: { 200: signInShape },
      },
      problems: [
        ...problems,
        'identity/invalid-credentials',
        'identity/second-factor-wrong',
        'identity/account-disabled',
        'identity/busy',
        'factors/too-many-attempts',
      ],
    },
    async (call) => {
      const { password, method, code, credential } = call.body
      const caller = { principal: principalOf(call), ip: call.origin.ip }
      if ((password === undefined) === (method === undefined)) {
        const detail = 'is either the password or a method with its code or credential'
        throw httpProblem('invalid', { errors: [{ pointer: '', code: 'alternatives', detail }] })
      }
      const signIn =
        password === undefined
          ? await stepUpByFactor(parts, call.transaction, { ...caller, method: method ?? 'totp', code, credential })
          : await stepUpByPassword(parts, call.transaction, { ...caller, password })
      return answerSignIn(parts, call.reply, signIn)
    },
  )
}

function sendRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.stepUpSend',
      method: 'POST',
      path: '/api/auth/step-up/send',
      summary: 'Sends a code for proving the person anew.',
      policy,
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ method: oneOf(['sms', 'email']) }), response: { 202: accepted } },
      problems: [...problems, 'factors/not-sendable'],
    },
    async (call) => {
      const { userId, sessionId } = principalOf(call).actor
      const { method } = call.body
      await call.transaction((tx) => parts.factors.send(tx, method, { userId, challengeId: sessionId }))
      return { status: 'accepted' }
    },
  )
}

function passkeyRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.stepUpPasskeyOptions',
      method: 'POST',
      path: '/api/auth/step-up/passkey-options',
      summary: 'What navigator.credentials.get wants to know to prove the person anew with a passkey.',
      policy,
      schema: { response: { 200: passkeyCredential } },
      problems: [...problems, 'factors/none-enrolled'],
    },
    async (call) => {
      const { userId, sessionId } = principalOf(call).actor
      return call.transaction((tx) => parts.factors.passkeyOptions(tx, { userId, challengeId: sessionId }))
    },
  )
}
