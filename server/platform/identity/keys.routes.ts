import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { instant, line, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Parts } from './parts.ts'
import type { IdentityTables } from './tables.ts'

const FRESH_SECONDS = 10 * 60

/** Members of an EC key or of an RSA key; never a private one. */
const publicKey = object({
  ...{ kty: Type.String(), kid: Type.String(), alg: oneOf(['ES256', 'RS256']), use: Type.String() },
  ...{ crv: Type.Optional(Type.String()), x: Type.Optional(Type.String()), y: Type.Optional(Type.String()) },
  ...{ n: Type.Optional(Type.String()), e: Type.Optional(Type.String()) },
})

const keyItem = object({
  kid: Type.String(),
  algorithm: oneOf(['ES256', 'RS256']),
  thumbprint: Type.String({ description: 'RFC 7638, SHA-256' }),
  signs: Type.Boolean({ description: 'New tokens are signed with it' }),
  compromisedAt: nullable(instant),
})

export function keyRoutes(parts: Parts): Route[] {
  return [jwksRoute(parts), listRoute(parts), compromiseRoute(parts)]
}

function jwksRoute({ ring, compromised }: Parts): Route {
  return route(
    {
      id: 'auth.jwks',
      method: 'GET',
      path: '/api/.well-known/jwks.json',
      summary: 'Public keys of access tokens (RFC 7517).',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: object({ keys: Type.Array(publicKey) }) } },
    },
    async ({ reply }) => {
      await compromised.current()
      reply.header('cache-control', 'public, max-age=300')
      return { keys: ring.keys.filter(ring.isTrusted).map((key) => key.jwk) }
    },
  )
}

function listRoute({ db, ring, compromised }: Parts): Route {
  return route(
    {
      id: 'auth.listKeys',
      method: 'GET',
      path: '/api/keys',
      summary: 'The keys of access tokens that this server knows.',
      policy: { can: 'identity:manage-keys', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(keyItem) }) } },
    },
    async () => {
      await compromised.current()
      const marks = await db.query<IdentityTables>().selectFrom('identity.compromised_key').selectAll().execute()
      const markedAt = new Map(marks.map((mark) => [mark.thumbprint, mark.compromised_at]))
      const signer = ring.keys.find(ring.isTrusted)
      const items = ring.keys.map((key) => ({
        kid: key.kid,
        algorithm: key.algorithm,
        thumbprint: key.thumbprint,
        signs: key === signer,
        compromisedAt: markedAt.get(key.thumbprint) ?? null,
      }))
      return { items }
    },
  )
}

function compromiseRoute({ compromised }: Parts): Route {
  return route(
    {
      id: 'auth.compromiseKey',
      method: 'POST',
      path: '/api/keys/{kid}/compromise',
      summary:
        'Refuses everything a key has signed, on every server at once, for good. Sessions go on with the next key.',
      policy: { can: 'identity:manage-keys', rate: 'write', assurance: { aal: 1, maxAgeSeconds: FRESH_SECONDS } },
      schema: {
        params: object({ kid: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }) }),
        body: object({ reason: line(300) }),
        response: { 204: null },
      },
      problems: ['identity/key-not-found', 'identity/csrf'],
    },
    async ({ params, body, transaction }) => {
      await transaction((tx) => compromised.mark(tx, params.kid, body.reason))
    },
  )
}
