import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { askForLetter } from './asked-letters.ts'
import { captchaAnswer } from './captcha.routes.ts'
import { demandCaptcha } from './captcha-demand.ts'
import { AUTH_BODY_MAX, emailText } from './login.routes.ts'
import type { Parts } from './parts.ts'
import { newPassword } from './password-rules.ts'
import { identityProblem } from './problems.ts'
import { register, verifyEmail } from './registration.ts'
import { VERIFY_PAGE, VERIFY_PAGE_POLICY } from './verify-page.ts'

/** One line without a link: strangers would write into somebody's mail with it. */
export const personName = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '^(?!.*(?:://|[wW]{3}\\.))\\S(?:[^\\r\\n]*\\S)?$',
})
/** The same whatever was found. */
export const accepted = object({ status: Type.Literal('accepted') })
export const oneTimeToken = Type.String({ minLength: 1, maxLength: 200 })
const ACCEPTED = { status: 'accepted' }

export function registrationRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.register',
        method: 'POST',
        path: '/api/auth/register',
        summary: 'Makes an account and mails a link to prove the address; the answer never tells whether one existed.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: {
          body: object({ email: emailText, password: newPassword, name: personName, captcha: captchaAnswer }),
          response: { 202: accepted },
        },
        problems: [
          'identity/registration-closed',
          'identity/bad-email',
          'identity/weak-password',
          'identity/captcha-required',
          'identity/busy',
          'identity/csrf',
        ],
      },
      async (call) => {
        if (!parts.isRegistrationOpen()) throw identityProblem('registration-closed')
        const { captcha: answer, ...registration } = call.body
        await demandCaptcha(parts, { action: 'register', answer, ip: call.origin.ip })
        await register(parts, call.transaction, registration)
        return ACCEPTED
      },
    ),
    route(
      {
        id: 'auth.resendVerification',
        method: 'POST',
        path: '/api/auth/verify/resend',
        summary: 'Mails a new verification link; the answer never tells whether there was anybody to mail.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: { body: object({ email: emailText }), response: { 202: accepted } },
        problems: ['identity/bad-email', 'identity/csrf'],
      },
      async (call) => {
        await askForLetter(parts, call.transaction, { letter: 'verify' }, call.body.email)
        return ACCEPTED
      },
    ),
    ...verifyRoutes(),
  ]
}

function verifyRoutes(): Route[] {
  return [
    route(
      {
        id: 'auth.verifyPage',
        method: 'GET',
        path: '/api/auth/verify',
        summary: 'A page that asks for one click, because mail scanners follow links.',
        policy: { access: 'public', rate: 'read' },
        schema: { query: object({ token: Type.Optional(oneTimeToken) }), response: { 200: null } },
        hidden: true,
      },
      async ({ reply }) => {
        reply.headers({
          'content-security-policy': VERIFY_PAGE_POLICY,
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
        })
        await reply.type('text/html; charset=utf-8').send(VERIFY_PAGE)
      },
    ),
    route(
      {
        id: 'auth.verify',
        method: 'POST',
        path: '/api/auth/verify',
        summary: 'Proves the address that the token was mailed to, once.',
        policy: { access: 'public', rate: 'auth', csrf: 'exempt' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: {
          body: object({ token: oneTimeToken }),
          response: { 200: object({ status: Type.Literal('verified') }) },
        },
        problems: ['identity/token-invalid'],
      },
      async (call) => {
        await call.transaction((tx) => verifyEmail(tx, call.body.token))
        return { status: 'verified' }
      },
    ),
  ]
}
