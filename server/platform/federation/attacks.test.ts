import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, afterEach, describe, test } from 'node:test'
import { createHttpClient } from '../../../test/support/http-client.ts'
import { errorOf } from '../../../test/support/sign-in/oauth-browser.ts'
import { countRows, startStage } from '../../../test/support/sign-in/stage.ts'
import { EVIL_SUBJECT, type Mischief } from '../../audit-auth/evil-openid.ts'
import { setClock } from '../../kernel/clock.ts'

const stage = await startStage()
const { google, acme, evil, server, open, somebody } = stage
const victim = await stage.member()

const hour = 3600
const at = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds
/** What a provider that is believed would say of the victim. */
const asVictim = { email: victim.email, email_verified: true }
const JSON_ONLY = { accept: 'application/json' }
const DISCOVERY = '/.well-known/openid-configuration'

/** Goes through the callback as a program does: the problem is answered, not a page. */
async function attempt(mischief: Mischief) {
  evil.mischief = mischief
  const browser = open()
  const callback = await browser.visit(await browser.start('evil'))
  return browser.client.get(`${callback.pathname}${callback.search}`, JSON_ONLY)
}

after(() => stage.close())
afterEach(() => {
  evil.mischief = {}
})

// NOTE: first in the file: what was discovered, and the keys, are kept for a while once they are good.
describe('a provider that cannot be discovered', () => {
  const start = (headers = JSON_ONLY) => createHttpClient(server.url).get('/api/auth/oauth/evil/start', headers)
  const broken: readonly (readonly [name: string, metadata: Record<string, unknown>])[] = [
    ["in an honest provider's name (O3)", { issuer: google.url }],
    ["with an honest provider's token endpoint (O3)", { token_endpoint: `${google.url}/token` }],
    ['with keys inside our network', { jwks_uri: 'http://169.254.169.254/latest/meta-data' }],
    ['with a page elsewhere', { authorization_endpoint: 'https://phishing.example/' }],
    ['without keys', { jwks_uri: undefined }],
  ]
  for (const [name, metadata] of broken) {
    test(`metadata ${name} is not used`, async () => {
      evil.mischief = { metadata }
      const answer = await start()
      assert.deepEqual([answer.status, answer.body.code], [502, 'federation/provider-broken'])
      assert.equal(errorOf(await start({ accept: 'text/html' })), 'federation/provider-broken')
    })
  }

  test('one that is down is asked again the next time, by all who wait at once', async () => {
    evil.mischief = { failing: { path: DISCOVERY, with: 500 } }
    const down = await start()
    assert.deepEqual([down.status, down.body.code], [503, 'federation/provider-unavailable'])
    evil.mischief = { failing: { path: '/keys', with: 404 } }
    evil.asked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => start()))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]))
    assert.deepEqual(evil.asked(), [DISCOVERY])
    assert.equal((await attempt({ ...evil.mischief, claims: asVictim })).body.code, 'federation/provider-broken')
  })
})

describe('the state of a flow (O1)', () => {
  const none = 'federation/state-invalid'

  test('is good once, in its own browser, for its own provider, for ten minutes', async () => {
    const { email } = somebody(google)
    const before = await countRows(server)
    const browser = open()
    const callback = await browser.visit(await browser.start('google'))
    const path = `${callback.pathname}${callback.search}`
    const without = new URL(callback)
    without.searchParams.delete('state')
    const other = new URL(callback)
    other.searchParams.set('state', 'A'.repeat(43))
    const stranger = open()
    await stranger.start('google')
    const elsewhere = new URL(callback.href.replace('/google/', '/acme/'))
    const answers = [
      await browser.finish(without),
      await browser.finish(other),
      await stranger.finish(callback),
      await open().finish(callback),
      await browser.finish(elsewhere),
    ]
    assert.deepEqual(answers.map(errorOf), Array(5).fill(none))
    const late = setClock(() => Date.now() + 601_000)
    assert.equal(errorOf(await browser.finish(callback)), none)
    late()
    assert.deepEqual(await countRows(server), before)
    assert.equal(errorOf(await browser.finish(callback)), null)
    assert.equal((await browser.client.get('/api/auth/me')).body.user.email, email)
    const replayed = await browser.client.get(path, JSON_ONLY)
    assert.deepEqual([replayed.status, replayed.body.code], [400, none])
  })

  test('is a row of hashes: nothing in it, nor its nonce or verifier, is what travels', async () => {
    const browser = open()
    const url = await browser.start('google')
    const rows = await server.app.db.raw('SELECT * FROM federation.flow ORDER BY created_at DESC LIMIT 1')
    const dumped = JSON.stringify(rows, (_key, value) => value)
    for (const name of ['state', 'nonce', 'code_challenge'])
      assert.equal(dumped.includes(url.searchParams.get(name) ?? name), false, name)
    assert.equal(dumped.includes(browser.client.jar.get('plinth_flow') ?? 'none'), false)
  })
})

describe('PKCE (O2)', () => {
  test('a way to a provider is bound by S256, and differs each time', async () => {
    const [one, other] = [await open().start('google'), await open().start('google')]
    assert.equal(one.searchParams.get('code_challenge_method'), 'S256')
    assert.equal(one.searchParams.get('response_type'), 'code')
    assert.notEqual(one.searchParams.get('code_challenge'), other.searchParams.get('code_challenge'))
  })

  test("a victim's code put into one's own flow is refused by the provider", async () => {
    somebody(google)
    const [theirs, own] = [open(), open()]
    const stolen = await theirs.visit(await theirs.start('google'))
    const callback = await own.visit(await own.start('google'))
    callback.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    const answer = await own.client.get(`${callback.pathname}${callback.search}`, JSON_ONLY)
    assert.deepEqual([answer.status, answer.body.code], [401, 'federation/proof-invalid'])
  })

  test('a stolen code is worth nothing at the provider without the verifier', async () => {
    somebody(google)
    const browser = open()
    const url = await browser.start('google')
    const code = (await browser.visit(url)).searchParams.get('code') ?? ''
    const basic = [google.clientId, google.clientSecret].map(encodeURIComponent).join(':')
    const guess = createHash('sha256')
      .update(url.searchParams.get('state') ?? '')
      .digest('base64url')
    for (const verifier of [undefined, url.searchParams.get('code_challenge') ?? '', guess]) {
      const redirect_uri = url.searchParams.get('redirect_uri') ?? ''
      const body = {
        grant_type: 'authorization_code',
        code,
        redirect_uri,
        ...(verifier && { code_verifier: verifier }),
      }
      const answer = await fetch(`${google.url}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
        body: new URLSearchParams(body),
      })
      assert.equal(answer.status, 400)
      await answer.body?.cancel()
    }
  })
})

describe('the issuer (O3)', () => {
  const cases: readonly (readonly [name: string, answer: NonNullable<Mischief['answer']>])[] = [
    ["an answer in an honest provider's name", (parameters) => parameters.set('iss', google.url)],
    ['an answer without the name that the metadata promises', (parameters) => parameters.delete('iss')],
    ['an answer that names two issuers', (parameters) => parameters.append('iss', google.url)],
  ]
  for (const [name, answer] of cases) {
    test(`${name} is refused before the code is traded`, async () => {
      evil.asked()
      const answered = await attempt({ answer, claims: asVictim })
      assert.deepEqual([answered.status, answered.body.code], [400, 'federation/response-invalid'])
      assert.equal(evil.asked().includes('/token'), false)
    })
  }
})

describe('the ID token (O4)', () => {
  const cases: readonly (readonly [name: string, mischief: Mischief])[] = [
    ['the nonce of another flow', { claims: { nonce: 'another' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another audience', { claims: { aud: 'another-client' } }],
    ['further audiences without azp', { claims: { aud: [evil.clientId, 'another-client'] } }],
    ['further audiences and another azp', { claims: { aud: [evil.clientId, 'another'], azp: 'another' } }],
    ['one audience and another azp', { claims: { azp: 'another-client' } }],
    ["an honest issuer's name", { claims: { iss: google.url } }],
    ['an end in the past', { claims: { iat: at(-2 * hour), exp: at(-hour) } }],
    ['no end', { claims: { exp: undefined } }],
    ['a beginning in the future', { claims: { nbf: at(hour) } }],
    ['no subject', { claims: { sub: undefined } }],
    ['a subject that is no text', { claims: { sub: 7 } }],
    ['a subject of a thousand characters', { claims: { sub: 'x'.repeat(1000) } }],
    ['no signature', { signedBy: 'nobody' }],
    ["a stranger's signature under the right key id", { signedBy: 'stranger' }],
    ['an HMAC by the public key', { signedBy: 'public-key' }],
  ]
  for (const [name, mischief] of cases) {
    test(`with ${name} proves nobody`, async () => {
      const before = await countRows(server)
      const seen = await stage.watch()
      const answer = await attempt({ ...mischief, claims: { ...asVictim, ...mischief.claims } })
      assert.deepEqual([answer.status, answer.body.code], [401, 'federation/proof-invalid'])
      assert.deepEqual(await countRows(server), before)
      assert.deepEqual(await seen(), { audit: ['federation.sign-in.refused'], mails: [] })
    })
  }
})

describe('claims that do not belong together (O9)', () => {
  const own = { email: 'own@evil.example', email_verified: true }
  const cases: readonly (readonly [name: string, mischief: Mischief, code: string])[] = [
    [
      'a verified address in the ID token, the victim at userinfo',
      { claims: own, userInfo: { sub: EVIL_SUBJECT, email: victim.email } },
      'proof-invalid',
    ],
    ['userinfo of somebody else', { userInfo: { sub: 'another', ...asVictim } }, 'proof-invalid'],
    ['userinfo of nobody', { userInfo: asVictim }, 'proof-invalid'],
    ['userinfo that is refused', { claims: own, userInfo: 401 }, 'provider-broken'],
    [
      'an address called verified in one place and not in the other',
      { claims: asVictim, userInfo: { sub: EVIL_SUBJECT, email: victim.email, email_verified: false } },
      'link-required',
    ],
    [
      'a verified flag without an address beside the address without a flag',
      { claims: { email: victim.email }, userInfo: { sub: EVIL_SUBJECT, email_verified: true } },
      'link-required',
    ],
    ['an address that is a list', { claims: { email: [victim.email], email_verified: true } }, 'link-required'],
    [
      'an address that looks like another',
      { claims: { email: `\u200b${victim.email}`, email_verified: true } },
      'link-required',
    ],
  ]
  for (const [name, mischief, code] of cases) {
    test(`${name}: refused`, async () => {
      const before = await countRows(server)
      const answer = await attempt(mischief)
      assert.equal(answer.body.code, `federation/${code}`)
      assert.deepEqual(await countRows(server), before)
    })
  }

  test('the same subject at another issuer is another account', async () => {
    const { email } = somebody(google)
    await open().signIn('google')
    const sub = google.person
    const answer = await attempt({ claims: { sub }, userInfo: { sub } })
    assert.equal(answer.body.code, 'federation/link-required', email)
    assert.equal(acme.people.has(String(sub)), false)
  })
})

describe('a provider that fails', () => {
  const cases: readonly (readonly [name: string, failing: NonNullable<Mischief['failing']>, status: number])[] = [
    ['a token endpoint in trouble', { path: '/token', with: 503 }, 503],
    ['a connection cut off', { path: '/token', with: 'cut' }, 503],
    ['a token endpoint that sends elsewhere', { path: '/token', with: 'redirect' }, 502],
    ['more than anybody reads', { path: '/token', with: 'flood' }, 502],
    ['what is no JSON', { path: '/token', with: '{' }, 502],
    ['JSON that is no answer', { path: '/token', with: '[]' }, 401],
    ['an answer without an ID token', { path: '/token', with: '{"access_token":"a","token_type":"bearer"}' }, 401],
    [
      'an ID token that is no token',
      { path: '/token', with: '{"access_token":"a","token_type":"bearer","id_token":"a.b.c"}' },
      502,
    ],
    ['userinfo in trouble', { path: '/userinfo', with: 500 }, 503],
    ['userinfo that is no JSON', { path: '/userinfo', with: '<html>' }, 502],
  ]
  for (const [name, failing, status] of cases) {
    test(`${name}: ${status}, and a page is sent to the sign-in`, async () => {
      const answer = await attempt({ failing, claims: asVictim })
      assert.equal(answer.status, status, JSON.stringify(answer.body))
      const browser = open()
      const page = await browser.signIn('evil')
      assert.deepEqual([page.status, errorOf(page)], [303, answer.body.code])
    })
  }

  test('one that does not answer is left after five seconds, and the server is well meanwhile', async () => {
    const before = performance.now()
    const hanging = attempt({ failing: { path: '/token', with: 'hang' } })
    assert.equal((await createHttpClient(server.url).get('/livez')).status, 200)
    const answer = await hanging
    const seconds = (performance.now() - before) / 1000
    assert.deepEqual([answer.status, answer.body.code], [503, 'federation/provider-unavailable'])
    assert.ok(seconds > 4.5 && seconds < 9, `${seconds} s`)
  })

  test('errors in its own words become ours, and its words are not shown', async () => {
    const refusals = [
      ['access_denied', 400, 'federation/cancelled'],
      ['temporarily_unavailable', 503, 'federation/provider-unavailable'],
      ['<script>', 400, 'federation/response-invalid'],
    ] as const
    for (const [word, status, code] of refusals) {
      const answer = await attempt({
        answer: (parameters) => {
          parameters.delete('code')
          parameters.set('error', word)
          parameters.set('error_description', 'call +1 555 0100')
        },
      })
      assert.deepEqual([answer.status, answer.body.code], [status, code])
      assert.doesNotMatch(JSON.stringify(answer.body), /\+1 555|<script/)
    }
  })

  test('an unknown provider is not there', async () => {
    for (const path of ['nobody/start', 'nobody/callback?state=x', 'GOOGLE/start', '..%2Fgoogle/start']) {
      const { status } = await createHttpClient(server.url).get(`/api/auth/oauth/${path}`)
      assert.ok(status === 404 || status === 400, `${path}: ${status}`)
    }
  })
})

test('nobody is sent to another origin after the sign-in', async () => {
  for (const returnTo of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    'tracks',
  ]) {
    const query = new URLSearchParams({ returnTo })
    const answer = await createHttpClient(server.url).get(`/api/auth/oauth/google/start?${query}`)
    assert.deepEqual([answer.status, answer.body.code], [400, 'federation/bad-return'], returnTo)
  }
})
