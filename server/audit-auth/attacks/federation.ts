import { createHash } from 'node:crypto'
import { ageSession } from '../age-session.ts'
import type { Attack, Trial } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import type { Mischief } from '../props.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { claimsOf, go, opensSession, travel } from '../travel.ts'

const ME = '/api/auth/me'
const VERIFY = '/api/auth/mfa/verify'
const needs = ['provider'] as const

interface Made {
  readonly people: number
  readonly links: number
}

/** How many accounts and links to providers there are beyond `more`; nothing else makes any while a case runs alone. Null without the database. */
async function made({ stage, can }: Trial, more = 0): Promise<Made | null> {
  if (!can('database', 'the number of accounts and links')) return null
  const [row] = await stage.query(
    'SELECT (SELECT count(*)::int FROM identity."user") AS people, (SELECT count(*)::int FROM federation.identity) AS links',
  )
  return { people: Number(row?.people) - more, links: Number(row?.links) - more }
}

/** Notes that the way back opened no session, whatever status says so. */
function refused({ see }: Trial, what: string, answer: Answer): void {
  const fine = answer.status >= 400 && answer.status < 500 && !opensSession(answer)
  see(what, fine ? 'refused' : `${answer.status}${opensSession(answer) ? ' with a session' : ''}`, 'refused')
}

const state: Attack = {
  id: 'O1',
  attack:
    "the way back with no state, a made-up one, one of another browser, one used before, at another provider's door",
  expected: '400, no session, nobody is registered',
  needs,
  alone: true,
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const before = await made(trial)
    const email = stage.address()
    const mischief = claimsOf({ email, email_verified: true })
    refused(trial, 'missing', await travel(stage, { mischief, back: (url) => url.searchParams.delete('state') }))
    refused(
      trial,
      'made up',
      await travel(stage, { mischief, back: (url) => url.searchParams.set('state', 'x'.repeat(43)) }),
    )
    refused(trial, 'twice', await travel(stage, { mischief, back: (url) => url.searchParams.append('state', 'x') }))
    const { id, otherId } = stage.provider()
    const moved = (url: URL): void => {
      url.pathname = url.pathname.replace(id, otherId)
    }
    refused(trial, 'another provider', await travel(stage, { mischief, back: moved }))
    const began = stage.visitor()
    const url = await go(stage, began, mischief)
    refused(trial, 'another browser', await stage.visitor().get(url.pathname + url.search))
    const thief = stage.visitor()
    await thief.get(`/api/auth/oauth/${stage.provider().id}/start`)
    refused(trial, 'another browser that began one too', await thief.get(url.pathname + url.search))
    see('accounts and links', await made(trial), before)
    const right = await began.get(url.pathname + url.search)
    see('the browser that began it', opensSession(right), true)
    see('its account and link', await made(trial, 1), before)
    refused(trial, 'replayed', await began.get(url.pathname + url.search))
    see('afterwards', await made(trial, 1), before)
    status('signed in once', await began.get(ME), 200)
  },
}

const pkce: Attack = {
  id: 'O2',
  attack:
    'read what the start sends to the provider: PKCE, nonce, state, redirect address; begin with another Host; read what redeems the code',
  expected:
    'S256 with a fresh challenge, nonce and state each time, and its verifier with the code; the configured address',
  needs,
  alone: true,
  async run({ stage, see }) {
    const starts = await Promise.all(
      [1, 2].map(() =>
        stage.visitor().get(`/api/auth/oauth/${stage.provider().id}/start`, { 'x-forwarded-host': 'evil.example' }),
      ),
    )
    const [one, two] = starts.map(
      (answer) => new URL(answer.headers.get('location') ?? 'http://none.invalid').searchParams,
    )
    for (const name of ['code_challenge', 'nonce', 'state']) {
      see(`${name} is there`, (one?.get(name) ?? '').length >= 22, true)
      see(`${name} is fresh`, one?.get(name) === two?.get(name), false)
    }
    see('method', one?.get('code_challenge_method'), 'S256')
    see('response type', one?.get('response_type'), 'code')
    see('redirect address', (one?.get('redirect_uri') ?? '').includes('evil.example'), false)
    await travel(stage, { mischief: claimsOf({ email: stage.address(), email_verified: true }) })
    const { challenge, verifier } = stage.provider().redeemed()
    see('the code is redeemed with a verifier', verifier.length >= 43, true)
    see('which made the challenge', createHash('sha256').update(verifier).digest('base64url'), challenge)
  },
}

const mixUp: Attack = {
  id: 'O3',
  attack:
    "an answer with another issuer's name, with none though it is promised, with two; metadata that name another issuer",
  expected: '400, no session',
  needs,
  alone: true,
  async run(trial) {
    const { stage } = trial
    const mischief = claimsOf({ email: stage.address(), email_verified: true })
    refused(
      trial,
      'honest issuer',
      await travel(stage, { mischief, back: (url) => url.searchParams.set('iss', 'https://accounts.google.com') }),
    )
    refused(trial, 'none', await travel(stage, { mischief, back: (url) => url.searchParams.delete('iss') }))
    refused(
      trial,
      'two',
      await travel(stage, { mischief, back: (url) => url.searchParams.append('iss', 'https://accounts.google.com') }),
    )
    refused(
      trial,
      'an error',
      await travel(stage, { mischief, back: (url) => url.searchParams.set('error', 'access_denied') }),
    )
    const impostor = await stage.visitor().get(`/api/auth/oauth/${stage.provider().impostorId}/start`)
    trial.see('metadata of another issuer: sent to', impostor.headers.get('location'), null)
    trial.status('metadata of another issuer', impostor, 400, 502)
  },
}

const idToken: Attack = {
  id: 'O4',
  attack:
    'ID tokens with a wrong nonce, audience, azp, issuer, expiry, subject; unsigned, signed by a stranger or with the public key',
  expected: '401 or 400, no session, nobody is registered',
  needs,
  alone: true,
  async run(trial) {
    const { stage, see } = trial
    const before = await made(trial)
    const now = Math.floor(Date.now() / 1000)
    const base = () => claimsOf({ email: stage.address(), email_verified: true })
    const wrong: Record<string, Record<string, unknown>> = {
      nonce: { nonce: 'another' },
      'no nonce': { nonce: undefined },
      audience: { aud: 'another-client' },
      'audience among others': { aud: ['another-client'] },
      azp: { azp: 'another-client' },
      issuer: { iss: 'https://accounts.google.com' },
      expired: { iat: now - 7200, exp: now - 3600 },
      'no exp': { exp: undefined },
      'not yet': { nbf: now + 3600 },
      'no subject': { sub: undefined },
      'subject of another type': { sub: 7 },
    }
    for (const [what, claims] of Object.entries(wrong)) {
      const { claims: own, ...rest } = base()
      refused(trial, what, await travel(stage, { mischief: { ...rest, claims: { ...own, ...claims } } }))
    }
    for (const signedBy of ['nobody', 'stranger', 'public-key'] as const)
      refused(trial, `signed by ${signedBy}`, await travel(stage, { mischief: { ...base(), signedBy } }))
    see('accounts and links', await made(trial), before)
    see('the unchanged one', opensSession(await travel(stage, { mischief: base() })), true)
    see('its account and link', await made(trial, 1), before)
  },
}

const preHijack: Attack = {
  id: 'O6',
  attack:
    "register the victim's address with an own password beforehand; the victim then signs in by the provider that proves it",
  expected: "the victim is in; the attacker's password opens nothing",
  needs,
  alone: true,
  async run({ stage, see, status }) {
    const attacker = await stage.unproven()
    const link = await stage.letter(attacker.email, 'identity.verify')
    const answer = await travel(stage, { mischief: claimsOf({ email: attacker.email, email_verified: true }) })
    see('the victim has a session', opensSession(answer), true)
    status("the attacker's password", await logIn(stage.visitor(), attacker), 401)
    status("the attacker's link", await stage.visitor().post('/api/auth/verify', { token: link.token }), 400)
    status('the password afterwards', await logIn(stage.visitor(), attacker), 401)
  },
}

const unverifiedMail: Attack = {
  id: 'O7',
  attack: "the provider claims the victim's address with email_verified false, absent, a text, 1, null",
  expected: 'no link to the victim, no session as him',
  needs,
  alone: true,
  async run({ stage, see }) {
    const victim = await stage.person()
    for (const verified of [false, undefined, 'true', 1, null, ['true'], {}]) {
      const client = stage.visitor()
      await travel(stage, { client, mischief: claimsOf({ email: victim.email, email_verified: verified }) })
      const me = await client.get(ME)
      see(`email_verified ${JSON.stringify(verified)}`, me.text.includes(victim.email), false)
    }
    const honest = stage.visitor()
    await travel(stage, { client: honest, mischief: claimsOf({ email: victim.email, email_verified: true }) })
    see('email_verified true', (await honest.get(ME)).text.includes(victim.email), true)
  },
}

const claimMix: Attack = {
  id: 'O9',
  attack: 'the ID token proves one address or subject and userinfo names another',
  expected: "refused, or nothing of the victim's is opened",
  needs,
  alone: true,
  async run({ stage, see }) {
    const victim = await stage.person()
    const own = stage.address()
    const { claims } = claimsOf({ email: own, email_verified: true })
    const sub = String(claims?.sub)
    const mixes: Record<string, Mischief> = {
      'userinfo names the victim': {
        ...(claims === undefined ? {} : { claims }),
        userInfo: { sub, email: victim.email, email_verified: true },
      },
      'userinfo of another subject': {
        claims: { ...claims },
        userInfo: { sub: 'another', email: victim.email, email_verified: true },
      },
      'verified in one, named in the other': {
        claims: { sub, email: victim.email },
        userInfo: { sub, email_verified: true },
      },
      'named in one, verified in the other': {
        claims: { sub, email_verified: true },
        userInfo: { sub, email: victim.email, email_verified: false },
      },
    }
    for (const [what, mischief] of Object.entries(mixes)) {
      const client = stage.visitor()
      await travel(stage, { client, mischief })
      see(what, (await client.get(ME)).text.includes(victim.email), false)
    }
  },
}

const linkCsrf: Attack = {
  id: 'O11',
  attack:
    "the attacker's way back opened in the victim's signed-in browser; linking begun by another site or in a stale session",
  expected: '400 and 403; nothing is linked, the victim stays who he is',
  needs,
  routes: ['POST /api/auth/identities/{provider}/start'],
  alone: true,
  shared: true,
  async run(trial) {
    const { stage, status, see } = trial
    const victim = await stage.signIn()
    const attacker = stage.visitor()
    const url = await go(stage, attacker, claimsOf({ email: stage.address(), email_verified: true }))
    refused(trial, "in the victim's browser", await victim.client.get(url.pathname + url.search))
    see('the victim', (await victim.client.get(ME)).text.includes(victim.person.email), true)
    const identities = await victim.client.get('/api/auth/identities')
    see('linked', valueAt(identities.json, 'items'), [])
    const start = `/api/auth/identities/${stage.provider().id}/start`
    status('without a CSRF token', await victim.client.post(start, {}), 403)
    status('by nobody', await stage.visitor().post(start, {}), 401)
    const csrf = await victim.client.csrf()
    const foreign = { ...csrf, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    status('by another site', await victim.client.post(start, {}, foreign), 403)
    status('in a fresh session', await victim.client.post(start, {}, csrf), 200)
    if (trial.can('database', 'a stale session')) {
      await ageSession(stage, victim.client.cookie('at').value)
      const stale = await victim.client.post(start, {}, csrf)
      status('in a stale session', stale, 403)
      see('why', stale.code, 'http/assurance-too-low')
    }
    see('still none is linked', valueAt((await victim.client.get('/api/auth/identities')).json, 'items'), [])
  },
}

const unlink: Attack = {
  id: 'O14',
  attack: "remove the last way into an account; remove somebody else's link",
  expected: '409; 404',
  needs,
  routes: ['DELETE /api/auth/identities/{id}'],
  alone: true,
  async run({ stage, see, status }) {
    const client = stage.visitor()
    await travel(stage, { client, mischief: claimsOf({ email: stage.address(), email_verified: true }) })
    const identities = await client.get('/api/auth/identities')
    const id = valueAt(identities.json, 'items.0.id')
    see('linked', typeof id, 'string')
    const other = await stage.signIn()
    status(
      "somebody else's",
      await other.client.send('DELETE', `/api/auth/identities/${id}`, { headers: await other.client.csrf() }),
      404,
    )
    status(
      'the last way in',
      await client.send('DELETE', `/api/auth/identities/${id}`, { headers: await client.csrf() }),
      409,
    )
  },
}

const withSecondFactor: Attack = {
  id: 'O16',
  attack: 'somebody with TOTP signs in by the provider',
  expected: 'a challenge, no session before the code',
  needs,
  routes: [...MFA_ROUTES],
  alone: true,
  async run({ stage, see, status }) {
    const { person, app } = await enrol(stage)
    const client = stage.visitor()
    const answer = await travel(stage, { client, mischief: claimsOf({ email: person.email, email_verified: true }) })
    see('a session', opensSession(answer), false)
    see('signed in', (await client.get(ME)).status, 401)
    status('sent on', answer, 303)
    const there = new URL(answer.headers.get('location') ?? '', 'http://path.invalid')
    const left = new URLSearchParams(there.hash.slice(1))
    see('to the second factor', there.pathname, '/login/second-factor')
    see('which is TOTP', left.get('methods')?.split(',').includes('totp'), true)
    const verify = { challenge: left.get('challenge') ?? '', method: 'totp' }
    status('a wrong code', await client.post(VERIFY, { ...verify, code: app.wrong() }), 401)
    status('still nobody', await client.get(ME), 401)
    status('the right code', await client.post(VERIFY, { ...verify, code: await app.next() }), 200)
    see('who it is', valueAt((await client.get(ME)).json, 'user.email'), person.email)
  },
}

export const federationAttacks: readonly Attack[] = [
  state,
  pkce,
  mixUp,
  idToken,
  preHijack,
  unverifiedMail,
  claimMix,
  linkCsrf,
  unlink,
  withSecondFactor,
]
