import { ageSession } from '../age-session.ts'
import type { Attack } from '../attack.ts'
import { solveCaptcha } from '../captcha.ts'
import { valueAt } from '../client.ts'
import { readToken, signAsymmetric } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import { bearerHeader } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const LOGIN = '/api/auth/login'
const ME = '/api/auth/me'
const WRONG = 'certainly not the password'

const captcha: Attack = {
  id: 'L10',
  attack:
    'the fourth try without a captcha, with a made-up, an unsolved, a replayed one, one solved for another action',
  expected: 'three tries need none; then 403 until it is solved, each answer once',
  routes: ['GET /api/auth/captcha'],
  shared: true,
  async run({ stage, see, status }) {
    const { email, password } = await stage.person()
    const client = stage.visitor()
    const attempt = (answer?: string) =>
      client.post(LOGIN, { email, password: WRONG, ...(answer === undefined ? {} : { captcha: answer }) })
    for (let tries = 0; tries < 3; tries += 1) status(`try ${tries + 1}`, await attempt(), 401)
    const refused = await attempt()
    status('without', refused, 403)
    see('code', refused.code, 'identity/captcha-required')
    for (const made of ['', 'x', 'e30=', Buffer.from('{"challenge":{},"solution":{}}').toString('base64'), '{}'])
      status(`made up "${made.slice(0, 6)}"`, await attempt(made), 400, 403)
    status('of another action', await attempt(await solveCaptcha(client, 'register')), 403)
    const solved = await solveCaptcha(client, 'login')
    const forged = JSON.parse(Buffer.from(solved, 'base64').toString('utf8')) as {
      challenge: { parameters: Record<string, unknown> }
    }
    forged.challenge.parameters.expiresAt = 4_000_000_000
    status('changed', await attempt(Buffer.from(JSON.stringify(forged)).toString('base64')), 403)
    status('solved', await attempt(solved), 401)
    status('replayed', await client.post(LOGIN, { email, password, captcha: solved }), 403, 401)
    const other = { email: (await stage.person()).email, password: WRONG }
    const racer = stage.visitor()
    for (let tries = 0; tries < 3; tries += 1) await racer.post(LOGIN, other)
    const once = await solveCaptcha(racer, 'login')
    const race = await together(5, () => racer.post(LOGIN, { ...other, captcha: once }))
    see('compared by one answer', countOf(race, 401), 1)
    see('asked for another', countOf(race, 403), 4)
  },
}

const unlock: Attack = {
  id: 'L4u',
  attack: 'lock an account, then use the mailed unlock link: with GET, for another account, 5 times at once, again',
  expected: 'one use opens the lock and nothing else',
  routes: ['POST /api/auth/unlock'],
  shared: true,
  async run({ stage, see, status }) {
    const { email, password } = await stage.person()
    const client = stage.visitor()
    for (let tries = 0; tries < 5; tries += 1) await logIn(client, { email, password: WRONG })
    status('locked', await logIn(client, { email, password }), 401)
    const { token } = await stage.letter(email, 'identity.unlock')
    status(
      'as reset',
      await stage.visitor().post('/api/auth/reset-password', { token, password: 'a quite new pass phrase' }),
      400,
    )
    status('as verification', await stage.visitor().post('/api/auth/verify', { token }), 400)
    const answers = await together(5, () => client.post('/api/auth/unlock', { token }))
    see('204', countOf(answers, 204), 1)
    see(
      'cookies of it',
      answers.flatMap(({ setCookies }) => setCookies).filter((line) => /^[^=]*(at|rt)=[^;]/.test(line)),
      [],
    )
    status('the right password', await logIn(client, { email, password }), 200)
    status('again', await client.post('/api/auth/unlock', { token }, await client.csrf()), 400)
  },
}

const emailChange: Attack = {
  id: 'V3',
  attack:
    "change the address from a stale session, by another's link, 8 times at once; ask for a reset at the new address meanwhile",
  expected: '403 when stale; nothing changes before the new address proves itself; the old one is told and can revert',
  routes: ['POST /api/auth/email', 'POST /api/auth/email/confirm', 'POST /api/auth/email/revert'],
  shared: true,
  async run({ stage, see, status, can }) {
    const { person, accessToken, send } = await stage.bearer()
    const fresh = stage.address()
    status('asked', await send('POST', '/api/auth/email', { body: { newEmail: fresh } }), 202)
    const link = await stage.letter(fresh, 'identity.email-confirm')
    see('the old address is told', (await stage.letter(person.email, 'identity.email-change-asked')).to, person.email)
    const me = await send('GET', ME)
    see('before the proof', valueAt(me.json, 'user.email'), person.email)
    await stage.visitor().post('/api/auth/forgot-password', { email: fresh })
    see(
      'reset mail to the new address',
      (await stage.settledLetters(fresh)).filter(({ template }) => template === 'identity.reset').length,
      0,
    )
    const answers = await together(8, () => stage.visitor().post('/api/auth/email/confirm', { token: link.token }))
    see('204', countOf(answers, 204), 1)
    const told = await stage.letter(person.email, 'identity.email-changed')
    status('login by the new one', await logIn(stage.visitor(), { ...person, email: fresh }), 200)
    status('login by the old one', await logIn(stage.visitor(), person), 401)
    status('revert', await stage.visitor().post('/api/auth/email/revert', { token: told.token }), 204)
    status('login by the new one, reverted', await logIn(stage.visitor(), { ...person, email: fresh }), 401)
    status('the session of before', await stage.visitor().get(ME, bearerHeader(accessToken)), 401)
    if (!can('database', 'a stale session')) return
    const stale = await stage.bearer()
    await ageSession(stage, stale.accessToken)
    const late = await stale.send('POST', '/api/auth/email', { body: { newEmail: stage.address() } })
    status('stale', late, 403)
  },
}

const magicLink: Attack = {
  id: 'V4',
  attack: 'a magic link: for an unknown address, 8 times at once, the older of two, after a change of password, by GET',
  expected: 'the same 202; one session; 400 otherwise',
  routes: ['POST /api/auth/magic-link', 'POST /api/auth/magic-link/redeem'],
  shared: true,
  async run({ stage, see, status }) {
    const person = await stage.person()
    const ask = (email: string) => stage.visitor().post('/api/auth/magic-link', { email })
    const known = await ask(person.email)
    const unknown = await ask(stage.address())
    status('known', known, 202)
    see('same for an unknown address', known.text === unknown.text && unknown.status === 202, true)
    const first = await stage.letter(person.email, 'identity.magic-link')
    await ask(person.email)
    const second = await stage.letter(person.email, 'identity.magic-link', first)
    const redeem = (token: string) =>
      stage.visitor().post('/api/auth/magic-link/redeem', { token, transport: 'bearer' })
    status('the older', await redeem(first.token), 400)
    for (const method of ['GET', 'HEAD'])
      await stage.visitor().send(method, `/api/auth/magic-link/redeem?token=${second.token}`)
    const answers = await together(8, () => redeem(second.token))
    see('sessions', countOf(answers, 200), 1)
    status('again', await redeem(second.token), 400)
    await ask(person.email)
    const third = await stage.letter(person.email, 'identity.magic-link', second)
    const { send } = await stage.bearer(person)
    const body = { currentPassword: person.password, newPassword: 'a quite new pass phrase' }
    status('change of password', await send('POST', '/api/auth/change-password', { body }), 200)
    status('the link of before', await redeem(third.token), 400)
  },
}

const knownBrowser: Attack = {
  id: 'L4k',
  attack: 'steal a budget of tries with the known-browser cookie of somebody else, or a made-up one',
  expected: "the lock holds: such a cookie helps its owner's account only",
  shared: true,
  async run({ stage, status }) {
    const victim = await stage.person()
    const { client } = await stage.signIn()
    const cookie = [...client.jar].find(([name]) => name.endsWith('kd'))
    const attacker = stage.visitor()
    for (let tries = 0; tries < 5; tries += 1) await logIn(attacker, { email: victim.email, password: WRONG })
    if (cookie !== undefined)
      for (const value of [cookie[1], `${'A'.repeat(22)}.${'A'.repeat(43)}`, '']) {
        attacker.jar.clear()
        attacker.jar.set(cookie[0], value)
        status('with a cookie', await logIn(attacker, victim), 401)
      }
    attacker.jar.clear()
    status('without one', await logIn(attacker, victim), 401)
  },
}

const compromisedKey: Attack = {
  id: 'J9',
  attack: 'go on with a token by a key that was marked as compromised',
  expected: '401 within 1 s on every node; gone from the published keys; tokens by the others go on',
  needs: ['administrator', 'signing-keys'],
  routes: ['POST /api/keys/{kid}/compromise'],
  alone: true,
  shared: true,
  async run({ stage, see, status }) {
    const retired = stage.signingKeys[1]
    if (retired === undefined) throw new Error('there is no second key')
    const bearer = await stage.bearer()
    const { header, payload } = readToken(bearer.accessToken)
    const token = signAsymmetric({ ...header, kid: retired.kid }, payload, retired.privateKeyPem)
    const ask = (node: number) => stage.visitor().send('GET', ME, { node, headers: bearerHeader(token) })
    for (const node of stage.nodes.urls.keys()) status(`node ${node} before`, await ask(node), 200)
    const administrator = await stage.administrator()
    const path = `/api/keys/${retired.kid}/compromise`
    status('by anybody', await bearer.send('POST', path, { body: { reason: 'audit' } }), 403)
    status('marked', await administrator.send('POST', path, { node: 0, body: { reason: 'attack suite' } }), 204)
    const startedMs = performance.now()
    let dead = false
    while (!dead && performance.now() - startedMs < 1000)
      dead = (await Promise.all([...stage.nodes.urls.keys()].map(ask))).every((answer) => answer.status === 401)
    see('refused within 1 s', dead, true)
    status('a token by the other key', await bearer.send('GET', ME), 200)
    see(
      'still published',
      (await stage.visitor().get('/api/.well-known/jwks.json')).text.includes(`"${retired.kid}"`),
      false,
    )
  },
}

export const credentialAttacks: readonly Attack[] = [
  captcha,
  unlock,
  knownBrowser,
  emailChange,
  magicLink,
  compromisedKey,
]
