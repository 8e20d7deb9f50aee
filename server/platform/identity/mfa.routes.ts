import { Type } from 'typebox'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { object, oneOf } from '../../kernel/http/schema.ts'
import { AUTH_BODY_MAX } from './login.routes.ts'
import { answerChallenge, type ChallengeAnswer, passkeyForChallenge, sendForChallenge } from './mfa.ts'
import type { Parts } from './parts.ts'
import { accepted } from './registration.routes.ts'
import { answerSignIn, signInShape } from './signed-in.ts'

const challenge = Type.String({ minLength: 1, maxLength: 100, description: 'As the sign-in answered it' })
const trustDevice = Type.Optional(
  Type.Boolean({ description: 'Sign in without a second factor in this browser for 30 days; with cookies only' }),
)
/** Digits, or a backup code; spaces and dashes do not count. */
export const factorCode = Type.String({ minLength: 1, maxLength: 64 })
/** A passkey's answer: AuthenticationResponseJSON of WebAuthn level 3, checked by the factor. */
export const passkeyCredential = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })
export const factorMethod = oneOf(['totp', 'sms', 'email', 'passkey', 'backup'])

/** What every answer to a challenge may be told. */
const PROBLEMS = [
  'identity/challenge-invalid',
  'identity/second-factor-wrong',
  'identity/account-disabled',
  'identity/csrf',
  'factors/too-many-attempts',
]

export function mfaRoutes(parts: Parts): Route[] {
  return [verifyRoute(parts), backupRoute(parts), sendRoute(parts), passkeyRoute(parts)]
}

async function answer(
  parts: Parts,
  call: Pick<Call, 'request' | 'reply' | 'transaction'>,
  given: Omit<ChallengeAnswer, 'binding'>,
) {
  const binding = parts.cookies.read(call.request, 'challenge')
  const signIn = await answerChallenge(parts, call.transaction, { ...given, binding })
  parts.cookies.set(call.reply, 'challenge', '', 0)
  return answerSignIn(parts, call.reply, signIn)
}

function verifyRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.mfaVerify',
      method: 'POST',
      path: '/api/auth/mfa/verify',
      summary: 'Ends a sign-in with a second factor: a code, or a passkey.',
      policy: { access: 'public', rate: 'auth' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: {
        body: object({
          challenge,
          method: factorMethod,
          code: Type.Optional(factorCode),
          credential: Type.Optional(passkeyCredential),
          trustDevice,
        }),
        response: { 200: signInShape },
      },
      problems: PROBLEMS,
    },
    (call) => {
      const { trustDevice: isTrusting = false, code, credential, ...given } = call.body
      return answer(parts, call, { ...given, code, credential, trustDevice: isTrusting })
    },
  )
}

function backupRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.mfaVerifyBackup',
      method: 'POST',
      path: '/api/auth/2fa/backup/verify',
      summary: 'Ends a sign-in with a backup code, which is used up.',
      policy: { access: 'public', rate: 'auth' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ challenge, code: factorCode, trustDevice }), response: { 200: signInShape } },
      problems: PROBLEMS,
    },
    (call) => {
      const { trustDevice: isTrusting = false, ...given } = call.body
      return answer(parts, call, { ...given, method: 'backup', credential: undefined, trustDevice: isTrusting })
    },
  )
}

function sendRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.mfaSend',
      method: 'POST',
      path: '/api/auth/mfa/send',
      summary: 'Sends a code for a sign-in to the phone or address of the person.',
      policy: { access: 'public', rate: 'auth' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ challenge, method: oneOf(['sms', 'email']) }), response: { 202: accepted } },
      problems: ['identity/challenge-invalid', 'identity/csrf', 'factors/not-sendable'],
    },
    async (call) => {
      const binding = parts.cookies.read(call.request, 'challenge')
      await sendForChallenge(parts, call.transaction, { ...call.body, binding })
      return { status: 'accepted' }
    },
  )
}

function passkeyRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.mfaPasskeyOptions',
      method: 'POST',
      path: '/api/auth/mfa/passkey-options',
      summary: 'What navigator.credentials.get wants to know to end a sign-in with a passkey.',
      policy: { access: 'public', rate: 'auth' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ challenge }), response: { 200: passkeyCredential } },
      problems: ['identity/challenge-invalid', 'identity/csrf', 'factors/none-enrolled'],
    },
    (call) => {
      const binding = parts.cookies.read(call.request, 'challenge')
      return passkeyForChallenge(parts, call.transaction, { ...call.body, binding })
    },
  )
}
