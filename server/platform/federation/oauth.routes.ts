import { Type } from 'typebox'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { object, page } from '../../kernel/http/schema.ts'
import { Problem } from '../../kernel/problem.ts'
import { finishFlow, isPage, logRefusal } from './callback.ts'
import { beginFlow, deriveFlow, type Linking } from './flow.ts'
import { type Parts, providerOf, redirectUri } from './parts.ts'
import type { Provider } from './provider.ts'
import { readReturnTo, withError } from './return-to.ts'

const LOGIN_PAGE = '/login'
/** Four requests to the provider at 5 s each, and our own work. */
const CALLBACK_MS = 25_000

export const byProvider = object({ provider: Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$' }) })
export const returnToText = Type.Optional(Type.String({ minLength: 1, maxLength: 500 }))
const providerItem = object({ id: Type.String(), title: Type.String(), startUrl: Type.String() })

export function oauthRoutes(parts: Parts): Route[] {
  return [listRoute(parts), startRoute(parts), callbackRoute(parts)]
}

function listRoute({ providers }: Parts): Route {
  return route(
    {
      id: 'auth.listOauthProviders',
      method: 'GET',
      path: '/api/auth/oauth',
      summary: 'Who can sign people in besides a password; a browser goes to `startUrl`, with `returnTo` if wanted.',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: page(providerItem) } },
    },
    async () => ({
      items: providers.map(({ id, title }) => ({ id, title, startUrl: `/api/auth/oauth/${id}/start` })),
      nextCursor: null,
    }),
  )
}

function startRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.startOauth',
      method: 'GET',
      path: '/api/auth/oauth/{provider}/start',
      summary: 'Sends the browser to a provider, and from there to `returnTo` on this server.',
      policy: { access: 'public', rate: 'auth' },
      schema: { params: byProvider, query: object({ returnTo: returnToText }), response: { 200: null } },
      hidden: true,
    },
    async (call) => {
      const provider = providerOf(parts, call.params.provider)
      const returnTo = readReturnTo(call.query.returnTo ?? '/')
      try {
        const url = await begin(parts, call, { provider, returnTo, linking: null })
        await call.reply.redirect(url.href, 303)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        logRefusal(parts, provider, error)
        if (!isPage(call.request)) throw error
        await call.reply.redirect(withError(LOGIN_PAGE, { error: error.code, provider: provider.id }), 303)
      }
    },
  )
}

export interface Wanted {
  readonly provider: Provider
  readonly returnTo: string
  readonly linking: Linking | null
}

/** Begins a flow in the browser that asks, and returns where it goes. */
export async function begin(
  parts: Parts,
  call: Pick<Call, 'request' | 'reply' | 'transaction'>,
  { provider, returnTo, linking }: Wanted,
): Promise<URL> {
  const browser = parts.browser.keep(call.request, call.reply)
  const beginning = { provider: provider.id, browser, returnTo, linking }
  const state = await call.transaction((tx) => beginFlow(tx, beginning))
  return provider.authorizationUrl(
    deriveFlow(parts.key, { state, browser, redirectUri: redirectUri(parts, provider.id) }),
  )
}

function callbackRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.finishOauth',
      method: 'GET',
      path: '/api/auth/oauth/{provider}/callback',
      summary: 'Where a provider sends the browser back to.',
      policy: { access: 'public', rate: 'auth' },
      // Providers add parameters of their own.
      schema: { params: byProvider, query: Type.Object({}, { additionalProperties: true }), response: { 200: null } },
      deadlineMs: CALLBACK_MS,
      hidden: true,
    },
    async (call) => {
      const provider = providerOf(parts, call.params.provider)
      await call.reply.redirect(await finishFlow(parts, call, provider), 303)
    },
  )
}
