import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'

const ADMINISTRATOR = 'administrator'

const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid

describe('signing keys over HTTP', () => {
  test('the published keys are those that verify, without private members, and may be cached', async () => {
    const stack = await startIdentity()
    try {
      const answer = await cookieClient(stack.url).get('/api/.well-known/jwks.json')
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=300')
      assert.deepEqual(
        answer.body.keys.map((key: object) => Object.keys(key).sort().join()),
        ['alg,crv,kid,kty,use,x,y', 'alg,crv,kid,kty,use,x,y'],
      )
      assert.deepEqual(answer.body.keys.map((key: { kid: string }) => key.kid).sort(), ['k0', 'k1'])
    } finally {
      await stack.close()
    }
  })
})

describe('a key in the wrong hands', async () => {
  const stack = await startIdentity()
  const other = await stack.startNode()
  after(() => stack.close())
  const admin = await addPerson(stack, ADMINISTRATOR)
  const plain = await addPerson(stack)
  const me = async (url: string, token: string) => (await cookieClient(url).get('/api/auth/me', bearer(token))).status
  const compromise = (kid: string, token: string, url = stack.url) =>
    cookieClient(url).post(`/api/keys/${kid}/compromise`, { reason: 'laptop stolen' }, bearer(token))

  test('is marked by nobody who lacks the permission, and only if it is ours', async () => {
    const { accessToken } = await signInByBearer(stack.url, plain)
    assert.equal((await compromise('k1', accessToken)).status, 403)
    assert.equal((await cookieClient(stack.url).post('/api/keys/k1/compromise', { reason: 'x' })).status, 401)
    const { accessToken: allowed } = await signInByBearer(stack.url, admin)
    const seen = watch(stack)
    assert.equal((await compromise('k9', allowed)).body.code, 'identity/key-not-found')
    assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
  })

  test('is refused on every node within a second, though its tokens were remembered; sessions go on with the next key', async () => {
    const held = await signInByBearer(stack.url, plain)
    const operator = await signInByBearer(stack.url, admin)
    for (const url of [stack.url, other.url]) assert.equal(await me(url, held.accessToken), 200)
    const seen = watch(stack)
    assert.equal((await compromise('k1', operator.accessToken)).status, 204)
    assert.deepEqual(seen().audit, ['identity.key.compromised'])
    assert.equal(await me(stack.url, held.accessToken), 401)
    const deadline = Date.now() + 1000
    while ((await me(other.url, held.accessToken)) !== 401) assert.ok(Date.now() < deadline, 'the other node is late')

    const next = await cookieClient(other.url).post('/api/auth/refresh', { refreshToken: held.refreshToken })
    assert.equal(next.status, 200)
    assert.equal(kidOf(next.body.accessToken), 'k0')
    for (const url of [stack.url, other.url]) assert.equal(await me(url, next.body.accessToken), 200)
    const jwks = await cookieClient(other.url).get('/api/.well-known/jwks.json')
    assert.deepEqual(
      jwks.body.keys.map((key: { kid: string }) => key.kid),
      ['k0'],
    )
  })

  test('marking it again changes and says nothing', async () => {
    const { accessToken } = await signInByBearer(stack.url, admin)
    const seen = watch(stack)
    assert.equal((await compromise('k1', accessToken)).status, 204)
    assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
    const list = await cookieClient(stack.url).get('/api/keys', bearer(accessToken))
    assert.deepEqual(
      list.body.items.map((key: { kid: string; signs: boolean; compromisedAt: string | null }) => [
        key.kid,
        key.signs,
        key.compromisedAt !== null,
      ]),
      [
        ['k1', false, true],
        ['k0', true, false],
      ],
    )
  })

  test('is known to a node that starts later and to one that hears no notices', async () => {
    const late = await stack.startNode()
    const deaf = await stack.startNode()
    await deaf.loseBus()
    const { accessToken } = await signInByBearer(late.url, admin)
    assert.equal(kidOf(accessToken), 'k0')
    for (const { url } of [late, deaf]) assert.equal(await me(url, accessToken), 200)
    assert.equal((await compromise('k0', accessToken)).status, 204)
    assert.equal(await me(deaf.url, accessToken), 401)
  })

  test('and no other left: nobody gets a token, and the answer says it is ours to mend', async () => {
    for (const { url } of [stack, other]) {
      const answer = await cookieClient(url).post('/api/auth/login', {
        ...plain,
        transport: 'bearer',
        userId: undefined,
      })
      assert.equal(answer.status, 503)
      assert.equal(answer.body.code, 'identity/no-signing-key')
    }
  })
})
