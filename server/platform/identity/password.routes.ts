import { type Principal, type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { askForLetter } from './asked-letters.ts'
import { captchaAnswer } from './captcha.routes.ts'
import { demandCaptcha } from './captcha-demand.ts'
import { assertFullyProven, FRESH } from './fresh-proof.ts'
import { rememberDevice } from './known-devices.ts'
import { AUTH_BODY_MAX, emailText } from './login.routes.ts'
import type { Parts } from './parts.ts'
import { changePassword, resetPassword } from './password-change.ts'
import { givenPassword, newPassword } from './password-rules.ts'
import { identityProblem } from './problems.ts'
import { accepted, oneTimeToken } from './registration.routes.ts'
import { answerSignedIn, signedInShape } from './signed-in.ts'

export function passwordRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.forgotPassword',
        method: 'POST',
        path: '/api/auth/forgot-password',
        summary: 'Mails a link to choose a new password; the answer never tells whether there was anybody to mail.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: { body: object({ email: emailText, captcha: captchaAnswer }), response: { 202: accepted } },
        problems: ['identity/bad-email', 'identity/captcha-required', 'identity/csrf'],
      },
      async (call) => {
        const { captcha: answer } = call.body
        await demandCaptcha(parts, { action: 'forgot-password', answer, ip: call.origin.ip })
        await askForLetter(parts, call.transaction, { letter: 'reset' }, call.body.email)
        return { status: 'accepted' }
      },
    ),
    route(
      {
        id: 'auth.resetPassword',
        method: 'POST',
        path: '/api/auth/reset-password',
        summary: 'Sets a new password by a mailed token, once; every session ends.',
        policy: { access: 'public', rate: 'auth', csrf: 'exempt' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: { body: object({ token: oneTimeToken, password: newPassword }), response: { 204: null } },
        problems: ['identity/token-invalid', 'identity/weak-password', 'identity/busy'],
      },
      async (call) => {
        await resetPassword(parts, call.transaction, call.body)
      },
    ),
    changeRoute(parts),
  ]
}

function changeRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.changePassword',
      method: 'POST',
      path: '/api/auth/change-password',
      summary:
        'Sets a new password by the current one, and a second factor proven in the session by whoever has one; every session ends and a new one begins.',
      policy: { access: 'signed-in', rate: 'auth', assurance: FRESH },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ currentPassword: givenPassword, newPassword }), response: { 200: signedInShape } },
      problems: [
        'identity/invalid-credentials',
        'identity/weak-password',
        'identity/busy',
        'identity/csrf',
        'identity/session-expired',
      ],
    },
    async (call) => {
      const { principal } = call
      if (principal === undefined) throw identityProblem('session-expired')
      // Before the password is looked at: a session that proved less is told nothing about it.
      await assertFullyProven(parts, principal)
      const transport = principal.via
      const session = await changePassword(parts, call.transaction, {
        ...call.body,
        userId: principal.actor.userId,
        transport,
        ...kept(principal),
        ip: call.origin.ip,
      })
      if (transport === 'cookie') await rememberDevice(parts, call.reply, session, call.origin.ip)
      return answerSignedIn(parts, call.reply, session)
    },
  )
}

/** What the session after a change of password keeps: its level, and with a second factor the time of that proof. */
function kept({ aal, authenticatedAt }: Principal) {
  if (aal !== 2) return { aal: 1, amr: ['pwd'], provenAt: undefined } as const
  return { aal: 2, amr: ['pwd', 'mfa'], provenAt: authenticatedAt } as const
}
