import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { newPassword, personName, signInShape } from '../identity/index.ts'
import { accept, peek } from './acceptance.ts'
import type { Parts } from './parts.ts'
import { CSRF, organisationRole } from './shapes.ts'

/** Nothing larger is worth reading, let alone hashing. */
const BODY_MAX = 8 * 1024

const token = Type.String({ minLength: 1, maxLength: 200 })

/** The answer for an account that was signed in already. */
const joinedShape = object({
  accepted: Type.Literal(true),
  roles: Type.Array(Type.String()),
  organisationId: nullable(idOf('organisation')),
  organisationRole: nullable(organisationRole),
})

export function acceptanceRoutes(parts: Parts): Route[] {
  return [peekRoute(parts), acceptRoute(parts)]
}

function peekRoute(parts: Parts): Route {
  const shown = object({
    email: Type.String(),
    roles: Type.Array(Type.String()),
    organisation: nullable(Type.String()),
    organisationRole: nullable(organisationRole),
    inviter: nullable(Type.String()),
    expiresAt: instant,
    hasAccount: Type.Boolean({ description: 'Sign in with it to accept; otherwise choose a name and a password' }),
  })
  return route(
    {
      id: 'organisations.peekInvitation',
      method: 'POST',
      path: '/api/invitations/peek',
      summary: 'What the link of an invitation stands for; uses nothing up.',
      policy: { access: 'public', rate: 'auth', csrf: 'exempt' },
      bodyLimitBytes: BODY_MAX,
      schema: { body: object({ token }), response: { 200: shown } },
      problems: ['organisations/invitation-gone'],
    },
    async (call) => {
      call.reply.header('cache-control', 'no-store')
      return peek(parts, call.body.token)
    },
  )
}

function acceptRoute(parts: Parts): Route {
  const body = object({
    token,
    name: Type.Optional(personName),
    password: Type.Optional(newPassword),
    transport: Type.Optional(oneOf(['cookie', 'bearer'])),
  })
  return route(
    {
      id: 'organisations.acceptInvitation',
      method: 'POST',
      path: '/api/invitations/accept',
      summary: 'Accepts an invitation once: with a new account, or signed in with the one of the invited address.',
      policy: { access: 'optional', rate: 'auth' },
      bodyLimitBytes: BODY_MAX,
      schema: { body, response: { 201: Type.Union([...signInShape.anyOf, joinedShape]) } },
      problems: [
        'organisations/invitation-gone',
        'organisations/sign-in-first',
        'organisations/details-missing',
        'identity/bad-email',
        'identity/weak-password',
        'identity/busy',
        CSRF,
      ],
    },
    async (call) => {
      const { token: secret, name, password, transport = 'cookie' } = call.body
      const carried = await parts.identity.carried(call.request, transport)
      const input = { token: secret, name, password, principal: call.principal, carried }
      const { signIn, ...accepted } = await accept(parts, call.transaction, input)
      return signIn === null ? { accepted: true, ...accepted } : parts.identity.answerSignIn(call.reply, signIn)
    },
  )
}
