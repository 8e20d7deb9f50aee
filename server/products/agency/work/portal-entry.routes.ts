import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { signInShape } from '../../../platform/identity/index.ts'
import type { WorkDeps } from './deps.ts'
import { enterPortal } from './portal-entry.ts'

const BODY_MAX = 8 * 1024

export function portalEntryRoutes(deps: WorkDeps): Route[] {
  return [
    route(
      {
        id: 'agency.enterPortal',
        method: 'POST',
        path: '/api/portal/enter',
        summary:
          'Makes the account of a guest who came by a mailed link, once, and signs in; later one signs in as anybody does.',
        policy: { access: 'public', rate: 'auth' },
        bodyLimitBytes: BODY_MAX,
        schema: {
          body: object({
            token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
            transport: Type.Optional(oneOf(['cookie', 'bearer'])),
          }),
          response: { 200: signInShape },
        },
        problems: ['agency/guest-link-gone', 'agency/sign-in-first', 'identity/csrf', 'identity/account-disabled'],
      },
      async (call) => {
        const { token, transport = 'cookie' } = call.body
        const carried = await deps.identity.carried(call.request, transport)
        const signIn = await call.transaction((tx) => enterPortal(tx, deps, token, carried))
        return await deps.identity.answerSignIn(call.reply, signIn)
      },
    ),
  ]
}
