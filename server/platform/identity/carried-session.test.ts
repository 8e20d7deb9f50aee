import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { startServer } from '../../../test/support/server.ts'
import { createAuthenticator } from '../../audit-auth/authenticator.ts'

const server = await startServer()
const authenticator = createAuthenticator({ origin: 'http://localhost:3000' })
authenticator.create({ challenge: 'AAAA', rp: { id: 'localhost' }, user: { id: 'AAAA' } })

const waysIn: readonly { path: string; body: (attacker: { email: string; password: string }) => object }[] = [
  { path: '/api/auth/login', body: ({ email, password }) => ({ email, password }) },
  { path: '/api/auth/magic-link/redeem', body: () => ({ token: 'a'.repeat(43) }) },
  {
    path: '/api/auth/passkey/login',
    body: () => ({
      challenge: '01920000-0000-7000-8000-000000000000',
      credential: authenticator.get({ challenge: 'AAAA', rpId: 'localhost' }),
    }),
  },
  { path: '/api/invitations/accept', body: () => ({ token: 'a'.repeat(43) }) },
]

describe('a sign-in in a browser that holds a session', () => {
  after(() => server.stop())

  for (const { path, body } of waysIn) {
    test(`${path} does not end it by a CSRF token that is not its own`, async () => {
      const victim = await server.people.signedIn()
      const attacker = await server.people.signedIn()
      const browser = cookieClient(server.url)
      await browser.post('/api/auth/login', { email: victim.email, password: victim.password })
      // Good for a visitor: what a subdomain could have planted.
      const planted = (await cookieClient(server.url).csrf())['x-csrf-token'] ?? ''
      browser.jar.set('plinth_csrf', planted)
      // The access token is over; the session is not.
      browser.jar.delete('plinth_at')
      const answer = await browser.post(path, body(attacker), { 'x-csrf-token': planted })
      assert.deepEqual([answer.status, answer.body.code], [403, 'identity/csrf'])
      const own = await browser.csrf()
      assert.equal((await browser.post('/api/auth/refresh', {}, own)).status, 200)
      const allowed = await browser.post(path, body(attacker), await browser.csrf())
      assert.notEqual(allowed.body.code, 'identity/csrf')
    })
  }
})
