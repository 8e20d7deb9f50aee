import type { Attack, Trial } from '../attack.ts'
import { postAsPerson } from '../captcha.ts'
import { type Answer, valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import type { Person } from '../people.ts'
import { type Enrolled, enrol, MFA_ROUTES } from '../second-factor.ts'
import { type Bearer, bearerHeader, type Stage } from '../stage.ts'
import { claimsOf, travel } from '../travel.ts'

/** What the demanding role's holders may otherwise read. */
const USERS = '/api/users?limit=1'
const NEW = 'a quite new pass phrase'

const idOf = ({ accessToken }: Bearer): string => String(readToken(accessToken).payload.sub)

interface Roles {
  readonly admin: Bearer
  /** Allows to read people, and demands nothing. */
  readonly reading: string
  /** Demands a second factor. */
  readonly strict: string
  give(bearer: Bearer, role: string): Promise<void>
}

async function makeRoles(stage: Stage): Promise<Roles> {
  const admin = await stage.administrator()
  const name = `audit-${Math.random().toString(36).slice(2, 10)}`
  const make = async (role: string, permissions: readonly string[], mfaRequired: boolean): Promise<string> => {
    const made = await admin.send('POST', '/api/roles', { body: { name: role, title: role, permissions, mfaRequired } })
    if (made.status !== 201) throw new Error(`the role was answered ${made.status} ${made.code}`)
    return role
  }
  return {
    admin,
    reading: await make(`${name}-r`, ['access:read'], false),
    strict: await make(`${name}-s`, ['access:read'], true),
    async give(bearer, role) {
      const path = `/api/users/${idOf(bearer)}/roles/${role}`
      const given = await admin.send('PUT', path, { body: { reason: 'attack suite' } })
      if (given.status !== 204) throw new Error(`the role was answered ${given.status} ${given.code}`)
    },
  }
}

/** What a credential reads people with: the code of the refusal, or a status. */
async function reads(stage: Stage, token: string): Promise<string> {
  const answer = await stage.visitor().get(USERS, bearerHeader(token))
  return answer.code ?? String(answer.status)
}

const AGREE_MS_MAX = 5000

/** What it reads people with at every node once they agree: how fast a role is heard of, J10b looks at. */
async function agreed(stage: Stage, token: string, right: string): Promise<string> {
  const startedMs = performance.now()
  for (;;) {
    const seen = new Set<string>()
    for (const node of stage.nodes.urls.keys()) {
      const answer = await stage.visitor().send('GET', USERS, { node, headers: bearerHeader(token) })
      seen.add(answer.code ?? String(answer.status))
    }
    const isAgreed = seen.size === 1 && seen.has(right)
    if (isAgreed || performance.now() - startedMs > AGREE_MS_MAX) return [...seen].join(', ')
  }
}

/** What the answer of a way in comes to. */
async function comesTo(stage: Stage, answer: Answer): Promise<string> {
  const token = valueAt(answer.json, 'accessToken')
  if (typeof token === 'string') return reads(stage, token)
  return valueAt(answer.json, 'mfaRequired') === true ? 'challenge' : `${answer.status} ${answer.code}`
}

/** The other way in that only a browser goes: what its cookies read, or that it was sent to the second factor. */
async function byProvider(stage: Stage, { email }: Person): Promise<string> {
  const client = stage.visitor()
  const answer = await travel(stage, { client, mischief: claimsOf({ email, email_verified: true }) })
  const read = await client.get(USERS)
  if (read.status === 401 && /[#&]challenge=/.test(answer.headers.get('location') ?? '')) return 'challenge'
  return read.code ?? String(read.status)
}

async function byMagicLink(stage: Stage, { email }: Person): Promise<string> {
  await stage.visitor().post('/api/auth/magic-link', { email })
  const { token } = await stage.letter(email, 'identity.magic-link')
  return comesTo(stage, await stage.visitor().post('/api/auth/magic-link/redeem', { token, transport: 'bearer' }))
}

async function byReset(stage: Stage, { email }: Person): Promise<string> {
  await postAsPerson(stage.visitor(), '/api/auth/forgot-password', { email })
  const { token } = await stage.letter(email, 'identity.reset')
  const reset = await stage.visitor().post('/api/auth/reset-password', { token, password: NEW })
  if (reset.text !== '' || reset.setCookies.length > 0) return 'a session by the reset itself'
  return comesTo(stage, await logIn(stage.visitor(), { email, password: NEW, transport: 'bearer' }))
}

const byPassword = async (stage: Stage, person: Person): Promise<string> =>
  comesTo(stage, await logIn(stage.visitor(), { ...person, transport: 'bearer' }))

/** The ways in that an account of either kind has, the reset last: it changes the password. */
async function waysIn({ stage, can }: Trial, person: Person): Promise<Record<string, string>> {
  return {
    password: await byPassword(stage, person),
    ...(stage.has('POST /api/auth/magic-link') ? { 'magic link': await byMagicLink(stage, person) } : {}),
    ...(can('provider', 'the way in by a provider') ? { provider: await byProvider(stage, person) } : {}),
    reset: await byReset(stage, person),
  }
}

async function impersonated(stage: Stage, admin: Bearer, bearer: Bearer): Promise<string> {
  const body = { reason: 'audit', transport: 'bearer' }
  return comesTo(stage, await admin.send('POST', `/api/users/${idOf(bearer)}/impersonate`, { body }))
}

const refreshed = async (stage: Stage, { refreshToken }: Bearer): Promise<string> =>
  comesTo(stage, await stage.visitor().post('/api/auth/refresh', { refreshToken }))

async function keyOf(bearer: Bearer): Promise<Answer> {
  return bearer.send('POST', '/api/api-keys', { body: { name: 'Key', scopes: ['access:read'] } })
}

/** Somebody without a second factor gets a session, and no further in it than to enrol one. */
async function withoutFactor(trial: Trial, roles: Roles): Promise<void> {
  const { stage, see } = trial
  const holder = await stage.bearer()
  await roles.give(holder, roles.reading)
  see('before the role', await agreed(stage, holder.accessToken, '200'), '200')
  const key = (await keyOf(holder)).at('key')
  await roles.give(holder, roles.strict)
  const closed = 'identity/mfa-enrolment-required'
  see('the live session', await agreed(stage, holder.accessToken, closed), closed)
  see('an API key made there', (await keyOf(holder)).code, closed)
  const refused = 'api-keys/second-factor-due'
  see('the API key of before', await agreed(stage, key, refused), refused)
  see('refresh', await refreshed(stage, holder), closed)
  see('impersonation', await impersonated(stage, roles.admin, holder), closed)
  for (const [way, seen] of Object.entries(await waysIn(trial, holder.person))) see(way, seen, closed)
  if (!stage.has('POST /api/invitations')) return
  const email = stage.address()
  await roles.admin.send('POST', '/api/invitations', { body: { email, roles: [roles.strict] } })
  const { token } = await stage.letter(email, 'organisations.invitation')
  const body = { token, name: 'New Comer', password: NEW, transport: 'bearer' }
  see('invitation', await comesTo(stage, await stage.visitor().post('/api/invitations/accept', body)), closed)
}

/** A browser that the owner trusts: without the role it is asked for no second factor. */
async function trusted(stage: Stage, owner: Enrolled): Promise<() => Promise<string>> {
  const browser = stage.visitor()
  const challenge = (await logIn(browser, owner.person)).at('challenge')
  const body = { challenge, method: 'totp', code: await owner.app.next(), trustDevice: true }
  await browser.post('/api/auth/mfa/verify', body, await browser.csrf())
  const { name, value } = browser.cookie('td')
  return async () => {
    const client = stage.visitor()
    client.jar.set(name, value)
    return comesTo(stage, await logIn(client, { ...owner.person, transport: 'bearer' }))
  }
}

/** Somebody with one is asked for it whatever way he comes, also by a browser he trusts; a session of before gets no further. */
async function withFactor(trial: Trial, roles: Roles): Promise<void> {
  const { stage, see } = trial
  const owner = await enrol(stage)
  await roles.give(owner.before, roles.reading)
  await agreed(stage, owner.before.accessToken, '200')
  const browser = await trusted(stage, owner)
  see('a trusted browser before the role', await browser(), '200')
  await roles.give(owner.before, roles.strict)
  const due = 'identity/mfa-required'
  see('the session of before', await agreed(stage, owner.before.accessToken, due), due)
  see('an API key made there', (await keyOf(owner.before)).code, due)
  see('refresh of before', await refreshed(stage, owner.before), due)
  see('impersonation of one with a factor', await impersonated(stage, roles.admin, owner.before), due)
  see('a trusted browser', await browser(), 'challenge')
  const both = await owner.signIn()
  see('with both factors', await comesTo(stage, both), '200')
  for (const [way, seen] of Object.entries(await waysIn(trial, owner.person)))
    see(`${way}, enrolled`, seen, 'challenge')
}

const everyWay: Attack = {
  id: 'M12',
  attack:
    'a role that demands a second factor, and every way in: password, magic link, provider, invitation, reset, refresh, impersonation, API key, trusted browser',
  expected:
    'one decision for all: without a factor the session is closed but for enrolment; with one it is asked for; a key or session of before is closed',
  needs: ['administrator'],
  routes: [...MFA_ROUTES, 'POST /api/roles', 'POST /api/api-keys', 'POST /api/users/{id}/impersonate'],
  alone: true,
  shared: true,
  async run(trial) {
    const roles = await makeRoles(trial.stage)
    await withoutFactor(trial, roles)
    await withFactor(trial, roles)
    for (const role of [roles.reading, roles.strict])
      trial.status('clean up', await roles.admin.send('DELETE', `/api/roles/${role}`), 204, 409)
  },
}

export const everyWayAttacks: readonly Attack[] = [everyWay]
