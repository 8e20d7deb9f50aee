import { createHash, randomBytes } from 'node:crypto'
import { type Answer, valueAt } from './client.ts'
import type { Bearer, Stage } from './stage.ts'

export const APPLICATION_ROUTES = ['POST /api/oidc/clients', 'POST /api/oidc/interactions/{uid}/approve'] as const
const REDIRECT = 'https://app.example.com/callback'

/** An application that signs people in with the instance as OpenID provider. */
export interface Application {
  readonly id: string
  /** Null for a public one. */
  readonly secret: string | null
  /** Asks for a code in the name of somebody signed in; the answer is where the browser was sent to. */
  authorize(person: Bearer, asking?: Readonly<Record<string, string>>): Promise<URL>
  /** The token endpoint's answer. */
  redeem(parameters: Readonly<Record<string, string>>): Promise<Answer>
}

export interface Proof {
  readonly verifier: string
  readonly challenge: string
}

/** A PKCE verifier with its S256 challenge (RFC 7636). */
export function makeProof(): Proof {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

/** Registers an application as the administrator: a public one, unless it is to have a secret. */
export async function registerApplication(
  stage: Stage,
  administrator: Bearer,
  confidential = false,
): Promise<Application> {
  const body = { name: 'Audited', redirectUris: [REDIRECT], confidential }
  const registered = await administrator.send('POST', '/api/oidc/clients', { body })
  const id = registered.at('client.id')
  return {
    id,
    secret: confidential ? registered.at('secret') : null,
    async authorize(person, asking = {}) {
      const browser = stage.visitor()
      const wanted = { client_id: id, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid email' }
      const query = new URLSearchParams({ ...wanted, state: 'audit', nonce: 'audit', ...asking })
      const there = await location(browser.get(`/oidc/auth?${query}`))
      const uid = /^\/authorize\/([^/?]+)$/.exec(there.pathname)?.[1]
      if (uid === undefined) return there
      const approved = await person.send('POST', `/api/oidc/interactions/${uid}/approve`)
      const back = new URL(approved.at('redirectTo'))
      return location(browser.get(back.pathname + back.search))
    },
    redeem: (parameters) =>
      stage.visitor().send('POST', '/oidc/token', {
        raw: new URLSearchParams({ client_id: id, redirect_uri: REDIRECT, ...parameters }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  }
}

/** Where an answer sends the browser; for one that sends it nowhere, its status as a path. */
async function location(asked: Promise<Answer>): Promise<URL> {
  const answer = await asked
  const there = answer.headers.get('location')
  return new URL(there ?? `/${answer.status}/${valueAt(answer.json, 'error') ?? ''}`, 'http://none.invalid')
}
