import { Type } from 'typebox'
import { localPath } from '../../kernel/http/local-path.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { askForLetter } from './asked-letters.ts'
import { captchaAnswer } from './captcha.routes.ts'
import { demandCaptcha } from './captcha-demand.ts'
import { AUTH_BODY_MAX, emailText } from './login.routes.ts'
import { redeemMagicLink } from './magic-link.ts'
import type { Parts } from './parts.ts'
import { accepted, oneTimeToken } from './registration.routes.ts'
import { answerSignIn, carriedBy, signInShape, transportChoice } from './signed-in.ts'

const returnToText = Type.String({
  minLength: 1,
  maxLength: 500,
  description: 'A path of this server: where the link leads on to',
})

function pathOf(text: string): string {
  const path = localPath(text)
  const errors = [{ pointer: '/returnTo', code: 'not-local', detail: 'is not a path of this server' }]
  if (path === null) throw httpProblem('invalid', { errors })
  return path
}

export function magicLinkRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.magicLink',
        method: 'POST',
        path: '/api/auth/magic-link',
        summary: 'Mails a link to sign in with; the answer never tells whether there was anybody to mail.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: {
          body: object({ email: emailText, captcha: captchaAnswer, returnTo: Type.Optional(returnToText) }),
          response: { 202: accepted },
        },
        problems: ['identity/bad-email', 'identity/captcha-required', 'identity/csrf'],
      },
      async (call) => {
        const { email, captcha: answer, returnTo: wanted } = call.body
        const returnTo = wanted === undefined ? null : pathOf(wanted)
        await demandCaptcha(parts, { action: 'magic-link', answer, ip: call.origin.ip })
        await askForLetter(parts, call.transaction, { letter: 'magic-link', returnTo }, email)
        return { status: 'accepted' }
      },
    ),
    route(
      {
        id: 'auth.redeemMagicLink',
        method: 'POST',
        path: '/api/auth/magic-link/redeem',
        summary: 'Signs in by a mailed link, once; a second factor is still asked for.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: { body: object({ token: oneTimeToken, transport: transportChoice }), response: { 200: signInShape } },
        problems: ['identity/token-invalid', 'identity/account-disabled', 'identity/csrf'],
      },
      async (call) => {
        const { transport = 'cookie', token } = call.body
        const redemption = { token, ...(await carriedBy(parts, call.request, transport)) }
        return answerSignIn(parts, call.reply, await redeemMagicLink(parts, call.transaction, redemption))
      },
    ),
  ]
}
