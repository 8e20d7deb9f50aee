import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { TOTP } from 'otpauth'
import { errorOf, type OauthBrowser } from '../../../test/support/sign-in/oauth-browser.ts'
import { countRows, logIn, registerUnproven, startStage } from '../../../test/support/sign-in/stage.ts'
import { setClock } from '../../kernel/clock.ts'

const stage = await startStage()
const { google, acme, github, microsoft, linkedin, server, open, somebody } = stage

const known = await stage.member()

const githubPerson = (id: number, changes: object = {}) => ({
  ...{ id, login: `hubber${id}`, name: `Hubber ${id}` },
  emails: [
    { email: `other${id}@mail.example`, primary: false, verified: true },
    { email: `hubber${id}@mail.example`, primary: true, verified: true },
  ],
  ...changes,
})

/** Gives the person an authenticator app. */
async function enrol({ client }: OauthBrowser): Promise<TOTP> {
  const csrf = await client.csrf()
  const begun = await client.post('/api/auth/mfa/totp', {}, csrf)
  assert.equal(begun.status, 201)
  const totp = new TOTP({ secret: begun.body.secret })
  const confirmed = await client.post(`/api/auth/mfa/totp/${begun.body.id}/confirm`, { code: totp.generate() }, csrf)
  assert.equal(confirmed.status, 200)
  return totp
}

describe('sign-in by a provider', () => {
  after(() => stage.close())

  test('the enabled providers are listed in order', async () => {
    const { body } = await open().client.get('/api/auth/oauth')
    assert.deepEqual(
      body.items.map(({ id, title, startUrl }: Record<string, string>) => [id, title, startUrl]),
      [
        ['google', 'Google', '/api/auth/oauth/google/start'],
        ['github', 'GitHub', '/api/auth/oauth/github/start'],
        ['linkedin', 'LinkedIn', '/api/auth/oauth/linkedin/start'],
        ['microsoft', 'Microsoft', '/api/auth/oauth/microsoft/start'],
        ['acme', 'Acme', '/api/auth/oauth/acme/start'],
        ['evil', 'Evil', '/api/auth/oauth/evil/start'],
      ],
    )
  })

  for (const [id, at] of [
    ['google', google],
    ['acme', acme],
  ] as const) {
    test(`${id} makes an account of a verified address, and knows it again`, async () => {
      const { email, name } = somebody(at)
      const seen = await stage.watch()
      const browser = open()
      const answer = await browser.signIn(id, '/tracks?sort=new#top')
      assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/tracks?sort=new#top'])
      const me = (await browser.client.get('/api/auth/me')).body
      assert.deepEqual([me.user.email, me.user.name, me.session.aal], [email, name, 1])
      assert.notEqual(me.user.emailVerifiedAt, null)
      const again = open()
      await again.signIn(id)
      assert.equal((await again.client.get('/api/auth/me')).body.user.id, me.user.id)
      assert.deepEqual(await seen(), {
        audit: [
          'identity.user.registered',
          'federation.identity.linked',
          'identity.session.started',
          'identity.session.started',
        ],
        mails: [],
      })
    })
  }

  test('GitHub proves by its primary verified address and numeric id, not by the public address or the login', async () => {
    github.person = githubPerson(101)
    const browser = open()
    await browser.signIn('github')
    const { user } = (await browser.client.get('/api/auth/me')).body
    assert.deepEqual([user.email, user.name], ['hubber101@mail.example', 'Hubber 101'])
    github.person = githubPerson(101, { login: 'renamed', emails: [] })
    const again = open()
    await again.signIn('github')
    assert.equal((await again.client.get('/api/auth/me')).body.user.id, user.id)
    github.person = githubPerson(102, { emails: [{ email: 'x@mail.example', primary: true, verified: false }] })
    assert.equal(errorOf(await open().signIn('github')), 'federation/link-required')
  })

  test('LinkedIn is asked without nonce and verifier, and believed by its userinfo', async () => {
    const email = 'linked.in@mail.example'
    linkedin.mischief = {
      metadata: { authorization_response_iss_parameter_supported: undefined },
      answer: (parameters) => parameters.delete('iss'),
      claims: { nonce: undefined, email, email_verified: 'true' },
      userInfo: { sub: 'evil-subject', email, email_verified: true, name: 'Lin Kedin' },
    }
    const browser = open()
    const url = await browser.start('linkedin')
    assert.deepEqual([url.searchParams.has('nonce'), url.searchParams.has('code_challenge')], [false, false])
    await browser.finish(await browser.visit(url))
    assert.equal((await browser.client.get('/api/auth/me')).body.user.email, email)
  })

  test("Microsoft's addresses alone admit nobody: its accounts are known by tenant and object, once linked", async () => {
    const member = await stage.member()
    const ids = { tid: '72f988bf-86f1-41af-91ab-2d7cd011db47', oid: '00000000-0000-0000-66f3-3332eca7ea81' }
    microsoft.mischief = { claims: { ...ids, email: member.email, email_verified: true, name: 'Somebody' } }
    assert.equal(errorOf(await open().signIn('microsoft')), 'federation/link-required')
    const csrf = await member.browser.client.csrf()
    const { body } = await member.browser.client.post('/api/auth/identities/microsoft/start', {}, csrf)
    await member.browser.finish(await member.browser.visit(new URL(body.url)))
    microsoft.mischief = { claims: { ...ids, sub: 'pairwise, another' } }
    const browser = open()
    await browser.signIn('microsoft')
    assert.equal((await browser.client.get('/api/auth/me')).body.user.id, member.id)
    microsoft.mischief = { claims: { ...ids, tid: '11111111-86f1-41af-91ab-2d7cd011db47' } }
    assert.equal(errorOf(await open().signIn('microsoft')), 'federation/link-required')
    microsoft.mischief = { claims: { tid: ids.tid } }
    assert.equal(errorOf(await open().signIn('microsoft')), 'federation/proof-invalid')
  })

  /** Somebody at Microsoft whose tenant owns the domain of the address, as optional claims say it. */
  const entra = (email: string, edov: unknown = true) => ({
    ...{ tid: '72f988bf-86f1-41af-91ab-2d7cd011db47', oid: randomUUID(), name: 'Entra Person' },
    ...{ email, xms_edov: edov },
  })

  for (const edov of [true, 1, '1', 'true'])
    test(`Microsoft makes an account of an address whose domain the tenant owns (${JSON.stringify(edov)}), and knows it again`, async () => {
      const email = `${randomUUID()}@tenant.example`
      const claims = entra(email, edov)
      microsoft.mischief = { claims }
      const browser = open()
      await browser.signIn('microsoft')
      const { user } = (await browser.client.get('/api/auth/me')).body
      assert.deepEqual([user.email, user.name], [email, 'Entra Person'])
      assert.notEqual(user.emailVerifiedAt, null)
      microsoft.mischief = { claims: { ...claims, xms_edov: undefined, email: 'other@tenant.example' } }
      const again = open()
      await again.signIn('microsoft')
      assert.equal((await again.client.get('/api/auth/me')).body.user.id, user.id)
    })

  test('Microsoft makes none of an address that nobody vouches for', async () => {
    for (const edov of [null, false, 0, '0', 'false', 'yes', [true]]) {
      microsoft.mischief = { claims: entra(`${randomUUID()}@tenant.example`, edov) }
      assert.equal(errorOf(await open().signIn('microsoft')), 'federation/link-required', JSON.stringify(edov))
    }
    for (const missing of ['email', 'xms_edov']) {
      microsoft.mischief = { claims: { ...entra(`${randomUUID()}@tenant.example`), [missing]: undefined } }
      assert.equal(errorOf(await open().signIn('microsoft')), 'federation/link-required', `without ${missing}`)
    }
  })

  test('Microsoft enters no account whose address is proven, and empties one that nobody proved', async () => {
    const member = await stage.member()
    microsoft.mischief = { claims: entra(member.email) }
    const seen = await stage.watch()
    assert.equal(errorOf(await open().signIn('microsoft')), 'federation/link-required')
    assert.deepEqual(await seen(), { audit: ['federation.sign-in.refused'], mails: [] })
    const email = `${randomUUID()}@tenant.example`
    const password = await registerUnproven(server, email)
    microsoft.mischief = { claims: entra(email) }
    const browser = open()
    await browser.signIn('microsoft')
    assert.equal((await browser.client.get('/api/auth/me')).body.user.email, email)
    assert.equal((await logIn(server, email, password)).status, 401)
  })

  test('an account with the same proven address is linked, and told by mail', async () => {
    const member = await stage.member()
    somebody(google, { email: member.email.toUpperCase() })
    const seen = await stage.watch()
    const browser = open()
    await browser.signIn('google')
    assert.equal((await browser.client.get('/api/auth/me')).body.user.id, member.id)
    assert.deepEqual(await seen(), {
      audit: ['federation.identity.linked', 'identity.session.started'],
      mails: ['federation.linked'],
    })
    assert.equal((await logIn(server, member.email, member.password)).status, 200)
  })

  test('an account that somebody else registered and nobody proved loses its password before it is linked (O6)', async () => {
    const { email, name } = somebody(google)
    const password = await registerUnproven(server, email)
    const browser = open()
    await browser.signIn('google')
    const { user } = (await browser.client.get('/api/auth/me')).body
    assert.deepEqual([user.email, user.name], [email, name])
    assert.equal((await logIn(server, email, password)).status, 401)
    const mails = (await server.mailbox()).filter(
      (mail) => mail.to.address === email && mail.template === 'identity.verify',
    )
    const token = /token=([A-Za-z0-9_-]+)/.exec(mails[0]?.text ?? '')?.[1]
    assert.equal((await browser.client.post('/api/auth/verify', { token })).status, 400)
  })

  test('sessions, factors and links of an account without a proven address go when it is handed over (O6)', async () => {
    const { id, email, browser: former } = await stage.member()
    await enrol(former)
    await server.app.db.raw(
      `INSERT INTO federation.identity VALUES (gen_random_uuid(), $1, 'github', $2, '666', NULL, NULL, NULL, now(), now())`,
      [id, github.url],
    )
    await server.app.db.raw(`UPDATE identity."user" SET email_verified_at = NULL WHERE id = $1`, [id])
    somebody(google, { email })
    const seen = await stage.watch()
    const browser = open()
    assert.equal((await browser.signIn('google')).headers.get('location'), '/')
    assert.equal((await browser.client.get('/api/auth/me')).body.user.id, id)
    assert.deepEqual((await browser.client.get('/api/auth/mfa')).body.methods, [])
    const links = (await browser.client.get('/api/auth/identities')).body.items
    assert.deepEqual(
      links.map((one: { provider: string }) => one.provider),
      ['google'],
    )
    assert.equal((await former.client.get('/api/auth/me')).status, 401)
    const { audit } = await seen()
    assert.ok(audit.includes('identity.user.handed-over'), audit.join())
  })

  for (const word of [false, undefined, 'true', 1, null]) {
    test(`an address with email_verified ${JSON.stringify(word)} opens no account (O7)`, async () => {
      const before = await countRows(server)
      for (const email of [known.email, 'nobody.yet@mail.example']) {
        somebody(google, { email, email_verified: word })
        const browser = open()
        const answer = await browser.signIn('google')
        assert.equal(answer.headers.get('location'), '/login?error=federation%2Flink-required&provider=google')
        assert.equal((await browser.client.get('/api/auth/me')).status, 401)
      }
      assert.deepEqual(await countRows(server), before)
    })
  }

  test('the name follows the provider until the person chooses one', async () => {
    const { sub, email } = somebody(google, { name: 'Ada Byron' })
    const nameAfter = async (name: string): Promise<string> => {
      google.people.set(sub, { email, email_verified: true, name })
      google.person = sub
      const browser = open()
      await browser.signIn('google')
      return (await browser.client.get('/api/auth/me')).body.user.name
    }
    assert.equal(await nameAfter('Ada Byron'), 'Ada Byron')
    assert.equal(await nameAfter('Ada Lovelace'), 'Ada Lovelace')
    await server.app.db.raw(`UPDATE identity."user" SET name = 'Countess' WHERE email = $1`, [email])
    assert.equal(await nameAfter('Ada King'), 'Countess')
  })

  test('a name that would be a link or a line of its own in a mail is not taken', async () => {
    for (const [given, taken] of [
      ['see https://evil.example', 'somebody'],
      ['a\r\nb\u202Ec', 'a b c'],
    ] as const) {
      const { email } = somebody(google, { name: given })
      const browser = open()
      await browser.signIn('google')
      const { user } = (await browser.client.get('/api/auth/me')).body
      assert.equal(user.name, taken === 'somebody' ? email.split('@')[0] : taken)
    }
  })

  test('a second factor is asked for before there is a session (O16)', async () => {
    const member = await stage.member()
    const totp = await enrol(member.browser)
    somebody(google, { email: member.email })
    const browser = open()
    const answer = await browser.signIn('google', '/tracks')
    const page = new URL(answer.headers.get('location') ?? '', 'http://path.invalid')
    const told = new URLSearchParams(page.hash.slice(1))
    assert.deepEqual([answer.status, page.pathname, page.search], [303, '/login/second-factor', ''])
    assert.deepEqual([told.get('methods')?.includes('totp'), told.get('returnTo')], [true, '/tracks'])
    for (const name of ['plinth_at', 'plinth_rt']) assert.equal(browser.client.jar.has(name), false, name)
    assert.equal((await browser.client.get('/api/auth/me')).status, 401)
    const restore = setClock(() => Date.now() + 30_000)
    try {
      const code = totp.generate({ timestamp: Date.now() + 30_000 })
      const proof = { challenge: told.get('challenge'), method: 'totp', code }
      const proven = await browser.client.post('/api/auth/mfa/verify', proof)
      assert.equal(proven.status, 200, proven.text)
      assert.equal((await browser.client.get('/api/auth/me')).body.session.aal, 2)
    } finally {
      restore()
    }
  })

  test('a disabled account stays closed', async () => {
    const { email } = somebody(google)
    await open().signIn('google')
    await server.app.db.raw(`UPDATE identity."user" SET disabled_at = now() WHERE email = $1`, [email])
    assert.equal(errorOf(await open().signIn('google')), 'identity/account-disabled')
  })

  test('the session that the browser held ends', async () => {
    const member = await stage.member()
    const old = member.browser.client.jar.get('plinth_at')
    somebody(google)
    await member.browser.signIn('google')
    const stale = await open().client.get('/api/auth/me', { authorization: `Bearer ${old}` })
    assert.equal(stale.status, 401)
  })

  test('cancelling at the provider leads back to the sign-in page', async () => {
    google.person = null
    assert.equal(errorOf(await open().signIn('google')), 'federation/cancelled')
    github.person = null
    assert.equal(errorOf(await open().signIn('github')), 'federation/cancelled')
  })

  test('ten callbacks at once with one state make one session, one account and one link', async () => {
    somebody(google)
    const browser = open()
    const callback = await browser.visit(await browser.start('google'))
    const before = await countRows(server)
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.finish(callback)))
    assert.deepEqual(answers.map(errorOf).sort(), [...Array(9).fill('federation/state-invalid'), null])
    const rows = await countRows(server)
    assert.deepEqual(rows, {
      people: (before?.people ?? 0) + 1,
      sessions: (before?.sessions ?? 0) + 1,
      identities: (before?.identities ?? 0) + 1,
    })
  })

  test('ten browsers of one new person at once make one account and one link', async () => {
    somebody(google)
    const browsers = Array.from({ length: 10 }, open)
    const callbacks = await Promise.all(browsers.map(async (browser) => browser.visit(await browser.start('google'))))
    const before = await countRows(server)
    const answers = await Promise.all(callbacks.map((callback, at) => browsers[at]?.finish(callback)))
    assert.deepEqual(new Set(answers.map((answer) => answer?.headers.get('location'))), new Set(['/']))
    const rows = await countRows(server)
    assert.deepEqual([rows?.people, rows?.identities], [(before?.people ?? 0) + 1, (before?.identities ?? 0) + 1])
  })
})
