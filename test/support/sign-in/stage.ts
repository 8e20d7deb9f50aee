import { startEvilOpenId } from '../../../server/audit-auth/evil-openid.ts'
import { createHttpClient } from '../http-client.ts'
import { startServer, type TestServer } from '../server.ts'
import { startHonestGithub } from './honest-github.ts'
import { type HonestOpenId, startHonestOpenId } from './honest-openid.ts'
import { type OauthBrowser, oauthBrowser } from './oauth-browser.ts'

const PUBLIC_URL = 'http://localhost:3000'
const back = (id: string): string => `${PUBLIC_URL}/api/auth/oauth/${id}/callback`

/**
 * The whole program with honest providers (google and acme by oidc-provider, github) and three whose every word the test chooses: evil,
 * and those in the places of Microsoft and LinkedIn.
 */
export async function startStage() {
  const [google, acme, github, evil, microsoft, linkedin] = await Promise.all([
    startHonestOpenId({ redirectUri: back('google') }),
    startHonestOpenId({ redirectUri: back('acme'), algorithm: 'ES256' }),
    startHonestGithub(),
    startEvilOpenId('ES256'),
    startEvilOpenId(),
    startEvilOpenId(),
  ])
  const client = (name: string, at: { clientId: string; clientSecret: string }) => ({
    [`${name}_CLIENT_ID`]: at.clientId,
    [`${name}_CLIENT_SECRET`]: at.clientSecret,
  })
  const entry = (id: string, title: string, { url: issuer, clientId, clientSecret }: HonestOpenId | typeof evil) => ({
    ...{ id, title, issuer, clientId, clientSecret },
  })
  const server = await startServer({
    environment: {
      ...client('GOOGLE', google),
      GOOGLE_ISSUER: google.url,
      ...client('GITHUB', github),
      GITHUB_AUTHORIZE_URL: `${github.url}/login/oauth/authorize`,
      GITHUB_TOKEN_URL: `${github.url}/login/oauth/access_token`,
      GITHUB_API_BASE: github.url,
      ...client('MICROSOFT', microsoft),
      MICROSOFT_ISSUER: microsoft.url,
      ...client('LINKEDIN', linkedin),
      LINKEDIN_ISSUER: linkedin.url,
      OIDC_PROVIDERS: JSON.stringify([entry('acme', 'Acme', acme), entry('evil', 'Evil', evil)]),
    },
  })
  const open = () => oauthBrowser(server.url, PUBLIC_URL)
  return {
    ...{ google, acme, github, evil, microsoft, linkedin, server, open },
    somebody: somebodyAt,
    member: () => memberOf(server, open()),
    watch: () => watch(server),
    async close() {
      await server.stop()
      for (const provider of [google, acme, github, evil, microsoft, linkedin]) await provider.close()
    },
  }
}

let people = 0

/** Somebody new at a provider, signed in there; `changes` are over what it says. */
function somebodyAt(at: HonestOpenId, changes: Readonly<Record<string, unknown>> = {}) {
  people += 1
  const claims = {
    email: `somebody${people}@mail.example`,
    email_verified: true,
    name: `Somebody ${people}`,
    ...changes,
  }
  const sub = `sub-${people}`
  at.people.set(sub, claims)
  at.person = sub
  return { sub, email: String(claims.email), name: String(claims.name) }
}

/** Somebody with a password and a proven address, signed in in a browser. */
async function memberOf(server: TestServer, browser: OauthBrowser) {
  people += 1
  const [email, password] = [`member${people}@mail.example`, `a quiet harbour of number ${people}`]
  const id = await server.app.units.identity.createUser({ email, password, name: `Member ${people}` })
  const answer = await browser.client.post('/api/auth/login', { email, password })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
  return { id, email, password, browser }
}

/** Starts to watch; the returned function tells what was written to the trail and mailed since. */
async function watch(server: TestServer) {
  const recorded = () => server.app.db.raw<{ action: string }>('SELECT action FROM audit.record ORDER BY id')
  const before = { audit: (await recorded()).length, mails: (await server.mailbox()).length }
  return async () => ({
    audit: (await recorded()).slice(before.audit).map(({ action }) => action),
    mails: (await server.mailbox()).slice(before.mails).map(({ template }) => template),
  })
}

/** How many rows say that somebody came in: accounts, sessions, links. */
export async function countRows(server: TestServer) {
  const rows = await server.app.db.raw<{ people: number; sessions: number; identities: number }>(
    `SELECT (SELECT count(*)::int FROM identity."user") AS people, (SELECT count(*)::int FROM identity.session) AS sessions,
            (SELECT count(*)::int FROM federation.identity) AS identities`,
  )
  return rows[0]
}

/** Signs in with a password, by bearer. */
export function logIn(server: TestServer, email: string, password: string) {
  return createHttpClient(server.url).post('/api/auth/login', { email, password, transport: 'bearer' })
}

/** Somebody who registered with an address and never proved it, as an attacker does with a victim's. */
export async function registerUnproven(server: TestServer, email: string) {
  const password = 'an old pier in the fog'
  const answer = await createHttpClient(server.url).post('/api/auth/register', { email, password, name: 'Mallory' })
  if (answer.status !== 202) throw new Error(`registration answered ${answer.status}`)
  return password
}
