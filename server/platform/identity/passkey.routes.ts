import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import { assertionShape, CREDENTIAL_BODY_MAX, optionsShape } from '../factors/index.ts'
import type { Parts } from './parts.ts'
import { offerPasskey, signInByPasskey } from './passkey-sign-in.ts'
import { answerSignIn, carriedBy, signInShape, transportChoice } from './signed-in.ts'

/** Sign-in by passkey alone. */
export function passkeyRoutes(parts: Parts): Route[] {
  return [optionsRoute(parts), loginRoute(parts)]
}

function optionsRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.passkeySignInOptions',
      method: 'POST',
      path: '/api/auth/passkey/options',
      summary: 'Options of navigator.credentials.get for a sign-in by passkey alone, good for one within five minutes.',
      policy: { access: 'public', rate: 'auth' },
      schema: { response: { 200: object({ options: optionsShape, challenge: Type.String() }) } },
      problems: ['identity/csrf'],
    },
    async (call) => {
      call.reply.header('cache-control', 'no-store')
      return offerPasskey(parts, call.transaction)
    },
  )
}

function loginRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.passkeyLogin',
      method: 'POST',
      path: '/api/auth/passkey/login',
      summary: 'Signs in by passkey alone; one that did not make sure of its person is a first factor only.',
      policy: { access: 'public', rate: 'auth' },
      bodyLimitBytes: CREDENTIAL_BODY_MAX,
      schema: {
        body: object({ challenge: idOf('challenge'), credential: assertionShape, transport: transportChoice }),
        response: { 200: signInShape },
      },
      problems: [
        'identity/passkey-refused',
        'identity/passkey-unverified',
        'identity/email-unverified',
        'identity/account-disabled',
        'identity/csrf',
      ],
    },
    async (call) => {
      const { transport = 'cookie', challenge, credential } = call.body
      const answer = { challenge, credential, ...(await carriedBy(parts, call.request, transport)) }
      return answerSignIn(parts, call.reply, await signInByPasskey(parts, call.transaction, answer))
    },
  )
}
