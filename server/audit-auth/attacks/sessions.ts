import { setTimeout as sleep } from 'node:timers/promises'
import type { Attack, Trial } from '../attack.ts'
import { type Answer, type Client, valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { type Bearer, bearerHeader } from '../stage.ts'

const ME = '/api/auth/me'
const REFRESH = '/api/auth/refresh'
const GRACE_SECONDS = 11

const sessionOf = (accessToken: string): string => String(readToken(accessToken).payload.sid)

/** `count` requests that start together, spread over the nodes. */
export function together(count: number, request: (index: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => request(index)))
}

export function countOf(answers: readonly Answer[], status: number): number {
  return answers.filter((answer) => answer.status === status).length
}

const refreshRace: Attack = {
  id: 'S1',
  attack: 'the same refresh token 20 times at once',
  expected: 'one successor, the same for all; the session lives',
  shared: true,
  async run({ stage, see, status, can }) {
    const { accessToken, refreshToken } = await stage.bearer()
    const answers = await together(20, () => stage.visitor().post(REFRESH, { refreshToken }))
    see('200', countOf(answers, 200), 20)
    see('different successors', new Set(answers.map((answer) => valueAt(answer.json, 'refreshToken'))).size, 1)
    const next = answers[0]?.at('refreshToken') ?? ''
    see('the successor is another token', next === refreshToken, false)
    if (can('database', 'that the generation went up by one')) {
      const [row] = await stage.query('SELECT generation::int FROM identity.session WHERE id = $1', [
        sessionOf(accessToken),
      ])
      see('generation', row?.generation, 1)
    }
    status('the successor works', await stage.visitor().post(REFRESH, { refreshToken: next }), 200)
  },
}

const reuse: Attack = {
  id: 'S2',
  attack: 'use a refresh token again 11 s after it was traded',
  expected: '401; the whole session ends, its owner is mailed',
  shared: true,
  async run({ stage, see, status, can }) {
    const { person, accessToken, refreshToken: first } = await stage.bearer()
    const second = (await stage.visitor().post(REFRESH, { refreshToken: first })).at('refreshToken')
    if (stage.unmet('database') === null)
      await stage.query(
        `UPDATE identity.session SET rotated_at = rotated_at - interval '${GRACE_SECONDS} s' WHERE id = $1`,
        [sessionOf(accessToken)],
      )
    else await sleep(GRACE_SECONDS * 1000)
    status('the old one again', await stage.visitor().post(REFRESH, { refreshToken: first }), 401)
    status('its successor', await stage.visitor().post(REFRESH, { refreshToken: second }), 401)
    status('the access token', await stage.visitor().get(ME, bearerHeader(accessToken)), 401)
    see('mail to the owner', (await stage.letter(person.email, 'identity.refresh-reuse')).to, person.email)
    if (!can('database', 'the record in the trail')) return
    const trail = await stage.query('SELECT action FROM audit.record WHERE subject_id = $1', [
      String(readToken(accessToken).payload.sub),
    ])
    see(
      'in the trail',
      trail.some(({ action }) => action === 'identity.session.refresh-reuse'),
      true,
    )
  },
}

const grandparent: Attack = {
  id: 'S3',
  attack: 'use the grandparent of a refresh token, within the seconds in which its parent is tolerated',
  expected: '401; the session ends',
  shared: true,
  async run({ stage, status }) {
    const { accessToken, refreshToken: first } = await stage.bearer()
    const second = (await stage.visitor().post(REFRESH, { refreshToken: first })).at('refreshToken')
    const third = (await stage.visitor().post(REFRESH, { refreshToken: second })).at('refreshToken')
    status('the grandparent', await stage.visitor().post(REFRESH, { refreshToken: first }), 401)
    status('the newest', await stage.visitor().post(REFRESH, { refreshToken: third }), 401)
    status('the access token', await stage.visitor().get(ME, bearerHeader(accessToken)), 401)
  },
}

/** Of each way to end a session: 102 in all. */
const ROUNDS = 34

type End = (bearer: Bearer) => Promise<Answer>

const refreshOrEnd: Attack = {
  id: 'S5',
  attack: 'refresh races logout, logout everywhere and change of password, 102 rounds',
  expected: 'afterwards no token of that session works',
  shared: true,
  async run({ stage, see }) {
    const ends: Record<string, End> = {
      logout: (bearer) => bearer.send('POST', '/api/auth/logout'),
      'logout everywhere': (bearer) => bearer.send('POST', '/api/auth/logout-all'),
      'change of password': (bearer) =>
        bearer.send('POST', '/api/auth/change-password', {
          body: { currentPassword: bearer.person.password, newPassword: 'a quite new pass phrase' },
        }),
    }
    const race = async ([what, end]: [string, End]): Promise<void> => {
      const alive: string[] = []
      let ended = 0
      for (let round = 0; round < ROUNDS; round += 1) {
        const bearer = await stage.bearer()
        const refresh = () => stage.visitor().post(REFRESH, { refreshToken: bearer.refreshToken })
        const [refreshed, out] = await Promise.all([refresh(), end(bearer)])
        // A server at its limit may refuse to end it; then it has not ended.
        if (out.status >= 300) continue
        ended += 1
        alive.push(...(await survivors(stage.visitor(), bearer, refreshed)))
      }
      see(what, alive, [])
      see(`${what}: most rounds ended the session`, ended > ROUNDS / 2, true)
    }
    await Promise.all(Object.entries(ends).map(race))
  },
}

/** Names the tokens that still work. */
async function survivors(client: Client, bearer: Bearer, refreshed: Answer): Promise<string[]> {
  const tokens: Record<string, unknown> = {
    'first access': bearer.accessToken,
    'second access': valueAt(refreshed.json, 'accessToken'),
  }
  const refreshTokens: Record<string, unknown> = {
    'second refresh': valueAt(refreshed.json, 'refreshToken'),
    'first refresh': bearer.refreshToken,
  }
  const alive: string[] = []
  for (const [what, token] of Object.entries(tokens))
    if (typeof token === 'string' && (await client.get(ME, bearerHeader(token))).status === 200) alive.push(what)
  for (const [what, refreshToken] of Object.entries(refreshTokens))
    if (typeof refreshToken === 'string' && (await client.post(REFRESH, { refreshToken })).status === 200)
      alive.push(what)
  return alive
}

const lifetimes: Attack = {
  id: 'S7',
  attack: 'refresh after 8 idle days, and on day 31 of a session that is used daily',
  expected: '401; no refresh moves the absolute end',
  needs: ['database'],
  async run({ stage, see, status }) {
    const idle = await stage.bearer()
    const age = (column: string, by: string, token: string) =>
      stage.query(`UPDATE identity.session SET ${column} = ${column} - interval '${by}' WHERE id = $1`, [
        sessionOf(token),
      ])
    await age('idle_expires_at', '7 days 1 minute', idle.accessToken)
    status('idle for more than 7 days', await stage.visitor().post(REFRESH, { refreshToken: idle.refreshToken }), 401)
    const old = await stage.bearer()
    const endOf = async () =>
      String(
        (
          await stage.query('SELECT expires_at::text FROM identity.session WHERE id = $1', [sessionOf(old.accessToken)])
        )[0]?.expires_at,
      )
    const end = await endOf()
    const next = await stage.visitor().post(REFRESH, { refreshToken: old.refreshToken })
    status('in time', next, 200)
    see('the absolute end stays', await endOf(), end)
    await age('expires_at', '30 days 1 minute', old.accessToken)
    status('after 30 days', await stage.visitor().post(REFRESH, { refreshToken: next.at('refreshToken') }), 401)
  },
}

const logout: Attack = {
  id: 'S8',
  attack: 'sign out, then use access token, refresh token and cookies again, and sign out again',
  expected: '401 each; cookies cleared under the same name and path; the second logout 204',
  shared: true,
  async run({ stage, see, status }) {
    const { client, answer } = await stage.signIn()
    const csrf = await client.csrf()
    const held = new Map(client.jar)
    const bearer = await stage.bearer()
    const out = await client.post('/api/auth/logout', undefined, csrf)
    status('logout', out, 204)
    const places = (lines: readonly string[]) =>
      lines.map((line) => `${line.split('=')[0]} ${/Path=([^;]*)/i.exec(line)?.[1]}`).sort()
    const set = places(answer.setCookies).filter((place) => /(at|rt|csrf) /.test(place))
    see(
      'what was set is cleared',
      set.filter((place) => !places(out.setCookies).includes(place)),
      [],
    )
    const thief = stage.visitor()
    for (const [name, value] of held) thief.jar.set(name, value)
    status('the access cookie', await thief.get(ME), 401)
    status('the refresh cookie', await thief.post(REFRESH, {}, csrf), 401, 403)
    status('the access token', await stage.visitor().get(ME, bearerHeader(answer.at('accessToken'))), 401)
    status('logout by bearer', await bearer.send('POST', '/api/auth/logout'), 204)
    status('again', await bearer.send('POST', '/api/auth/logout'), 204)
    status('the refresh token', await stage.visitor().post(REFRESH, { refreshToken: bearer.refreshToken }), 401)
  },
}

const fixation: Attack = {
  id: 'S9',
  attack:
    "plant a session in the victim's browser before the sign-in, the second factor, the step-up and a role, and use its id and tokens afterwards",
  expected: 'a new session id with each proof; the planted one is dead, and a role gives it nothing',
  async run(trial) {
    const { stage, see, status, can } = trial
    const planted = await stage.signIn()
    const victim = await stage.person()
    const before = new Map(planted.client.jar)
    const { answer } = await stage.signIn(victim, planted.client)
    see('whose session the victim has', answer.at('user.email'), victim.email)
    await renewed(trial, 'sign-in', { before, old: planted.answer, next: answer })
    if (stage.has('POST /api/auth/step-up')) {
      const held = new Map(planted.client.jar)
      const body = { password: victim.password }
      const raised = await planted.client.post('/api/auth/step-up', body, await planted.client.csrf())
      await renewed(trial, 'step-up', { before: held, old: answer, next: raised })
    }
    if (!MFA_ROUTES.every((route) => stage.has(route))) return
    const owner = await enrol(stage)
    const browser = (await stage.signIn()).client
    const held = new Map(browser.jar)
    const challenge = (await logIn(browser, owner.person)).at('challenge')
    const verify = { challenge, method: 'totp', code: await owner.app.next() }
    const verified = await browser.post('/api/auth/mfa/verify', verify, await browser.csrf())
    await renewed(trial, 'second factor', { before: held, old: null, next: verified })
    see('whose session it is', valueAt((await browser.get(ME)).json, 'user.email'), owner.person.email)
    if (!can('administrator', 'a change of roles')) return
    // Rights are looked up with each request: a role reaches the sessions of its holder, and none that was planted.
    const userId = String(readToken(verified.at('accessToken')).payload.sub)
    const administrator = await stage.administrator()
    const role = `/api/users/${userId}/roles/administrator`
    status('a role is given', await administrator.send('PUT', role, { body: { reason: 'attack suite' } }), 204)
    const attacker = stage.visitor()
    for (const [name, value] of held) attacker.jar.set(name, value)
    status('role: the cookies planted before', await attacker.get(ME), 401)
    status('role: the right, by them', await attacker.get('/api/users'), 401)
    status('clean up', await administrator.send('DELETE', role), 204)
  },
}

interface Renewal {
  /** The cookies of before. */
  readonly before: ReadonlyMap<string, string>
  readonly old: Answer | null
  readonly next: Answer
}

/** Another session, and nothing of the one before it works. */
async function renewed({ stage, see, status }: Trial, what: string, { before, old, next }: Renewal): Promise<void> {
  const attacker = stage.visitor()
  for (const [name, value] of before) attacker.jar.set(name, value)
  status(`${what}: the cookies of before`, await attacker.get(ME), 401)
  const tokens = [...before].filter(([name]) => name.endsWith('at')).map(([, value]) => value)
  for (const token of [...tokens, ...(old === null ? [] : [old.at('accessToken')])]) {
    see(`${what}: another session`, sessionOf(next.at('accessToken')) === sessionOf(token), false)
    status(`${what}: the token of before`, await stage.visitor().get(ME, bearerHeader(token)), 401)
  }
}

const sessionList: Attack = {
  id: 'S13',
  attack: 'read the list of sessions for something to sign in with, and end those of others',
  expected: 'no token material, the current one marked; 404 for the sessions of others, which live on',
  async run(trial: Trial) {
    const { stage, see, status } = trial
    const person = await stage.person()
    const [mine, second] = [await stage.bearer(person), await stage.bearer(person)]
    const other = await stage.bearer()
    const answer = await mine.send('GET', '/api/auth/sessions')
    const items = (valueAt(answer.json, 'items') ?? []) as Record<string, unknown>[]
    see('sessions', items.length, 2)
    see(
      'the current one',
      items.filter(({ current }) => current === true).map(({ id }) => id),
      [sessionOf(mine.accessToken)],
    )
    const fields = [...new Set(items.flatMap((item) => Object.keys(item)))]
    see(
      'fields that tell too much',
      fields.filter((name) => /token|hash|salt|secret|generation|cookie/i.test(name)),
      [],
    )
    const secrets = [mine.accessToken, mine.refreshToken, second.accessToken, second.refreshToken]
    see(
      'tokens in it',
      secrets.filter((secret) => answer.text.includes(secret)),
      [],
    )
    status('of somebody else', await mine.send('DELETE', `/api/auth/sessions/${sessionOf(other.accessToken)}`), 404)
    status('of nobody', await mine.send('DELETE', '/api/auth/sessions/00000000-0000-7000-8000-000000000000'), 404)
    status('not an id', await mine.send('DELETE', '/api/auth/sessions/..%2f..%2fusers'), 400, 404)
    status('the other lives on', await other.send('GET', ME), 200)
  },
}

const forgedRefresh: Attack = {
  id: 'X19',
  attack: "refresh tokens made up for the victim's session: another generation, another session id, a changed MAC",
  expected: "401, and the victim's session lives on: a forgery must not sign anybody out",
  async run({ stage, see, status }) {
    const victim = await stage.bearer()
    const attacker = await stage.bearer()
    const bytes = Buffer.from(victim.refreshToken, 'base64url')
    const flip = (at: number): string => {
      const copy = Buffer.from(bytes)
      copy.writeUInt8(copy.readUInt8(at) ^ 1, at)
      return copy.toString('base64url')
    }
    for (const at of [0, 1, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2), bytes.length - 1])
      status(`byte ${at} changed`, await stage.visitor().post(REFRESH, { refreshToken: flip(at) }), 400, 401)
    const own = Buffer.from(attacker.refreshToken, 'base64url')
    const grafted = Buffer.concat([bytes.subarray(0, 17), own.subarray(17)]).toString('base64url')
    status("own MAC on the victim's id", await stage.visitor().post(REFRESH, { refreshToken: grafted }), 400, 401)
    for (const text of [`${victim.refreshToken}=`, `${victim.refreshToken}A`, ` ${victim.refreshToken}`])
      status('another spelling', await stage.visitor().post(REFRESH, { refreshToken: text }), 400, 401)
    status("the victim's access token", await victim.send('GET', ME), 200)
    const next = await stage.visitor().post(REFRESH, { refreshToken: victim.refreshToken })
    see('the victim refreshes', next.status, 200)
  },
}

export const sessionAttacks: readonly Attack[] = [
  refreshRace,
  reuse,
  grandparent,
  refreshOrEnd,
  lifetimes,
  logout,
  fixation,
  sessionList,
  forgedRefresh,
]
