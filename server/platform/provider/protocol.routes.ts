import type { IncomingMessage } from 'node:http'
import type Provider from 'oidc-provider'
import { Type } from 'typebox'
import { contextOf } from '../../kernel/http/context.ts'
import { type Call, type Route, type RouteHead, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { ISSUER_PATH, refusedOf } from './engine.ts'

interface Endpoint {
  readonly id: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  readonly rate: RouteHead['policy']['rate']
}

const ENDPOINTS: readonly Endpoint[] = [
  {
    id: 'provider.discovery',
    method: 'GET',
    path: '/.well-known/openid-configuration',
    summary: 'OpenID Connect discovery.',
    rate: 'read',
  },
  { id: 'provider.jwks', method: 'GET', path: '/jwks', summary: 'Public keys of ID tokens.', rate: 'read' },
  { id: 'provider.authorize', method: 'GET', path: '/auth', summary: 'Authorization endpoint.', rate: 'auth' },
  {
    id: 'provider.authorizeByForm',
    method: 'POST',
    path: '/auth',
    summary: 'Authorization endpoint, asked by a form.',
    rate: 'auth',
  },
  { id: 'provider.resume', method: 'GET', path: '/auth/{uid}', summary: 'Continues after consent.', rate: 'auth' },
  { id: 'provider.token', method: 'POST', path: '/token', summary: 'Token endpoint.', rate: 'write' },
  {
    id: 'provider.revoke',
    method: 'POST',
    path: '/token/revocation',
    summary: 'Revocation (RFC 7009).',
    rate: 'write',
  },
  { id: 'provider.userinfo', method: 'GET', path: '/me', summary: 'Userinfo endpoint.', rate: 'read' },
  { id: 'provider.userinfoByForm', method: 'POST', path: '/me', summary: 'Userinfo, asked by a form.', rate: 'read' },
]

/**
 * The engine's endpoints. They speak the protocol's own formats, so they stand outside the contract's JSON. None looks at a session, so there is
 * nothing a page of another site could abuse: applications are other sites, and their forms come from there.
 */
export function protocolRoutes(engine: () => Promise<Provider>, publicUrl: URL): Route[] {
  return ENDPOINTS.map(({ id, method, path, summary, rate }) =>
    route(
      {
        id,
        method,
        path: ISSUER_PATH + path,
        summary,
        policy: { access: 'public', rate, csrf: 'exempt' },
        schema: {
          ...(path.includes('{uid}') ? { params: object({ uid: Type.String({ maxLength: 100 }) }) } : {}),
          query: Type.Record(Type.String(), Type.Unknown()),
          response: { 200: null },
        },
        rawBody: true,
        hidden: true,
      },
      async (call) => pass(call, await engine(), publicUrl),
    ),
  )
}

/** Hands request and answer to the engine, under our address whatever Host says, and with the headers every answer of ours has. */
async function pass({ request, reply }: Call, engine: Provider, publicUrl: URL): Promise<void> {
  const { raw } = request
  const incoming = raw as IncomingMessage & { originalUrl?: string }
  incoming.originalUrl = raw.url ?? ''
  incoming.url = incoming.originalUrl.slice(ISSUER_PATH.length)
  const { 'x-forwarded-host': _, cookie, ...headers } = raw.headers
  const kept = withoutEngineSession(cookie)
  raw.headers = {
    ...headers,
    ...(kept === '' ? {} : { cookie: kept }),
    host: publicUrl.host,
    'x-forwarded-proto': publicUrl.protocol.slice(0, -1),
  }
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value)
  reply.raw.setHeader('cache-control', 'no-store')
  reply.hijack()
  await engine.callback()(raw, reply.raw)
  const context = contextOf(request)
  if (context !== undefined) context.refused = refusedOf.get(raw) ?? null
}

/** The engine's memory of an earlier sign-in is never shown to it: whoever confirms on the console is who signs in. */
function withoutEngineSession(cookie: string | undefined): string {
  const pairs = (cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.filter((pair) => pair !== '' && !/^_session(\.sig)?=/.test(pair)).join('; ')
}
