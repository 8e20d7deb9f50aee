import type Provider from 'oidc-provider'
import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { isUuid } from '../../kernel/id.ts'
import { addClient, listClients, removeClient, renewSecret } from './clients.ts'
import {
  approveInteraction,
  denyInteraction,
  describeInteraction,
  listConsents,
  withdrawConsent,
} from './interactions.ts'
import type { ClientRow } from './tables.ts'

interface RouteParts {
  readonly db: Db
  readonly engine: () => Promise<Provider>
}

const clientShape = namedObject('ApplicationClient', {
  id: idOf('client'),
  name: Type.String(),
  redirectUris: Type.Array(Type.String()),
  confidential: Type.Boolean(),
  trusted: Type.Boolean(),
  createdAt: instant,
})
const byClient = object({ id: idOf('client') })
const byUid = object({ uid: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) })
const redirect = object({ redirectTo: Type.String({ description: 'Where the browser goes now' }) })
const FRESH = { aal: 1, maxAgeSeconds: 3600 } as const

export function providerRoutes(parts: RouteParts): Route[] {
  return [...clientRoutes(parts), ...interactionRoutes(parts), ...consentRoutes(parts)]
}

function clientRoutes({ db }: RouteParts): Route[] {
  const manage = { can: 'provider:manage', rate: 'write', assurance: FRESH } as const
  return [
    route(
      {
        id: 'provider.listClients',
        method: 'GET',
        path: '/api/oidc/clients',
        summary: 'Applications that sign people in with this server, newest first.',
        policy: { can: 'provider:manage', rate: 'read' },
        schema: { query: object(pageQuery), response: { 200: page(clientShape) } },
      },
      async ({ query }) => {
        const list = cursorPage(query, (parts) => (isUuid(parts[0] ?? '') ? parts : null))
        const rows = await listClients(db, { limit: list.limit + 1, after: list.after?.[0] })
        return list.of(rows, (row) => [row.id], described)
      },
    ),
    route(
      {
        id: 'provider.addClient',
        method: 'POST',
        path: '/api/oidc/clients',
        summary: 'Registers an application; its secret is in this answer and never again.',
        policy: manage,
        schema: {
          body: object({
            name: line(100),
            redirectUris: Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 20 }),
            confidential: Type.Boolean(),
            trusted: Type.Optional(
              Type.Boolean({ description: 'An application of your own team: no consent is asked' }),
            ),
          }),
          response: { 201: object({ client: clientShape, secret: nullable(Type.String({ 'x-sensitive': true })) }) },
        },
        problems: ['provider/bad-redirect-uri'],
      },
      async ({ body, transaction }) => {
        const { client, secret } = await transaction((tx) => addClient(tx, { trusted: false, ...body }))
        return { client: described(client), secret }
      },
    ),
    route(
      {
        id: 'provider.renewSecret',
        method: 'POST',
        path: '/api/oidc/clients/{id}/secret',
        summary: 'Replaces the secret of an application; the old one is refused at once.',
        policy: manage,
        schema: { params: byClient, response: { 200: object({ secret: Type.String({ 'x-sensitive': true }) }) } },
        problems: ['provider/client-not-found'],
      },
      async ({ params, transaction }) => ({ secret: await transaction((tx) => renewSecret(tx, params.id)) }),
    ),
    route(
      {
        id: 'provider.removeClient',
        method: 'DELETE',
        path: '/api/oidc/clients/{id}',
        summary: 'Removes an application; every token it holds ends.',
        policy: manage,
        schema: { params: byClient, response: { 204: null } },
        problems: ['provider/client-not-found'],
      },
      async ({ params, transaction }) => transaction((tx) => removeClient(tx, params.id)),
    ),
  ]
}

function interactionRoutes({ db, engine }: RouteParts): Route[] {
  const problems = ['provider/interaction-not-found']
  const asking = async (call: Pick<Call, 'principal'>, uid: string) => ({
    db,
    engine: await engine(),
    uid,
    userId: caller(call).actor.userId,
  })
  return [
    route(
      {
        id: 'provider.interaction',
        method: 'GET',
        path: '/api/oidc/interactions/{uid}',
        summary: 'Which application asks the person for what.',
        policy: { access: 'signed-in', rate: 'read' },
        schema: {
          params: byUid,
          response: {
            200: object({
              client: object({ id: idOf('client'), name: Type.String(), host: Type.String() }),
              scopes: Type.Array(Type.String()),
              settled: Type.Boolean({ description: 'Nothing new is asked: the page goes on by itself' }),
            }),
          },
        },
        problems,
      },
      async (call) => describeInteraction(await asking(call, call.params.uid)),
    ),
    route(
      {
        id: 'provider.approve',
        method: 'POST',
        path: '/api/oidc/interactions/{uid}/approve',
        summary: 'The person allows what the application asks.',
        policy: { access: 'signed-in', rate: 'write' },
        schema: { params: byUid, response: { 200: redirect } },
        problems: [...problems, 'http/assurance-too-low'],
      },
      async (call) => {
        const asked = await asking(call, call.params.uid)
        return { redirectTo: await approveInteraction(asked, caller(call), call.transaction) }
      },
    ),
    route(
      {
        id: 'provider.deny',
        method: 'POST',
        path: '/api/oidc/interactions/{uid}/deny',
        summary: 'The person refuses.',
        policy: { access: 'signed-in', rate: 'write' },
        schema: { params: byUid, response: { 200: redirect } },
        problems,
      },
      async (call) => ({ redirectTo: await denyInteraction(await asking(call, call.params.uid)) }),
    ),
  ]
}

function consentRoutes({ db }: RouteParts): Route[] {
  const consent = object({
    client: object({ id: idOf('client'), name: Type.String() }),
    scopes: Type.Array(Type.String()),
    grantedAt: instant,
  })
  return [
    route(
      {
        id: 'provider.listConsents',
        method: 'GET',
        path: '/api/oidc/consents',
        summary: 'Applications the person signs in to with this account.',
        policy: { access: 'signed-in', rate: 'read' },
        schema: { response: { 200: page(consent) } },
      },
      async (call) => {
        const rows = await listConsents(db, caller(call).actor.userId)
        const items = rows.map(({ id, name, scopes, granted_at: grantedAt }) => ({
          client: { id, name },
          scopes,
          grantedAt,
        }))
        return { items, nextCursor: null }
      },
    ),
    route(
      {
        id: 'provider.withdrawConsent',
        method: 'DELETE',
        path: '/api/oidc/consents/{id}',
        summary: 'Takes back what an application was allowed; its tokens end at once.',
        policy: { access: 'signed-in', rate: 'write' },
        schema: { params: byClient, response: { 204: null } },
        problems: ['provider/consent-not-found'],
      },
      async (call) => call.transaction((tx) => withdrawConsent(tx, caller(call).actor.userId, call.params.id)),
    ),
  ]
}

function caller({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal
}

function described({ redirect_uris: redirectUris, secret_hash: hash, created_at: createdAt, ...client }: ClientRow) {
  const { id, name, trusted } = client
  return { id, name, trusted, redirectUris, confidential: hash !== null, createdAt }
}
