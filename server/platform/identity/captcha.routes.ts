import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object, oneOf } from '../../kernel/http/schema.ts'
import { CAPTCHA_ACTIONS } from './captcha.ts'
import type { Parts } from './parts.ts'

/** A service's token, or base64 of an ALTCHA payload. */
export const captchaAnswer = Type.Optional(Type.String({ minLength: 1, maxLength: 4096 }))

const challengeShape = object({
  parameters: Type.Record(Type.String(), Type.Unknown()),
  signature: Type.String(),
})

/** ALTCHA's `challenge`, or the `siteKey` that the service's own widget takes. */
const question = object({
  provider: oneOf(['altcha', 'turnstile', 'hcaptcha']),
  challenge: Type.Optional(challengeShape),
  siteKey: Type.Optional(Type.String()),
})

export function captchaRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.captcha',
        method: 'GET',
        path: '/api/auth/captcha',
        summary: 'What to solve when a route answers identity/captcha-required; the answer goes along as `captcha`.',
        policy: { access: 'public', rate: 'auth', pending: 'allowed' },
        schema: {
          query: object({ action: Type.Optional(oneOf(CAPTCHA_ACTIONS)) }),
          response: { 200: question },
        },
      },
      ({ query }) => parts.captcha.ask(query.action ?? 'login'),
    ),
  ]
}
