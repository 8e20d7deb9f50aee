import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { AUTH_BODY_MAX, emailText } from './login.routes.ts'
import { setUp } from './operators.ts'
import type { Parts } from './parts.ts'
import { newPassword } from './password-rules.ts'
import { oneTimeToken, personName } from './registration.routes.ts'
import { answerSignIn, signInShape, transportChoice } from './signed-in.ts'

const setupBody = object({
  token: oneTimeToken,
  email: emailText,
  password: newPassword,
  name: personName,
  transport: transportChoice,
})

export function setupRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.setupState',
        method: 'GET',
        path: '/api/auth/setup',
        summary: 'Whether the server still waits for its first administrator.',
        policy: { access: 'public', rate: 'read' },
        schema: { response: { 200: object({ open: Type.Boolean() }) } },
      },
      async () => ({ open: !(await parts.access.hasAdministrator()) }),
    ),
    route(
      {
        id: 'auth.setup',
        method: 'POST',
        path: '/api/auth/setup',
        summary: 'Makes the first administrator by the one-time link that the server printed, and signs in.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: AUTH_BODY_MAX,
        schema: { body: setupBody, response: { 201: signInShape } },
        problems: [
          'identity/token-invalid',
          'identity/setup-closed',
          'identity/email-taken',
          'identity/bad-email',
          'identity/weak-password',
          'identity/csrf',
        ],
      },
      async (call) => {
        const { transport = 'cookie', ...given } = call.body
        return answerSignIn(parts, call.reply, await setUp(parts, call.transaction, { ...given, transport }))
      },
    ),
  ]
}
