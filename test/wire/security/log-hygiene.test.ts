import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../support/cookie-client.ts'
import { bearer, signInByBearer, startIdentity } from '../../support/identity.ts'

const stack = await startIdentity()
const client = cookieClient(stack.url)
const canary = 'canary harbour at dawn'
const email = 'canary.mail@mail.example'

describe('what is written down', () => {
  after(() => stack.close())

  test('no log line, audit record or event holds a password, a token or an address', async () => {
    await client.post('/api/auth/register', { email, password: canary, name: 'Canary Name' })
    const verification = stack.letters.at(-1)?.token ?? ''
    await client.get(`/api/auth/verify?token=${verification}`)
    await client.post('/api/auth/verify', { token: verification })
    await client.post('/api/auth/login', { email, password: `${canary} wrong` })
    await client.post('/api/auth/login', { email, password: canary, surprise: canary })
    const first = await signInByBearer(stack.url, { email, password: canary })
    const second = (await client.post('/api/auth/refresh', { refreshToken: first.refreshToken })).body
    await client.get('/api/auth/me', bearer(`${second.accessToken}x`))
    await client.post('/api/auth/forgot-password', { email })
    const reset = stack.letters.at(-1)?.token ?? ''
    await client.post('/api/auth/reset-password', { token: reset, password: `${canary} again` })
    const { database } = stack
    await database.db.raw('ALTER TABLE identity.password RENAME TO password_away')
    const broken = await client.post('/api/auth/login', { email, password: `${canary} again` })
    await database.db.raw('ALTER TABLE identity.password_away RENAME TO password')
    assert.equal(broken.status, 500)

    const { audit, events } = database.recorded
    const written = `${stack.log()}${JSON.stringify([audit, events])}${broken.text}`
    assert.ok(written.length > 3000)
    const secrets = [
      canary,
      verification,
      reset,
      first.accessToken,
      first.refreshToken,
      second.accessToken,
      second.refreshToken,
    ]
    for (const secret of [...secrets, email, 'Canary Name']) {
      assert.ok(secret.length > 5)
      assert.equal(written.includes(secret), false, `${secret} was written down`)
    }
  })
})
