import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, type IdentityStack, startIdentity } from '../../../test/support/identity.ts'
import { setClock } from '../../kernel/clock.ts'
import { secret } from '../../kernel/config/secret.ts'
import { postSolving, solve, solvedFor } from './captcha.test-support.ts'

const wrong = 'not the password'
const counting = await startIdentity({ captcha: { settings: { provider: 'altcha' }, countsNetworks: true } })

let networks = 0
/** A network nobody has come from yet. */
function fresh(): Record<string, string> {
  networks += 1
  return { 'x-forwarded-for': `198.51.100.${networks}` }
}

function loginFrom(stack: IdentityStack, network: Record<string, string>, body: object) {
  return cookieClient(stack.url).post('/api/auth/login', body, network)
}

async function failThrice(stack: IdentityStack, email: string, network: Record<string, string>): Promise<void> {
  for (let at = 0; at < 3; at += 1)
    assert.equal((await loginFrom(stack, network, { email, password: wrong })).status, 401)
}

describe('proof of work', () => {
  after(() => counting.close())

  test('is asked for from the fourth try on, and is good once', async () => {
    const { email, password } = await addPerson(counting)
    const network = fresh()
    await failThrice(counting, email, network)
    const asked = await loginFrom(counting, network, { email, password })
    assert.deepEqual([asked.status, asked.body.code], [403, 'identity/captcha-required'])
    assert.deepEqual(asked.body.params, {
      provider: 'altcha',
      action: 'login',
    })
    const captcha = await solvedFor(cookieClient(counting.url), 'login')
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => loginFrom(counting, network, { email, password: wrong, captcha })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [401, ...Array(9).fill(403)])
    assert.equal((await loginFrom(counting, network, { email, password, captcha })).status, 403, 'replayed')
    const next = await solvedFor(cookieClient(counting.url), 'login')
    assert.equal((await loginFrom(counting, network, { email, password, captcha: next })).status, 200)
  })

  test('solved for another action, expired, forged or garbled it is none', async () => {
    const { email, password } = await addPerson(counting)
    const network = fresh()
    await failThrice(counting, email, network)
    const client = cookieClient(counting.url)
    const { challenge } = (await client.get('/api/auth/captcha?action=login')).body
    const solved = JSON.parse(Buffer.from(await solve(challenge), 'base64').toString())
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
    const easier = { ...challenge.parameters, keyPrefix: '00', cost: 1 }
    const refused = {
      'another action': await solvedFor(client, 'register'),
      'no work': encode({ challenge, solution: { counter: 1, derivedKey: '00'.repeat(32) } }),
      'easier by itself': encode({ ...solved, challenge: { ...challenge, parameters: easier } }),
      unsigned: encode({ ...solved, challenge: { parameters: challenge.parameters } }),
      'a list': encode([]),
      'no JSON': 'x',
      null: encode(null),
      'half of it': encode({ challenge }),
    }
    for (const [name, captcha] of Object.entries(refused))
      assert.equal((await loginFrom(counting, network, { email, password, captcha })).status, 403, name)
    const restore = setClock(() => Date.now() + 301_000)
    try {
      assert.equal(
        (await loginFrom(counting, network, { email, password, captcha: encode(solved) })).status,
        403,
        'expired',
      )
    } finally {
      restore()
    }
    assert.equal((await loginFrom(counting, network, { email, password, captcha: encode(solved) })).status, 200)
  })

  test('three failures of a network on any accounts ask for it too, but not of a browser known to the account', async () => {
    const person = await addPerson(counting)
    const { email, password } = person
    const network = fresh()
    const known = cookieClient(counting.url)
    assert.equal((await known.post('/api/auth/login', { email, password }, network)).status, 200)
    for (const name of [...known.jar.keys()]) if (name !== '__Host-kd') known.jar.delete(name)
    for (let at = 0; at < 3; at += 1)
      await loginFrom(counting, network, { email: `nobody${at}@mail.example`, password: wrong })
    assert.equal((await loginFrom(counting, network, { email, password })).status, 403)
    assert.equal((await loginFrom(counting, fresh(), { email, password })).status, 200)
    assert.equal((await known.post('/api/auth/login', { email, password }, network)).status, 200)
  })

  test('the forms that send mail ask for it from the sixth use an hour', async () => {
    const forms: [string, object][] = [
      ['/api/auth/register', { email: 'new@mail.example', password: 'a quiet harbour at dawn', name: 'Ada' }],
      ['/api/auth/forgot-password', { email: 'new@mail.example' }],
      ['/api/auth/magic-link', { email: 'new@mail.example' }],
    ]
    for (const [path, body] of forms) {
      const network = fresh()
      const client = cookieClient(counting.url)
      for (let at = 0; at < 5; at += 1) assert.equal((await client.post(path, body, network)).status, 202, path)
      const before = counting.letters.length
      const refused = await client.post(path, body, network)
      assert.deepEqual([refused.status, refused.body.code], [403, 'identity/captcha-required'])
      assert.equal(counting.letters.length, before)
      assert.equal((await postSolving(client, path, body, network)).status, 202)
    }
  })

  test('a locked account answers as one that is not there', async () => {
    const { email, password } = await addPerson(counting)
    const texts = new Set<string>()
    for (const address of [email, 'nobody.locked@mail.example']) {
      const network = fresh()
      for (let at = 0; at < 5; at += 1)
        await postSolving(cookieClient(counting.url), '/api/auth/login', { email: address, password: wrong }, network)
      const answer = await loginFrom(counting, network, { email: address, password })
      assert.equal(answer.status, 401)
      texts.add(answer.text.replace(/"(requestId|traceId)":"[^"]*"/g, ''))
    }
    assert.equal(texts.size, 1)
  })
})

interface Verdict {
  readonly status: number
  readonly body: string
}

/** Cloudflare's and hCaptcha's `siteverify` as published: a form in, JSON out; each token is good once. */
async function startSiteverify() {
  const forms: URLSearchParams[] = []
  const verdicts = new Map<string, Verdict>()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (bytes) => {
      text += bytes
    })
    request.on('end', () => {
      const form = new URLSearchParams(text)
      forms.push(form)
      const token = form.get('response') ?? ''
      const known = form.get('secret') === 'the secret' ? verdicts.get(token) : undefined
      verdicts.delete(token)
      const refusal = JSON.stringify({ success: false, 'error-codes': ['timeout-or-duplicate'] })
      response.writeHead(known?.status ?? 200, { 'content-type': 'application/json' })
      response.end(known?.body ?? refusal)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    forms,
    url: new URL(`http://127.0.0.1:${port}`),
    /** What the service will say of `token`. */
    say: (token: string, verdict: object, status = 200) =>
      void verdicts.set(token, { status, body: JSON.stringify(verdict) }),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

for (const provider of ['turnstile', 'hcaptcha'] as const) {
  const service = await startSiteverify()
  const settings = { provider, siteKey: 'the site key', secretKey: secret('the secret'), apiBase: service.url }
  const stack = await startIdentity({ captcha: { settings, countsNetworks: false } })
  const good = { success: true, hostname: 'plinth.example', ...(provider === 'turnstile' ? { action: 'login' } : {}) }

  describe(`captcha by ${provider}`, () => {
    after(async () => {
      await stack.close()
      await service.close()
    })

    test('only what the service says was solved here, for this, lets a try through', async () => {
      const { email, password } = await addPerson(stack)
      const network = fresh()
      await failThrice(stack, email, network)
      const client = cookieClient(stack.url)
      assert.deepEqual((await client.get('/api/auth/captcha')).body, { provider, siteKey: 'the site key' })
      const tryWith = (captcha?: string) => loginFrom(stack, network, { email, password, ...(captcha && { captcha }) })
      const asked = await tryWith()
      assert.deepEqual([asked.status, asked.body.code], [403, 'identity/captcha-required'])
      service.say('elsewhere', { ...good, hostname: 'evil.example' })
      service.say('unsolved', { ...good, success: false })
      service.say('truthy', { ...good, success: 'true' })
      service.say('other action', { ...good, action: 'register' })
      const bad = ['unknown', 'elsewhere', 'unsolved', 'truthy', ...(provider === 'turnstile' ? ['other action'] : [])]
      for (const token of bad) assert.equal((await tryWith(token)).status, 403, token)
      service.say('right', good)
      assert.equal((await tryWith('right')).status, 200)
      const form = service.forms.at(-1)
      assert.deepEqual([form?.get('response'), form?.get('remoteip')], ['right', network['x-forwarded-for']])
      assert.equal(form?.get('sitekey'), provider === 'hcaptcha' ? 'the site key' : null)
    })

    test('a service that fails lets nobody through; proof of work stands in', async () => {
      const { email, password } = await addPerson(stack)
      const network = fresh()
      await failThrice(stack, email, network)
      const tryWith = (captcha: string) => loginFrom(stack, network, { email, password, captcha })
      service.say('broken', {}, 500)
      const refused = await tryWith('broken')
      assert.equal(refused.status, 403)
      assert.match(refused.text, /"provider":"altcha"/)
      assert.equal((await tryWith('anything')).status, 403)
      assert.equal((await tryWith(await solvedFor(cookieClient(stack.url), 'login'))).status, 200)
    })
  })
}
