import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { isUuid } from '../../kernel/id.ts'
import { listIdentities } from './linked-identities.ts'
import { assertMayChange, FRESH_SECONDS, unlink } from './linking.ts'
import { ACCOUNT_PAGE } from './notices.ts'
import { begin, byProvider, returnToText } from './oauth.routes.ts'
import { type Parts, providerOf, titleOf } from './parts.ts'
import { readReturnTo } from './return-to.ts'

const identityItem = object({
  id: idOf('identity'),
  provider: Type.String(),
  title: Type.String(),
  email: nullable(Type.String()),
  name: nullable(Type.String()),
  linkedAt: instant,
  lastUsedAt: instant,
})

const changePolicy = {
  access: 'signed-in',
  rate: 'write',
  assurance: { aal: 1, maxAgeSeconds: FRESH_SECONDS },
} as const

export function identityRoutes(parts: Parts): Route[] {
  return [listRoute(parts), startRoute(parts), unlinkRoute(parts)]
}

function signedIn({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal
}

function listRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.listIdentities',
      method: 'GET',
      path: '/api/auth/identities',
      summary: "The accounts at providers that are ways into the person's account, newest first.",
      policy: { access: 'signed-in', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(identityItem) } },
      problems: ['identity/session-expired'],
    },
    async (call) => {
      const { userId } = signedIn(call).actor
      const list = cursorPage(call.query, (keys) => (keys.length === 1 && isUuid(keys[0] ?? '') ? keys : null))
      const rows = await listIdentities(parts.db, userId, { limit: list.limit + 1, after: list.after?.[0] })
      return list.of(
        rows,
        (row) => [row.id],
        ({ id, provider, email, name, linked_at, last_used_at }) => ({
          ...{ id, provider, title: titleOf(parts, provider), email, name },
          ...{ linkedAt: linked_at, lastUsedAt: last_used_at },
        }),
      )
    },
  )
}

function startRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.linkIdentity',
      method: 'POST',
      path: '/api/auth/identities/{provider}/start',
      summary: 'Where the browser goes to link an account at a provider, and from there to `returnTo`.',
      policy: changePolicy,
      schema: {
        params: byProvider,
        body: object({ returnTo: returnToText }),
        response: { 200: object({ url: Type.String() }) },
      },
      problems: [
        ...['identity/session-expired', 'identity/csrf', 'http/assurance-too-low', 'federation/unknown-provider'],
        ...['federation/bad-return', 'federation/provider-broken', 'federation/provider-unavailable'],
      ],
    },
    async (call) => {
      const principal = signedIn(call)
      const provider = providerOf(parts, call.params.provider)
      const returnTo = readReturnTo(call.body.returnTo ?? ACCOUNT_PAGE)
      const { userId, sessionId } = principal.actor
      await call.transaction((tx) => assertMayChange(parts, tx, principal))
      const url = await begin(parts, call, { provider, returnTo, linking: { userId, sessionId } })
      return { url: url.href }
    },
  )
}

function unlinkRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.unlinkIdentity',
      method: 'DELETE',
      path: '/api/auth/identities/{id}',
      summary: 'Ends a way in; the last one stays.',
      policy: changePolicy,
      schema: { params: object({ id: idOf('identity') }), response: { 204: null } },
      problems: [
        ...['identity/session-expired', 'identity/csrf', 'http/assurance-too-low'],
        ...['federation/identity-not-found', 'federation/last-way-in'],
      ],
    },
    async (call) => {
      const principal = signedIn(call)
      await call.transaction((tx) => unlink(parts, tx, { id: call.params.id, principal }))
    },
  )
}
